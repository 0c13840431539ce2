"""Milestones data: reads ``book/milestones.yml``, and refuses what cannot be right, with the place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from chapter_list import CHAPTERS

NAME = "milestones.yml"
NEEDED = ("id", "title", "chapter", "owns")


class MilestonesError(ValueError):
    """A file of milestones that is not as it must be."""


@dataclass(frozen=True)
class Milestone:
    """A named thing that a reader owns, and the questions that earn it."""

    id: str
    title: str
    chapter: str
    owns: str
    quizzes: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """The id of its box on the chapter's page."""
        return f"milestone-{self.id.lower()}"


def read_milestones(file: Path) -> dict[str, list[Milestone]]:
    """Return the milestones of each part of the book, in their order."""
    try:
        parts = yaml.safe_load(file.read_text(encoding="utf-8"))
        found = {part["part"]: [_milestone(entry) for entry in part["milestones"]] for part in parts}
    except yaml.YAMLError as error:
        raise MilestonesError(f"{file.name}: {error}") from error
    except (KeyError, TypeError) as error:
        message = f"{file.name}: a list of parts is wanted, each with 'part' and 'milestones' ({error})"
        raise MilestonesError(message) from error
    every = [milestone for milestones in found.values() for milestone in milestones]
    _refuse_bad_order(every)
    return found


def of_chapter(parts: dict[str, list[Milestone]], slug: str) -> list[Milestone]:
    """Return the milestones of one chapter."""
    return [milestone for milestones in parts.values() for milestone in milestones if milestone.chapter == slug]


def _milestone(entry: dict) -> Milestone:
    """Return one milestone, or raise."""
    where = f"{NAME}: milestone {entry.get('id', entry)}"
    if missing := [key for key in NEEDED if not isinstance(entry.get(key), str)]:
        raise MilestonesError(f"{where}: write {', '.join(missing)}, as text")
    if unknown := entry.keys() - {*NEEDED, "quizzes"}:
        raise MilestonesError(f"{where}: {', '.join(sorted(unknown))} is nothing that a milestone has")
    if not re.fullmatch(r"M\d\d", entry["id"]):
        raise MilestonesError(f"{where}: the id is M and two digits")
    if entry["chapter"] not in CHAPTERS:
        raise MilestonesError(f"{where}: {entry['chapter']!r} is no chapter; the chapters are in chapter_list.py")
    quizzes = tuple(entry.get("quizzes", ()))
    if wrong := [label for label in quizzes if not label.startswith(f"quiz-{entry['chapter']}-")]:
        raise MilestonesError(f"{where}: {wrong[0]!r} is no question of its chapter")
    return Milestone(*(entry[key] for key in NEEDED), quizzes)


def _refuse_bad_order(milestones: list[Milestone]) -> None:
    """Raise for an id that is there twice, and for chapters in another order than the book's."""
    ids = [milestone.id for milestone in milestones]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise MilestonesError(f"{NAME}: {', '.join(twice)} is there twice")
    order = [list(CHAPTERS).index(milestone.chapter) for milestone in milestones]
    for before, after, milestone in zip(order, order[1:], milestones[1:], strict=False):
        if after < before:
            raise MilestonesError(f"{NAME}: milestone {milestone.id}: its chapter comes earlier in the book")
