"""Activation: what every bend after the weighted sum can do, and the plainest of them, which does not bend.

``z`` is the pre-activation, ``upstream`` is dJ/da. ``out`` is an array of the shape and dtype of ``z`` to write the
answer into, as NumPy's functions have it; it may be ``z`` or ``upstream`` itself. Without it the answer is a new array.
``a`` is the activation of ``z``, where the caller still has it: the slopes of some are computed from it.
``np.errstate(under="ignore")`` matters only where NumPy is told to raise on underflow: a number that is too small for
its dtype is 0, which is right.
"""

from typing import Any, Protocol

import numpy as np

from handmade.array_types import Array
from handmade.validation import as_float

Config = dict[str, str | float]


class ActivationFunction(Protocol):
    """What a layer asks of an activation; ``name`` is what ``get`` knows it by. Explained in :ref:`ch-sigmoid`."""

    name: str

    def __call__(self, z: Array, *, out: Array | None = None) -> Array: ...

    def gradient(
        self, z: Array, upstream: Array | float = 1.0, *, out: Array | None = None, a: Array | None = None
    ) -> Array: ...

    def get_config(self) -> Config: ...


class Elementwise:
    """What activations share that bend every number by itself: the chain rule is one product.

    Each of them is two formulas, ``bend`` and ``slope``, of an array of floats.
    """

    name: str

    @np.errstate(under="ignore", over="ignore")  # an exponential may overflow, where 1 / ∞ = 0 is the right answer
    def __call__(self, z: Array, *, out: Array | None = None) -> Array:
        """Return the activation of ``z``, in its shape."""
        return self.bend(as_float(z), out)

    @np.errstate(under="ignore")
    def gradient(
        self, z: Array, upstream: Array | float = 1.0, *, out: Array | None = None, a: Array | None = None
    ) -> Array:
        """Return dJ/dz = ``upstream`` * da/dz, the shape and dtype of ``z``; by default the slopes da/dz."""
        z = as_float(z)
        require_upstream(z, upstream)
        return np.multiply(upstream, self.slope(z, a), out=out, dtype=z.dtype)

    def bend(self, z: Array, out: Array | None) -> Array:
        """Return a, in ``out`` if it is given."""
        raise NotImplementedError

    def slope(self, z: Array, a: Array | None) -> Array:
        """Return da/dz, where possible from ``a``, the activation of ``z``."""
        raise NotImplementedError

    def get_config(self) -> Config:
        """Return the name and the parameters, from which ``get`` makes the activation again."""
        return {"name": self.name} | vars(self)


class Linear(Elementwise):
    """No bend: a = z.

    Keras: ``keras.activations.linear``.
    Explained in :ref:`ch-hello-neuron`.

    >>> linear(np.array([-2.0, 3.0]))
    array([-2.,  3.])
    """

    name = "linear"

    def bend(self, z: Array, out: Array | None) -> Array:
        """Return a copy of ``z``, so that changing the answer changes nothing else."""
        return into(out, z)

    def slope(self, z: Array, a: Array | None) -> Array:
        """Return 1 for every entry."""
        return np.ones_like(z)


class Adapted:
    """An activation of the reader's own, which knows ``z`` and ``upstream`` only, in the company of the others."""

    def __init__(self, own: Any) -> None:
        self.own, self.name = own, str(getattr(own, "name", type(own).__name__))

    def __call__(self, z: Array, *, out: Array | None = None) -> Array:
        """Return what the reader's activation makes of ``z``."""
        return into(out, self._checked(self.own(z), z, "returned"))

    def gradient(
        self, z: Array, upstream: Array | float = 1.0, *, out: Array | None = None, a: Array | None = None
    ) -> Array:
        """Return the vector-Jacobian product of the reader's activation."""
        return into(out, self._checked(self.own.gradient(z, upstream), z, "has a gradient of"))

    def get_config(self) -> Config:
        """Refuse: a file cannot tell how to make it again."""
        raise ValueError(
            f"the activation {self.name} is not one of handmade's, so a file cannot tell how to make it again; "
            "save the arrays of model.get_weights() with np.savez instead"
        )

    def _checked(self, answer: Array, z: Array, gives: str) -> Array:
        if np.shape(answer) != np.shape(z):  # would broadcast into ``out`` without a word
            raise ValueError(
                f"your activation {self.name} {gives} shape {np.shape(answer)}, but z has shape {np.shape(z)}; "
                "give one number for every entry of z"
            )
        return answer


def into(out: Array | None, values: Array | float) -> Array:
    """Return ``values`` in ``out``, or in a new array.

    >>> box = np.zeros(2)
    >>> into(box, np.array([1.0, 2.0])) is box
    True
    """
    if out is None:
        return np.array(values)
    np.copyto(out, values, casting="same_kind")
    return out


def require_upstream(z: Array, upstream: Array | float) -> None:
    """Refuse slopes of another shape than ``z``, which would broadcast without a word."""
    if isinstance(upstream, float):
        return
    if np.asarray(upstream).shape not in ((), z.shape):
        raise ValueError(
            f"upstream has shape {np.shape(upstream)} but z has shape {z.shape}; "
            "upstream is dJ/da, one slope for every entry of z"
        )


linear = Linear()
