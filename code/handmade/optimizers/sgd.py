"""SGD: a step against the slope, and what momentum makes of it."""

import numpy as np

from handmade.array_types import Array
from handmade.optimizers._checks import require_momentum
from handmade.optimizers.base import BaseOptimizer, Memory, zeros
from handmade.optimizers.schedules import Schedule


class SGD(BaseOptimizer):
    r"""Gradient descent, with momentum if you like.

    .. math:: w \leftarrow w - \alpha g \qquad\text{or}\qquad
              v \leftarrow \beta v - \alpha g, \quad w \leftarrow w + v

    It remembers the velocity v, which starts at 0: the first step is α times the slope. With ``nesterov`` the last
    formula is :math:`w \leftarrow w + \beta v - \alpha g`, and the first step 1 + β times as long. Nesterov takes the
    slope a step ahead, where the velocity alone would lead; here w stands for the looked-ahead weight.

    Keras: ``keras.optimizers.SGD``.
    Source: Robbins and Monro (1951), A stochastic approximation method; momentum: Polyak (1964), Some methods of
    speeding up the convergence of iteration methods; nesterov: Bengio, Boulanger-Lewandowski and Pascanu (2013),
    Advances in optimizing recurrent networks, section 3.5.
    Explained in :ref:`ch-gradient-descent`.
    Raises ``ValueError`` for a learning rate that is not positive or a momentum outside [0, 1].

    >>> w = np.array([2.0])
    >>> SGD(learning_rate=0.1).apply([2 * w], [w])  # the slope of w² is 2w
    >>> w
    array([1.6])
    """

    def __init__(
        self,
        learning_rate: float | Schedule = 0.01,
        momentum: float = 0.0,
        nesterov: bool = False,
        *,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
    ) -> None:
        super().__init__(learning_rate, clipnorm, clipvalue, global_clipnorm)
        self.momentum = require_momentum(momentum)
        self.nesterov = nesterov

    def _first_memory(self, w: Array) -> Memory:
        return zeros(w, 1) if self.momentum else ()

    def _change(self, w: Array, g: Array, learning_rate: float, memory: Memory, room: Array | None) -> Array:
        step = np.multiply(g, -learning_rate, out=room)
        if not self.momentum:
            return step
        (velocity,) = memory
        velocity *= self.momentum
        velocity += step
        return self.momentum * velocity + step if self.nesterov else velocity
