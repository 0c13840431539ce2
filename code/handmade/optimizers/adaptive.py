"""Adaptive optimizers: every weight has a step size of its own, found from the slopes it has seen.

All divide by the root of a sum or an average of g². In float32 a slope beyond 1.8e19 has no finite square. A direct
``apply`` refuses such a step. ``fit`` takes it, as Keras does: from then on the weight stands still or is NaN, and a
loss or, at the end of an epoch, a weight that is not finite ends the training. A slope below 1e-23 has the square 0,
beside an epsilon that is far larger anyway.
"""

import numpy as np

from handmade.array_types import Array
from handmade.optimizers._checks import require_momentum, require_not_negative, require_positive, require_share
from handmade.optimizers.base import BaseOptimizer, Memory, zeros
from handmade.optimizers.schedules import Schedule


class Adagrad(BaseOptimizer):
    r"""Smaller and smaller steps, the smaller the steeper the way has been.

    .. math:: s \leftarrow s + g^2, \qquad w \leftarrow w - \frac{\alpha g}{\sqrt{s + \epsilon}}

    It remembers s, the sum of all squares, which starts at ``initial_accumulator_value``. The first step is almost α
    against the sign of a steep slope.

    Keras: ``keras.optimizers.Adagrad``.
    Source: Duchi, Hazan and Singer (2011), Adaptive subgradient methods for online learning and stochastic
    optimization, section 1.1.
    Explained in :ref:`ch-optimizers`.
    Raises ``ValueError`` for numbers out of their range.

    >>> w = np.array([2.0, 2.0])
    >>> Adagrad(learning_rate=0.1).apply([np.array([40.0, -400.0])], [w])
    >>> w.round(4)
    array([1.9, 2.1])
    """

    def __init__(
        self,
        learning_rate: float | Schedule = 0.001,
        initial_accumulator_value: float = 0.1,
        epsilon: float = 1e-7,
        *,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
    ) -> None:
        super().__init__(learning_rate, clipnorm, clipvalue, global_clipnorm)
        self.initial_accumulator_value = require_not_negative("initial_accumulator_value", initial_accumulator_value)
        self.epsilon = require_positive("epsilon", epsilon, 1e-7)

    def _first_memory(self, w: Array) -> Memory:
        return (np.full_like(w, self.initial_accumulator_value),)

    def _change(self, w: Array, g: Array, learning_rate: float, memory: Memory, room: Array | None) -> Array:
        (s,) = memory
        s += g * g
        return -learning_rate * g / root(s, self.epsilon)


class Adadelta(BaseOptimizer):
    r"""Steps as long as those before them: the units of g cancel, and those of w remain.

    .. math:: s \leftarrow \rho s + (1 - \rho) g^2, \qquad
              \Delta = -\frac{\sqrt{u + \epsilon}}{\sqrt{s + \epsilon}}\, g, \qquad
              u \leftarrow \rho u + (1 - \rho) \Delta^2, \qquad w \leftarrow w + \alpha \Delta

    It remembers s and u, fading averages of g² and Δ², which start at 0. The first steps are tiny: α·√(ε/(1 - ρ))
    against the sign of g, 0.0014 α by default. The paper has α = 1; the default here is Keras's.

    Keras: ``keras.optimizers.Adadelta``.
    Source: Zeiler (2012), ADADELTA: an adaptive learning rate method, algorithm 1.
    Explained in :ref:`ch-optimizers`.
    Raises ``ValueError`` for numbers out of their range.

    >>> w = np.array([2.0, 2.0])
    >>> Adadelta(learning_rate=1.0).apply([np.array([40.0, -400.0])], [w])
    >>> (w - 2).round(4)
    array([-0.0014,  0.0014])
    """

    def __init__(
        self,
        learning_rate: float | Schedule = 0.001,
        rho: float = 0.95,
        epsilon: float = 1e-7,
        *,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
    ) -> None:
        super().__init__(learning_rate, clipnorm, clipvalue, global_clipnorm)
        self.rho = require_share("rho", rho, 0.95)
        self.epsilon = require_positive("epsilon", epsilon, 1e-7)

    def _first_memory(self, w: Array) -> Memory:
        return zeros(w, 2)

    def _change(self, w: Array, g: Array, learning_rate: float, memory: Memory, room: Array | None) -> Array:
        s, u = memory
        s *= self.rho
        s += (1 - self.rho) * (g * g)
        delta = -root(u, self.epsilon) * g / root(s, self.epsilon)
        u *= self.rho
        u += (1 - self.rho) * (delta * delta)
        return learning_rate * delta


class RMSprop(BaseOptimizer):
    r"""Slopes in units of their recent size, the root of their mean square.

    .. math:: s \leftarrow \rho s + (1 - \rho) g^2, \qquad w \leftarrow w - \frac{\alpha g}{\sqrt{s + \epsilon}}

    It remembers s, a fading average of g², which starts at 0: the first step is α/√(1 - ρ) against the sign of g,
    3.2 α by default. With ``momentum`` there is a velocity, as in SGD, that the steps add up in. With ``centered``
    there is a fading average a of g, too, and the variance s - a² takes the place of s; where rounding makes it less
    than 0, Keras's weights become NaN, and here it is 0.

    Keras: ``keras.optimizers.RMSprop``.
    Source: Tieleman and Hinton (2012), Neural networks for machine learning, lecture 6.5; centered: Graves (2013),
    Generating sequences with recurrent neural networks, section 4.2.
    Explained in :ref:`ch-optimizers`.
    Raises ``ValueError`` for numbers out of their range.

    >>> w = np.array([2.0, 2.0])
    >>> RMSprop(learning_rate=0.1).apply([np.array([40.0, -400.0])], [w])
    >>> (w - 2).round(3)
    array([-0.316,  0.316])
    """

    def __init__(
        self,
        learning_rate: float | Schedule = 0.001,
        rho: float = 0.9,
        momentum: float = 0.0,
        epsilon: float = 1e-7,
        centered: bool = False,
        *,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
    ) -> None:
        super().__init__(learning_rate, clipnorm, clipvalue, global_clipnorm)
        self.rho = require_share("rho", rho, 0.9)
        self.momentum = require_momentum(momentum)
        self.epsilon = require_positive("epsilon", epsilon, 1e-7)
        self.centered = centered

    def _first_memory(self, w: Array) -> Memory:
        return zeros(w, 1 + self.centered + (self.momentum > 0))

    def _change(self, w: Array, g: Array, learning_rate: float, memory: Memory, room: Array | None) -> Array:
        s = memory[0]
        s *= self.rho
        s += (1 - self.rho) * (g * g)
        if self.centered:
            a = memory[1]
            a *= self.rho
            a += (1 - self.rho) * g
            s = np.maximum(s - a * a, 0)
        step = -learning_rate * g / root(s, self.epsilon)
        if not self.momentum:
            return step
        v = memory[-1]
        v *= self.momentum
        v += step
        return v


def root(squares: Array, epsilon: float) -> Array:
    """Return the root of ``squares`` + ``epsilon``, in one new array.

    >>> root(np.array([3.0]), 1.0)
    array([2.])
    """
    added = np.add(squares, epsilon, out=np.empty_like(squares))
    return np.sqrt(added, out=added)
