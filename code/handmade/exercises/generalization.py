"""Cases of the chapter *Would it work on someone new?*."""

from collections.abc import Callable
from typing import Any

import numpy as np

from handmade.array_types import Array
from handmade.exercises.case import Case, Mistake
from handmade.linear import LogisticRegression
from handmade.preprocessing import MinMaxScaler, train_test_split


def split(X: Array, y: Array, n_test: int, rng: np.random.Generator) -> Any:
    """Return training and test rows: one random order for both arrays."""
    order = rng.permutation(len(X))
    test, train = order[:n_test], order[n_test:]
    return X[train], X[test], y[train], y[test]


def split_in_order(X: Array, y: Array, n_test: int, rng: np.random.Generator) -> Any:
    """Keep the last rows, unshuffled."""
    return X[:-n_test], X[-n_test:], y[:-n_test], y[-n_test:]


def first_rows(X: Array, y: Array, n_test: int, rng: np.random.Generator) -> Any:
    """Keep the first rows, unshuffled."""
    return X[n_test:], X[:n_test], y[n_test:], y[:n_test]


def split_apart(X: Array, y: Array, n_test: int, rng: np.random.Generator) -> Any:
    """Shuffle rows and labels with an order each."""
    one, other = rng.permutation(len(X)), rng.permutation(len(X))
    return X[one[n_test:]], X[one[:n_test]], y[other[n_test:]], y[other[:n_test]]


def split_overlapping(X: Array, y: Array, n_test: int, rng: np.random.Generator) -> Any:
    """Test on some rows and train on all of them."""
    test = rng.permutation(len(X))[:n_test]
    return X, X[test], y, y[test]


def split_drawn_twice(X: Array, y: Array, n_test: int, rng: np.random.Generator) -> Any:
    """Draw the test rows with one order and the training rows with another."""
    test, train = rng.permutation(len(X))[:n_test], rng.permutation(len(X))[n_test:]
    return X[train], X[test], y[train], y[test]


def split_with_repetition(X: Array, y: Array, n_test: int, rng: np.random.Generator) -> Any:
    """Draw the test rows one by one, each from all rows."""
    test = rng.choice(len(X), n_test)
    return np.delete(X, test, axis=0), X[test], np.delete(y, test, axis=0), y[test]


def split_fixed(X: Array, y: Array, n_test: int, rng: np.random.Generator) -> Any:
    """Keep the same rows at every call, whatever the generator would say."""
    return split(X, y, n_test, np.random.default_rng(0))


def split_swapped(X: Array, y: Array, n_test: int, rng: np.random.Generator) -> Any:
    """Return the test part where the training part belongs."""
    X_train, X_test, y_train, y_test = split(X, y, n_test, rng)
    return X_test, X_train, y_test, y_train


def split_paired(X: Array, y: Array, n_test: int, rng: np.random.Generator) -> Any:
    """Return the four parts in the order of another habit."""
    X_train, X_test, y_train, y_test = split(X, y, n_test, rng)
    return X_train, y_train, X_test, y_test


def numbered_rows(rng: np.random.Generator) -> tuple[Any, ...]:
    """Draw numbered rows whose label is ten times their number; a size of the test; a generator."""
    m = int(rng.integers(30, 60))
    number = np.arange(m, dtype=float)[:, None]
    return (
        np.hstack([number, number**2]),
        10 * number,
        int(rng.integers(6, 12)),
        np.random.default_rng(rng.integers(99)),
    )


def observed_split(answer: Callable[..., Any], X: Array, y: Array, n_test: int, rng: np.random.Generator) -> Any:
    """Return what is true of a split, however its rows were drawn."""
    a, b, ya, yb = (np.asarray(part, dtype=float) for part in answer(X, y, n_test, rng))
    facts: dict[str, Any] = {"training rows": len(a), "test rows": len(b)}
    if a.shape[1:] != (2,) or b.shape[1:] != (2,):
        return {**facts, "the order of the four parts": "another"}
    paired = all(np.array_equal(10 * rows[:, 0], t.ravel()) for rows, t in ((a, ya), (b, yb)))
    train, test = set(a[:, 0]), set(b[:, 0])
    facts |= {"every row keeps its label": paired, "no row in both parts": not train & test}
    ends = {"the first": set(range(n_test)), "the last": set(range(len(X) - n_test, len(X)))}
    where = next((end for end, rows in ends.items() if test == rows), "anywhere")
    facts |= {"no row lost": len(train | test) == len(X), "test rows come from": where}
    draws = [answer(X.copy(), y.copy(), n_test, np.random.default_rng(seed))[1] for seed in range(3)]
    return {**facts, "another rng, other rows": any(not np.array_equal(draws[0], draw) for draw in draws)}


