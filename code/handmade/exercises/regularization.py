"""Cases of the chapter *Regularization*."""

from collections.abc import Callable
from typing import Any

import numpy as np

from handmade.array_types import Array
from handmade.exercises.case import Case, Mistake

Fit = Callable[[Array, Array], Array]


def cross_validation(F: Array, t: Array, fit: Fit, k: int, rng: np.random.Generator) -> Any:
    """Return the mean error of k folds, each held out once."""
    return mean_error(F, t, fit, np.array_split(rng.permutation(len(t)), k))


def mean_error(F: Array, t: Array, fit: Fit, folds: Any) -> Any:
    """Return the mean over folds of the error of a model that learned from the other rows."""
    return np.mean([fold_error(F, t, fit, fold) for fold in folds])


def fold_error(F: Array, t: Array, fit: Fit, fold: Array) -> Any:
    """Return the error on the rows of one fold."""
    w = fit(np.delete(F, fold, axis=0), np.delete(t, fold))
    return np.mean((F[fold] @ w - t[fold]) ** 2)


def folds_in_order(F: Array, t: Array, fit: Fit, k: int, rng: np.random.Generator) -> Any:
    """Cut the rows as they lie."""
    return mean_error(F, t, fit, np.array_split(np.arange(len(t)), k))


def tested_on_the_rest(F: Array, t: Array, fit: Fit, k: int, rng: np.random.Generator) -> Any:
    """Measure the error on the rows that were learned from."""
    errors = []
    for fold in np.array_split(rng.permutation(len(t)), k):
        A, b = np.delete(F, fold, axis=0), np.delete(t, fold)
        errors.append(np.mean((A @ fit(A, b) - b) ** 2))
    return np.mean(errors)


def tested_on_all(F: Array, t: Array, fit: Fit, k: int, rng: np.random.Generator) -> Any:
    """Measure the error on all rows."""
    folds = np.array_split(rng.permutation(len(t)), k)
    fitted = [fit(np.delete(F, fold, axis=0), np.delete(t, fold)) for fold in folds]
    return np.mean([np.mean((F @ w - t) ** 2) for w in fitted])


def learned_from_the_fold(F: Array, t: Array, fit: Fit, k: int, rng: np.random.Generator) -> Any:
    """Learn from one fold and test on the others."""
    folds = np.array_split(rng.permutation(len(t)), k)
    fitted = [fit(F[fold], t[fold]) for fold in folds]
    held = [(np.delete(F, fold, axis=0), np.delete(t, fold)) for fold in folds]
    return np.mean([np.mean((A @ w - b) ** 2) for w, (A, b) in zip(fitted, held, strict=True)])


def learned_from_all(F: Array, t: Array, fit: Fit, k: int, rng: np.random.Generator) -> Any:
    """Learn from all rows, the fold among them."""
    folds = np.array_split(rng.permutation(len(t)), k)
    return np.mean([np.mean((F[fold] @ fit(F, t) - t[fold]) ** 2) for fold in folds])


def shuffled_for_every_fold(F: Array, t: Array, fit: Fit, k: int, rng: np.random.Generator) -> Any:
    """Shuffle again for each fold."""
    folds = [np.array_split(rng.permutation(len(t)), k)[i] for i in range(k)]
    return mean_error(F, t, fit, folds)


def one_fold_only(F: Array, t: Array, fit: Fit, k: int, rng: np.random.Generator) -> Any:
    """Return after the first fold."""
    return fold_error(F, t, fit, np.array_split(rng.permutation(len(t)), k)[0])


def summed(F: Array, t: Array, fit: Fit, k: int, rng: np.random.Generator) -> Any:
    """Return the sum of the folds' errors."""
    return k * cross_validation(F, t, fit, k, rng)


def listed(F: Array, t: Array, fit: Fit, k: int, rng: np.random.Generator) -> Any:
    """Return one error for each fold."""
    return [fold_error(F, t, fit, fold) for fold in np.array_split(rng.permutation(len(t)), k)]


def rest_dropped(F: Array, t: Array, fit: Fit, k: int, rng: np.random.Generator) -> Any:
    """Make folds of m // k rows, and test the rows that are left over never."""
    size = len(t) // k
    order = rng.permutation(len(t))
    return mean_error(F, t, fit, [order[i * size : (i + 1) * size] for i in range(k)])


def some_rows(rng: np.random.Generator) -> tuple[Any, ...]:
    """Draw numbered rows that no number of folds divides evenly; the fit is added when it is observed."""
    m = int(rng.integers(4, 7)) * 5 + 2
    F = np.column_stack([np.arange(m) / m, rng.normal(size=m)])
    return F, F @ rng.normal(size=2) + rng.normal(size=m), 5, np.random.default_rng(rng.integers(99))


