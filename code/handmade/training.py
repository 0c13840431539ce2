"""Training: the loop inside ``fit``, from batches to steps to epochs.

One step is four lines: forward, loss, backward, optimizer. All else here gathers, averages and reports.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import numpy as np

from handmade.array_types import Array
from handmade.callbacks import Logs
from handmade.layers import Layer
from handmade.losses import CrossEntropy, Loss
from handmade.metrics import Metric
from handmade.optimizers import Optimizer
from handmade.optimizers.base import BaseOptimizer

Batches = Iterator[tuple[Array, Array]]
Step = Callable[[Array, Array], Logs]  # learns from one batch; returns its loss and metrics from before the step


class Objective:
    """What a compiled model aims at: its loss, its metrics, and where the way back begins.

    Softmax and cross-entropy belong together, and so do sigmoid and binary cross-entropy: computed from the scores
    before the activation, the loss stays exact where a probability rounds to 0, and its slope is just p - y.
    Keras does the same behind the scenes. Such a loss is ``paired`` with the last layer.
    """

    def __init__(self, loss: Loss, metrics: dict[str, Metric], last: Layer) -> None:
        self.loss: Any = loss
        self.metrics = metrics
        bend = getattr(getattr(last, "activation", None), "name", None)
        self.paired = isinstance(loss, CrossEntropy) and not loss.from_logits and loss.pairs_with == bend

    def logs(self, y_true: Array, y_pred: Array, layers: Sequence[Any]) -> Logs:
        """Return the loss and the metrics of the batch that ``layers`` have just answered with ``y_pred``."""
        loss = self.loss.of_scores(y_true, layers[-1].z)[0] if self.paired else self.loss(y_true, y_pred)
        return {"loss": loss} | self._metrics(y_true, y_pred)

    def backward(self, y_true: Array, y_pred: Array, layers: Sequence[Any]) -> Logs:
        """Do the same, and send the slope of the loss back to the first layer that learns."""
        if self.paired:
            last, before = layers[-1], layers[-2::-1]
            loss, d_scores, y_pred = self.loss.of_scores(y_true, last.z)
            d = last.backward_from_z(d_scores)
            if not last.needs_input_gradient:
                before = ()
        else:
            loss, d, before = self.loss(y_true, y_pred), self.loss.gradient(y_true, y_pred), layers[::-1]
        for layer in before:
            d = layer.backward(d)
            if not layer.needs_input_gradient:
                break
        return {"loss": loss} | self._metrics(y_true, y_pred)

    def _metrics(self, y_true: Array, y_pred: Array) -> Logs:
        return {name: metric(y_true, y_pred) for name, metric in self.metrics.items()}


class Model(Protocol):
    """What the loop asks of a model."""

    layers: list[Layer]
    objective: Objective
    optimizer: Optimizer

    def __call__(self, x: Array, training: bool = False) -> Array: ...

    @property
    def gradients(self) -> list[Array]: ...

    @property
    def trainable_variables(self) -> list[Array]: ...


@contextmanager
def plain_step(model: Model) -> Iterator[Step]:
    """Give the step of gradient descent: what one batch does to ``model``."""

    def step(x: Array, y: Array) -> Logs:
        y_pred = model(x, training=True)
        logs = model.objective.backward(y, y_pred, model.layers)
        if math.isfinite(logs["loss"]):  # otherwise the weights stay as they were: train_epoch says what happened
            model.optimizer.apply(model.gradients, model.trainable_variables)
        return logs

    with learning(model.layers, model.objective.paired), overwriting(model.optimizer):
        yield step


@contextmanager
def learning(layers: Sequence[Layer], paired: bool = False) -> Iterator[None]:
    """Lend all layers memory, and spare them what nobody asks for.

    Those are the input's gradient, which the first layer with weights would compute, and the last activation, where
    the loss is ``paired`` with it and computes it anyway.
    """
    first = next((layer for layer in layers if layer.trainable_variables), None)
    if first is None:
        raise ValueError("no layer of this model has weights, so there is nothing to learn; add a Dense layer")
    first.needs_input_gradient = False
    layers[-1].leaves_activation = paired
    for layer in layers:
        layer.lent = {}
    try:
        yield
    finally:
        first.needs_input_gradient, layers[-1].leaves_activation = True, False
        for layer in layers:
            layer.lent, layer.gradients = None, []


@contextmanager
def overwriting(optimizer: Optimizer) -> Iterator[None]:
    """Let the optimizer write into the gradients: the next step computes them anew."""
    if not isinstance(optimizer, BaseOptimizer):  # one of the reader's own
        yield
        return
    optimizer.may_overwrite = True
    try:
        yield
    finally:
        optimizer.may_overwrite = False


def batches(x: Array, y: Array, order: Array | None, batch_size: int) -> Batches:
    """Yield the batches of the rows in ``order`` (``None``: as they come), each in the memory of the one before."""
    if order is None:
        for start in range(0, len(x), batch_size):
            yield x[start : start + batch_size], y[start : start + batch_size]
        return
    room = np.empty((min(batch_size, len(x)), *x.shape[1:]), x.dtype)
    for start in range(0, len(x), batch_size):
        rows = order[start : start + batch_size]
        # "clip" writes straight into out; "raise", the default, makes a copy first
        yield x.take(rows, axis=0, out=room[: len(rows)], mode="clip"), y.take(rows, axis=0)


@np.errstate(all="ignore")  # the loss tells, and the message says more than NumPy's warning
def train_epoch(model: Model, step: Step, todo: Batches, x: Array, epoch: int, step_done: Callable[[], None]) -> Logs:
    """Take one step for each batch in ``todo``; return the averages over the rows of ``x``."""
    totals: Logs = {}
    for number, (x_batch, y_batch) in enumerate(todo):
        logs = step(x_batch, y_batch)
        if not math.isfinite(logs["loss"]):
            raise ValueError(_diverged(logs["loss"], epoch, number, model.optimizer, x))
        add_logs(totals, logs, len(x_batch))
        step_done()
    return {name: total / len(x) for name, total in totals.items()}


@np.errstate(all="ignore")  # a loss that is not finite is the answer
def evaluate(model: Model, x: Array, y: Array, batch_size: int) -> Logs:
    """Return the loss and metrics over all examples, without learning from them."""
    totals: Logs = {}
    for x_batch, y_batch in batches(x, y, None, batch_size):
        add_logs(totals, model.objective.logs(y_batch, model(x_batch), model.layers), len(x_batch))
    return {name: total / len(x) for name, total in totals.items()}


def add_logs(totals: Logs, logs: Logs, weight: float) -> None:
    """Add ``weight`` times each number of ``logs`` to ``totals``."""
    for name, value in logs.items():
        totals[name] = totals.get(name, 0.0) + value * weight


def _diverged(loss: float, epoch: int, step: int, optimizer: Optimizer, x: Array) -> str:
    return (
        f"the loss became {loss} in epoch {epoch + 1}, step {step + 1}: the steps are too large for this loss. "
        f"Try a smaller learning rate (it is {getattr(optimizer, 'learning_rate', 'unknown')}; divide it by 10), or "
        f"scale the inputs (they range from {x.min():.3g} to {x.max():.3g}; between 0 and 1 is easier)"
    )
