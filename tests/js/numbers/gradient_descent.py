"""Paths of gradient descent, by handmade's optimizer."""

import numpy as np

from handmade.optimizers import SGD

STEPS = 30


def numbers() -> list[dict]:
    """Return learning rates, starts and stretches, with the path (STEPS + 1, 2) and the last loss of each."""
    found = []
    for rate, start, stretch in ((0.1, 0.0, 1.0), (0.25, 9.5, 10.0), (0.49, 2.0, 40.0), (0.55, 4.5, 3.0)):
        point, path = np.array([start, 4.0]), []
        optimizer, curvature = SGD(learning_rate=rate), np.array([4.0, 4.0 / stretch])
        for _ in range(STEPS + 1):
            path.append(point.copy())
            optimizer.apply([curvature * (point - [5.0, 0.0])], [point])
        loss = curvature / 2 @ (path[-1] - [5.0, 0.0]) ** 2 + 3
        found.append({"rate": rate, "start": start, "stretch": stretch, "path": np.array(path), "loss": loss})
    return found
