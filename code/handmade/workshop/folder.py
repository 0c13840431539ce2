"""Folder: a learner's workshop on the disk; it is begun, found again, and asked how far it is.

``workshop.json`` marks it, and remembers which chapters' tests have passed with which code. Nothing else of it is ever
written twice.
"""

import ast
import hashlib
import json
import keyword
import sys
from pathlib import Path
from typing import Any

from handmade.workshop.blanks import BLANKS, OURS, Blank, copied_files, of_chapter, of_file
from handmade.workshop.taking_out import function_named, is_blank, renamed, taken_out

MARK = "workshop.json"
FIRST_LINES = '''"""{name}: machine learning made by hand, by me.

Import the module you need: ``from {name} import layers, models``.
"""
'''
PLAN = """# {name}

The package of the book *Machine Learning, Neuron by Neuron*, made again by you.
Replace each `raise NotImplementedError("your turn: …")` by what the docstring says; then

    python -m handmade.workshop test {first}

runs the book's own tests of that chapter against your code.
`python -m handmade.workshop status` shows how far you are.

{chapters}"""


class WorkshopError(Exception):
    """Something a learner can mend; its text says what is wrong and what to do."""


class Workshop:
    """A folder that holds a learner's copy of the package."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        try:
            self.notes: dict[str, Any] = json.loads((self.path / MARK).read_text(encoding="utf-8"))
            self.names = {str(self.notes["name"]), self.path.name}  # the second where the folder was renamed
            self.passed: dict[str, str] = dict(self.notes["passed"])
        except (ValueError, KeyError, TypeError) as error:
            raise WorkshopError(
                f"{self.path / MARK} cannot be read any more ({error}). Remove it and run\n"
                f"    python -m handmade.workshop start {path}\nwhich writes it anew and leaves your code as it is."
            ) from None

    def read(self, file: str) -> str:
        """Return the text of one of the learner's files; ours, without the bodies, where it is gone."""
        path = self.path / file
        if not path.is_file():
            return generated(file, self.path.name)
        try:
            return path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise WorkshopError(f"{path} is not a text in UTF-8 ({error.reason}): save it as UTF-8.") from None

    def tree(self, file: str) -> ast.Module:
        """Return the syntax tree of one of the learner's files; say where Python does not understand it."""
        try:
            return ast.parse(self.read(file))
        except SyntaxError as error:
            line = (error.text or "").strip()
            raise WorkshopError(
                f"Python does not understand {self.path.name}/{file}, line {error.lineno}: {error.msg}."
                + (f"\n    {line}" if line else "")
            ) from None

    def check_syntax(self) -> None:
        """Refuse a workshop with files that Python does not understand; all of them are named."""
        wrong = []
        for file in sorted(path.relative_to(self.path).as_posix() for path in self.path.rglob("*.py")):
            try:
                self.tree(file)
            except WorkshopError as error:
                wrong.append(str(error))
        if wrong:
            raise WorkshopError("\n".join(wrong))

    def functions(self, slug: str) -> list[tuple[Blank, ast.FunctionDef | ast.AsyncFunctionDef | None]]:
        """Return the blanks of a chapter, each with what stands there now; None: the learner has moved it."""
        trees = {file: self.tree(file) for file in BLANKS[slug]}
        return [(blank, function_named(trees[blank.file], blank.name)) for blank in of_chapter(slug)]

    def missing(self, slug: str) -> list[Blank]:
        """Return what is not written yet of a chapter."""
        return [blank for blank, node in self.functions(slug) if node is not None and is_blank(node)]

    def fingerprint(self, slug: str) -> str:
        """Return a mark of the chapter's code as it is now; layout and comments do not count."""
        code = [ast.dump(node) if node else "" for _, node in self.functions(slug)]
        return hashlib.sha256("\n".join(code).encode()).hexdigest()

    def is_done(self, slug: str) -> bool:
        """Say whether all is written, and passed the tests as it is now."""
        return not self.missing(slug) and self.passed.get(slug) == self.fingerprint(slug)

    def remember(self, slug: str, passed: bool) -> None:
        """Note whether the chapter's tests passed."""
        self.passed.pop(slug, None)
        if passed:
            self.passed[slug] = self.fingerprint(slug)
        write_whole(self.path / MARK, as_json(str(self.notes["name"]), self.passed))


