"""Optimizers: how weights follow their gradients downhill.

``optimizer.apply(gradients, variables)`` is one step. It changes the variables in place, pairs both lists by
position, and equals Keras's step; an optimizer with a memory belongs to the variables of its first step.
"""

from handmade.optimizers import clipping, schedules
from handmade.optimizers.adam import Adam, AdamW
from handmade.optimizers.adaptive import Adadelta, Adagrad, RMSprop
from handmade.optimizers.base import Optimizer
from handmade.optimizers.clipping import clip_by_global_norm, clip_by_norm, clip_by_value
from handmade.optimizers.schedules import (
    CosineDecay,
    ExponentialDecay,
    InverseTimeDecay,
    PiecewiseConstantDecay,
    PolynomialDecay,
)
from handmade.optimizers.sgd import SGD
from handmade.validation import look_up

__all__ = [
    "SGD",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamW",
    "CosineDecay",
    "ExponentialDecay",
    "InverseTimeDecay",
    "Optimizer",
    "PiecewiseConstantDecay",
    "PolynomialDecay",
    "RMSprop",
    "clip_by_global_norm",
    "clip_by_norm",
    "clip_by_value",
    "clipping",
    "get",
    "schedules",
]

_BY_NAME = {kind.__name__.lower(): kind for kind in (SGD, Adagrad, Adadelta, RMSprop, Adam, AdamW)}


def get(optimizer: str | Optimizer) -> Optimizer:
    """Return a fresh optimizer of that name, with its defaults; an optimizer is itself.

    Upper and lower case are the same here, as in Keras, where they are not for losses and activations.
    Keras: ``keras.optimizers.get``.
    Explained in :ref:`ch-optimizers`.
    Raises ``ValueError`` for an unknown name and ``TypeError`` for what cannot ``apply`` gradients.

    >>> get("sgd").learning_rate, get("Adam").learning_rate
    (0.01, 0.001)
    """
    if isinstance(optimizer, str):
        return (_BY_NAME.get(optimizer.lower()) or look_up("optimizer", optimizer, _BY_NAME))()
    if isinstance(optimizer, type) or not hasattr(optimizer, "apply"):
        raise TypeError(f"an optimizer must be a name or have an apply method, but it is {optimizer!r}; write SGD()")
    return optimizer
