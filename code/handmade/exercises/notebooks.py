"""Cases of the chapter *Notebooks that give the same answer twice*."""

import itertools
import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from handmade.exercises.case import Case, Mistake

NORMAL = r"\hat\theta = (X^\top X)^{-1} X^\top y"
STEPS: dict[int, Callable[[float], float]] = {1: lambda p: 100.0, 2: lambda p: p * 1.2, 3: lambda p: p + 30}
WANTED = 192.0


def tidy(text: Any) -> str:
    r"""Return LaTeX without what does not show: spaces, dollar signs, braces around single symbols, \, and \left."""
    text = re.sub(r"\\left|\\right|\\[,;!]|\$", "", text) if isinstance(text, str) else ""
    text = re.sub(r"\^\{?\\(top|intercal|mathsf\{T\}|mathrm\{T\})\}?|\^\{?T\}?", "^T", text)
    text = re.sub(r"\\hat\{?\\theta\}?", "H", text).replace(r"\cdot", "")
    return re.sub(r"\s+", "", text)


def is_normal(text: Any) -> bool:
    """Return whether a string is the normal equation, however it is spaced."""
    return tidy(text) == tidy(NORMAL)


def has(pattern: str) -> Callable[[Any], bool]:
    """Return a test: does the tidied string hold the pattern?"""
    return lambda text: bool(re.search(pattern, tidy(text)))


def price(clicks: Any) -> float:
    """Return where a list of clicks ends; not a number if it cannot run."""
    value = float("nan")
    for click in clicks if isinstance(clicks, Sequence) and not isinstance(clicks, str) else ():
        value = STEPS[click](value) if click in STEPS else float("nan")
    return value


def is_shortest(clicks: Any) -> bool:
    """Return whether the clicks end at the price wanted, and no fewer do."""
    return len(clicks) == 4 and bool(np.isclose(price(clicks), WANTED))


def draw(m: int, k: int, seed: int) -> list[Any]:
    """Return k different rows out of m, the same for the same seed."""
    return sorted(np.random.default_rng(seed).choice(m, size=k, replace=False))


def draw_with_seed_zero(m: int, k: int, seed: int) -> list[Any]:
    """Make the generator inside, and still ignore the seed."""
    return draw(m, k, 0)


def draw_with_replacement(m: int, k: int, seed: int) -> list[Any]:
    """Draw so that a row may come twice."""
    return sorted(np.random.default_rng(seed).choice(m, size=k))


def draw_unsorted(m: int, k: int, seed: int) -> list[Any]:
    """Forget to sort."""
    return list(np.random.default_rng(seed).choice(m, size=k, replace=False))


def draw_globally(m: int, k: int, seed: int) -> list[Any]:
    """Seed the generator that all share."""
    np.random.seed(seed)  # noqa: NPY002 - the mistake itself
    return sorted(np.random.choice(m, size=k, replace=False))  # noqa: NPY002 - the mistake itself


def random_draw(rng: np.random.Generator) -> tuple[int, int, int]:
    """Return how many rows there are, how many are drawn, and a seed."""
    return int(rng.integers(30, 60)), int(rng.integers(12, 20)), int(rng.integers(1, 10_000))


def share_apart(scores: Any, gap: float) -> float:
    """Return the share of all pairs of runs that are more than the gap apart."""
    return float(np.mean([abs(a - b) > gap for a, b in itertools.combinations(scores, 2)]))


def share_with_itself(scores: Any, gap: float) -> float:
    """Pair every run with every run, itself included."""
    return float(np.mean([abs(a - b) > gap for a, b in itertools.product(scores, repeat=2)]))


def share_of_neighbors(scores: Any, gap: float) -> float:
    """Compare each run with the next one only."""
    return float(np.mean(np.abs(np.diff(scores)) > gap))


def share_signed(scores: Any, gap: float) -> float:
    """Forget that a difference has a sign."""
    return float(np.mean([a - b > gap for a, b in itertools.combinations(scores, 2)]))


def random_scores(rng: np.random.Generator) -> tuple[Any, float]:
    """Return accuracies of some runs, and a gap."""
    return rng.uniform(0.7, 0.8, size=int(rng.integers(6, 12))), float(rng.uniform(0.01, 0.04))


def experiment(seed: int) -> float:
    """Return the mean of the first twenty of a hundred shuffled numbers."""
    return float(np.random.default_rng(seed).permutation(100)[:20].mean())


def experiment_globally(seed: int) -> float:
    """Do it with the generator that all share."""
    np.random.seed(seed)  # noqa: NPY002 - the mistake itself
    return float(np.random.permutation(100)[:20].mean())  # noqa: NPY002 - the mistake itself


def global_state() -> str:
    """Return all of the state of NumPy's global generator, in words."""
    state = np.random.get_state(legacy=False)  # noqa: NPY002 - it is what is examined
    return f"{state['state']['key'].tolist()} {state['state']['pos']}"


def observed(answer: Any, *arguments: Any) -> Any:
    """Return the value, whether a second call repeats it, and whether the global generator is untouched."""
    before = global_state()
    value = answer(*arguments)
    untouched = global_state() == before
    return [value, bool(np.array_equal(value, answer(*arguments))), untouched]


