"""Cases of the chapter *Regularization*."""

import copy
from collections.abc import Callable
from typing import Any

import numpy as np

from handmade.array_types import Array
from handmade.exercises.case import Case, Deed, Mistake

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


def rest_in_the_last(F: Array, t: Array, fit: Fit, k: int, rng: np.random.Generator) -> Any:
    """Put all rows that are left over into the last fold."""
    size = len(t) // k
    order = rng.permutation(len(t))
    return mean_error(F, t, fit, np.split(order, [i * size for i in range(1, k)]))


def as_many_folds_as(count: int) -> Callable[..., Any]:
    """Return a cross-validation with a number of folds of its own."""
    return lambda F, t, fit, k, rng: cross_validation(F, t, fit, count, rng)


def with_errors(error: Callable[[Array], Any], merge: Callable[..., Any] = np.mean) -> Callable[..., Any]:
    """Return a cross-validation with another error, a function of the gaps of a fold, or another end."""

    def validate(F: Array, t: Array, fit: Fit, k: int, rng: np.random.Generator) -> Any:
        folds = np.array_split(rng.permutation(len(t)), k)
        fitted = [fit(np.delete(F, fold, axis=0), np.delete(t, fold)) for fold in folds]
        return merge([error(F[fold] @ w - t[fold]) for fold, w in zip(folds, fitted, strict=True)])

    return validate


def some_rows(rng: np.random.Generator) -> tuple[Any, ...]:
    """Draw numbered rows that the number of folds does not divide evenly; the fit is added when it is observed."""
    k = int(rng.integers(4, 7))
    m = k * int(rng.integers(4, 7)) + 2
    F = np.column_stack([np.arange(m) / m, rng.normal(size=m)])
    return F, F @ rng.normal(size=2) + rng.normal(size=m), k, np.random.default_rng(rng.integers(99))


Seen = list[tuple[set[int], Array]]  # for each call of fit: the numbers of its rows, and the weights


def watched(answer: Callable[..., Any], F: Array, t: Array, k: int, rng: np.random.Generator) -> tuple[Any, Seen]:
    """Return what an answer returns, and what its fits were given."""
    seen: Seen = []

    def fit(A: Array, b: Array) -> Array:
        w: Array = np.linalg.lstsq(A, b, rcond=None)[0]
        seen.append(({round(row) for row in A[:, 0] * len(t)}, w))
        return w

    return answer(F, t, fit, k, rng), seen


def observed_folds(answer: Callable[..., Any], F: Array, t: Array, k: int, rng: np.random.Generator) -> Any:
    """Say what an answer does with its folds, however they were drawn: the right thing, or what is wrong first."""
    twin = copy.deepcopy(rng)
    value, seen = watched(answer, F, t, k, rng)
    if value is None:
        return None
    everyone = set(range(len(t)))
    folds = [sorted(everyone - rows) for rows, _ in seen]
    if fault := fault_of_folds(folds, len(t), k):
        return Deed(fault)
    same, other = (watched(answer, F, t, k, twin)[1] for twin in (twin, np.random.default_rng(100)))
    if [rows for rows, _ in seen] != [rows for rows, _ in same] or [rows for rows, _ in seen] == [r for r, _ in other]:
        return Deed("does not shuffle with `rng`")
    number = np.asarray(value, dtype=float)
    if number.size != 1:
        return Deed(f"returns {number.size} numbers; one is asked for")
    return Deed(f"returns {name_of(float(number.item()), F, t, folds, [w for _, w in seen])}")


def fault_of_folds(folds: list[list[int]], m: int, k: int) -> str | None:
    """Return what is wrong with the rows that were held out in each fit, if anything."""
    turns = [row for fold in folds for row in fold]
    neighbors = [fold == list(range(fold[0], fold[-1] + 1)) for fold in folds if len(fold) > 1]
    sizes = [len(fold) for fold in folds]
    if len(folds) != k:
        return f"calls fit {len(folds)} times, and there are {k} folds"
    if not any(sizes):
        return "calls fit with all rows"
    if max(sizes) > m / 2:
        return "calls fit with the smaller part of the rows"
    if len(turns) > len(set(turns)):
        return "holds some rows out more than once"
    if len(turns) < m:
        return f"never holds out {'one' if m - len(turns) == 1 else 'some'} of the rows"
    if neighbors and all(neighbors):
        return "cuts the rows as they lie"
    return "makes folds of unequal sizes" if max(sizes) - min(sizes) > 1 else None


