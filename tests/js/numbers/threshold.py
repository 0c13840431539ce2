"""The fifteen days, and their confusion matrix for every cut, by handmade's metrics."""

import numpy as np

from handmade.metrics import confusion_matrix

FORECAST = np.array([6.5, 8, 9.5, 11, 12.5, 13, 13.5, 14.5, 15.5, 16.5, 17.5, 18.5, 20, 22, 24.5])
WARM = np.array([0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 1, 1, 1, 1])


def numbers() -> dict:
    """Return the days, and for each cut how many are missed and how many are falsely called warm."""
    cuts = np.arange(4, 27.5, 0.5)
    tables = [confusion_matrix(WARM, (cut <= FORECAST).astype(int), labels=np.array([0, 1])) for cut in cuts]
    return {
        "forecast": FORECAST,
        "warm": WARM,
        "cuts": cuts,
        "missed": [int(table[1, 0]) for table in tables],
        "false": [int(table[0, 1]) for table in tables],
    }