CASES = [
    Case(
        "ex-notebooks-latex",
        reference=NORMAL,
        accept=is_normal,
        mistakes=[
            Mistake(
                "\\hat\theta = (X^\top X)^{-1} X^\top y",
                "Python read the \\t of \\theta and \\top as a tab. Put an r before the quotation marks.",
                when=lambda text: isinstance(text, str) and "\t" in text,
            ),
            Mistake(
                r"\hat\theta = (X^\top X)^-1 X^\top y",
                "Only the minus sign is raised: an exponent of two characters needs braces.",
                when=has(r"\^-1"),
            ),
            Mistake(
                r"\hat\theta = (X^\top X) X^\top y",
                "The inverse is missing: what is raised to the right of the parenthesis?",
                when=lambda text: "-1" not in tidy(text) and tidy(text).startswith("H="),
            ),
            Mistake(
                r"\theta = (X^\top X)^{-1} X^\top y",
                "The hat is missing: it marks what is estimated.",
                when=lambda text: is_normal(tidy(text).replace(r"\theta", r"\hat\theta")) and not is_normal(text),
            ),
            Mistake(
                r"\hat\theta = (X X)^{-1} X y",
                "The transposes are missing: a raised T, \\top in LaTeX.",
                when=lambda text: "^T" not in tidy(text) and "-1" in tidy(text),
            ),
        ],
        hint="Type it piece by piece: a hat, a Greek letter, a transpose, an inverse; paste it into a text cell.",
        stronger=r"The pieces are \hat, \theta, ^\top and ^{-1}; the parentheses are ordinary ones.",
    ),
    Case(
        "ex-notebooks-history",
        reference=[1, 3, 3, 2],
        accept=is_shortest,
        mistakes=[
            Mistake([1, 2, 3], "That is the page read from top to bottom, and it gives 150."),
            Mistake(
                [1, 1, 3, 3, 2],
                "It ends at 192, but one click can be left out.",
                when=lambda clicks: len(clicks) > 4 and np.isclose(price(clicks), WANTED),
            ),
            Mistake(
                [3, 3, 2],
                "The first click must make the price, or the cell has nothing to change.",
                when=lambda clicks: len(clicks) > 0 and clicks[0] != 1 and all(c in STEPS for c in clicks),
            ),
            Mistake(
                [1, 3, 2],
                "Nearly: the tax on the delivery is right, and the price is still too low.",
                when=lambda clicks: list(clicks) == [1, 3, 2],
            ),
        ],
        hint="Work backwards: the last cell taxed. What was the price before that?",
        stronger="192 is 160 with the tax. How do you get from 100 to 160 with one of the cells?",
    ),
    Case(
        "ex-notebooks-bug",
        reference=draw,
        observe=observed,
        mistakes=[
            Mistake(draw_with_seed_zero, "Two different seeds give the same rows: the argument `seed` is not used."),
            Mistake(draw_with_replacement, "Rows come up twice: choice draws with replacement unless told otherwise."),
            Mistake(draw_unsorted, "The rows are right, but the original returned them sorted."),
            Mistake(
                draw_globally,
                "It repeats, but it sets the generator that the whole program shares. Make one of your own.",
            ),
        ],
        hint="Where is the generator made, and what happens to it at the first call? And who uses `seed`?",
        stronger="Make the generator inside the function, from the argument: np.random.default_rng(seed).",
        random_inputs=random_draw,
    ),
    Case(
        "ex-notebooks-worth",
        reference=share_apart,
        mistakes=[
            Mistake(lambda s, gap: 1 - share_apart(s, gap), "That is the share of pairs that are *nearer* than that."),
            Mistake(share_with_itself, "You paired each run with itself, too. A pair is two different runs."),
            Mistake(share_of_neighbors, "Those are neighbors in the list. Compare every run with every other."),
            Mistake(share_signed, "A run may be worse as well as better by the gap: the difference has a sign."),
            Mistake(
                lambda s, gap: share_apart(s, gap) * len(s) * (len(s) - 1) / 2,
                "That is how many pairs. Asked for is their share of all pairs.",
            ),
        ],
        hint="itertools.combinations(scores, 2) gives every pair once. Which of them are far apart?",
        stronger="Take the mean of abs(a - b) > gap over all pairs (a, b).",
        random_inputs=random_scores,
    ),
    Case(
        "ex-notebooks-speed",
        reference=30.0,
        accept=lambda speed: 0.2 < speed < 1e6,
        mistakes=[
            Mistake(
                3e10,
                "That is operations per second. In billions it is a billion times less.",
                when=lambda speed: speed >= 1e6,
            ),
            Mistake(
                0.03,
                "So few? That looks like the seconds. Divide the operations by them.",
                when=lambda speed: 0 < speed <= 0.2,
            ),
        ],
        hint="Operations divided by seconds, divided by a billion.",
        stronger="2 * 1000**3 / seconds / 1e9, with the smallest of five measured times.",
    ),
    Case(
        "ex-notebooks-repeat",
        reference=experiment,
        observe=observed,
        mistakes=[
            Mistake(
                experiment_globally,
                "It resets the generator that the whole program shares. Make one of your own from the seed.",
            ),
            Mistake(lambda seed: experiment(0), "Different seeds give the same value: use the argument."),
            Mistake(
                lambda seed: float(np.random.default_rng(seed).permutation(100).mean()),
                "That is the mean of all hundred, whatever the order. Take the first 20 after shuffling.",
            ),
            Mistake(
                lambda seed: float(np.random.default_rng(seed).permutation(100)[20:].mean()),
                "That is the mean of the other 80.",
            ),
            Mistake(
                lambda seed: float(np.random.default_rng(seed).choice(100, 20).mean()),
                "choice may take a number twice, and a shuffle does not. Use permutation.",
            ),
        ],
        hint="Which generator do you draw from, and where is it made?",
        stronger="np.random.default_rng(seed) inside, then its permutation(100), the first 20, the mean.",
        inputs=[0, 1, 7],
        random_inputs=lambda rng: int(rng.integers(1000)),
    ),
]
