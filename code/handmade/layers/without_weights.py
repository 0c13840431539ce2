"""Layers without weights: the shape that comes in, a bend of its own, and rows laid end to end."""

import math
from typing import Any

import numpy as np

from handmade.activations import ActivationFunction
from handmade.array_types import Array
from handmade.layers.bend import BendingLayer
from handmade.layers.layer import Layer, last_output
from handmade.validation import as_float, require_positive_integer


class Input(Layer):
    """The shape of one example, without the batch: what a Sequential needs to be built at once.

    Keras: ``keras.Input``. Explained in :ref:`ch-hello-neuron`.

    >>> Input((784,)).shape
    (784,)
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        super().__init__()
        if not isinstance(shape, tuple | list):
            raise TypeError(f"shape must be a tuple, but it is {shape!r}; write Input(({shape},))")
        self.shape = tuple(require_positive_integer("shape", n) for n in shape)

    def __call__(self, x: Array, training: bool = False) -> Array:
        """Return a copy of ``x``, once its examples have the promised shape."""
        x = np.asarray(x)
        if x.shape[1:] != self.shape:
            raise ValueError(
                f"x has shape {x.shape}, but Input promised ({', '.join(['m', *map(str, self.shape)])}); "
                "give examples of that shape, or change Input"
            )
        return x.copy()

    def backward(self, d_out: Array) -> Array:
        """Return a copy of ``d_out``."""
        return np.array(d_out)

    def get_config(self) -> dict[str, Any]:
        """Return the arguments of this layer."""
        return {"shape": list(self.shape)}


class Activation(BendingLayer):
    """An activation as a layer of its own: nothing to learn.

    Keras: ``keras.layers.Activation``. Explained in :ref:`ch-sigmoid`.

    >>> Activation("relu")(np.array([[-1.0, 2.0]]))
    array([[0., 2.]])
    """

    def __init__(self, activation: str | ActivationFunction) -> None:
        super().__init__(activation)

    def __call__(self, x: Array, training: bool = False) -> Array:
        """Return the activations, the shape of ``x``."""
        return self.bend(as_float(x))

    def backward_from_z(self, d_z: Array) -> Array:
        """Return ``d_z``: x is the pre-activation itself."""
        return d_z

    def get_config(self) -> dict[str, Any]:
        """Return the arguments of this layer."""
        return {"activation": self.activation.get_config()}


class Flatten(Layer):
    """Every example becomes one long vector, row after row.

    Keras: ``keras.layers.Flatten``. Explained in :ref:`ch-digits`.

    >>> Flatten()(np.zeros((2, 28, 28))).shape
    (2, 784)
    """

    def __init__(self) -> None:
        super().__init__()
        self._out: Array | None = None

    def __call__(self, x: Array, training: bool = False) -> Array:
        """Return ``x``, (m, …), as (m, n): a copy, but in ``fit``, where the same memory in another shape will do."""
        x = np.asarray(x)
        if x.ndim == 0:
            raise ValueError("Flatten takes a batch of examples, (m, …), but x is one number; write [[x]]")
        self._shape, self._out = x.shape, x.reshape(len(x), math.prod(x.shape[1:]))
        return self._out.copy() if self.lent is None else self._out

    def backward(self, d_out: Array) -> Array:
        """Return ``d_out`` in the shape of ``x``."""
        last_output(self._out, d_out)
        return (np.array(d_out) if self.lent is None else d_out).reshape(self._shape)
