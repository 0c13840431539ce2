"""Bend: the activation inside a layer, on its way forward and back."""

import numpy as np

from handmade import activations
from handmade.activations import ActivationFunction
from handmade.activations.base import Elementwise
from handmade.array_types import Array
from handmade.layers.layer import Layer, last_output


class BendingLayer(Layer):
    """A layer that ends in an activation; it remembers ``z`` and, unless the loss computes it, ``a``."""

    def __init__(self, activation: str | ActivationFunction | None) -> None:
        super().__init__()
        self.activation = activations.get(activation)
        self.z: Array | None = None  # the pre-activation of the last call, (m, …)
        self.a: Array | None = None  # its activation

    def bend(self, z: Array) -> Array:
        """Return the activation of ``z``, the shape of ``z``: a copy, so that nobody can change what is remembered."""
        self.z, self.a = z, None
        if self.leaves_activation:
            return z
        room = self.room("a", z.shape, z.dtype)
        if self.lent is None:
            self.a = self.activation(z, out=room)
            return self.a.copy()
        # z is what it should be, so the formula will do; activations that are more than that check it all the same
        own = self.activation
        self.a = own.bend(z, room) if isinstance(own, Elementwise) else own(z, out=room)
        return self.a

    def unbend(self, d_out: Array) -> Array:
        """Return dJ/dz from ``d_out`` = dJ/da, both of the shape of ``z``."""
        z = last_output(self.z, d_out)
        d_a, room = np.asarray(d_out, z.dtype), self.room("d_z", z.shape, z.dtype)
        if self.lent is not None and isinstance(self.activation, Elementwise):
            d_z: Array = np.multiply(d_a, self.activation.slope(z, self.a), out=room)
            return d_z
        return self.activation.gradient(z, d_a, out=room, a=self.a)

    def backward(self, d_out: Array) -> Array:
        """Return dJ/dx from ``d_out`` = dJ/dout, and leave ``gradients``."""
        return self.backward_from_z(self.unbend(d_out))

    def backward_from_z(self, d_z: Array) -> Array:
        """Do the part of ``backward`` before the activation; losses that know dJ/dz enter here."""
        raise NotImplementedError