def observed_folds(answer: Callable[..., Any], F: Array, t: Array, k: int, rng: np.random.Generator) -> Any:
    """Return what is true of the folds, however they were drawn."""
    seen: list[tuple[set[int], Array]] = []

    def fit(A: Array, b: Array) -> Array:
        w: Array = np.linalg.lstsq(A, b, rcond=None)[0]
        seen.append(({round(row) for row in A[:, 0] * len(t)}, w))
        return w

    value = np.asarray(answer(F, t, fit, k, rng), dtype=float)
    everyone = set(range(len(t)))
    left = [sorted(everyone - rows) for rows, _ in seen]
    facts: dict[str, Any] = {"calls of fit": len(seen), "numbers returned": value.size}
    facts["rows learned from"] = "most" if all(len(rows) > len(t) / 2 for rows, _ in seen) else "few"
    turns = [row for fold in left for row in fold]
    facts |= {"some rows held out twice": len(turns) > len(set(turns)), "every row held out": set(turns) == everyone}
    neighbors = [fold == list(range(fold[0], fold[-1] + 1)) for fold in left if len(fold) > 1]
    facts["shuffled"] = not (neighbors and all(neighbors))
    sizes = np.array([len(fold) for fold in left])
    if value.size != 1 or not sizes.size or not sizes.all():
        return {**facts, "the mean of": "something else"}
    squares = [(F @ w - t) ** 2 for _, w in seen]  # (m,) for each fold
    held = np.array([square[fold].mean() for square, fold in zip(squares, left, strict=True)])
    means = {
        "the errors of the folds": (held.mean(), np.average(held, weights=sizes)),
        "the errors of the rest": [np.mean([np.delete(q, fold).mean() for q, fold in zip(squares, left, strict=True)])],
        "the errors of all rows": [np.mean(squares)],
    }
    found = (name for name, mean in means.items() if any(np.allclose(value, number) for number in mean))
    return {**facts, "the mean of": next(found, "something else")}


def dropout(x: Array, rate: float, rng: np.random.Generator, training: bool) -> Any:
    """Drop entries in training, and keep the mean."""
    if not training:
        return x
    return x * (rng.random(x.shape) >= rate) / (1 - rate)


def halved_later(x: Array, rate: float, rng: np.random.Generator, training: bool) -> Any:
    """Keep the size in training, and shrink in prediction."""
    return x * (rng.random(x.shape) >= rate) if training else x * (1 - rate)


def observed_dropout(answer: Callable[..., Any], x: Array, rate: float, rng: np.random.Generator) -> Any:
    """Return what is true of a dropout, however its coins fall."""
    before = x.copy()
    predicted = np.asarray(answer(x, rate, rng, False), dtype=float)
    learning = np.asarray(answer(x, rate, rng, True), dtype=float)
    facts: dict[str, Any] = {"shapes": (predicted.shape, learning.shape), "x is changed": not np.array_equal(x, before)}
    if predicted.shape != x.shape or learning.shape != x.shape:
        return facts
    factors = learning / before
    gone = factors == 0
    facts["prediction"] = {float(f) for f in np.unique((predicted / before).round(3))}
    facts["factors in training"] = [float(f) for f in np.unique(factors.round(3))]
    facts["dropped about"] = round(float(gone.mean()) * 20) / 20 if abs(gone.mean() - rate) > 0.03 else rate
    facts["rows alike"] = bool(np.all(gone == gone[0]))
    facts["columns alike"] = bool(np.all(gone == gone[:, :1]))
    facts["again the same"] = bool(np.array_equal(gone, np.asarray(answer(before, rate, rng, True)) == 0))
    return facts


def some_outputs(rng: np.random.Generator) -> tuple[Any, ...]:
    """Draw outputs that are not zero, a rate other than one half, and a generator."""
    return rng.uniform(1, 2, (80, 60)), float(rng.choice([0.2, 0.3, 0.4])), np.random.default_rng(rng.integers(99))


def step(W: Array, b: Array, d_W: Array, d_b: Array, alpha: float, price: float, **change: float) -> list[Array]:
    """Return kernel and bias after a step; ``change`` names what a mistake puts in the place of a factor."""
    shrink = change.get("shrink", 2 * alpha * price)
    return [(1 - shrink) * W - alpha * d_W, (1 - change.get("bias", 0)) * b - alpha * d_b]


