"""The houses, the least-squares line, and the mean squared error of several lines, by handmade."""

from handmade.datasets import load_houses
from handmade.linear import LinearRegression
from handmade.losses import MeanSquaredError

# The candidates of the chapter, w and b
LINES = ((0.5, 0.5), (0.7, 0.92), (0.98, 1.2), (1.5, 1.3), (2.0, -1.5))


def numbers() -> dict:
    """Return the rows (9, 2), the best line with its loss, and (w, b, loss) of each candidate."""
    X, y = load_houses()
    model, loss = LinearRegression().fit(X, y), MeanSquaredError()
    return {
        "houses": [[size, price] for size, price in zip(X[:, 0], y[:, 0], strict=True)],
        "best": {"w": model.coef_[0, 0], "b": model.intercept_[0], "loss": loss(y, model.predict(X))},
        "lines": [{"w": w, "b": b, "loss": loss(y, w * X + b)} for w, b in LINES],
    }
