"""NumPy contenders: `handmade`, a plain loop, one example at a time, scikit-learn; the ceiling; a step in parts.

Each maker takes a net, its batch and the data, and returns ``run(rows, epochs)``, which trains on the first rows.
"""

from __future__ import annotations

import time
import warnings

import numpy as np

from tools.bench import nielsen, plain
from tools.bench.nets import LEARNING_RATE, Net

CEILING_SIZE = 1024


def handmade_model(net: Net):
    """Return the net in `handmade`, compiled as it is in Keras."""
    from handmade.layers import Dense, Flatten, Input
    from handmade.models import Sequential
    from handmade.optimizers import SGD

    layers = [Input(net.input_shape)]
    for kind, *sizes in net.layers:
        if kind == "dense":
            layers.append(Dense(sizes[0], activation=sizes[1]))
        elif kind == "flatten":
            layers.append(Flatten())
        else:
            from handmade.convolution import Conv2D, MaxPooling2D

            layers.append(Conv2D(*sizes[:2], activation=sizes[2]) if kind == "conv" else MaxPooling2D(sizes[0]))
    model = Sequential(layers, seed=0)
    classes = net.layers[-1][-1] == "softmax"
    loss, metrics = ("sparse_categorical_crossentropy", ["accuracy"]) if classes else ("mse", [])
    model.compile(optimizer=SGD(LEARNING_RATE), loss=loss, metrics=metrics)
    return model


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


def parts(net: Net, batch: int, x, y):
    """Take the steps of a net of two dense layers part by part; ``run`` returns the seconds of each part.

    The same operations in the same order and memory as in `fit`, with a clock between them; what `fit` takes longer
    than their sum is its own: calls, checks, averages, metrics.
    """
    from handmade import activations, losses
    from handmade.optimizers import SGD

    w1, b1, w2, b2 = handmade_model(net).get_weights()
    bend, loss = activations.get(net.layers[0][-1]), losses.SparseCategoricalCrossentropy(from_logits=True)
    optimizer, rng = SGD(LEARNING_RATE), np.random.default_rng(0)
    room = np.empty((batch, x.shape[1]), "float32")
    z, a, d_z = (np.empty((batch, w1.shape[1]), "float32") for _ in range(3))
    scores, d_w1, d_w2 = np.empty((batch, w2.shape[1]), "float32"), np.empty_like(w1), np.empty_like(w2)
    clock = time.perf_counter

    def run(rows, epochs):
        spent = dict.fromkeys(("gather", "products", "activation and biases", "softmax and loss", "update"), 0.0)
        for _ in range(epochs):
            order = rng.permutation(rows)
            for start in range(0, rows - batch + 1, batch):
                chosen = order[start : start + batch]
                t0 = clock()
                x.take(chosen, axis=0, out=room, mode="clip")
                y_batch = y.take(chosen)
                t1 = clock()
                np.matmul(room, w1, out=z)
                t2 = clock()
                np.add(z, b1, out=z)
                a[...] = bend(z)
                t3 = clock()
                np.matmul(a, w2, out=scores)
                t4 = clock()
                np.add(scores, b2, out=scores)
                loss(y_batch, scores)
                d_scores = loss.gradient(y_batch, scores)
                t5 = clock()
                np.matmul(a.T, d_scores, out=d_w2)
                np.matmul(d_scores, w2.T, out=d_z)
                t6 = clock()
                d_b2 = d_scores.sum(axis=0)
                d_hidden = bend.gradient(z, d_z)
                d_b1 = d_hidden.sum(axis=0)
                t7 = clock()
                np.matmul(room.T, d_hidden, out=d_w1)
                t8 = clock()
                optimizer.apply([d_w1, d_b1, d_w2, d_b2], [w1, b1, w2, b2])
                t9 = clock()
                spent["gather"] += t1 - t0
                spent["products"] += (t2 - t1) + (t4 - t3) + (t6 - t5) + (t8 - t7)
                spent["activation and biases"] += (t3 - t2) + (t7 - t6)
                spent["softmax and loss"] += t5 - t4
                spent["update"] += t9 - t8
        return {"parts": {name: seconds / (epochs * (rows // batch)) for name, seconds in spent.items()}}

    return run


MAKERS = {
    "handmade": handmade,
    "handmade-2-threads": lambda *given: handmade(*given, threads=2),
    "plain": by_loop(plain.fit),
    "nielsen": by_loop(nielsen.fit),
    "sklearn": sklearn,
    "ceiling": ceiling,
    "parts": parts,
}
VARIANTS: dict[str, tuple[dict, ...]] = {}  # contenders with settings to choose from: none here
