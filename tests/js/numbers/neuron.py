"""The gates of handmade with their truth tables, and outputs of neurons with other weights and activations."""

import numpy as np

from handmade import gates
from handmade.activations import relu, sigmoid, tanh

INPUTS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
ACTIVATIONS = {"step": gates.step, "sigmoid": sigmoid, "relu": relu, "tanh": tanh}


def numbers() -> dict:
    """Return the targets of all gates, the weights of those that are one neuron, and outputs of other neurons."""
    tables = {name: gates.truth_table(getattr(gates, name)) for name in ("AND", "OR", "NAND")}
    tables["XOR"] = gates.truth_table(gates.xor)
    drawn = np.random.default_rng(0).uniform(-3, 3, (5, 3))
    outputs = []
    for b, w1, w2 in drawn:
        z = gates.Gate(b, w1, w2).z(*INPUTS.T)
        outputs += [
            {"b": b, "w1": w1, "w2": w2, "activation": name, "z": z, "outputs": bend(z)}
            for name, bend in ACTIVATIONS.items()
        ]
    return {
        "targets": {name: table[:, -1] for name, table in tables.items()},
        "weights": {name: dict(zip(("b", "w1", "w2"), weights(name), strict=True)) for name in ("AND", "OR", "NAND")},
        "outputs": outputs,
    }


def weights(name: str) -> list[float]:
    """Return bias and weights of a gate."""
    gate = getattr(gates, name)
    return [gate.bias, *gate.weights.tolist()]