def without_a_scaler(X: Array, y: Array, seed: int) -> Any:
    """Return the probabilities of a neuron that saw the columns as they are."""
    a, b, ya, _ = train_test_split(X, y, test_size=20, random_state=seed)
    best = ten_best(a, ya)
    return LogisticRegression(learning_rate=1.0, epochs=200).fit(a[:, best], ya).predict_proba(b[:, best])[:, 1]


def without_a_choice(X: Array, y: Array, seed: int) -> Any:
    """Return the probabilities of a neuron that saw all columns."""
    a, b, ya, _ = train_test_split(X, y, test_size=20, random_state=seed)
    scaler = MinMaxScaler().fit(a)
    neuron = LogisticRegression(learning_rate=1.0, epochs=200).fit(scaler.transform(a), ya)
    return neuron.predict_proba(scaler.transform(b))[:, 1]


def trained_on_all(X: Array, y: Array, seed: int) -> Any:
    """Return the probabilities of a neuron that studied the test rows, too."""
    a, b, ya, _ = train_test_split(X, y, test_size=20, random_state=seed)
    best = ten_best(a, ya)
    scaler = MinMaxScaler().fit(a[:, best])
    neuron = LogisticRegression(learning_rate=1.0, epochs=200).fit(scaler.transform(X[:, best]), y)
    return neuron.predict_proba(scaler.transform(b[:, best]))[:, 1]


def chosen_apart(X: Array, y: Array, seed: int) -> Any:
    """Choose ten columns for the training rows, and ten others for the test rows."""
    a, b, ya, yb = train_test_split(X, y, test_size=20, random_state=seed)
    best, others = ten_best(a, ya), ten_best(b, yb)
    scaler = MinMaxScaler().fit(a[:, best])
    neuron = LogisticRegression(learning_rate=1.0, epochs=200).fit(scaler.transform(a[:, best]), ya)
    return neuron.predict_proba(scaler.transform(b[:, others]))[:, 1]


def chances(X: Array, y: Array, seed: int, choose: str = "train", scale: str = "train") -> Any:
    """Return the test rows' probabilities of 1; ``choose`` and ``scale`` name the rows that each step looked at."""
    a, b, ya, yb = train_test_split(X, y, test_size=20, random_state=seed)
    seen = {"train": (a, ya), "all": (X, y), "test": (b, yb)}
    best = ten_best(*seen[choose])
    scaler = MinMaxScaler().fit(seen["train" if scale == "apart" else scale][0][:, best])
    neuron = LogisticRegression(learning_rate=1.0, epochs=200).fit(scaler.transform(a[:, best]), ya)
    judged = MinMaxScaler().fit(b[:, best]) if scale == "apart" else scaler
    return neuron.predict_proba(judged.transform(b[:, best]))[:, 1]


def ten_best(X: Array, y: Array) -> Array:
    """Return the ten columns that correlate best with the label."""
    likeness = (X - X.mean(axis=0)).T @ (y - y.mean()).ravel()  # (n, m) @ (m,) -> (n,)
    return np.argsort(-abs(likeness / X.std(axis=0)))[:10]


def noise(rng: np.random.Generator) -> tuple[Array, Array, int]:
    """Draw rows and labels that have nothing to do with each other, and a seed for the split."""
    return rng.normal(size=(60, 120)), rng.integers(0, 2, (60, 1)).astype(float), int(rng.integers(1000))


def is_near(*wanted: float) -> Callable[[Any], bool]:
    """Return a test for a list of about these numbers."""
    return lambda answer: np.shape(answer) == (len(wanted),) and bool(np.allclose(answer, wanted, atol=0.003))


