"""Adam: momentum, a step size for every weight, and a fair start; AdamW adds a pull of the weights towards 0.

Both square the slopes; what becomes of those beyond 1.8e19, the module ``adaptive`` says.
"""

import numpy as np

from handmade.array_types import Array
from handmade.optimizers._checks import require_not_negative, require_positive, require_share
from handmade.optimizers.base import BaseOptimizer, Memory, zeros
from handmade.optimizers.schedules import Schedule


class Adam(BaseOptimizer):
    r"""Momentum and RMSprop together, without the bias of memories that start at 0.

    .. math:: m \leftarrow m + (1 - \beta_1)(g - m), \qquad v \leftarrow v + (1 - \beta_2)(g^2 - v), \qquad
              w \leftarrow w - \alpha \frac{\sqrt{1 - \beta_2^t}}{1 - \beta_1^t} \cdot \frac{m}{\sqrt{v} + \epsilon}

    It remembers m and v, fading averages of g and g², and t, the number of the step from 1. The first step is
    :math:`\alpha g / (|g| + \epsilon / \sqrt{1 - \beta_2})`: almost α against the sign of g, unless the slope is as
    small as 3e-6. With ``amsgrad`` the largest v so far takes the place of v.

    Keras: ``keras.optimizers.Adam``.
    Source: Kingma and Ba (2015), Adam: a method for stochastic optimization, section 2, just before 2.1; amsgrad:
    Reddi, Kale and Kumar (2018), On the convergence of Adam and beyond, algorithm 2.
    Explained in :ref:`ch-optimizers`.
    Raises ``ValueError`` for numbers out of their range.

    >>> w = np.array([2.0, 2.0])
    >>> Adam(learning_rate=0.1).apply([np.array([40.0, -400.0])], [w])
    >>> w.round(4)
    array([1.9, 2.1])
    """

    def __init__(
        self,
        learning_rate: float | Schedule = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        amsgrad: bool = False,
        *,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
    ) -> None:
        super().__init__(learning_rate, clipnorm, clipvalue, global_clipnorm)
        self.beta_1, self.beta_2 = require_share("beta_1", beta_1, 0.9), require_share("beta_2", beta_2, 0.999)
        self.epsilon = require_positive("epsilon", epsilon, 1e-7)
        self.amsgrad = amsgrad

    def _first_memory(self, w: Array) -> Memory:
        return zeros(w, 3 if self.amsgrad else 2)

    def _change(self, w: Array, g: Array, learning_rate: float, memory: Memory, room: Array | None) -> Array:
        m, v = memory[:2]
        m += (1 - self.beta_1) * (g - m)
        v += (1 - self.beta_2) * (g * g - v)
        if self.amsgrad:
            v = np.maximum(memory[2], v, out=memory[2])
        t = self.iterations + 1
        beta_1, beta_2 = w.dtype.type(self.beta_1), w.dtype.type(self.beta_2)  # as exact as the weights, as in Keras
        alpha: float = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
        size = np.sqrt(v)
        size += self.epsilon
        return -alpha * m / size


class AdamW(Adam):
    r"""Adam whose weights also shrink a little at every step, biases included.

    .. math:: w \leftarrow w - \alpha \lambda w - \text{(Adam's step)}

    The shrinking stands beside Adam's step ("decoupled"), so that no root divides it, as it would divide the gradient
    of an L2 penalty. The first step is Adam's and the share α·λ of w.

    Keras: ``keras.optimizers.AdamW``, whose λ = ``weight_decay`` is multiplied by the learning rate, too.
    Source: Loshchilov and Hutter (2019), Decoupled weight decay regularization, algorithm 2.
    Explained in :ref:`ch-optimizers`.
    Raises ``ValueError`` for numbers out of their range.

    >>> w = np.array([2.0])
    >>> AdamW(learning_rate=0.1, weight_decay=0.5).apply([np.zeros(1)], [w])  # 2 - 0.1 * 0.5 * 2
    >>> w
    array([1.9])
    """

    def __init__(
        self,
        learning_rate: float | Schedule = 0.001,
        weight_decay: float = 0.004,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        amsgrad: bool = False,
        *,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
    ) -> None:
        super().__init__(
            learning_rate,
            beta_1,
            beta_2,
            epsilon,
            amsgrad,
            clipnorm=clipnorm,
            clipvalue=clipvalue,
            global_clipnorm=global_clipnorm,
        )
        self.weight_decay = require_not_negative("weight_decay", weight_decay)

    def _change(self, w: Array, g: Array, learning_rate: float, memory: Memory, room: Array | None) -> Array:
        return super()._change(w, g, learning_rate, memory, room) - learning_rate * self.weight_decay * w
