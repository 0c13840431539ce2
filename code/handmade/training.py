"""Training: the loop inside ``fit``, from batches to steps to epochs.

One step is four lines: forward, loss, backward, optimizer. All else here checks, averages and reports.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from handmade.layers import Layer
from handmade.losses import Loss
from handmade.metrics import Metric
from handmade.validation import require_finite

Array = np.ndarray
Logs = dict[str, float]


class History:
    """What happened in each epoch: ``history.history["loss"]`` and ``history.epoch``.

    Keras: ``keras.callbacks.History``.
    """

    def __init__(self) -> None:
        self.epoch: list[int] = []
        self.history: dict[str, list[float]] = {}

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        """Write down the numbers of one epoch."""
        self.epoch.append(epoch)
        for name, value in logs.items():
            self.history.setdefault(name, []).append(value)


class Objective:
    """What a compiled model aims at: its loss, its metrics, and where the way back begins.

    Softmax and cross-entropy belong together: computed from the scores before the softmax, the loss stays exact
    where a probability rounds to 0, and its slope is just p - y. Keras does the same behind the scenes.
    """

    def __init__(self, loss: Loss, metrics: dict[str, Metric], last: Layer) -> None:
        self.loss, self.metrics, self.last = loss, metrics, last
        activation = getattr(getattr(last, "activation", None), "name", None)
        paired = activation is not None and activation == getattr(loss, "pairs_with", None) and not loss.from_logits
        self._loss_of_scores = type(loss)(from_logits=True) if paired else None

    def logs(self, y_true: Array, y_pred: Array) -> Logs:
        """Return the loss and the metrics of the batch that the model has just answered with ``y_pred``."""
        loss = self._loss_of_scores(y_true, self.last.z) if self._loss_of_scores else self.loss(y_true, y_pred)
        return {"loss": loss} | {name: metric(y_true, y_pred) for name, metric in self.metrics.items()}

    def backward(self, y_true: Array, y_pred: Array, layers: Sequence[Layer]) -> None:
        """Send the slope of the loss back through ``layers``, whose last one is the model's."""
        if self._loss_of_scores:
            d = self.last.backward_from_z(self._loss_of_scores.gradient(y_true, self.last.z))
            layers = layers[:-1]
        else:
            d = self.loss.gradient(y_true, y_pred)
        for layer in reversed(layers):
            d = layer.backward(d)


def train_epoch(model, x: Array, y: Array, order: Array | None, batch_size: int, epoch: int, step_done) -> Logs:
    """Take one step for every batch of the rows in ``order`` (``None``: as they come); return the averages."""
    totals: Logs = {}
    with learning_layers(model.layers) as layers:
        for step, start in enumerate(range(0, len(x), batch_size)):
            rows = slice(start, start + batch_size)
            if order is None:
                x_batch, y_batch = x[rows], y[rows]
            else:  # take: copies only the rows of this batch
                x_batch, y_batch = x.take(order[rows], axis=0), y.take(order[rows], axis=0)
            logs = train_step(model, x_batch, y_batch, layers)
            if not math.isfinite(logs["loss"]):
                raise ValueError(_diverged(logs["loss"], epoch, step, model.optimizer, x))
            _add(totals, logs, len(x_batch))
            step_done()
    return {name: total / len(x) for name, total in totals.items()}


@np.errstate(over="ignore", invalid="ignore")  # train_epoch says where the loss stopped being a number
def train_step(model, x: Array, y: Array, layers: Sequence[Layer]) -> Logs:
    """Learn from one batch; return its loss and metrics from before the step."""
    y_pred = model(x, training=True)
    logs = model.objective.logs(y, y_pred)
    model.objective.backward(y, y_pred, layers)
    model.optimizer.apply(model.gradients, model.trainable_variables)
    return logs


@np.errstate(over="ignore", invalid="ignore")
def evaluate(model, x: Array, y: Array, batch_size: int) -> Logs:
    """Return the loss and metrics over all examples, without learning from them."""
    totals: Logs = {}
    for start in range(0, len(x), batch_size):
        rows = slice(start, start + batch_size)
        _add(totals, model.objective.logs(y[rows], model(x[rows])), len(x[rows]))
    return {name: total / len(x) for name, total in totals.items()}


@contextmanager
def learning_layers(layers: Sequence[Layer]) -> Iterator[Sequence[Layer]]:
    """Give the layers from the first that has weights: the way back ends there, because nobody changes the input."""
    first = next((i for i, layer in enumerate(layers) if layer.trainable_variables), None)
    if first is None:
        raise ValueError("no layer of this model has weights, so there is nothing to learn; add a Dense layer")
    layers[first].needs_input_gradient = False
    try:
        yield layers[first:]
    finally:
        layers[first].needs_input_gradient = True


def checked_pair(x: Array, y: Array, name: str = "") -> tuple[Array, Array]:
    """Return examples and targets as arrays, once there is one target for each example and all are numbers."""
    x, y = np.asarray(x), np.asarray(y)
    if x.ndim == 0 or y.ndim == 0 or len(x) != len(y) or len(x) == 0:
        raise ValueError(
            f"{name}x has shape {x.shape} and {name}y has shape {y.shape}, but every row of x needs its target in y, "
            "and there must be at least one"
        )
    require_finite(f"{name}x", x)
    require_finite(f"{name}y", y)
    return x, y


def hold_out(x: Array, y: Array, split: float) -> tuple[Array, Array, tuple[Array, Array] | None]:
    """Keep the last ``split`` of the rows for validation, as Keras does: before any shuffling."""
    if not 0 <= split < 1:
        raise ValueError(f"validation_split must be at least 0 and less than 1, but it is {split}; 0.2 is usual")
    if split == 0:
        return x, y, None
    kept = math.floor(len(x) * (1 - split))
    if not 0 < kept < len(x):
        raise ValueError(f"validation_split={split} of {len(x)} rows leaves one part empty; choose another or add rows")
    return x[:kept], y[:kept], (x[kept:], y[kept:])


def _add(totals: Logs, logs: Logs, examples: int) -> None:
    for name, value in logs.items():
        totals[name] = totals.get(name, 0.0) + value * examples


def _diverged(loss: float, epoch: int, step: int, optimizer, x: Array) -> str:
    return (
        f"the loss became {loss} in epoch {epoch + 1}, step {step + 1}: the steps are too large for this loss. "
        f"Try a smaller learning rate (it is {getattr(optimizer, 'learning_rate', 'unknown')}; divide it by 10), or "
        f"scale the inputs (they range from {x.min():.3g} to {x.max():.3g}; between 0 and 1 is easier)"
    )
