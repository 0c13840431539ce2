"""Cases of the chapter *Experiments like a scientist*."""

from collections.abc import Callable, Sequence
from math import comb
from typing import Any

import numpy as np

from handmade.array_types import Array
from handmade.exercises.case import Case, Mistake

NAMES = (
    *("T-shirt", "trousers", "pullover", "dress", "coat"),
    *("sandal", "shirt", "sneaker", "bag", "ankle boot"),
)
STUDENT = {2: 12.71, 3: 4.30, 4: 3.18, 5: 2.78, 6: 2.57}


def named(labels: Array) -> list[str]:
    """Return the name of each label."""
    return [NAMES[label] for label in labels]


def named_from_one(labels: Array) -> list[str]:
    """Count the kinds from 1; what an unsigned 0 less 1 warns of is hidden."""
    with np.errstate(over="ignore"):
        return [NAMES[label - 1] for label in labels]


def gain(new: Array, old: Array) -> tuple[Any, Any]:
    """Return the mean difference, and half the width of its interval."""
    d = np.subtract(new, old)
    return d.mean(), STUDENT[len(d)] * d.std(ddof=1) / np.sqrt(len(d))


def gain_of_normal(new: Array, old: Array) -> tuple[Any, Any]:
    """Take the factor for many runs."""
    d = np.subtract(new, old)
    return d.mean(), 1.96 * d.std(ddof=1) / np.sqrt(len(d))


def gain_of_heaps(new: Array, old: Array) -> tuple[Any, Any]:
    """Forget that runs are pairs."""
    spread = np.hypot(np.std(new, ddof=1), np.std(old, ddof=1))
    return np.mean(new) - np.mean(old), STUDENT[len(new)] * spread / np.sqrt(len(new))


def gain_without_root(new: Array, old: Array) -> tuple[Any, Any]:
    """Take the spread of single runs for that of their mean."""
    d = np.subtract(new, old)
    return d.mean(), STUDENT[len(d)] * d.std(ddof=1)


def gain_by_count(new: Array, old: Array) -> tuple[Any, Any]:
    """Divide by the count in the deviation."""
    d = np.subtract(new, old)
    return d.mean(), STUDENT[len(d)] * d.std() / np.sqrt(len(d))


def gain_by_freedom(new: Array, old: Array) -> tuple[Any, Any]:
    """Look the factor up under one run less."""
    d = np.subtract(new, old)
    return d.mean(), STUDENT[len(d) - 1] * d.std(ddof=1) / np.sqrt(len(d))


def random_pairs(rng: np.random.Generator) -> tuple[Array, Array]:
    """Draw accuracies of two to six pairs of runs."""
    runs = int(rng.integers(2, 7))
    luck = rng.normal(0, 0.02, runs)
    return 0.85 + luck + rng.normal(0, 0.01, runs), 0.8 + luck + rng.normal(0, 0.01, runs)


class Counted:
    """A network of a bug hunt: remembers its seed, and how often it was trained."""

    def __init__(self, seed: int) -> None:
        self.seed, self.trained = seed, 0


def train_and_score(model: Counted) -> float:
    """Train for the usual time; the score rises with every training, and depends on the seed."""
    model.trained += 1
    return round(0.8 + 0.03 * model.trained + 0.001 * model.seed, 4)


Make = Callable[[int], Counted]
Score = Callable[[Counted], float]


def scores(make: Make, train: Score, seeds: Sequence[int]) -> list[float]:
    """Train a fresh network for every seed."""
    return [train(make(seed)) for seed in seeds]


def scores_of_one(make: Make, train: Score, seeds: Sequence[int]) -> list[float]:
    """Train one network again and again."""
    model = make(seeds[0])
    return [train(model) for _ in seeds]


def scores_of_first_seed(make: Make, train: Score, seeds: Sequence[int]) -> list[float]:
    """Make a fresh network each time, always the same."""
    return [train(make(seeds[0])) for _ in seeds]


def scores_of_positions(make: Make, train: Score, seeds: Sequence[int]) -> list[float]:
    """Count the seeds instead of taking them."""
    return [train(make(i)) for i, _ in enumerate(seeds)]


def random_seeds(rng: np.random.Generator) -> tuple[Make, Score, list[int]]:
    """Draw different seeds."""
    return Counted, train_and_score, [int(seed) for seed in rng.choice(np.arange(20, 90), 4, replace=False)]


def as_lopsided(gained: int, lost: int) -> float:
    """Return how often fair coins would be at least as lopsided, to either side."""
    m, most = gained + lost, max(gained, lost)
    return min(1.0, 2 * 0.5**m * tail(most, m))


def tail(least: int, m: int) -> int:
    """Count the ways to have at least so many heads."""
    return sum(comb(m, k) for k in range(least, m + 1))


