"""A line and a sigmoid neuron, fitted by handmade to the tumors with a seventh of several sizes."""

import numpy as np

from handmade.datasets import load_tumors
from handmade.linear import LinearRegression, LogisticRegression

SIZES = (4.0, 6.0, 9.0, 23.0, 40.0)


def numbers() -> dict:
    """Return the rows, and for each size of the seventh tumor what both models learn; first without it."""
    X, y = load_tumors()
    rows = np.hstack([X, y]).tolist()
    with_seventh = [(np.vstack([X, [[size]]]), np.vstack([y, [[1.0]]])) for size in SIZES]
    fits = [{"size": size, **fitted(*data)} for size, data in zip((None, *SIZES), [(X, y), *with_seventh], strict=True)]
    return {"rows": rows, "fits": fits}


def fitted(X: np.ndarray, y: np.ndarray) -> dict:
    """Return weight and bias of both models; C = 1 is a penalty of w² / 2 on the summed loss."""
    line = LinearRegression().fit(X, y)
    neuron = LogisticRegression(C=1, learning_rate=0.1, epochs=8000).fit(X, y)
    return {name: [model.coef_.item(), model.intercept_.item()] for name, model in (("line", line), ("neuron", neuron))}
