"""Cases of the chapter *Notebooks that give the same answer twice*."""

import itertools
import random
import re
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from handmade.exercises.case import Case, Mistake

COUNT = r"N = \frac{c^{n+1} - 1}{c - 1}"
RIGHT_SIDES = {r"\frac{c^{n+1}-1}{c-1}", r"\frac{1-c^{n+1}}{1-c}"}
STEPS: dict[int, Callable[[float], float]] = {1: lambda p: 100.0, 2: lambda p: p * 1.2, 3: lambda p: p + 30}
WANTED = 192.0
SEEDS = range(200)


def tidy(text: Any) -> str:
    r"""Return the right side of a formula in LaTeX without what does not show: spaces, dollar signs, \left, \,."""
    text = re.sub(r"\\left|\\right|\\[,;!:]|\$|\s", "", text) if isinstance(text, str) else ""
    text = re.sub(r"\\[dtc]frac", r"\\frac", text).replace("1+n", "n+1")
    text = re.sub(r"\{(.+)\\over(.+)\}", r"\\frac{\1}{\2}", text)
    return re.sub(r"\{([cn1])\}", r"\1", text).split("=")[-1]


def is_count(text: Any) -> bool:
    """Return whether a string is the number of histories, however it is spaced."""
    return tidy(text) in RIGHT_SIDES


def price(clicks: Sequence[Any]) -> float:
    """Return where a list of clicks ends; not a number if it cannot run."""
    value = float("nan")
    for click in clicks:
        value = STEPS[click](value) if click in STEPS else float("nan")
    return value


def clicked(answer: Any) -> list[Any]:
    """Return the clicks of an answer as a list, empty if it is none."""
    return list(answer) if isinstance(answer, (list, tuple, np.ndarray)) else []


def is_shortest(answer: Any) -> bool:
    """Return whether the clicks end at the price wanted, and no fewer do."""
    return len(clicked(answer)) == 4 and bool(np.isclose(price(clicked(answer)), WANTED))


def shared_state() -> str:
    """Return the state of the generators that the whole program shares, NumPy's and Python's, in words."""
    state = np.random.get_state(legacy=False)  # noqa: NPY002 - it is what is examined
    return f"{state['state']['key'].tolist()} {state['state']['pos']} {random.getstate()}"


def rows(answer: Any) -> list[int]:
    """Return drawn rows as a sorted list of whole numbers: their order is not asked for."""
    return sorted(int(row) for row in answer)


def are_different_rows(drawn: list[int], k: int, m: int) -> bool:
    """Return whether k rows out of 0 to m - 1 were drawn, none of them twice."""
    return len(set(drawn)) == k and all(0 <= row < m for row in drawn)


def fault_of_draws(draw: Callable[[int], list[int]], m: int) -> str:
    """Say in a word how draws out of m rows from a seed fall short of what is asked; nothing if they do not."""
    before = shared_state()
    first = draw(1)
    if shared_state() != before:
        return "shared"
    if draw(2) is None or draw(1) != first:
        return "repeat"
    sets = {tuple(draw(seed)) for seed in SEEDS}
    if any(not are_different_rows(list(drawn), len(first), m) for drawn in sets):
        return "twice"
    different = len(sets)
    if different == 1:
        return "seed"
    return "" if different > 0.95 * len(SEEDS) else "few"


def fault_of_draw(answer: Any) -> str:
    """Say in a word what is wrong with a function draw(m, k, seed); nothing if it is right."""
    if answer(40, 15, 7) is None:
        return "nothing"
    for m, k, seed in ((40, 15, 7), (33, 12, 5), (20, 20, 3)):
        drawn = rows(answer(m, k, seed))
        if len(drawn) != k:
            return "length"
        if not are_different_rows(drawn, k, m):
            return "twice"
    return fault_of_draws(lambda seed: rows(answer(40, 15, seed)), 40)


def fault_of_experiment(answer: Any) -> str:
    """Say in a word what is wrong with a function experiment(seed, looks); nothing if it is right."""
    result = answer(7, 5)
    if result is None:
        return "nothing"
    if not isinstance(result, (tuple, list)) or len(result) != 2 or any(np.ndim(list(part)) != 1 for part in result):
        return "two"
    for looks in (0, 3, 8):
        looked_at, test = answer(7, looks)
        if len(looked_at) != looks or len(test) != 20:
            return "length"
        if not are_different_rows(rows(test), 20, 100):
            return "twice"
    if fault := fault_of_draws(lambda seed: rows(answer(seed, 3)[1]), 100):
        return fault
    if len({tuple(rows(answer(7, looks)[1])) for looks in range(5)}) > 1:
        return "looks"
    return "" if len({tuple(rows(answer(seed, 3)[0])) for seed in SEEDS}) > len(SEEDS) / 2 else "looked at"


