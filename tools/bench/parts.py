"""Parts: where the time of one step goes, and what a step would take if it were written in the obvious way.

The operations of a net of two dense layers, in the order and memory of `fit`, with a clock between them.
"""

from __future__ import annotations

import time

import numpy as np

from tools.bench.handmade_model import handmade_model
from tools.bench.nets import LEARNING_RATE, Net


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


def spared(net: Net, batch: int, x, y):
    """Time four things as `fit` does them and as they are done without a thought; ``run`` returns the differences."""
    from handmade import activations, losses

    w1, _, w2, _ = handmade_model(net).get_weights()
    softmax, rng, clock = activations.get("softmax"), np.random.default_rng(0), time.perf_counter
    of_scores, of_shares = losses.SparseCategoricalCrossentropy(True), losses.SparseCategoricalCrossentropy(False)
    room, d_w1 = np.empty((batch, x.shape[1]), "float32"), np.empty_like(w1)
    d_z = rng.standard_normal((batch, w1.shape[1])).astype("float32")
    scores = rng.standard_normal((batch, w2.shape[1])).astype("float32")

    def run(rows, epochs):
        seconds = np.zeros(7)
        for _ in range(epochs):
            order, other = rng.permutation(rows), rng.permutation(rows)  # what was just read would be read faster
            for start in range(0, rows - batch + 1, batch):
                chosen, y_batch = order[start : start + batch], y[start : start + batch]
                t = [clock()]
                x.take(other[start : start + batch], axis=0, out=room, mode="clip")
                t.append(clock())
                x_batch = x[chosen]
                t.append(clock())
                np.matmul(room.T, d_z, out=d_w1)
                t.append(clock())
                x_batch.T @ d_z
                t.append(clock())
                d_z @ w1.T  # nobody asks for it
                t.append(clock())
                of_scores(y_batch, scores), of_scores.gradient(y_batch, scores)
                t.append(clock())
                p = softmax(scores)
                of_shares(y_batch, p), softmax.gradient(scores, of_shares.gradient(y_batch, p))
                t.append(clock())
                seconds += np.diff(t)
        take, index, into, new, unasked, together, apart = seconds / (epochs * (rows // batch))
        return {
            "parts": {
                "the slopes of the pixels": unasked,
                "new memory for products": new - into,
                "new memory for each batch": index - take,
                "softmax and loss, one after the other": apart - together,
            }
        }

    return run
