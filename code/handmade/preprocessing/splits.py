"""Splits: rows kept aside, so that a model is judged on what it has not seen."""

import math
from collections.abc import Callable
from numbers import Integral, Real
from typing import TypeAlias

import numpy as np

from handmade.array_types import Array, Seed

Rng: TypeAlias = np.random.RandomState | np.random.Generator


def train_test_split(
    *arrays: Array,
    test_size: float | None = None,
    train_size: float | None = None,
    random_state: Seed = None,
    shuffle: bool = True,
    stratify: Array | None = None,
) -> list[Array]:
    """Cut arrays into rows to learn from and rows to be judged on: x_train, x_test, y_train, y_test, ….

    All arrays are cut alike. A size is a share (a float; the test part rounds up, the training part down) or a
    number of rows (an integer). With no size, a quarter is for the test. ``stratify`` (m,) or (m, 1) holds classes,
    which then have the same shares in both parts.

    scikit-learn: ``sklearn.model_selection.train_test_split``; an integer ``random_state`` gives the very rows that
    it gives there, and does so with every version of NumPy. A ``numpy.random.Generator`` is welcome, too; NumPy's
    global generator is never used. Lists become arrays.
    Source: Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 7.2.
    Explained in :ref:`ch-generalization`. Raises ``ValueError`` for arrays of different lengths, for a part that
    would be empty, and for classes too small to stand in both parts.

    >>> x_train, x_test, y_train, y_test = train_test_split(np.arange(5), np.arange(5) ** 2, random_state=0)
    >>> x_train, x_test, y_test
    (array([1, 3, 4]), array([2, 0]), array([4, 0]))
    """
    arrays = tuple(np.asarray(array) for array in arrays)
    lengths = [len(array) if array.ndim else 0 for array in arrays]
    if not lengths or len(set(lengths)) > 1:
        raise ValueError(f"the arrays have {lengths} rows, but are cut alike; give the same number of rows in each")
    m = lengths[0]
    n_train, n_test = _sizes(m, test_size, train_size)
    rng = _rng(random_state)
    if stratify is not None:
        if not shuffle:
            raise ValueError("stratify needs shuffle=True: rows in their order cannot keep the shares of the classes")
        train, test = _stratified(np.asarray(stratify), m, n_train, n_test, rng)
    elif shuffle:
        order = rng.permutation(m)
        test, train = order[:n_test], order[n_test : n_test + n_train]
    else:
        train, test = np.arange(n_train), np.arange(n_train, n_train + n_test)
    return [part for array in arrays for part in (array[train], array[test])]


def _rng(random_state: Seed) -> Rng:
    """Return the generator to draw from."""
    if isinstance(random_state, np.random.Generator):
        return random_state
    if random_state is not None and (isinstance(random_state, bool) or not isinstance(random_state, Integral)):
        raise TypeError(f"random_state must be a whole number or a generator, but it is {random_state!r}")
    if random_state is not None and not 0 <= random_state < 2**32:
        raise ValueError(f"random_state must lie between 0 and 2**32 - 1, but it is {random_state}")
    return np.random.RandomState(random_state)  # its numbers never change, and scikit-learn draws from it


def _sizes(m: int, test_size: float | None, train_size: float | None) -> tuple[int, int]:
    """Return the numbers of rows to learn from and to be judged on."""
    if train_size is None:
        n_test = _rows("test_size", 0.25 if test_size is None else test_size, m, math.ceil)
        n_train = m - n_test
    else:
        n_train = _rows("train_size", train_size, m, math.floor)
        n_test = m - n_train if test_size is None else _rows("test_size", test_size, m, math.ceil)
    if n_train < 1 or n_test < 1 or n_train + n_test > m:
        raise ValueError(
            f"test_size={test_size} and train_size={train_size} of {m} rows ask for {n_train} rows to learn from "
            f"and {n_test} to be judged on; both need at least one, and no row may serve twice"
        )
    return n_train, n_test


def _rows(name: str, size: float, m: int, rounded: Callable[[float], int]) -> int:
    """Return how many of m rows a share or a number of rows is."""
    if isinstance(size, bool) or not isinstance(size, Real):
        raise TypeError(f"{name} must be a share or a number of rows, but it is {size!r}; write {name}=0.2")
    if not 0 < size < (m if isinstance(size, Integral) else 1):
        raise ValueError(f"{name} must be a share between 0 and 1 or a number of rows below {m}, but it is {size}")
    return int(size) if isinstance(size, Integral) else rounded(size * m)


def _stratified(classes: Array, m: int, n_train: int, n_test: int, rng: Rng) -> tuple[Array, Array]:
    """Return the rows of both parts, drawn class by class; scikit-learn's StratifiedShuffleSplit, draw for draw."""
    if classes.shape not in ((m,), (m, 1)):
        raise ValueError(f"stratify has shape {classes.shape}, but must hold one class for each of the {m} rows")
    names, which, counts = np.unique(classes.reshape(-1), return_inverse=True, return_counts=True)
    if counts.min() < 2 or min(n_train, n_test) < len(names):
        raise ValueError(
            f"stratify has classes {names.tolist()} with {counts.tolist()} rows, for {n_train} rows to learn from and "
            f"{n_test} to be judged on; every class needs 2 rows or more, and each part room for every class"
        )
    for_train = _shares(counts, n_train, rng)
    for_test = _shares(counts - for_train, n_test, rng)
    train, test = [], []
    for c, (a, b) in enumerate(zip(for_train, for_train + for_test, strict=True)):
        rows = rng.permutation(np.flatnonzero(which == c))
        train.append(rows[:a])
        test.append(rows[a:b])
    return rng.permutation(np.concatenate(train)), rng.permutation(np.concatenate(test))


def _shares(counts: Array, n: int, rng: Rng) -> Array:
    """Return how many of n rows each class gets: its share rounded down, then one more where most was cut off."""
    exact = counts / counts.sum() * n
    shares = np.floor(exact)
    cut_off = exact - shares
    missing = int(n - shares.sum())
    for amount in np.unique(cut_off)[::-1]:  # the largest first; ties are drawn
        if missing == 0:
            break
        tied = np.flatnonzero(cut_off == amount)
        lucky = rng.choice(tied, size=min(len(tied), missing), replace=False)
        shares[lucky] += 1
        missing -= len(lucky)
    whole: Array = shares.astype(np.intp)
    return whole