def draw(m: int, k: int, seed: int) -> Any:
    """Return k different rows out of m, the same for the same seed."""
    return np.random.default_rng(seed).choice(m, size=k, replace=False)


def draw_globally(m: int, k: int, seed: int) -> Any:
    """Seed the generator that all share."""
    np.random.seed(seed)  # noqa: NPY002 - the mistake itself
    return np.random.choice(m, size=k, replace=False)  # noqa: NPY002 - the mistake itself


def draw_as_before(rng: np.random.Generator) -> Callable[[int, int, int], Any]:
    """Return the function of the bug hunt, with its generator outside."""
    return lambda m, k, seed: rng.choice(m, size=k, replace=False)


def experiment(seed: int, looks: int) -> tuple[list[int], list[int]]:
    """Look at some rows, draw 20 for a test, each from a generator of its own."""
    for_looks, for_test = np.random.default_rng(seed).spawn(2)
    return for_looks.integers(100, size=looks).tolist(), for_test.permutation(100)[:20].tolist()


def experiment_in_order(seed: int, looks: int) -> tuple[list[int], list[int]]:
    """Draw the looks and then the test from one generator."""
    rng = np.random.default_rng(seed)
    return rng.integers(100, size=looks).tolist(), rng.permutation(100)[:20].tolist()


def experiment_globally(seed: int, looks: int) -> tuple[list[int], list[int]]:
    """Do it with the generator that all share."""
    np.random.seed(seed)  # noqa: NPY002 - the mistake itself
    looked_at = np.random.randint(100, size=looks).tolist()  # noqa: NPY002 - the mistake itself
    return looked_at, np.random.permutation(100)[:20].tolist()  # noqa: NPY002 - the mistake itself


def experiment_outside(rng: np.random.Generator) -> Callable[[int, int], Any]:
    """Return an experiment whose generator lives longer than a call."""
    return lambda seed, looks: (rng.integers(100, size=looks).tolist(), rng.permutation(100)[:20].tolist())


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


def measured() -> float:
    """Return the seconds of a product of two 1000 by 1000 matrices on this machine, best of five."""
    a = np.random.default_rng(0).normal(size=(1000, 1000)).astype(np.float32)
    tries = []
    for _ in range(5):
        begin = time.perf_counter()
        _ = a @ a  # (1000, 1000) @ (1000, 1000) -> (1000, 1000)
        tries.append(time.perf_counter() - begin)
    return min(tries)


def timed(times: float = 1.0, operations: float = 2.0) -> Callable[[], list[float]]:
    """Return what measures anew and gives the seconds, off by a factor, and the billions of operations a second."""

    def answer() -> list[float]:
        seconds = measured()
        return [times * seconds, operations / seconds]

    return answer


def pair_of(answer: Any) -> tuple[float, float]:
    """Return seconds and speed; not numbers if there are no two."""
    try:
        seconds, speed = (float(part) for part in answer)
    except (TypeError, ValueError):
        return float("nan"), float("nan")
    return seconds, speed


def is_near(seconds: float) -> bool:
    """Return whether a time agrees within a factor of five with one of three measurements: a machine may be busy."""
    return any(0.2 < seconds / measured() < 5 for _ in range(3))


def billions(factor: float) -> Callable[[Any], bool]:
    """Return a test: is seconds times speed this number?"""
    return lambda answer: bool(np.isclose(np.prod(pair_of(answer)), factor, rtol=0.05))


def is_speed(answer: Any) -> bool:
    """Return whether the time is this machine's and the speed follows from it."""
    return billions(2)(answer) and is_near(pair_of(answer)[0])