def start(path: Path) -> tuple[list[str], list[str]]:
    """Write a workshop, or what is missing of one; return the files that were written, and those left alone."""
    refuse(path)
    files = [*copied_files(), "README.md", MARK]
    there = [file for file in files if (path / file).exists()]
    written = [file for file in files if file not in there]
    for file in written:
        (path / file).parent.mkdir(parents=True, exist_ok=True)
        write_whole(path / file, generated(file, path.name))
    return written, there


def refuse(path: Path) -> None:
    """Refuse to begin where it could not work, or where something else lies."""
    name = path.name
    if not name.isidentifier() or keyword.iskeyword(name):
        raise WorkshopError(f"{name!r} cannot be imported; choose letters, digits and _, as in my_handmade.")
    if name == "handmade" or name in sys.stdlib_module_names:
        raise WorkshopError(f"A package called {name} would hide another one; choose another name, as my_handmade.")
    if not path.absolute().parent.is_dir():
        raise WorkshopError(f"There is no folder {path.absolute().parent}; make it first, or start somewhere else.")
    if path.exists() and not path.is_dir():
        raise WorkshopError(f"{path} is a file; choose another name.")
    if path.is_dir() and any(path.iterdir()) and not (path / MARK).exists() and not (path / "gates.py").exists():
        raise WorkshopError(f"{path} holds something else already (and no {MARK}); choose another name.")


def generated(file: str, name: str) -> str:
    """Return what ``start`` writes into a file: our text without the bodies, for a package of that name."""
    if file == "README.md":
        return plan(name)
    if file == MARK:
        return as_json(name, {})
    if file == "__init__.py":
        return FIRST_LINES.format(name=name)
    source = (OURS / file).read_text(encoding="utf-8")
    return renamed(taken_out(source, file) if of_file(file) else source, name)


def plan(name: str) -> str:
    """Return the README of a workshop: what to write, chapter by chapter."""
    parts = []
    for slug, files in BLANKS.items():
        lines = [f"- `{file}`: {', '.join(f'`{function}`' for function in names)}" for file, names in files.items()]
        parts.append("\n".join([f"## {slug}", "", *lines, ""]))
    return PLAN.format(name=name, first=next(iter(BLANKS)), chapters="\n".join(parts))


def as_json(name: str, passed: dict[str, str]) -> str:
    """Return what the marking file holds."""
    notes = {"what": "a workshop of handmade", "name": name, "passed": passed}
    return json.dumps(notes, indent=2) + "\n"


def write_whole(path: Path, text: str) -> None:
    """Write a file so that nobody ever sees half of it."""
    unfinished = path.with_name(path.name + ".part")
    unfinished.write_text(text, encoding="utf-8", newline="\n")
    unfinished.replace(path)


def find(named: str | None, here: Path | None = None) -> Workshop:
    """Return the workshop that is named, or else the one here, above, or in the only folder here that holds one."""
    here = (here or Path.cwd()).resolve()
    if named is not None:
        if not (Path(named) / MARK).is_file():
            raise WorkshopError(
                f"{named} is no workshop (it has no {MARK}). To begin one: python -m handmade.workshop start {named}"
            )
        return Workshop(Path(named))
    for folder in (here, *here.parents):
        if (folder / MARK).is_file():
            return Workshop(folder)
    found = sorted(path.parent for path in here.glob(f"*/{MARK}"))
    if not found:
        raise WorkshopError(
            f"There is no workshop in {here}. Go where yours is, or name it with --folder, or begin one:\n"
            "    python -m handmade.workshop start my_handmade"
        )
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise WorkshopError(f"There are several workshops here: {names}. Say which: --folder {found[0].name}")
    return Workshop(found[0])
