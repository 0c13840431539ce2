"""The ways of handmade's optimizers on the surfaces of the race."""

import numpy as np

from handmade.optimizers import SGD, Adam, RMSprop

STEPS = 60
RATES = {"sgd": 0.001, "momentum": 0.0005, "rmsprop": 0.02, "adam": 0.1}
STARTS = {"ravine": (-4.0, 2.0), "turned": (1.5, -3.0), "rosenbrock": (-1.2, 1.0), "saddle": (-2.0, 0.01)}
CURVATURES = np.diag([1.0, 30.0])
TURN = np.array([[1.0, 1.0], [-1.0, 1.0]]) / np.sqrt(2)


def numbers() -> list[dict]:
    """Return the start, the slopes there, and the way of each optimizer, for every surface."""
    optimizers = {
        "sgd": lambda: SGD(RATES["sgd"]),
        "momentum": lambda: SGD(RATES["momentum"], momentum=0.9),
        "rmsprop": lambda: RMSprop(RATES["rmsprop"]),
        "adam": lambda: Adam(RATES["adam"]),
    }
    return [
        {
            "surface": surface,
            "start": start,
            "rates": RATES,
            "slopes": slopes(surface, np.array(start)),
            "ways": {name: way(surface, start, make()) for name, make in optimizers.items()},
        }
        for surface, start in STARTS.items()
    ]


def slopes(surface: str, at: np.ndarray) -> np.ndarray:
    """Return the slopes (2,) of a surface at a point (2,)."""
    x, y = at
    if surface == "ravine":
        return CURVATURES @ at
    if surface == "turned":
        return TURN.T @ CURVATURES @ TURN @ at
    if surface == "rosenbrock":
        return np.array([-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)])
    return np.array([2 * x, y**3 - 2 * y])


def way(surface: str, start: tuple[float, float], optimizer) -> np.ndarray:
    """Return the points before and after each step, (STEPS + 1, 2)."""
    at, seen = np.array(start), []
    for _ in range(STEPS + 1):
        seen.append(at.copy())
        optimizer.apply([slopes(surface, at)], [at])
    return np.array(seen)
