"""Probabilities, losses and slopes of scores, by handmade's softmax and its cross-entropy."""

import numpy as np

from handmade.activations import softmax
from handmade.losses import SparseCategoricalCrossentropy

# Scores, temperature, true class: the example of the chapter first
CASES = (
    ([2.33, -1.46, 0.56], 1.0, 0),
    ([2.33, -1.46, 0.56], 0.1, 1),
    ([5.0, -5.0, 0.5, 4.9], 0.1, 1),
    ([1.0, -2.0, 0.0, 3.5, -4.0], 5.0, 4),
)


def numbers() -> list[dict]:
    """Return for each case p, the loss and the slopes of the loss for the scores divided by the temperature."""
    loss, found = SparseCategoricalCrossentropy(from_logits=True), []
    for scores, temperature, true in CASES:
        z, y = np.array([scores]) / temperature, np.array([true])
        found.append(
            {
                "scores": scores,
                "temperature": temperature,
                "true": true,
                "p": softmax(z)[0],
                "loss": loss(y, z),
                "slopes": loss.gradient(y, z)[0],
            }
        )
    return found
