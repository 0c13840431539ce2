"""Plain: a network as a student writes it in NumPy after the first lecture: readable, correct, nothing tuned."""

from __future__ import annotations

import numpy as np


def sigmoid(z):
    """Return 1 / (1 + e^-z)."""
    return 1 / (1 + np.exp(-z))


def relu(z):
    """Return z where it is positive, else 0."""
    return np.maximum(z, 0)


def softmax(z):
    """Return the shares of each row."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


ACTIVATIONS = {"sigmoid": (sigmoid, lambda a: a * (1 - a)), "relu": (relu, lambda a: a > 0)}  # slope from the output


def fit(x, y, kernels, biases, activation, batch, epochs, learning_rate, rng=None):
    """Train in place with stochastic gradient descent; return the mean loss and the accuracy of the last epoch."""
    bend, slope = ACTIVATIONS[activation]
    for _ in range(epochs):
        order = np.arange(len(x)) if rng is None else rng.permutation(len(x))
        loss, right = 0.0, 0
        for start in range(0, len(x), batch):
            rows = order[start : start + batch]
            x_batch, y_batch = x[rows], y[rows]

            outputs = [x_batch]
            for kernel, bias in zip(kernels[:-1], biases[:-1], strict=True):
                outputs.append(bend(outputs[-1] @ kernel + bias))  # (m, n) @ (n, units) -> (m, units)
            p = softmax(outputs[-1] @ kernels[-1] + biases[-1])

            truth = p[np.arange(len(rows)), y_batch]
            loss -= np.log(truth).sum()
            right += (p.argmax(axis=1) == y_batch).sum()

            d_z = p.copy()
            d_z[np.arange(len(rows)), y_batch] -= 1
            d_z /= len(rows)
            for i in reversed(range(len(kernels))):
                d_kernel = outputs[i].T @ d_z  # (n, m) @ (m, units) -> (n, units)
                d_bias = d_z.sum(axis=0)
                d_z = (d_z @ kernels[i].T) * slope(outputs[i])  # (m, units) @ (units, n) -> (m, n)
                kernels[i] -= learning_rate * d_kernel
                biases[i] -= learning_rate * d_bias
        loss, right = loss / len(x), right / len(x)
    return loss, right
