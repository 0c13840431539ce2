"""One kernel that tells horizontal from vertical strokes: pictures, slopes and training, by handmade's layers."""

import math
from collections.abc import Callable

import numpy as np

from handmade.activations import relu
from handmade.convolution import Conv2D
from handmade.layers import Dense
from handmade.losses import BinaryCrossentropy
from handmade.models import Sequential
from handmade.optimizers import SGD, Adam

HEIGHT, WIDTH, MARGIN = 12, 16, 2
LOSS = BinaryCrossentropy(from_logits=True)


def mulberry32(seed: int) -> Callable[[], float]:
    """Return the random numbers of numbers.js."""
    a, low = seed, 0xFFFFFFFF

    def uniform() -> float:
        nonlocal a
        a = (a + 0x6D2B79F5) & low
        t = (a ^ (a >> 15)) * (1 | a) & low
        t = (t + ((t ^ (t >> 7)) * (61 | t) & low) & low) ^ t
        return (t ^ (t >> 14)) / 2**32

    return uniform


def first_weights(seed: int) -> list[np.ndarray]:
    """Return a kernel of normal random numbers, a scale and a bias."""
    uniform = mulberry32(seed)
    drawn = [math.sqrt(-2 * math.log(1 - uniform())) * math.cos(2 * math.pi * uniform()) for _ in range(9)]
    return [0.5 * np.reshape(drawn, (3, 3, 1, 1)), np.array([1.0]), np.array([0.0])]


def strokes(side: str, seed: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return pictures (count, 12, 16, 1) and labels (count, 1): 1 where the stroke is horizontal."""
    uniform = mulberry32(seed)
    images, labels = np.zeros((count, HEIGHT, WIDTH, 1)), np.zeros((count, 1))
    for i in range(count):
        length = 4 + int(uniform() * 2)
        height, width = (1, length) if i % 2 == 0 else (length, 1)
        top = MARGIN + int(uniform() * (HEIGHT - 2 * MARGIN - height + 1))
        left = (MARGIN if side == "left" else WIDTH // 2) + int(uniform() * (WIDTH // 2 - MARGIN - width + 1))
        ink = 0.6 + 0.4 * uniform()
        images[i] = np.reshape([0.3 * uniform() for _ in range(HEIGHT * WIDTH)], (HEIGHT, WIDTH, 1))
        images[i, top : top + height, left : left + width] += ink
        labels[i] = i % 2 == 0
    return images, labels


class BarDetector:
    """Kernel → ReLU → mean square → scale and bias; the loss puts the sigmoid behind it."""

    def __init__(self, weights: list[np.ndarray]):
        self.weights = weights
        self.convolution = Conv2D(1, 3, activation=relu, use_bias=False, dtype="float64")
        self.convolution.build((HEIGHT, WIDTH, 1))

    def __call__(self, images: np.ndarray) -> np.ndarray:
        """Return the scores (m, 1)."""
        kernel, scale, bias = self.weights
        self.convolution.set_weights([kernel])
        self.seen = self.convolution(images).copy()
        self.answers = np.mean(self.seen**2, axis=(1, 2))  # (m, 10, 14, 1) -> (m, 1)
        return self.answers * scale + bias

    def slopes(self, images: np.ndarray, labels: np.ndarray) -> tuple[float, list[np.ndarray]]:
        """Return the loss and its slopes for the kernel, the scale and the bias."""
        loss, d_scores = LOSS.with_gradient(labels, self(images))
        d_answers = d_scores * self.weights[1]
        d_seen = d_answers[:, None, None] * 2 * self.seen / self.seen[0].size
        self.convolution.backward(d_seen)
        return loss, [*self.convolution.gradients, np.sum(d_scores * self.answers, axis=0), d_scores.sum(axis=0)]


def accuracy(scores: np.ndarray, labels: np.ndarray) -> float:
    """Return the share of scores on the right side of 0."""
    return float(np.mean((scores > 0) == (labels == 1)))


def trained(seed: int, steps: int, left: tuple, right: tuple) -> list[dict]:
    """Return the weights and the accuracies after some of the steps."""
    detector, optimizer, found = BarDetector(first_weights(seed)), SGD(learning_rate=1.0), []
    for step in range(steps + 1):
        if step in (0, 1, 2, 10, 50, 500, steps):
            accuracies = [accuracy(detector(images), labels) for images, labels in (left, right)]
            found.append({"step": step, "weights": flat(detector.weights), "accuracies": accuracies})
        optimizer.apply(detector.slopes(*left)[1], detector.weights)
    return found


def flat(parts: list[np.ndarray]) -> np.ndarray:
    """Return kernel, scale and bias as eleven numbers."""
    return np.concatenate([np.ravel(part) for part in parts])


def dense_accuracies(left: tuple, right: tuple) -> list[list[float]]:
    """Return what dense networks of 16 hidden units learn at the left, and what it is worth at the right."""
    found = []
    for seed in range(1, 6):
        model = Sequential([Dense(16, activation="relu"), Dense(1, activation="sigmoid")], seed=seed)
        model.compile(loss="binary_crossentropy", optimizer=Adam(learning_rate=0.01))
        model.fit(left[0].reshape(len(left[0]), -1), left[1], epochs=60, batch_size=32, verbose=0)
        scores = [model.predict(images.reshape(len(images), -1), verbose=0) - 0.5 for images, _ in (left, right)]
        found.append([accuracy(score, y) for score, (_, y) in zip(scores, (left, right), strict=True)])
    return found


def numbers() -> dict:
    """Return pictures, a forward and a backward pass, the trainings of five seeds, and those of dense networks."""
    left, right = strokes("left", 101, 200), strokes("right", 102, 400)
    detector = BarDetector([np.linspace(-0.7, 1.1, 9).reshape(3, 3, 1, 1), np.array([1.7]), np.array([-0.4])])
    loss, slopes = detector.slopes(*left)
    return {
        "pictures": [left[0][3].ravel(), right[0][6].ravel()],
        "weights": flat(detector.weights),
        "loss": loss,
        "slopes": flat(slopes),
        "answers": detector.answers[:20, 0],
        "trained": [trained(seed, 800 if seed == 4 else 500, left, right) for seed in range(1, 6)],
        "dense": dense_accuracies(left, right),
    }
