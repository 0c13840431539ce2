"""Parallel: one step of gradient descent, shared among threads.

Each thread sends its part of the batch through copies of the layers. The copies share the weights but remember for
themselves. The gradient of a mean is the mean of the parts' gradients, so their weighted sum is the whole batch's:
what machines that train together exchange, too. NumPy lets other threads run while it computes.
"""

import copy
import math
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import numpy as np

from handmade.array_types import Array
from handmade.callbacks import Logs
from handmade.layers import Layer
from handmade.training import Model, Step, add_logs, learning


@contextmanager
def parallel_step(model: Model, threads: int) -> Iterator[Step]:
    """Give a step that ``threads`` threads take together. Explained in :ref:`ch-many-machines`."""
    crew = [copies(model.layers) for _ in range(threads)]

    def work(layers: Sequence[Layer], x: Array, y: Array) -> Logs:
        with np.errstate(all="ignore"):  # every thread has its own; the loss tells, as in training
            y_pred = x
            for layer in layers:
                y_pred = layer(y_pred, training=True)
            return model.objective.backward(y, y_pred, layers)

    with ThreadPoolExecutor(threads) as pool, ExitStack() as stack:
        for layers in crew:
            stack.enter_context(learning(layers, model.objective.paired))

        def step(x: Array, y: Array) -> Logs:
            used = crew[: len(x)]  # no thread without a row
            x_parts, y_parts = np.array_split(model.checked(x), len(used)), np.array_split(y, len(used))
            reports = list(pool.map(work, used, x_parts, y_parts))
            shares, logs = [len(part) / len(x) for part in x_parts], Logs()
            for report, share in zip(reports, shares, strict=True):
                add_logs(logs, report, share)
            if math.isfinite(logs["loss"]):
                model.optimizer.apply(weighted_sum(used, shares), model.trainable_variables)
            return logs

        yield step


def copies(layers: Sequence[Layer]) -> list[Layer]:
    """Return layers that share the weights of ``layers``, but nothing that they write during a step."""
    copied = []
    for layer in layers:
        if len(layer.weights) > len(layer.trainable_variables):
            raise ValueError(
                f"{type(layer).__name__} keeps statistics of whole batches, which threads do not see; "
                "leave out threads=, or the layer"
            )
        twin = copy.copy(layer)
        twin.draw_apart()
        copied.append(twin)
    return copied


def weighted_sum(crew: Sequence[Sequence[Layer]], shares: Sequence[float]) -> list[Array]:
    """Return the sum of all copies' gradients, each times its share of the batch; all are overwritten."""
    every = [[gradient for layer in layers for gradient in layer.gradients] for layers in crew]
    for total, *others in zip(*every, strict=True):
        total *= shares[0]
        for gradient, share in zip(others, shares[1:], strict=True):
            gradient *= share
            total += gradient
    return every[0]
