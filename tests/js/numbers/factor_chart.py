"""Curvatures of the MSE on the line's nine rows and on the houses, and runs of handmade's SGD on them."""

import numpy as np

from handmade.datasets import load_housing
from handmade.losses import MeanSquaredError
from handmade.optimizers import SGD
from handmade.preprocessing import MinMaxScaler, StandardScaler

RATES = {"line": 0.02, "raw": 4e-5, "minmax": 0.6, "standard": 0.3}
STEPS = 40


def numbers() -> list[dict]:
    """Return for each data set its curvatures, the distances of the start, and losses with and without momentum."""
    x, (houses, prices) = np.array([[1.0], [2], [3], [4], [5], [7], [8], [9], [11]]), load_housing()
    scaled = {"raw": houses, "minmax": MinMaxScaler().fit_transform(houses)}
    scaled["standard"] = StandardScaler().fit_transform(houses)
    tables = {"line": (x, 2 * x + 1)} | {name: (table, prices) for name, table in scaled.items()}
    return [described(name, *table) for name, table in tables.items()]


def described(name: str, x: np.ndarray, y: np.ndarray) -> dict:
    """Return what is to be known about one data set."""
    X = np.hstack([x, np.ones_like(x[:, :1])])
    curvatures, directions = np.linalg.eigh(2 / len(X) * X.T @ X)
    solved = np.linalg.lstsq(X, y, rcond=None)[0]
    return {
        "data": name,
        "rate": RATES[name],
        "curvatures": curvatures[::-1],
        "starts": np.abs(directions.T @ solved)[::-1, 0],
        "losses": losses(X, y, solved, SGD(learning_rate=RATES[name])),
        "with_momentum": losses(X, y, solved, SGD(learning_rate=RATES[name], momentum=0.5)),
    }


def losses(X: np.ndarray, y: np.ndarray, solved: np.ndarray, optimizer: SGD) -> list[float]:
    """Return the loss above its minimum before and after each step from weights 0, as a share of the first."""
    weights, mse, seen = np.zeros_like(solved), MeanSquaredError(), []
    for _ in range(STEPS + 1):
        seen.append(mse(y, X @ weights) - mse(y, X @ solved))
        optimizer.apply([X.T @ mse.gradient(y, X @ weights)], [weights])
    return (np.array(seen) / seen[0]).tolist()
