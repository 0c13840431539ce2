"""Kernel layer: what ``Dense`` and ``Conv2D`` share: a kernel, a bias, an activation."""

import numpy as np

from handmade import activations, initializers
from handmade.activations import ActivationFunction
from handmade.array_types import Array, Seed
from handmade.initializers import Initializer
from handmade.layers.layer import Layer, require_slopes


class KernelLayer(Layer):
    """A layer that multiplies by a ``kernel``, adds a ``bias`` and bends the sum ``z`` with an ``activation``."""

    kernel: Array
    bias: Array
    dtype: str

    def __init__(
        self,
        activation: str | ActivationFunction | None,
        use_bias: bool,
        kernel_initializer: str | Initializer,
        bias_initializer: str | Initializer,
        seed: Seed,
        dtype: str,
    ) -> None:
        super().__init__()
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.seed = seed
        self.dtype = np.dtype(dtype).name
        self.z: Array | None = None  # the pre-activation of the last call

    def draw(self, kernel_shape: tuple[int, ...], seed: Seed) -> None:
        """Make the kernel, and a bias for each of its outputs (its last axis)."""
        rng = np.random.default_rng(seed if self.seed is None else self.seed)
        self.kernel = self.kernel_initializer(kernel_shape, rng, self.dtype)
        if self.use_bias:
            self.bias = self.bias_initializer(kernel_shape[-1:], rng, self.dtype)
        self.built = True

    def bend(self, z: Array) -> Array:
        """Return the activations of ``z``; both are remembered for the way back."""
        self.z = z
        if self.leaves_activation:
            return z
        self.a = self.activation(z, out=self.room("a", z.shape, self.dtype))
        return self.a.copy() if self.lent is None else self.a

    def backward(self, d_out: Array) -> Array:
        """Return dJ/dx from ``d_out`` = dJ/dout; leave dJ/dkernel and dJ/dbias in ``gradients``."""
        z = require_slopes(d_out, self.z)
        d_out, room = np.asarray(d_out, self.dtype), self.room("d_z", z.shape, self.dtype)
        return self.backward_from_z(self.activation.gradient(z, d_out, out=room, a=self.a))

    def backward_from_z(self, d_z: Array) -> Array:
        """Do the part of ``backward`` before the activation; losses that know dJ/dz enter here."""
        raise NotImplementedError

    @property
    def trainable_variables(self) -> list[Array]:
        """The kernel and, where there is one, the bias; empty before the layer is built."""
        if not self.built:
            return []
        return [self.kernel, self.bias] if self.use_bias else [self.kernel]