def name_of(value: float, F: Array, t: Array, folds: list[list[int]], weights: list[Array]) -> str:
    """Return what a number is: which error of right folds, or that it is none of them."""
    gaps = [F @ w - t for w in weights]  # (m,) for each fold
    held = [gap[fold] for gap, fold in zip(gaps, folds, strict=True)]
    rest = [np.delete(gap, fold) for gap, fold in zip(gaps, folds, strict=True)]
    errors = np.array([np.mean(gap**2) for gap in held])
    right = "the mean of the folds' errors"
    names = {
        right: errors.mean(),
        f"{right} by their rows": np.average(errors, weights=[len(fold) for fold in folds]),  # passes as well
        "the sum of the folds' errors": errors.sum(),
        "the lowest of the folds' errors": errors.min(),
        "a mean over folds of sums of squares": np.mean([np.sum(gap**2) for gap in held]),
        "a mean of roots of the folds' errors": np.mean(np.sqrt(errors)),
        "the root of the mean error": np.sqrt(errors.mean()),
        "a mean of gaps that are not squared": np.mean([np.mean(gap) for gap in held]),
        "a mean of the sizes of the gaps": np.mean([np.mean(np.abs(gap)) for gap in held]),
        "the error on the rows that were learned from": np.mean([np.mean(gap**2) for gap in rest]),
        "the error on all rows": np.mean([np.mean(gap**2) for gap in gaps]),
    }
    found = next((name for name, number in names.items() if np.allclose(value, number)), "another number")
    return right if found.startswith(right) else found


def dropout(x: Array, rate: float, rng: np.random.Generator, training: bool) -> Any:
    """Drop entries in training, and keep the mean."""
    if not training:
        return x
    return x * (rng.random(x.shape) >= rate) / (1 - rate)


def halved_later(x: Array, rate: float, rng: np.random.Generator, training: bool) -> Any:
    """Keep the size in training, and shrink in prediction."""
    return x * (rng.random(x.shape) >= rate) if training else x * (1 - rate)


def dropped_in_place(x: Array, rate: float, rng: np.random.Generator, training: bool) -> Any:
    """Write into x."""
    if training:
        x[rng.random(x.shape) < rate] = 0
        x /= 1 - rate
    return x


def observed_dropout(answer: Callable[..., Any], x: Array, rate: float, rng: np.random.Generator) -> Any:
    """Say what a dropout does, however its coins fall: the right thing, or what is wrong with it first."""
    lent = [x.copy() for _ in range(3)]
    results = [answer(own, rate, copy.deepcopy(rng), t) for own, t in zip(lent, (False, True, True), strict=True)]
    if all(result is None for result in results):
        return None
    if any(result is None for result in results):
        return Deed(f"returns nothing in {'training' if results[1] is None else 'prediction'}")
    predicted, learning, again = (np.asarray(result, dtype=float) for result in results)
    for array, when in (predicted, "prediction"), (learning, "training"):
        if array.shape != x.shape:
            return Deed(f"returns an array of shape {array.shape} in {when}")
    if any(not np.array_equal(x, own) for own in lent):
        return Deed("writes into its own input, x: work on a copy")
    if fault := fault_of_coins(predicted / x, learning / x, rate):
        return Deed(fault)
    other = np.asarray(answer(x, rate, np.random.default_rng(100), True))
    if not np.array_equal(learning, again) or np.array_equal(learning == 0, other == 0):
        return Deed("does not throw its coins with `rng`")
    return Deed("drops as it should")


def fault_of_coins(prediction: Array, training: Array, rate: float) -> str | None:
    """Return what is wrong with the factors of the entries, if anything."""
    gone = training == 0
    drops = ["prediction"] * bool(np.any(prediction == 0)) + ["training"] * bool(gone.any())
    if drops != ["training"]:
        calm = np.unique(training.round(3))
        shrunk = ", and makes everything smaller" if calm.size == 1 and 0 < calm[0] < 1 else ""
        return f"drops entries in {' and in '.join(drops)}" if drops else f"drops nothing in training{shrunk}"
    if np.any(np.abs(prediction - 1) > 1e-3):
        same = np.ptp(prediction) < 1e-3
        return f"multiplies x by {prediction.flat[0]:.3g} in prediction" if same else "changes x in prediction"
    if np.all(gone == gone[0]) or np.all(gone == gone[:, :1]):
        return f"drops whole {'columns' if np.all(gone == gone[0]) else 'rows'}"
    factors = np.unique(training[~gone].round(3))
    if factors.size > 1:
        return "does not multiply all survivors by one number"
    about = rate if abs(gone.mean() - rate) < 0.04 else round(float(gone.mean()) * 10) / 10
    right = abs(factors[0] * (1 - rate) - 1) < 0.002
    if about == rate and right:
        return None
    return f"drops about {about:.0%} at a rate of {rate}, and multiplies the others by {factors[0]:.3g}"


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


def letters(answer: Any) -> set[str]:
    """Return which of the four letters are in an answer, whatever stands beside them."""
    return set("ABCD") & set(str(answer).upper())


