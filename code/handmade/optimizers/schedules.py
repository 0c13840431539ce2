"""Schedules: learning rates that change from step to step.

A schedule is called with the number of steps taken so far, from 0, and returns the learning rate of the next one. Any
function of one number will do: ``SGD(learning_rate=lambda step: 0.1 / (step + 1))``.
"""

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import TypeAlias

from handmade.optimizers._checks import require_not_negative, require_positive
from handmade.validation import require_number

Schedule: TypeAlias = Callable[[int], float]


class ExponentialDecay:
    r"""The same share less in every ``decay_steps`` steps.

    .. math:: \alpha(t) = \alpha_0 \, r^{t/T}, \qquad r = \text{decay\_rate}, \; T = \text{decay\_steps}

    With ``staircase`` t/T is rounded down: the rate keeps still for T steps, then falls.

    Keras: ``keras.optimizers.schedules.ExponentialDecay``.
    Source: Senior, Heigold, Ranzato and Yang (2013), An empirical study of learning rates in deep neural networks for
    speech recognition.
    Explained in :ref:`ch-optimizers`.
    Raises ``ValueError`` for numbers that are not positive, and where a rate that grows becomes too large.

    >>> ExponentialDecay(0.1, decay_steps=10, decay_rate=0.5)(20)
    0.025
    """

    def __init__(
        self, initial_learning_rate: float, decay_steps: float, decay_rate: float, staircase: bool = False
    ) -> None:
        self.initial_learning_rate = require_initial(initial_learning_rate)
        self.decay_steps = require_positive("decay_steps", decay_steps, 1000)
        self.decay_rate = require_positive("decay_rate", decay_rate, 0.9)
        self.staircase = staircase

    def __call__(self, step: float) -> float:
        """Return the learning rate after ``step`` steps."""
        periods = require_step(step) / self.decay_steps
        try:
            return self.initial_learning_rate * self.decay_rate ** (math.floor(periods) if self.staircase else periods)
        except OverflowError as error:
            raise ValueError(
                f"the learning rate for step {step} is too large for a float: decay_rate={self.decay_rate} makes it "
                "grow; give a decay_rate of at most 1"
            ) from error


class InverseTimeDecay:
    r"""Divided by a number that grows evenly: half, a third, a quarter …

    .. math:: \alpha(t) = \frac{\alpha_0}{1 + r\, t/T}, \qquad r = \text{decay\_rate}, \; T = \text{decay\_steps}

    With ``staircase`` t/T is rounded down.

    Keras: ``keras.optimizers.schedules.InverseTimeDecay``.
    Source: Robbins and Monro (1951), A stochastic approximation method, section 2, for steps that fall as 1/t.
    Explained in :ref:`ch-optimizers`.
    Raises ``ValueError`` for numbers that are not positive.

    >>> InverseTimeDecay(0.1, decay_steps=10, decay_rate=0.5)(20)
    0.05
    """

    def __init__(
        self, initial_learning_rate: float, decay_steps: float, decay_rate: float, staircase: bool = False
    ) -> None:
        self.initial_learning_rate = require_initial(initial_learning_rate)
        self.decay_steps = require_positive("decay_steps", decay_steps, 1000)
        self.decay_rate = require_positive("decay_rate", decay_rate, 0.5)
        self.staircase = staircase

    def __call__(self, step: float) -> float:
        """Return the learning rate after ``step`` steps."""
        periods = require_step(step) / self.decay_steps
        return self.initial_learning_rate / (1 + self.decay_rate * (math.floor(periods) if self.staircase else periods))


class PiecewiseConstantDecay:
    r"""One value up to the first boundary, the next up to the second, and so on.

    .. math:: \alpha(t) = v_i \quad \text{with } i \text{ the number of boundaries } b_j < t

    A boundary itself belongs to the value before it.

    Keras: ``keras.optimizers.schedules.PiecewiseConstantDecay``.
    Source: He, Zhang, Ren and Sun (2016), Deep residual learning for image recognition, section 4.2: a tenth after
    32,000 steps, and again after 48,000.
    Explained in :ref:`ch-optimizers`.
    Raises ``ValueError`` where the values are not one more than the boundaries, where one is negative, or where the
    boundaries do not rise.

    >>> schedule = PiecewiseConstantDecay(boundaries=[100, 200], values=[0.1, 0.01, 0.001])
    >>> schedule(100), schedule(101), schedule(201)
    (0.1, 0.01, 0.001)
    """

    def __init__(self, boundaries: Sequence[float], values: Sequence[float]) -> None:
        if len(values) != len(boundaries) + 1:
            raise ValueError(
                f"there are {len(values)} values for {len(boundaries)} boundaries, but there must be one more value "
                "than boundaries; the last value is for all steps after the last boundary"
            )
        self.boundaries = [require_number(f"boundaries[{i}]", b) for i, b in enumerate(boundaries)]
        self.values = [require_not_negative(f"values[{i}]", value) for i, value in enumerate(values)]
        if any(b >= c for b, c in zip(self.boundaries, self.boundaries[1:], strict=False)):
            raise ValueError(f"boundaries must rise, but they are {list(boundaries)}; sort them, each one once")

    def __call__(self, step: float) -> float:
        """Return the learning rate after ``step`` steps."""
        return self.values[bisect_left(self.boundaries, require_step(step))]


