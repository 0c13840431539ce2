"""What forecasts cost on average, by handmade's losses: in both outcomes, weighted by what is believed."""

import numpy as np

from handmade.losses import BinaryCrossentropy, MeanAbsoluteError, MeanSquaredError

CASES = ((0.7, 0.5), (0.7, 0.7), (0.7, 0.99), (0.2, 0.01), (0.5, 0.3))  # believed, said


def numbers() -> list[dict]:
    """Return for each case and price: if it rains, if it does not, on average."""
    found = []
    for belief, said in CASES:
        bills = {}
        prices = {
            "absolute error": MeanAbsoluteError(),
            "squared error": MeanSquaredError(),
            "surprise": BinaryCrossentropy(),
        }
        for name, loss in prices.items():
            rain, dry = (loss(np.array([[y]]), np.array([[said]])) for y in (1.0, 0.0))
            bills[name] = [rain, dry, belief * rain + (1 - belief) * dry]
        found.append({"belief": belief, "said": said, "bills": bills})
    return found