def names_only(letter: str) -> Callable[[Any], bool]:
    """Return whether an answer names this letter and no other."""
    return lambda answer: letters(answer) == {letter}


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
            Mistake(
                with_errors(lambda gap: np.sum(gap**2)),
                "In each fold the squares are added up. Take their mean: a mean squared error is asked for.",
            ),
            Mistake(with_errors(lambda gap: np.sqrt(np.mean(gap**2))), "The mean squared error has no root."),
            Mistake(
                with_errors(lambda gap: np.mean(gap**2), lambda errors: np.sqrt(np.mean(errors))),
                "The right mean, and its root. Return the mean itself.",
            ),
            Mistake(with_errors(np.mean), "Gaps up and down cancel here: square them first."),
            Mistake(with_errors(lambda gap: np.mean(np.abs(gap))), "These are sizes of gaps; squares are asked for."),
            Mistake(
                with_errors(lambda gap: np.mean(gap**2), min),
                "The lowest of several errors was lucky. Their mean is asked for.",
            ),
            Mistake(as_many_folds_as(3), "The number of folds is k, and k is not the same in every call."),
            Mistake(
                rest_in_the_last,
                "The last fold gets all rows that are left over. Spread them: np.array_split does.",
            ),
            Mistake(
                lambda F, t, fit, k, rng: cross_validation(F, t, fit, k, np.random.default_rng(0)),
                "Let the generator that is passed in shuffle: whoever passes another gets other folds.",
            ),
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
            Mistake([8, 4], "It stops there. The epoch with the best loss so far, counted from 1, is another one."),
            Mistake([8, 3], "It stops there. But epoch 3 was not the best of the eight."),
            Mistake([8, 10], "It stops there, so nobody ever sees epoch 10."),
            Mistake([8, 0.51], "It stops there. For the weights give the number of the epoch, not its loss."),
            Mistake([4, 3], "One worse epoch is within the patience."),
            Mistake([5, 8], "The right two, in the other order."),
        ],
        hint="Go through the epochs with the best loss so far in mind, and count the failures in a row.",
        stronger="Every new best sets the count to 0. When the count reaches 3, it is over.",
    ),
    Case(
        "ex-regularization-explain",
        reference="C",
        accept=names_only("C"),
        mistakes=[
            Mistake("A", "It remembers best. Its users bring pictures that it has never seen.", when=names_only("A")),
            Mistake(
                "B", "It has no gap, and it is right about fewer new pictures than any other.", when=names_only("B")
            ),
            Mistake(
                "D",
                "A better memory than C, and worse with strangers. With 10,000 pictures a point is not chance.",
                when=names_only("D"),
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
                lambda x, rate, rng, training: dropout(x, rate, rng, True) if training else x / (1 - rate),
                "In prediction nothing is missing, so there is nothing to make up for.",
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
                "Another generator throws the coins. Let the one that is passed in decide.",
            ),
            Mistake(
                lambda x, rate, rng, training: x * (rng.random(x.shape) >= rate) * (1 - rate) if training else x,
                "The survivors get smaller, and those that are dropped are missing already. Divide where you multiply.",
            ),
            Mistake(
                lambda x, rate, rng, training: x * (rng.random(x.shape) >= 0.5) * 2 if training else x,
                "That is right for a rate of one half. The coin has to land on `rate`.",
            ),
            Mistake(
                lambda x, rate, rng, training: dropout(x, rate, rng, True) if training else None,
                "In prediction nothing happens to x, and x still has to be returned.",
            ),
            Mistake(
                dropped_in_place,
                "The array that came in is changed, and whoever passed it may need it. Make a new one.",
            ),
            Mistake(
                lambda x, rate, rng, training: x[rng.random(x.shape) >= rate] / (1 - rate) if training else x,
                "The dropped entries are left out. They should be there, as 0.",
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
            Mistake(
                lambda W, b, d_W, d_b, alpha, price: step(W, b, d_W, d_b, alpha, price)[0],
                "The kernel is right. Return the bias, too.",
            ),
            Mistake(
                lambda W, b, d_W, d_b, alpha, price: [(1 - 2 * alpha * price) * W - alpha * d_W, b],
                "The kernel is right. The bias pays no price, and it still takes its step.",
            ),
            Mistake(
                lambda W, b, d_W, d_b, alpha, price: [(1 - 2 * alpha * price) * (W - alpha * d_W), b - alpha * d_b],
                "The slopes are taken before the step, so what shrinks is the old kernel, and not the new one.",
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
            Mistake(1 / SHARE, "That is the share turned upside down, here 1 + λ. One step is left."),
            Mistake(-PRICE, "A negative price would drive the weight beyond the floor. Which share is smaller than 1?"),
            Mistake(0.2, "Right to one decimal. Give three.", when=lambda price: abs(price - 0.2) < 0.001),
        ],
        hint="Which share of the way is walked in 8 steps, and which share does a price leave?",
        stronger="Set 1 - (1 - αh)^8 equal to h / (h + 2λ), and solve for λ.",
    ),
]
