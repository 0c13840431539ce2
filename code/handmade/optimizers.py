"""Optimizers: how weights follow their gradients downhill.

``optimizer.apply(gradients, variables)`` is one step. It changes the variables in place, pairs both lists by
position, and equals Keras's step; an optimizer with a memory belongs to the variables of its first step.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from handmade.validation import look_up, require_number

Array = np.ndarray


class Optimizer(Protocol):
    """What a model asks of an optimizer."""

    learning_rate: float

    def apply(self, gradients: Sequence[Array], variables: Sequence[Array]) -> None: ...


class SGD:
    r"""Gradient descent, with momentum if you like.

    .. math:: w \leftarrow w - \alpha g \qquad\text{or}\qquad
              v \leftarrow \beta v - \alpha g, \quad w \leftarrow w + v

    With ``nesterov`` the second step is :math:`w \leftarrow w + \beta v - \alpha g`.
    Keras: ``keras.optimizers.SGD``. Explained in :ref:`ch-gradient-descent`.
    Raises ``ValueError`` for a learning rate that is not positive or a momentum outside [0, 1].

    >>> w = np.array([2.0])
    >>> SGD(learning_rate=0.1).apply([2 * w], [w])  # the slope of w² is 2w
    >>> w
    array([1.6])
    """

    def __init__(self, learning_rate: float = 0.01, momentum: float = 0.0, nesterov: bool = False) -> None:
        self.learning_rate = require_learning_rate(learning_rate)
        self.momentum = require_number("momentum", momentum)
        if not 0 <= self.momentum <= 1:
            raise ValueError(f"momentum must lie between 0 and 1, but it is {momentum}; 0.9 is usual")
        self.nesterov = nesterov
        self._variables: list[Array] = []
        self._velocities: list[Array] = []

    def apply(self, gradients: Sequence[Array], variables: Sequence[Array]) -> None:
        """Take one step: change every variable in place by its gradient."""
        require_pairs(gradients, variables)
        if self.momentum == 0:
            for gradient, variable in zip(gradients, variables, strict=True):
                variable -= self.learning_rate * np.asarray(gradient, variable.dtype)
            return
        if not self._variables:
            self._variables, self._velocities = list(variables), [np.zeros_like(variable) for variable in variables]
        require_same_variables(self._variables, variables)
        for gradient, variable, v in zip(gradients, variables, self._velocities, strict=True):
            step = self.learning_rate * np.asarray(gradient, variable.dtype)
            v *= self.momentum
            v -= step
            variable += self.momentum * v - step if self.nesterov else v


def require_learning_rate(learning_rate: float) -> float:
    """Return the learning rate if it is a positive number."""
    learning_rate = require_number("learning_rate", learning_rate)
    if learning_rate <= 0:
        raise ValueError(f"learning_rate must be greater than 0, but it is {learning_rate}; 0.01 is usual")
    return learning_rate


def require_pairs(gradients: Sequence[Array], variables: Sequence[Array]) -> None:
    """Refuse lists that do not pair up, and variables that cannot be changed in place."""
    if len(gradients) != len(variables):
        raise ValueError(f"there are {len(gradients)} gradients for {len(variables)} variables; give one for each")
    for i, (gradient, variable) in enumerate(zip(gradients, variables, strict=True)):
        if not isinstance(variable, np.ndarray) or variable.dtype.kind != "f":
            kind = f"dtype {variable.dtype}" if isinstance(variable, np.ndarray) else f"type {type(variable).__name__}"
            raise TypeError(
                f"variables[{i}] has {kind}, but a step changes an array of floats in place; write np.array([2.0])"
            )
        if np.shape(gradient) != variable.shape:
            raise ValueError(
                f"gradients[{i}] has shape {np.shape(gradient)} but variables[{i}] has shape {variable.shape}; "
                "a gradient has one slope for every weight"
            )


def require_same_variables(known: Sequence[Array], variables: Sequence[Array]) -> None:
    """Refuse arrays other than those of the first step: the optimizer's memory is not about them."""
    if len(known) != len(variables) or any(a is not b for a, b in zip(known, variables, strict=True)):
        raise ValueError(
            "this optimizer remembers the steps of other variables; make a new optimizer for every model, "
            "and pass the same arrays at every step"
        )


_BY_NAME = {"sgd": SGD}


def get(optimizer: str | Optimizer) -> Optimizer:
    """Return a fresh optimizer of that name with its defaults; an optimizer is itself.

    >>> get("sgd").learning_rate
    0.01
    """
    if isinstance(optimizer, str):
        return look_up("optimizer", optimizer, _BY_NAME)()
    if isinstance(optimizer, type) or not hasattr(optimizer, "apply"):
        raise TypeError(f"an optimizer must be a name or have an apply method, but it is {optimizer!r}; write SGD()")
    return optimizer
