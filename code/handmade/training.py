"""Training: the loop inside ``fit``, from batches to steps to epochs.

One step: forward, then loss and backward together (``Objective.backward``), then the optimizer. All else here lends
memory, gathers batches, averages and reports.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import numpy as np

from handmade import activations
from handmade.array_types import Array
from handmade.callbacks import Logs
from handmade.layers import Layer
from handmade.layers.bend import BendingLayer
from handmade.losses import CrossEntropy, Loss
from handmade.losses.base import OnePass
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
        self.paired = False
        if isinstance(loss, CrossEntropy) and not loss.from_logits and isinstance(last, BendingLayer):
            self.paired = last.activation is activations.get(loss.pairs_with)

    def targets(self, y: Array, output_shape: tuple[int, ...], dtype: str) -> Array:
        """Return the targets as the loss takes them, all at once, if they fit outputs of that shape and dtype.

        ``logs`` and ``backward`` take batches of them. A loss of the reader's own gets them as they are.
        """
        if not isinstance(self.loss, OnePass):
            return y
        return self.loss.targets(y, np.broadcast_to(np.zeros((), dtype), (len(y), *output_shape)))

    def logs(self, y: Array, y_pred: Array, layers: Sequence[Any]) -> Logs:
        """Return the loss and the metrics of the batch that ``layers`` have just answered with ``y_pred``."""
        loss = self.loss.of_scores(y, layers[-1].z)[0] if self.paired else self.loss(y, y_pred)
        return {"loss": loss} | self._metrics(y, y_pred)

    def backward(self, y: Array, y_pred: Array, layers: Sequence[Any]) -> Logs:
        """Return what ``logs`` does, and send the slope of the loss back to the first layer that learns."""
        *before, last = layers
        if self.paired:
            loss, d_z, y_pred = self.loss.of_scores(y, last.z)
            d_out = last.backward_from_z(d_z)
        else:
            loss, d_out = with_gradient(self.loss, y, y_pred)
            d_out = last.backward(d_out)
        if last.needs_input_gradient:
            for layer in reversed(before):
                d_out = layer.backward(d_out)
                if not layer.needs_input_gradient:
                    break
        return {"loss": loss} | self._metrics(y, y_pred)

    def _metrics(self, y: Array, y_pred: Array) -> Logs:
        return {name: metric(y, y_pred) for name, metric in self.metrics.items()}


def with_gradient(loss: Loss, y: Array, y_pred: Array) -> tuple[float, Array]:
    """Return the loss and its slope: in one pass where the loss can, in two where it is one of the reader's own."""
    if isinstance(loss, OnePass):
        return loss.from_targets(y, y_pred)
    return loss(y, y_pred), loss.gradient(y, y_pred)


class Model(Protocol):
    """What the loop asks of a model."""

    layers: list[Layer]
    objective: Objective
    optimizer: Optimizer

    def __call__(self, x: Array, training: bool = False) -> Array: ...

    def checked(self, x: Array) -> Array: ...

    @property
    def gradients(self) -> list[Array]: ...

    @property
    def trainable_variables(self) -> list[Array]: ...


@contextmanager
def plain_step(model: Model, threads: int = 1) -> Iterator[Step]:
    """Give the step of gradient descent, in one thread: what one batch does to ``model``.

    It is a context, because the step borrows: layers and optimizer get memory that they must not keep for long.
    """
    variables = model.trainable_variables

    def step(x: Array, y: Array) -> Logs:
        y_pred = model(x, training=True)
        logs = model.objective.backward(y, y_pred, model.layers)
        if math.isfinite(logs["loss"]):  # otherwise the weights stay as they were: train_epoch says what happened
            model.optimizer.apply(model.gradients, variables)
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
def train_epoch(
    model: Model, step: Step, todo: Batches, x: Array, y: Array, epoch: int, step_done: Callable[[], None]
) -> Logs:
    """Take one step for each batch in ``todo``; return the averages over the rows of ``x``."""
    totals: Logs = {}
    for number, (x_batch, y_batch) in enumerate(todo):
        logs = step(x_batch, y_batch)
        if not math.isfinite(logs["loss"]):
            raise ValueError(_diverged(logs["loss"], epoch, number, model.optimizer, (x, y)))
        add_logs(totals, logs, len(x_batch))
        step_done()
    if not all(np.isfinite(w).all() for w in model.trainable_variables):
        raise ValueError(
            _diverged(logs["loss"], epoch, number, model.optimizer, (x, y), "a weight became infinite or NaN")
        )
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


def _diverged(
    loss: float, epoch: int, step: int, optimizer: Optimizer, data: tuple[Array, Array], what: str | None = None
) -> str:
    ranges = " and ".join(f"{name} from {v.min():.3g} to {v.max():.3g}" for name, v in zip("xy", data, strict=True))
    rate = getattr(optimizer, "learning_rate", "unknown")
    cause, cure = (
        "the steps are too large for this loss",
        f"a smaller learning rate (it is {rate}; divide it by 10), or ",
    )
    if epoch == step == 0 and what is None:
        cause, cure = "before any step was taken: the inputs, the targets or the first weights are too large", ""
    return (
        f"{what or f'the loss became {loss}'} in epoch {epoch + 1}, step {step + 1}: {cause}. "
        f"Try {cure}scaling the data ({ranges}; between 0 and 1 is easier)"
    )