CASES = [
    Case(
        "ex-notebooks-latex",
        reference=COUNT,
        accept=is_count,
        mistakes=[
            Mistake(
                "N = \frac{c^{n+1} - 1}{c - 1}",
                "Python read the backslash and the letter after it as one control character. Is the r missing?",
                when=lambda text: isinstance(text, str) and "\f" in text,
            ),
            Mistake(
                r"N = \frac{c^n+1 - 1}{c - 1}",
                "Look at the exponent in the text cell: only a part of it is raised.",
                when=lambda text: "c^n+1" in tidy(text),
            ),
            Mistake(
                r"N = \frac{c^(n+1) - 1}{c - 1}",
                "In LaTeX a parenthesis is a sign like any other, and holds nothing together.",
                when=lambda text: "^(" in tidy(text),
            ),
            Mistake(
                r"N = (c^{n+1} - 1) / (c - 1)",
                "The mathematics is right, but this prints on one line. LaTeX has a command that stacks.",
                when=lambda text: "/" in tidy(text),
            ),
            Mistake(
                r"N = frac{c^{n+1} - 1}{c - 1}",
                "Without its backslash a command is a product of letters.",
                when=lambda text: "frac" in tidy(text) and "\\frac" not in tidy(text),
            ),
            Mistake(
                r"N = \frac{c - 1}{c^{n+1} - 1}",
                "It is upside down: what stands above comes first.",
                when=lambda text: tidy(text) == r"\frac{c-1}{c^{n+1}-1}",
            ),
            Mistake(
                r"N = \frac{c^{n+1} - 1}{c - 1",
                "Count the braces: as many must close as open.",
                when=lambda text: tidy(text).count("{") != tidy(text).count("}"),
            ),
            Mistake(
                r"N = \frac{c^{n} - 1}{c - 1}",
                "Compare the exponent with the one in the text.",
                when=lambda text: "c^n-1" in tidy(text),
            ),
        ],
        hint="Type it piece by piece, and paste it into a text cell after each piece.",
        stronger="A fraction is a command with two pairs of braces; an exponent of several signs needs a pair, too.",
    ),
    Case(
        "ex-notebooks-history",
        reference=[1, 3, 3, 2],
        accept=is_shortest,
        mistakes=[
            Mistake(
                [1, 2, 3],
                "That is the page read from top to bottom, and it gives 150.",
                when=lambda answer: clicked(answer) == [1, 2, 3],
            ),
            Mistake(
                [1, 1, 3, 3, 2],
                "It ends at 192, but one click can be left out.",
                when=lambda answer: len(clicked(answer)) > 4 and np.isclose(price(clicked(answer)), WANTED),
            ),
            Mistake(
                [3, 3, 2],
                "The first click must make the price, or the cell has nothing to change.",
                when=lambda answer: clicked(answer)[0] != 1 and all(click in STEPS for click in clicked(answer)),
            ),
            Mistake(
                [1, 3, 2],
                "The tax on the delivery is right, and the price is still too low.",
                when=lambda answer: clicked(answer) == [1, 3, 2],
            ),
            Mistake(
                [100, 30, 30, 1.2],
                "A list of the *numbers of the cells* is asked for, in the order of the clicks.",
                when=lambda answer: not clicked(answer) or any(click not in STEPS for click in clicked(answer)),
            ),
        ],
        hint="Work backwards: which cell can have been the last, and what was the price before it?",
        stronger="Which of the cells takes away a round number when you undo it, and which a sixth?",
    ),
    Case(
        "ex-notebooks-bug",
        reference=lambda: draw,
        accept=lambda answer: not fault_of_draw(answer),
        mistakes=[
            Mistake(
                lambda: draw_as_before(np.random.default_rng(0)),
                "Equal arguments give different rows: it starts from something that is not among its arguments.",
                when=lambda answer: fault_of_draw(answer) == "repeat",
            ),
            Mistake(
                lambda: lambda m, k, seed: draw(m, k, 0),
                "Different seeds give the same rows. Who uses the argument?",
                when=lambda answer: fault_of_draw(answer) == "seed",
            ),
            Mistake(
                lambda: lambda m, k, seed: np.random.default_rng(seed).choice(m, size=k),
                "A row came up twice, or one that does not exist. What did the original say to choice?",
                when=lambda answer: fault_of_draw(answer) == "twice",
            ),
            Mistake(
                lambda: draw_globally,
                "It repeats, but it moves a generator that the whole program shares.",
                when=lambda answer: fault_of_draw(answer) == "shared",
            ),
            Mistake(
                lambda: lambda m, k, seed: [(seed + i) % m for i in range(k)],
                "Over 200 seeds the same few sets of rows come up again and again: that is not random.",
                when=lambda answer: fault_of_draw(answer) == "few",
            ),
            Mistake(
                lambda: lambda m, k, seed: np.random.default_rng(seed).permutation(m),
                "Out of m rows k are asked for, and yours are more or fewer.",
                when=lambda answer: fault_of_draw(answer) == "length",
            ),
            Mistake(
                lambda: lambda m, k, seed: None,
                "It returns nothing.",
                when=lambda answer: fault_of_draw(answer) == "nothing",
            ),
        ],
        hint="Where is the generator made, how often, and what has happened to it before the second call?",
        stronger="What must a call start from, if it is to know nothing of the calls before it?",
    ),
    Case(
        "ex-notebooks-worth",
        reference=share_apart,
        mistakes=[
            Mistake(lambda s, gap: 1 - share_apart(s, gap), "That is the share of pairs that are *nearer* than that."),
            Mistake(share_with_itself, "You paired each run with itself, too. A pair is two different runs."),
            Mistake(share_of_neighbors, "Those are neighbors in the list. Compare every run with every other."),
            Mistake(
                share_signed,
                "Only one direction is counted. Which of the two came first is chance, too.",
                when=lambda answer: answer([0.7, 0.8], 0.05) != answer([0.8, 0.7], 0.05),
            ),
            Mistake(
                lambda s, gap: share_apart(s, gap) * len(s) * (len(s) - 1) / 2,
                "That is how many pairs. Asked for is their share of all pairs.",
            ),
            Mistake(lambda s, gap: 100 * share_apart(s, gap), "That is in percent. A share lies between 0 and 1."),
        ],
        hint="Which pairs are there? One of the modules imported at the top can list them, each once.",
        stronger="Try it by hand with three scores: there are three pairs, and you can count those far apart.",
        random_inputs=random_scores,
    ),
    Case(
        "ex-notebooks-speed",
        reference=timed(),
        accept=is_speed,
        mistakes=[
            Mistake(
                30.0,
                "Two numbers are asked for, in this order: the seconds and the speed.",
                when=lambda answer: bool(np.isnan(pair_of(answer)).any()),
            ),
            Mistake(
                timed(operations=1.0),
                "Half of the operations are missing: each step multiplies *and* adds.",
                when=billions(1),
            ),
            Mistake(
                timed(operations=2e9),
                "That is operations per second; they are asked for in billions.",
                when=billions(2e9),
            ),
            Mistake(
                timed(times=1000.0),
                "The time seems to be in milliseconds.",
                when=billions(2000),
            ),
            Mistake(
                timed(times=1e6, operations=2e-6),
                "The speed would follow from that time, but this machine needs another: "
                "is it in seconds, for one product, and does it stand first?",
                when=billions(2),
            ),
        ],
        hint="First the seconds of one product; how many operations does it take?",
        stronger="Multiply your two numbers: which number of operations, in billions, should come out?",
    ),
    Case(
        "ex-notebooks-repeat",
        reference=lambda: experiment,
        accept=lambda answer: not fault_of_experiment(answer),
        mistakes=[
            Mistake(
                lambda: experiment_globally,
                "It moves a generator that the whole program shares.",
                when=lambda answer: fault_of_experiment(answer) == "shared",
            ),
            Mistake(
                lambda: experiment_in_order,
                "The test rows change with the number of looks: who else draws from their sequence?",
                when=lambda answer: fault_of_experiment(answer) == "looks",
            ),
            Mistake(
                lambda: experiment_outside(np.random.default_rng(0)),
                "Equal arguments give different rows: it starts from something that is not among its arguments.",
                when=lambda answer: fault_of_experiment(answer) == "repeat",
            ),
            Mistake(
                lambda: lambda seed, looks: experiment(0, looks),
                "Different seeds give the same test rows. Who uses the argument?",
                when=lambda answer: fault_of_experiment(answer) == "seed",
            ),
            Mistake(
                lambda: lambda seed, looks: ([seed] * looks, list(range(seed, seed + 20))),
                "A test row came up twice, or does not exist, or hardly any two seeds differ: are they drawn?",
                when=lambda answer: fault_of_experiment(answer) in {"twice", "few"},
            ),
            Mistake(
                lambda: lambda seed, looks: (list(range(looks)), experiment(seed, looks)[1]),
                "The rows to look at are hardly ever others: they should be random, too.",
                when=lambda answer: fault_of_experiment(answer) == "looked at",
            ),
            Mistake(
                lambda: lambda seed, looks: (experiment(seed, 1)[0], experiment(seed, looks)[1]),
                "The lists have the wrong lengths: `looks` rows to look at, and 20 for the test.",
                when=lambda answer: fault_of_experiment(answer) == "length",
            ),
            Mistake(
                lambda: lambda seed, looks: experiment(seed, looks)[1],
                "Two lists are asked for: the rows looked at, and the rows of the test.",
                when=lambda answer: fault_of_experiment(answer) == "two",
            ),
            Mistake(
                lambda: lambda seed, looks: None,
                "It returns nothing.",
                when=lambda answer: fault_of_experiment(answer) == "nothing",
            ),
        ],
        hint="Two purposes draw here. What may they share, and what not?",
        stronger="The section on generators met the same problem: how did it keep the look out of the split?",
    ),
]
