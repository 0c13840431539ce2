"""Kernel layer: what ``Dense`` and ``Conv2D`` share: a kernel, a bias, an activation."""

import numpy as np

from handmade import initializers
from handmade.activations import ActivationFunction
from handmade.array_types import Array, Seed
from handmade.initializers import Initializer
from handmade.layers.bend import BendingLayer


class KernelLayer(BendingLayer):
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
        super().__init__(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.seed = seed
        self.dtype = np.dtype(dtype).name

    def draw(self, kernel_shape: tuple[int, ...], seed: Seed) -> None:
        """Make the kernel, and a bias for each of its outputs (its last axis)."""
        rng = np.random.default_rng(seed if self.seed is None else self.seed)
        self.kernel = self.kernel_initializer(kernel_shape, rng, self.dtype)
        if self.use_bias:
            self.bias = self.bias_initializer(kernel_shape[-1:], rng, self.dtype)
        self.built = True

    @property
    def trainable_variables(self) -> list[Array]:
        """The kernel and, where there is one, the bias; empty before the layer is built."""
        if not self.built:
            return []
        return [self.kernel, self.bias] if self.use_bias else [self.kernel]
