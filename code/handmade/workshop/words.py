"""Words: what tests say, for people who did not write them."""

import re
import textwrap
from typing import Any

MOST = 8  # lines of what is said about one test
PLAIN = {"==": "", "is": "", "<": "less than ", "<=": "at most ", ">": "more than ", ">=": "at least "}
TWO_ARRAYS = re.compile(r"^ *(?:ACTUAL|x): (?P<got>.*?)\n *(?:DESIRED|y): (?P<expected>.*)\Z", re.DOTALL | re.MULTILINE)


def claim(nodeid: str) -> str:
    """Return the name of a test as a sentence: it is what the test claims.

    >>> claim("test_optimizers.py::TestAdam::test_first_step_is_the_learning_rate[0.1]")
    'Adam: first step is the learning rate (0.1)'
    """
    _, *classes, test = nodeid.split("::")
    name, _, case = test.partition("[")
    words = name.removeprefix("test_").replace("_", " ")
    parts = [re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", kind.removeprefix("Test")) for kind in classes]
    sentence = ": ".join([*(part.capitalize() for part in parts), words])
    return sentence[:1].upper() + sentence[1:] + (f" ({case.removesuffix(']')})" if case else "")


def two_sides(op: str, left: object, right: object) -> list[str] | None:
    """Return a comparison that failed as what was expected and what came; None: pytest says it better.

    >>> two_sides("==", 3, 4)
    ['two numbers', 'expected 4', 'got      3']
    """
    if op not in PLAIN:
        return None
    got, expected = left, right
    if type(left).__name__.startswith("Approx"):
        got, expected = right, left
    title = "two numbers" if isinstance(got, int | float) else "two values"
    return [title, *side("expected", expected, PLAIN[op]), *side("got", got)]


def side(word: str, value: object, before: str = "") -> list[str]:
    """Return one side of a comparison in a few lines."""
    first, *more = repr(value).splitlines() or [""]
    return [textwrap.shorten(f"{word:<8} ", 9) + " " * (9 - len(word)) + before + cut(first), *map(cut, more[:3])]


def cut(line: str, most: int = 160) -> str:
    """Return a line, cut where it gets long."""
    return line if len(line) <= most else line[: most - 1] + "…"


def said_of(error: BaseException) -> list[str]:
    """Return what an exception says, in a few lines, without what only helps those who wrote the test."""
    text, kind = str(error).strip(), type(error).__name__
    if kind == "Failed" and "DID NOT RAISE" in text:
        refusal = re.sub(r".*DID NOT RAISE\W*(?:class )?'?(?:\w+\.)*(\w+).*", r"\1", text, flags=re.DOTALL)
        lines = [f"your code accepts what it should refuse with {refusal}"]
    elif isinstance(error, AssertionError):
        lines = said_of_assertion(text)
    else:
        lines = [f"{kind}: {line}" if i == 0 else line for i, line in enumerate(text.splitlines() or [""])]
    notes = [line for note in getattr(error, "__notes__", []) for line in str(note).splitlines()]
    return [cut(line) for line in lines[:MOST]] + example_of(notes)


def said_of_assertion(text: str) -> list[str]:
    """Return what a failed assertion says: what was expected, and what came."""
    if match := TWO_ARRAYS.search(text):
        sides = [(word, match[word].strip().splitlines()) for word in ("expected", "got")]
        return [f"{word:<8} {line}" if i == 0 else line for word, lines in sides for i, line in enumerate(lines[:4])]
    lines = [line.strip() for line in text.removeprefix("assert ").splitlines()]
    lines = [re.sub(r"^\+\s+where", "where", line) for line in lines if line]
    return [line for line in lines if line not in ("two numbers", "two values") and not line.startswith("+")]


def example_of(notes: list[str]) -> list[str]:
    """Return the inputs with which Hypothesis made a test fail, from its note."""
    if not any(re.match(r"(Falsifying example|Failing test case):", line) for line in notes):
        return []
    found = [re.match(r"\s+(?!self=)(\w+=.*?),?(\s+#.*)?$", line) for line in notes]
    inputs = ", ".join(match[1] for match in found if match)
    return [cut(f"for {inputs}")] if inputs else []


def turns(events: list[dict[str, Any]]) -> dict[str, int]:
    """Return how many tests wait for each function that is still blank."""
    waiting: dict[str, int] = {}
    for event in events:
        if event["outcome"] == "blank":
            waiting[event["blank"]] = waiting.get(event["blank"], 0) + 1
    return waiting