CASES = [
    Case(
        "ex-generalization-split",
        reference=split,
        observe=observed_split,
        random_inputs=numbered_rows,
        mistakes=[
            Mistake(split_in_order, "These are the last rows as they lie. A file has an order: shuffle first."),
            Mistake(first_rows, "These are the first rows as they lie. A file has an order: shuffle first."),
            Mistake(split_apart, "X and y were shuffled with two different orders. Draw one, and use it for both."),
            Mistake(split_overlapping, "The training part still holds the test rows. Leave them out of it."),
            Mistake(
                split_with_repetition,
                "You draw each test row from all rows, so one row may be drawn twice. Shuffle, then cut.",
            ),
            Mistake(
                split_fixed,
                "The same rows at every call. Let the generator that is passed in, rng, decide which.",
            ),
            Mistake(split_drawn_twice, "Two orders were drawn, so some rows are in both parts and some in neither."),
            Mistake(
                split_swapped,
                "The parts are swapped: n_test rows belong in the *test* part.",
            ),
            Mistake(split_paired, "The right parts in another order: X_train, X_test, y_train, y_test."),
        ],
        hint="Draw one random order of the row numbers. Which of them are for the test, and which are not?",
        stronger="rng.permutation(len(X)) is an array of row numbers: cut it once, and index X and y with each piece.",
    ),
    Case(
        "ex-generalization-interval",
        reference=[0.94 - 1.96 * np.sqrt(0.94 * 0.06 / 50), 0.94 + 1.96 * np.sqrt(0.94 * 0.06 / 50)],
        rtol=0,
        atol=0.0015,
        mistakes=[
            Mistake(
                [0.9064, 0.9736],
                "That is one standard error to each side, which holds the truth in two of three tests only.",
                when=is_near(0.9064, 0.9736),
            ),
            Mistake(
                [0.8742, 1.0],
                "The lower end is right. Above, write what the formula says, even if that is odd.",
                when=is_near(0.8742, 1.0),
            ),
            Mistake(
                [0.9307, 0.9493],
                "p(1 - p)/m is the variance. The standard error is its root.",
                when=lambda answer: (
                    is_near(0.9378, 0.9422)(answer)
                    or is_near(0.9389, 0.9411)(answer)
                    or is_near(0.9307, 0.9493)(answer)
                ),
            ),
            Mistake(
                [1.0058, 0.8742],
                "The right ends in the wrong order: the lower comes first.",
                when=is_near(1.0058, 0.8742),
            ),
            Mistake([0.87, 1.01], "Right to two decimals. Give three.", when=is_near(0.87, 1.01)),
            Mistake(
                [0.8848, 0.9952],
                "With 1.645 standard errors it holds the truth in 90% of the tests. For 95% it is wider.",
                when=is_near(0.8848, 0.9952),
            ),
            Mistake(
                [0.4745, 1.4055],
                "That is the interval of one toss. Fifty rows make it narrower.",
                when=is_near(0.4745, 1.4055),
            ),
            Mistake(
                0.0658,
                "That is how far it reaches to one side. Take it off the 0.94, and add it.",
                when=lambda half: np.ndim(half) == 0 and 0.06 < half < 0.07,
            ),
            Mistake(
                [87.42, 100.58],
                "Those are per cent. Give shares, from 0.94.",
                when=lambda ends: np.shape(ends) == (2,) and np.allclose(ends, [87.42, 100.58], atol=0.5),
            ),
            Mistake([43.71, 50.29], "Those are numbers of rows. Give shares of the 50.", when=is_near(43.71, 50.29)),
            Mistake(
                [0.0658, 0.94],
                "One of these is how far the interval reaches. Give its two ends.",
                when=is_near(0.0658, 0.94),
            ),
        ],
        hint="p is 47/50. What is the standard error with m = 50, and how many of them make 95%?",
        stronger="Take the root of p(1 - p)/50, times 1.96, and go that far to both sides of p.",
    ),
    Case(
        "ex-generalization-decided",
        reference="B",
        mistakes=[
            Mistake("A", "Two points, but on 100 rows each interval reaches about 0.05 to both sides."),
            Mistake("C", "Two rows make the difference. Would you bet on those two going the same way again?"),
            Mistake("D", "Each interval reaches 0.03, and the luckiest of 50 is expected to stand out."),
        ],
        hint="Put an interval around each of the two numbers. Where do the two intervals keep apart?",
        stronger="The half-width is about 2√(p(1-p)/m). And the best of many is no single measurement.",
    ),
    Case(
        "ex-generalization-perfect",
        reference=0.05 ** (1 / 20),
        rtol=0,
        atol=0.002,
        mistakes=[
            Mistake(0.95, "With p = 0.95 all 20 are right in about a third of all tests. Smaller p can do it, too."),
            Mistake(1.0, "With p = 1 a perfect score is certain. A smaller p makes it rarer: how small may it be?"),
            Mistake(0.05, "That is how often it shall happen, not the accuracy that makes it happen so often."),
            Mistake(
                0.9975,
                "With that p a perfect score happens in 95% of all tests. Asked is the p with which it happens in 5%.",
            ),
            Mistake(
                0.95**20,
                "That is how often p = 0.95 has a perfect score. Here that share is given, and p is wanted.",
            ),
            Mistake(0.5 ** (1 / 20), "With that p every second test is perfect. It shall be one in twenty."),
            Mistake(
                0.025 ** (1 / 20),
                "You halved the 5% for two ends. A perfect score leaves no room above, so all 5% are below.",
            ),
            Mistake(86.09, "Right, in per cent. Give a share.", when=lambda p: 86 <= p <= 86.2),
            Mistake(
                0.85,
                "Very near: that is a rule of thumb, 1 - 3/m. Here solve it exactly.",
                when=lambda p: abs(p - 0.85) < 0.001,
            ),
        ],
        hint="What is the probability that 20 tosses all come up right, if each does with probability p?",
        stronger="It is p to the power 20. For which p is that 0.05?",
    ),
    Case(
        "ex-generalization-bug",
        reference=chances,
        random_inputs=noise,
        mistakes=[
            Mistake(
                lambda X, y, seed: chances(X, y, seed, "all", "all"),
                "Still as given. Which lines look at rows before the split?",
            ),
            Mistake(
                lambda X, y, seed: chances(X, y, seed, "all", "train"),
                "The scaler is mended. But something else still looks at the labels of all rows.",
            ),
            Mistake(
                lambda X, y, seed: chances(X, y, seed, "train", "all"),
                "The choice is mended. But one more thing is still fitted to all rows.",
            ),
            Mistake(
                lambda X, y, seed: chances(X, y, seed, "train", "apart"),
                "The test rows got a scaler of their own, so one number means two things. Fit once, transform twice.",
            ),
            Mistake(
                lambda X, y, seed: chances(X, y, seed, "test", "train"),
                "The columns are now chosen by the test rows, the leak at its worst. Whose labels may be used?",
            ),
            Mistake(
                chosen_apart, "The test rows got columns of their own. The neuron knows only those it was trained on."
            ),
            Mistake(trained_on_all, "Choice and scaler are mended. But whom does the neuron study?"),
            Mistake(without_a_scaler, "No leak is left, but the scaler is gone, too. Keep it, and mend it."),
            Mistake(without_a_choice, "No leak is left, but neither is the choice. Keep ten_best, and mend it."),
            Mistake(
                lambda X, y, seed: 1 - chances(X, y, seed),
                "These are the probabilities of label 0, the first column. Wanted is the second.",
            ),
            Mistake(
                lambda X, y, seed: np.column_stack([1 - chances(X, y, seed), chances(X, y, seed)]),
                "These are both columns, of label 0 and label 1. Return the second alone.",
            ),
            Mistake(
                lambda X, y, seed: (chances(X, y, seed) >= 0.5).astype(float),
                "These are classes. Return the probabilities of label 1, as the program does.",
            ),
        ],
        rtol=1e-6,
        hint="Which lines of the program learn something from rows, and from which rows?",
        stronger="Split X itself, in the first line. After that b may lose columns, be transformed and predicted.",
    ),
    Case(
        "ex-generalization-rows",
        reference=1572,
        accept=lambda m: 1560 <= m <= 1600,
        mistakes=[
            Mistake(
                864,
                "That is enough for one of the two models. Both strayed, so their variances add up.",
                when=lambda m: 855 <= m <= 870 or 700 <= m <= 712,
            ),
            Mistake(
                409, "The 1.96 is missing: that is where one standard error is 0.02.", when=lambda m: 405 <= m <= 415
            ),
            Mistake(
                1729,
                "You used the variance at 0.90 for both. The second model has its own.",
                when=lambda m: 1710 <= m <= 1735,
            ),
            Mistake(
                1413,
                "You used the variance at 0.92 for both. The first model has its own.",
                when=lambda m: 1405 <= m <= 1420,
            ),
            Mistake(
                786,
                "You took the mean of the two variances. That of a difference is their sum.",
                when=lambda m: 780 <= m <= 790,
            ),
            Mistake(
                3143,
                "Twice too many. Is m the number of rows for each model, or for both together?",
                when=lambda m: 3130 <= m <= 3155,
            ),
            Mistake(
                31,
                "The standard error holds a root: square both sides before you solve for m.",
                when=lambda m: 25 <= m <= 60,
            ),
            Mistake(
                6285, "That makes 1.96 standard errors 0.01, half of what is asked.", when=lambda m: 6200 <= m <= 6350
            ),
        ],
        hint="What is the variance of one accuracy on m rows, and of the difference of two?",
        stronger="Write down both variances, with m in them, and add them. 1.96 roots of the sum are 0.02.",
    ),
    Case(
        "ex-generalization-explain",
        reference="B",
        mistakes=[
            Mistake("A", "Shuffling is what puts the two copies on different sides."),
            Mistake("C", "The choice was made before the shuffle, and it knows the labels of the test rows."),
            Mistake("D", "However the rows were drawn, the luckiest of forty is reported."),
        ],
        hint="Shuffling makes both parts samples of the same rows. For which trouble is that the cure?",
        stronger="In three, test rows were remembered or used for a choice. In one, the parts differ in kind.",
    ),
]
