"""Glue: a number computed in a cell, kept for the prose around it."""

from __future__ import annotations

from typing import Any


def glue(name: str, value: Any, display: bool = False) -> None:
    """Keep ``value`` for ``{glue:text}`` where the book is built; do nothing elsewhere.

    Only MyST-NB reads glued values, and importing it where it is not meant to be (in Colab) fails in ways
    of its own, so every failure to import it counts as "not here".
    """
    try:
        from myst_nb import glue as glue_of_the_book
    except Exception:
        return
    glue_of_the_book(name, value, display=display)
