"""Letters: which statements an answer names, however it is written down."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any


def named(answer: Any) -> set[str]:
    """Return the letters that an answer names, as capitals: of "ACE", "a, c and e", ["A", "C", "E"]."""
    parts = answer if isinstance(answer, Iterable) and not isinstance(answer, str) else [answer]
    words = re.findall("[A-Z]+", " ".join(part for part in parts if isinstance(part, str)).upper())
    return set("".join(word for word in words if word != "AND"))


def has(letter: str) -> Callable[[Any], bool]:
    """Return whether an answer names this letter."""
    return lambda answer: letter in named(answer)


def lacks(letter: str) -> Callable[[Any], bool]:
    """Return whether an answer names letters, and this one not."""
    return lambda answer: bool(named(answer)) and letter not in named(answer)