def some_step(rng: np.random.Generator) -> tuple[Any, ...]:
    """Draw a kernel, a bias, their slopes, a learning rate and a price."""
    shapes = ((3, 2), (2,), (3, 2), (2,))
    return (*(rng.normal(size=shape) for shape in shapes), float(rng.uniform(0.05, 0.3)), float(rng.uniform(0.1, 0.6)))


SHARE = 1 - 0.8**8
PRICE = (2 / SHARE - 2) / 2

CASES = [
    Case(
        "ex-regularization-folds",
        reference=cross_validation,
        observe=observed_folds,
        random_inputs=some_rows,
        mistakes=[
            Mistake(folds_in_order, "The folds are the rows as they lie. A file has an order: shuffle first."),
            Mistake(tested_on_the_rest, "Right folds, but the error is that of the rows which were learned from."),
            Mistake(tested_on_all, "The error is taken over all rows. Most of them were learned from."),
            Mistake(learned_from_the_fold, "Fold and rest are swapped: each model should learn from nearly all rows."),
            Mistake(learned_from_all, "The model learned from all rows, those of the fold among them."),
            Mistake(shuffled_for_every_fold, "Some rows are tested twice and some never. Shuffle and cut once."),
            Mistake(one_fold_only, "One fold had its turn. Return after the loop, and not in it."),
            Mistake(summed, "The folds are right, and their errors are added up. Their mean is asked for."),
            Mistake(listed, "One error for each fold: return their mean."),
            Mistake(rest_dropped, "With rows left over, some are never tested. Folds need not be equally large."),
        ],
        hint="Shuffle the row numbers once and cut them into k arrays. What does each of them do in its turn?",
        stronger="Loop over np.array_split(rng.permutation(len(t)), k): fit without the fold, measure on the fold.",
    ),
    Case(
        "ex-regularization-patience",
        reference=[8, 5],
        mistakes=[
            Mistake([10, 10], "It does not see that far: how many epochs in a row may fail to improve?"),
            Mistake([10, 5], "It stops before: count the epochs after the best one."),
            Mistake([8, 8], "It stops there, and its weights are restored. From which epoch?"),
            Mistake([5, 5], "The best epoch is known to be one only later. How long is waited?"),
            Mistake([6, 5], "That is a patience of 1: the first epoch without improvement."),
            Mistake([7, 5], "Only two epochs in a row had failed by then."),
            Mistake([9, 5], "Three epochs had failed one earlier, and that is the patience."),
            Mistake([6, 3], "Epoch 5 is better than 3, so the count starts again."),
            Mistake([7, 4], "Right, if one counts from 0. Count from 1."),
            Mistake([4, 3], "One worse epoch is within the patience."),
            Mistake([5, 8], "The right two, in the other order."),
        ],
        hint="Go through the epochs with the best loss so far in mind, and count the failures in a row.",
        stronger="Every new best sets the count to 0. When the count reaches 3, it is over.",
    ),
    Case(
        "ex-regularization-explain",
        reference="C",
        mistakes=[
            Mistake("A", "It remembers best. Its users bring pictures that it has never seen."),
            Mistake("B", "It has no gap, and it is right about fewer new pictures than any other."),
            Mistake(
                "D", "A better memory than C, and worse with strangers. With 10,000 pictures a point is not chance."
            ),
        ],
        hint="Which of the two numbers will its users notice?",
        stronger="They bring new pictures. Which network is right about most of those?",
    ),
    Case(
        "ex-regularization-dropout",
        reference=dropout,
        observe=observed_dropout,
        random_inputs=some_outputs,
        mistakes=[
            Mistake(
                lambda x, rate, rng, training: x * (rng.random(x.shape) >= rate) if training else x,
                "In training the outputs get smaller on average. What must the survivors be multiplied with?",
            ),
            Mistake(
                halved_later, "So the first paper did it. Here prediction changes nothing, and training keeps the mean."
            ),
            Mistake(
                lambda x, rate, rng, training: x * (rng.random(x.shape) >= rate) / rate if training else x,
                "The survivors are divided by the share that is dropped. Which share keeps the mean?",
            ),
            Mistake(
                lambda x, rate, rng, training: x * (rng.random(x.shape) < rate) / (1 - rate) if training else x,
                "The coin is the wrong way round: the share rate should be dropped, and it is kept.",
            ),
            Mistake(
                lambda x, rate, rng, training: x * (rng.random(x.shape) < rate) / rate if training else x,
                "The mean is kept, but rate is the share that survives here. It should be the share that is dropped.",
            ),
            Mistake(
                lambda x, rate, rng, training: dropout(x, rate, rng, True),
                "In prediction, too, outputs are dropped. Look at training.",
            ),
            Mistake(
                lambda x, rate, rng, training: dropout(x, rate, rng, not training),
                "It drops in prediction and not in training.",
            ),
            Mistake(
                lambda x, rate, rng, training: x * (rng.random(x.shape[1]) >= rate) / (1 - rate) if training else x,
                "All rows lose the same columns. Every entry has a coin of its own.",
            ),
            Mistake(
                lambda x, rate, rng, training: x * (rng.random((len(x), 1)) >= rate) / (1 - rate) if training else x,
                "Whole rows are dropped. Every entry has a coin of its own.",
            ),
            Mistake(
                lambda x, rate, rng, training: dropout(x, rate, np.random.default_rng(0), training),
                "The same entries at every call. Let the generator that is passed in decide.",
            ),
            Mistake(
                lambda x, rate, rng, training: x * (1 - rate) if training else x,
                "Everything shrinks and nothing is dropped.",
            ),
        ],
        hint="Two cases: what happens in prediction, and which two values can an output have in training?",
        stronger="In training an entry stays where its coin is at least rate, divided then by the share that stays.",
    ),
    Case(
        "ex-regularization-bug",
        reference=lambda W, b, d_W, d_b, alpha, price: step(W, b, d_W, d_b, alpha, price),
        random_inputs=some_step,
        mistakes=[
            Mistake(
                lambda W, b, d_W, d_b, alpha, price: step(W, b, d_W, d_b, alpha, price, shrink=price, bias=price),
                "Still as given. What is the slope of the price, and who pays it?",
            ),
            Mistake(
                lambda W, b, d_W, d_b, alpha, price: step(W, b, d_W, d_b, alpha, price, shrink=price),
                "The bias is free now. But by how much should the kernel shrink in one step?",
            ),
            Mistake(
                lambda W, b, d_W, d_b, alpha, price: step(W, b, d_W, d_b, alpha, price, bias=2 * alpha * price),
                "The kernel is right. But is the bias in the sum that is charged?",
            ),
            Mistake(
                lambda W, b, d_W, d_b, alpha, price: step(W, b, d_W, d_b, alpha, price, shrink=alpha * price),
                "Half of the shrinking is missing: differentiate the square.",
            ),
            Mistake(
                lambda W, b, d_W, d_b, alpha, price: step(
                    W, b, d_W, d_b, alpha, price, shrink=alpha * price, bias=alpha * price
                ),
                "Two things are left: the square's derivative brings a factor, and the bias pays nothing.",
            ),
            Mistake(
                lambda W, b, d_W, d_b, alpha, price: step(W, b, d_W, d_b, alpha, price, shrink=2 * price),
                "The price enters through the slope, so the learning rate comes with it.",
            ),
            Mistake(
                lambda W, b, d_W, d_b, alpha, price: step(W, b, d_W, d_b, alpha, price, shrink=-2 * alpha * price),
                "The weights grow: the step goes against the slope of the price.",
            ),
            Mistake(
                lambda W, b, d_W, d_b, alpha, price: step(W, b, d_W, d_b, alpha, price, shrink=0),
                "Now nobody pays. The kernel should.",
            ),
        ],
        hint="Write the slope of the whole loss, price included, and step against it. Who is in the sum?",
        stronger="The slope of the price is 2 times the price times W; the learning rate multiplies all of it.",
    ),
    Case(
        "ex-regularization-walk",
        reference=PRICE,
        rtol=0,
        atol=0.0006,
        mistakes=[
            Mistake(2 * PRICE, "Nearly: the price enters with a factor of 2, because the slope of a square has it."),
            Mistake(SHARE, "That is the share of the way that was walked. Which price leaves the same share?"),
            Mistake(0.8**8, "That is the share that is left to walk. Which price leaves as much?"),
            Mistake(
                (2 / 0.8**8 - 2) / 2, "You gave the price the share that is left, and not the share that was walked."
            ),
            Mistake(
                (2 / (1 - 0.9**8) - 2) / 2,
                "The factor of a step is 1 - αh, with the curvature in it.",
            ),
            Mistake((2 / (1 - 0.8**7) - 2) / 2, "That is the place after 7 steps."),
            Mistake(0.2, "Right to one decimal. Give three.", when=lambda price: abs(price - 0.2) < 0.001),
        ],
        hint="Which share of the way is walked in 8 steps, and which share does a price leave?",
        stronger="Set 1 - (1 - αh)^8 equal to h / (h + 2λ), and solve for λ.",
    ),
]
