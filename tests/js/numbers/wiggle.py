"""Least-squares polynomials by NumPy through random points near a wave, and the points of the chapter."""

import numpy as np
from numpy.polynomial import Chebyshev

from handmade.datasets import make_curve

PLACES = np.linspace(0, 1, 11)


def numbers() -> dict:
    """Return the chapter's points, and for some draws the values of every degree's curve and its error."""
    return {"chapter": np.hstack(make_curve(12)).tolist(), "draws": [fitted(seed) for seed in range(4)]}


def fitted(seed: int) -> dict:
    """Return one draw with its curves of degree 0 to 11."""
    points = np.hstack(make_curve(12, seed=seed))  # (12, 2)
    x, y = points.T
    curves = [Chebyshev.fit(x, y, degree, domain=[0, 1]) for degree in range(12)]
    errors = [np.mean((curve(x) - y) ** 2) for curve in curves]
    inside = x.min() + (x.max() - x.min()) * PLACES  # between the points: outside, huge values would hide the others
    values = [curve(inside).tolist() for curve in curves]
    return {
        "points": points.tolist(),
        "places": inside.tolist(),
        "values": values,
        "errors": [float(e) for e in errors],
        "priced": [{"power": power, "values": priced(x, y, 10.0**power, inside)} for power in (-6, -3.5, 0)],
    }


def priced(x: np.ndarray, y: np.ndarray, price: float, places: np.ndarray) -> list[float]:
    """Return the values of the polynomial of degree 11 in 2x - 1 whose squared weights, but the first, have a price."""
    pull = np.sqrt(price * len(x)) * np.eye(12)[1:]  # a row for each priced weight: least squares pays its square
    F = np.vstack([np.vander(2 * x - 1, 12, increasing=True), pull])
    w = np.linalg.lstsq(F, np.append(y, np.zeros(11)), rcond=None)[0]
    return (np.vander(2 * places - 1, 12, increasing=True) @ w).tolist()