class PolynomialDecay:
    r"""Down to ``end_learning_rate`` in ``decay_steps`` steps: along a straight line, or a power of one.

    .. math:: \alpha(t) = (\alpha_0 - \alpha_T) \left(1 - \frac{\min(t, T)}{T}\right)^p + \alpha_T

    where :math:`\alpha_T = \text{end\_learning\_rate}`, :math:`T = \text{decay\_steps}` and
    :math:`p = \text{power}`. With ``cycle`` it begins anew after T steps, at a height that halves, thirds, …: T is
    then the first multiple of ``decay_steps`` that t has not passed.

    Keras: ``keras.optimizers.schedules.PolynomialDecay``.
    Source: Goodfellow, Bengio and Courville (2016), Deep learning, equation 8.14, for p = 1.
    Explained in :ref:`ch-optimizers`.
    Raises ``ValueError`` for numbers out of their range.

    >>> schedule = PolynomialDecay(0.3, decay_steps=10, end_learning_rate=0.1)
    >>> round(schedule(5), 3), schedule(10), schedule(99)
    (0.2, 0.1, 0.1)
    """

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: float,
        end_learning_rate: float = 0.0001,
        power: float = 1.0,
        cycle: bool = False,
    ) -> None:
        self.initial_learning_rate = require_initial(initial_learning_rate)
        self.decay_steps = require_positive("decay_steps", decay_steps, 1000)
        self.end_learning_rate = require_not_negative("end_learning_rate", end_learning_rate)
        self.power = require_positive("power", power, 1.0)
        self.cycle = cycle

    def __call__(self, step: float) -> float:
        """Return the learning rate after ``step`` steps."""
        step, total = require_step(step), self.decay_steps
        if self.cycle:
            total *= max(1, math.ceil(step / self.decay_steps))
        left = math.pow(1 - min(step, total) / total, self.power)
        return (self.initial_learning_rate - self.end_learning_rate) * left + self.end_learning_rate


class CosineDecay:
    r"""Half a wave from the top to the bottom, after a warm-up if you like.

    .. math:: \alpha(t) = \alpha_0 \left((1 - a) \frac{1 + \cos(\pi \min(t, T)/T)}{2} + a\right),
              \qquad a = \text{alpha}, \; T = \text{decay\_steps}

    With a ``warmup_target`` the rate first rises along a straight line from ``initial_learning_rate`` (0 may be) to
    the target in ``warmup_steps`` steps, and the wave begins there.

    Keras: ``keras.optimizers.schedules.CosineDecay``, where a ``name`` stands before these two: write their names.
    Source: Loshchilov and Hutter (2017), SGDR: stochastic gradient descent with warm restarts, equation 5; warm-up:
    Goyal et al. (2017), Accurate, large minibatch SGD, section 2.2.
    Explained in :ref:`ch-optimizers`.
    Raises ``ValueError`` for numbers out of their range, and for warm-up steps without a target.

    >>> schedule = CosineDecay(0.0, decay_steps=100, warmup_target=0.1, warmup_steps=10)
    >>> [round(schedule(step), 3) for step in (0, 5, 10, 60, 110)]
    [0.0, 0.05, 0.1, 0.05, 0.0]
    """

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: float,
        alpha: float = 0.0,
        *,
        warmup_target: float | None = None,
        warmup_steps: float = 0,
    ) -> None:
        self.decay_steps = require_positive("decay_steps", decay_steps, 1000)
        self.alpha = require_not_negative("alpha", alpha)
        self.warmup_steps = require_not_negative("warmup_steps", warmup_steps)
        if warmup_target is None:
            self.initial_learning_rate = self.top = require_initial(initial_learning_rate)
            if warmup_steps:
                raise ValueError(f"warmup_steps={warmup_steps} needs a warmup_target, the learning rate to rise to")
        else:
            self.initial_learning_rate = require_not_negative("initial_learning_rate", initial_learning_rate)
            self.top = require_positive("warmup_target", warmup_target, 0.1)

    def __call__(self, step: float) -> float:
        """Return the learning rate after ``step`` steps."""
        step = require_step(step)
        if step < self.warmup_steps:
            return self.initial_learning_rate + (self.top - self.initial_learning_rate) * step / self.warmup_steps
        done = min(step - self.warmup_steps, self.decay_steps) / self.decay_steps
        wave = (1 + math.cos(math.pi * done)) / 2
        return self.top * ((1 - self.alpha) * wave + self.alpha)


def require_initial(learning_rate: float) -> float:
    """Return the learning rate of the first step if it is positive."""
    return require_positive("initial_learning_rate", learning_rate, 0.1)


def require_step(step: float) -> float:
    """Return the number of steps taken so far if it is one number of at least 0."""
    if not isinstance(step, int):  # apply counts in plain integers, and those need no look
        step = require_number("step", step)
    if step < 0:
        raise ValueError(f"step must be at least 0, but it is {step}; the first step has the number 0")
    return step
