"""NumPy contenders: `handmade`, a plain loop, one example at a time, scikit-learn; and the ceiling.

Each maker takes a net, its batch and the data, and returns ``run(rows, epochs)``, which trains on the first rows.
"""

from __future__ import annotations

import warnings

import numpy as np

from tools.bench import nielsen, parts, plain
from tools.bench.handmade_model import handmade_model
from tools.bench.nets import LEARNING_RATE, Net

CEILING_SIZE = 1024


def handmade(net: Net, batch: int, x, y, threads: int = 1):
    """Train with `fit` as it comes."""
    model = handmade_model(net)

    def run(rows, epochs):
        more = {"threads": threads} if threads > 1 else {}
        model.fit(x[:rows], y[:rows], batch_size=batch, epochs=epochs, verbose=0, shuffle=True, **more)

    return run


def by_loop(fit):
    """Return a maker for one of the loops of this folder."""

    def make(net: Net, batch: int, x, y):
        start = handmade_model(net).get_weights()
        kernels, biases = start[::2], start[1::2]
        rng = np.random.default_rng(0)

        def run(rows, epochs):
            activation = net.layers[0][-1]
            fit(x[:rows], y[:rows], kernels, biases, activation, batch, epochs, LEARNING_RATE, rng)

        return run

    return make


def sklearn(net: Net, batch: int, x, y):
    """Train scikit-learn's classifier by the same rule: plain SGD, no penalty, no early end."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    def run(rows, epochs):
        model = MLPClassifier(
            hidden_layer_sizes=tuple(units for _, units, _ in net.layers[:-1]),
            activation={"sigmoid": "logistic", "relu": "relu"}[net.layers[0][-1]],
            solver="sgd",
            alpha=0.0,
            batch_size=batch,
            learning_rate_init=LEARNING_RATE,
            momentum=0.0,
            nesterovs_momentum=False,
            shuffle=True,
            early_stopping=False,
            n_iter_no_change=epochs + 1,
            max_iter=epochs,
            random_state=0,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # max_iter is the length of a round
            model.fit(x[:rows], y[:rows])

    return run


def ceiling(net: Net, batch: int, x, y):
    """Multiply square matrices: what one core can do at most. A "row" is one product."""
    rng = np.random.default_rng(0)
    a, b = (rng.standard_normal((CEILING_SIZE, CEILING_SIZE), dtype="float32") for _ in range(2))
    out = np.empty_like(a)

    def run(rows, epochs):
        for _ in range(rows * epochs):
            np.matmul(a, b, out=out)

    return run


MAKERS = {
    "handmade": handmade,
    "handmade-2-threads": lambda *given: handmade(*given, threads=2),
    "plain": by_loop(plain.fit),
    "nielsen": by_loop(nielsen.fit),
    "sklearn": sklearn,
    "ceiling": ceiling,
    "parts": parts.parts,
    "spared": parts.spared,
}
VARIANTS: dict[str, tuple[dict, ...]] = {}  # contenders with settings to choose from: none here
