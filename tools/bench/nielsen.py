"""Nielsen: one example at a time, in float64, as in the programs of *Neural Networks and Deep Learning* (2015).

Written afresh in that manner: examples are columns, every example goes forward and back alone, and the gradients of a
batch are added up in a Python loop. It is the clearest way to write down backpropagation, and the slowest but one.
"""

from __future__ import annotations

import numpy as np

from tools.bench.plain import ACTIVATIONS


def fit(x, y, kernels, biases, activation, batch, epochs, learning_rate, rng=None):
    """Train in place; ``kernels`` are (n, units) and ``biases`` (units,), as elsewhere in this book."""
    weights = [kernel.T.astype(float) for kernel in kernels]  # (units, n)
    offsets = [bias[:, np.newaxis].astype(float) for bias in biases]  # columns
    for _ in range(epochs):
        order = np.arange(len(x)) if rng is None else rng.permutation(len(x))
        for start in range(0, len(x), batch):
            rows = order[start : start + batch]
            d_weights = [np.zeros(w.shape) for w in weights]
            d_offsets = [np.zeros(b.shape) for b in offsets]
            for row in rows:
                d_w, d_b = backpropagate(x[row, :, np.newaxis].astype(float), y[row], weights, offsets, activation)
                d_weights = [total + one for total, one in zip(d_weights, d_w, strict=True)]
                d_offsets = [total + one for total, one in zip(d_offsets, d_b, strict=True)]
            rate = learning_rate / len(rows)
            weights = [w - rate * d for w, d in zip(weights, d_weights, strict=True)]
            offsets = [b - rate * d for b, d in zip(offsets, d_offsets, strict=True)]
    for kernel, bias, w, b in zip(kernels, biases, weights, offsets, strict=True):
        kernel[...], bias[...] = w.T, b[:, 0]


def backpropagate(x, label, weights, offsets, activation):
    """Return the slopes of one example's cross-entropy, layer by layer."""
    bend, slope = ACTIVATIONS[activation]
    outputs = [x]
    for w, b in zip(weights[:-1], offsets[:-1], strict=True):
        outputs.append(bend(np.dot(w, outputs[-1]) + b))
    z = np.dot(weights[-1], outputs[-1]) + offsets[-1]
    delta = np.exp(z - z.max())
    delta /= delta.sum()
    delta[label] -= 1
    d_weights, d_offsets = [], []
    for i in reversed(range(len(weights))):
        d_weights.insert(0, np.dot(delta, outputs[i].T))
        d_offsets.insert(0, delta)
        if i:
            delta = np.dot(weights[i].T, delta) * slope(outputs[i])
    return d_weights, d_offsets
