"""Answers of the shipped bundle in apps/admission, with its scaler and without."""

import json
from pathlib import Path

import numpy as np

from handmade.models import load_model

BUNDLE = Path(__file__).parents[3] / "apps" / "admission" / "bundle"


def numbers() -> dict:
    """Return the weights and ranges of the bundle, and its sums and answers for some scores."""
    card, model = json.loads((BUNDLE / "card.json").read_text()), load_model(BUNDLE / "model.npz")
    (kernel, bias), (low, high) = model.get_weights(), (np.array(card["minimum"]), np.array(card["maximum"]))
    scores = np.array([[38.0, 75.0], [30.6, 30.4], [99.0, 50.5], [0.0, 100.0], [62.5, 60.0]])
    inputs = {"with": (scores - low) / (high - low), "without": scores}
    sums = {name: (x @ kernel.astype(float) + bias.astype(float)).ravel() for name, x in inputs.items()}
    answers = {name: model.predict(x).ravel() for name, x in inputs.items()}
    weights = {"kernel": kernel.ravel(), "bias": bias.item(), "low": low, "high": high}
    return {**weights, "scores": scores, "sums": sums, "answers": answers}
