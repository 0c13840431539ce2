"""Base: what every optimizer does around its formula.

A step asks for the learning rate, clips the gradients, adds a change to each variable in place, and is counted.
The change is the method ``_change`` of the optimizer: its formula, and all that tells it from the others.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Literal, Protocol

import numpy as np

from handmade.array_types import Array
from handmade.optimizers._checks import (
    are_the_same,
    paired_slopes,
    require_changeable,
    require_clipping,
    require_learning_rate,
    require_learning_rate_at,
    too_large,
)
from handmade.optimizers.clipping import clip_by_norm, clip_by_value, scaled, shrinking_factor
from handmade.optimizers.schedules import Schedule

Memory = tuple[Array, ...]  # what an optimizer remembers about one variable, in arrays of its shape


class Optimizer(Protocol):
    """What a model asks of an optimizer: steps, and how long they are. Explained in :ref:`ch-gradient-descent`."""

    learning_rate: float

    def apply(self, gradients: Sequence[Array], variables: Sequence[Array]) -> None: ...


class BaseOptimizer(ABC):
    """A learning rate, a count of steps, clipping, and a memory for each variable.

    ``clipnorm``, ``clipvalue`` and ``global_clipnorm`` are those of :mod:`handmade.optimizers.clipping`: one of
    them at most. ``iterations`` counts the steps taken.

    Keras: ``keras.optimizers.Optimizer``, without its averages of the weights (``use_ema``), its accumulation of
    gradients, and its ``weight_decay``, which AdamW has here.
    Explained in :ref:`ch-optimizers`.
    """

    may_overwrite = False  # fit says True: the gradients that it computes anew at every step are of no use after it

    def __init__(
        self,
        learning_rate: float | Schedule,
        clipnorm: float | None,
        clipvalue: float | None,
        global_clipnorm: float | None,
    ) -> None:
        self.learning_rate = learning_rate
        require_clipping(clipnorm=clipnorm, clipvalue=clipvalue, global_clipnorm=global_clipnorm)
        self.clipnorm, self.clipvalue, self.global_clipnorm = clipnorm, clipvalue, global_clipnorm
        self.iterations = 0
        self._variables: list[Array] = []
        self._memories: list[Memory] = []
        self._paired: Sequence[Array] = ()  # the gradients of the last step, which fit its variables

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next step; assign a number or a schedule to change it."""
        if callable(self._learning_rate):
            return require_learning_rate_at(self.iterations, self._learning_rate(self.iterations))
        return self._learning_rate

    @learning_rate.setter
    def learning_rate(self, learning_rate: float | Schedule) -> None:
        self._learning_rate = learning_rate if callable(learning_rate) else require_learning_rate(learning_rate)

    def apply(self, gradients: Sequence[Array], variables: Sequence[Array]) -> None:
        """Take one step: change every variable in place by its gradient, which stays as it is.

        (In ``fit``, which sets ``may_overwrite``, it is written over.)
        Raises ``ValueError`` where the lists do not pair up, where the optimizer remembers other variables, and
        where numbers become too large for the dtype (not where the caller's ``np.errstate`` ignores that, as in
        ``fit``, which reports the loss); ``TypeError`` for variables that are not arrays of floats.
        """
        if len(gradients) != len(variables):
            raise ValueError(f"there are {len(gradients)} gradients for {len(variables)} variables; give one for each")
        if not are_the_same(self._variables, variables):
            self._start(variables)
        if not self._variables:  # Keras does not count such a step, either
            return
        if self.may_overwrite:  # fit looks at the loss and at the weights itself
            self._step(gradients, variables)
        else:
            self._careful_step(gradients, variables)
        self.iterations += 1

    def _step(self, gradients: Sequence[Array], variables: Sequence[Array]) -> None:
        """Clip the gradients, and change the variables."""
        if not are_the_same(self._paired, gradients):  # in fit they are: every step writes into the same memory
            self._paired = paired_slopes(gradients, variables)
        learning_rate, slopes = self.learning_rate, self._clip(self._paired)
        for w, g, memory in zip(variables, slopes, self._memories, strict=True):
            w += self._change(w, g, learning_rate, memory, g if self.may_overwrite else None)

    def _careful_step(self, gradients: Sequence[Array], variables: Sequence[Array]) -> None:
        """Take the step, and say so where numbers become too large, unless the caller ignores that."""
        large: Literal["ignore", "raise"] = "ignore" if np.geterr()["over"] == "ignore" else "raise"
        try:
            with np.errstate(over=large, divide=large, invalid=large, under="ignore"):  # what rounds to 0 is 0
                self._step(gradients, variables)
        except FloatingPointError as error:
            raise ValueError(too_large(error, gradients, self.learning_rate)) from error

    def _start(self, variables: Sequence[Array]) -> None:
        """Begin to remember ``variables``; a memory of others would be of no use to them."""
        if any(self._memories):
            raise ValueError(
                "this optimizer remembers the steps of other variables; make a new optimizer for every model, "
                "and pass the same arrays at every step"
            )
        require_changeable(variables)
        self._paired = ()
        self._variables, self._memories = list(variables), [self._first_memory(w) for w in variables]

    def _clip(self, slopes: Sequence[Array]) -> Iterable[Array]:
        if self.clipnorm is not None:
            return (clip_by_norm(g, self.clipnorm) for g in slopes)
        if self.clipvalue is not None:
            return (clip_by_value(g, self.clipvalue) for g in slopes)
        if self.global_clipnorm is not None:
            factor = shrinking_factor(slopes, self.global_clipnorm)
            return (scaled(g, factor) for g in slopes)
        return slopes

    @abstractmethod
    def _first_memory(self, w: Array) -> Memory:
        """Return what the optimizer remembers about ``w`` before the first step."""

    @abstractmethod
    def _change(self, w: Array, g: Array, learning_rate: float, memory: Memory, room: Array | None) -> Array:
        """Return what this step adds to ``w``, whose gradient is ``g``, and bring ``memory`` up to date.

        The last use of ``g`` may write its result into ``room``: ``g`` itself where nobody needs it afterwards.
        """
        # Not more than three new arrays at a time. With a fourth, glibc, the C library of most Linux systems, hands
        # the memory back at the end of every step and asks for it again at the next: a step of Adam with 100,352
        # weights then took ten times as long (2.4 ms instead of 0.24 ms), of which the arithmetic was 0.02 ms.


def zeros(w: Array, count: int) -> Memory:
    """Return ``count`` arrays of zeros like ``w``.

    >>> zeros(np.ones(2), 2)
    (array([0., 0.]), array([0., 0.]))
    """
    return tuple(np.zeros_like(w) for _ in range(count))