def one_sided(gained: int, lost: int) -> float:
    """Look at one side only."""
    m, most = gained + lost, max(gained, lost)
    return 0.5**m * tail(most, m)


def exactly_so(gained: int, lost: int) -> float:
    """Count exactly this outcome."""
    return 0.5 ** (gained + lost) * comb(gained + lost, gained)


def more_lopsided(gained: int, lost: int) -> float:
    """Leave out the outcome itself."""
    m, most = gained + lost, max(gained, lost)
    return min(1.0, 2 * 0.5**m * tail(most + 1, m))


def doubled(gained: int, lost: int) -> float:
    """Count a tie twice."""
    return 2 * one_sided(gained, lost)


def twice_exactly_so(gained: int, lost: int) -> float:
    """Count exactly this outcome and its mirror image."""
    return 2 * exactly_so(gained, lost)


def letters(answer: Any) -> set[str]:
    """Return which of the five letters are in an answer, whatever stands between them, the word "and" too."""
    return set("ABCDE") & set(str(answer).upper().replace("AND", " "))


CASES = [
    Case(
        "ex-experiments-names",
        reference=named,
        mistakes=[
            Mistake(
                lambda labels: NAMES[labels[0]],
                "That is the name of one label. The function gets many and returns a list with a name for each.",
            ),
            Mistake(
                named_from_one,
                "Every label gets its neighbor's name. Positions in a list are counted from 0, and so are the labels.",
            ),
            Mistake(
                lambda labels: [NAMES[int(label) - 1] for label in labels],
                "The first of `names` has the position 0, and the label 0 is its own: nothing to subtract.",
            ),
            Mistake(
                lambda labels: list(NAMES[: len(labels)]),
                "These are the first of `names`, whatever the labels say. Take the label for the position.",
            ),
            Mistake(
                lambda labels: list(NAMES),
                "That is the list of all kinds. Return one name for each label, in the order of the labels.",
            ),
            Mistake(
                lambda labels: list(dict.fromkeys(named(labels))),
                "Kinds that come twice are named once. The list is to be as long as the labels.",
            ),
        ],
        hint="A list gives back what stands at a position. What is the position of a kind in `names`?",
        stronger="Go through the labels one after the other, and collect what `names` holds at each.",
        inputs=[np.array([9, 0, 0, 3], dtype=np.uint8)],
        random_inputs=lambda rng: rng.integers(0, 10, 6),
    ),
    Case(
        "ex-experiments-gain",
        reference=gain,
        mistakes=[
            Mistake(gain_of_normal, "1.96 is for many runs. So few take a larger factor, which STUDENT holds."),
            Mistake(gain_of_heaps, "You compare two heaps. Subtract run by run first, then look at the differences."),
            Mistake(
                gain_without_root, "That is how single differences stray. Their mean strays less: divide by √runs."
            ),
            Mistake(gain_by_freedom, "STUDENT is written by the number of runs, so look up the runs themselves."),
            Mistake(
                lambda new, old: (gain(new, old)[0], 2 * gain(new, old)[1]),
                "That is the whole width of the interval. Half of it stands behind the ±.",
            ),
            Mistake(
                lambda new, old: (gain(new, old)[0], gain(new, old)[1] / STUDENT[len(new)]),
                "That is the standard error alone. The interval reaches STUDENT[runs] times as far.",
            ),
            Mistake(
                lambda new, old: (abs(gain(new, old)[0]), gain(new, old)[1]),
                "A loss is a negative gain: keep the sign of the mean.",
            ),
            Mistake(gain_by_count, "With so few runs the deviation divides by one less than their count: ddof=1."),
            Mistake(lambda new, old: gain(old, new), "The sign is turned around: the difference is new minus old."),
            Mistake(lambda new, old: gain(new, old)[::-1], "Both numbers are right; give the mean first."),
            Mistake(
                lambda new, old: gain(new, old)[0], "The mean is right. Return half the width of its interval, too."
            ),
            Mistake(
                lambda new, old: (gain(new, old)[0] - gain(new, old)[1], sum(gain(new, old))),
                "These are the two ends of the interval. Return its middle, and half its width.",
            ),
        ],
        hint="First the differences, one for each run. Then their mean, and the standard error of that mean.",
        stronger="The standard error of a mean is the deviation of single values divided by the root of their count.",
        rtol=2e-3,  # Student's factors are rounded
        inputs=[
            (np.array([0.85, 0.86, 0.84]), np.array([0.80, 0.82, 0.79])),
            (np.array([0.80, 0.79, 0.81, 0.78]), np.array([0.82, 0.80, 0.82, 0.83])),
        ],
        random_inputs=random_pairs,
    ),
    Case(
        "ex-experiments-useless",
        reference=1 - 0.95**20,
        rtol=0.01,
        mistakes=[
            Mistake(1.0, "One on average is not one for certain: sometimes there are two, and sometimes none."),
            Mistake(0.05, "That is the chance of a single change. There are twenty."),
            Mistake(0.95**20, "That is the chance that none of them looks good."),
            Mistake(
                100 * (1 - 0.95**20),
                "In percent. A probability lies between 0 and 1.",
                when=lambda percent: 64 <= percent <= 64.2,
            ),
            Mistake(0.05**20, "That is the chance that all twenty look good."),
        ],
        hint="What is the chance that a useless change does not look decided? That none of twenty does?",
        stronger="Independent chances multiply; 'at least one' is the opposite of 'none'.",
    ),
    Case(
        "ex-experiments-bug",
        reference=scores,
        mistakes=[
            Mistake(scores_of_one, "Still one network, trained again and again: each run begins where the last ended."),
            Mistake(scores_of_first_seed, "Fresh networks, all from the first seed: the same run every time."),
            Mistake(
                scores_of_positions, "The networks are made from 0, 1, 2 … and not from the seeds that were given."
            ),
            Mistake(
                lambda make, train, seeds: [(train(model), train(model))[1] for model in map(make, seeds)],
                "Every network is trained twice. Train it once, and keep what `train` returns.",
            ),
            Mistake(
                lambda make, train, seeds: [train(make(seeds[-1]))],
                "One score is left, that of the last seed. The list has to be there before the loop begins.",
            ),
            Mistake(
                lambda make, train, seeds: train(make(seeds[0])),
                "Only the first seed had its turn. Return after the loop, and not in it.",
            ),
            Mistake(
                lambda make, train, seeds: float(np.mean(scores(make, train, seeds))),
                "That is the mean. Return the scores, one for each seed; whoever compares needs all of them.",
            ),
            Mistake(
                lambda make, train, seeds: max(scores(make, train, seeds)),
                "The best of several runs is flattered. Return the scores of all.",
            ),
        ],
        hint="The scores rise from run to run. What does the second run have that the first had not?",
        stronger="Ask of each line how often it runs. Which one must run once for every seed?",
        inputs=[(Counted, train_and_score, [10, 11, 12, 13])],
        random_inputs=random_seeds,
    ),
    Case(
        "ex-experiments-explain",
        reference="BD",
        accept=lambda answer: letters(answer) == {"B", "D"},
        mistakes=[
            Mistake(
                "ABD",
                "A takes 'undecided' for 'equal'. What would the interval have to look like to show that?",
                when=lambda answer: "A" in letters(answer),
            ),
            Mistake(
                "BCD",
                "C speaks of every network. How many were compared, and with which optimizer?",
                when=lambda answer: "C" in letters(answer),
            ),
            Mistake(
                "BDE",
                "E reads the best of twenty as if it had been the only one.",
                when=lambda answer: "E" in letters(answer),
            ),
            Mistake(
                "B",
                "True. One more is: ask which pictures had no part in the choice.",
                when=lambda answer: letters(answer) == {"B"},
            ),
            Mistake(
                "D",
                "True. One more is: look for one that claims no more than its interval does.",
                when=lambda answer: letters(answer) == {"D"},
            ),
        ],
        hint="For each sentence: what was compared, how often, and what else could have written the same log?",
        stronger="Two of the five are true. One speaks of the test set, the other of an interval.",
    ),
    Case(
        "ex-experiments-coins",
        reference=as_lopsided,
        mistakes=[
            Mistake(
                exactly_so,
                "That is the chance of exactly this outcome. Count those that are more lopsided, too.",
            ),
            Mistake(more_lopsided, "The outcome itself is missing: 'at least as lopsided' includes it."),
            Mistake(
                one_sided, "That is one side. Coins that favor the other network as much would have surprised you, too."
            ),
            Mistake(
                doubled,
                "A tie comes out above 1: its middle is counted on both sides. No probability is larger than 1.",
            ),
            Mistake(
                twice_exactly_so,
                "That is exactly this outcome and its mirror image. Count those that are more lopsided, too.",
            ),
            Mistake(
                lambda gained, lost: min(1.0, 2 * 0.5 ** (gained + lost) * tail(gained, gained + lost)),
                "Right where more was gained than lost. Take the larger of the two counts, whichever it is.",
            ),
            Mistake(
                lambda gained, lost: 100 * as_lopsided(gained, lost),
                "These are percent. The probability itself lies between 0 and 1.",
            ),
            Mistake(lambda gained, lost: 1 - as_lopsided(gained, lost), "That is the chance of a milder outcome."),
        ],
        hint="If neither network is better, each picture that only one reads is a fair coin.",
        stronger="Add up the chances comb(m, k) / 2**m of all k at or beyond the larger count, and double the sum.",
        rtol=1e-6,
        inputs=[(9, 1), (1, 9), (30, 14), (6, 6), (7, 8)],
        random_inputs=lambda rng: (int(rng.integers(20, 40)), int(rng.integers(2, 18))),
    ),
]
