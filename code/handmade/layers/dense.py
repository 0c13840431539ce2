"""Dense: the layer in which every unit sees every input."""

from typing import Any

import numpy as np

from handmade.activations import ActivationFunction
from handmade.array_types import Array, Seed
from handmade.initializers import Initializer
from handmade.layers.kernel_layer import KernelLayer
from handmade.layers.layer import quiet
from handmade.validation import require_positive_integer


class Dense(KernelLayer):
    r"""Every unit sees every input: a weighted sum, a bias, an activation.

    .. math:: Z = XW + b, \qquad A = g(Z), \qquad
              \frac{\partial J}{\partial W} = X^\top \frac{\partial J}{\partial Z}, \quad
              \frac{\partial J}{\partial X} = \frac{\partial J}{\partial Z} W^\top

    ``kernel`` is (n, units) and ``bias`` (units,). Used alone the layer builds itself on its first call, with its
    own ``seed``.

    Keras: ``keras.layers.Dense``, on batches of vectors, without regularizers and constraints. Source: Rumelhart,
    Hinton and Williams (1986), Learning representations by back-propagating errors. Explained in
    :ref:`ch-hello-neuron`, its way back in :ref:`ch-backpropagation`.

    >>> neuron = Dense(1)
    >>> neuron.build((1,))
    >>> neuron.set_weights([[[2.0]], [1.0]])
    >>> neuron(np.array([[3.0], [10.0]]))  # y = 2x + 1
    array([[ 7.],
           [21.]], dtype=float32)
    """

    def __init__(
        self,
        units: int,
        activation: str | ActivationFunction | None = None,
        use_bias: bool = True,
        kernel_initializer: str | Initializer = "glorot_uniform",
        bias_initializer: str | Initializer = "zeros",
        *,
        seed: Seed = None,
        dtype: str = "float32",
    ) -> None:
        super().__init__(activation, use_bias, kernel_initializer, bias_initializer, seed, dtype)
        self.units = require_positive_integer("units", units)
        self._x: Array

    def build(self, input_shape: tuple[int, ...], seed: Seed = None) -> None:
        """Draw the kernel and the bias for inputs of ``input_shape`` = (n,)."""
        if len(input_shape) != 1:
            raise ValueError(f"Dense takes vectors, but one example has shape {input_shape}; put Flatten() before it")
        self.draw((*input_shape, self.units), seed)

    @quiet
    def __call__(self, x: Array, training: bool = False) -> Array:
        """Return the activations, (m, units), of ``x``, (m, n)."""
        x = np.asarray(x, self.dtype)
        if x.ndim != 2:
            cure = "write x.reshape(-1, 1) for m examples of one number" if x.ndim < 2 else "flatten it with Flatten()"
            raise ValueError(f"Dense takes x of shape (m, n), but it has shape {x.shape}; {cure}")
        if not self.built:
            self.build(x.shape[1:])
        if x.shape[1] != len(self.kernel):
            raise ValueError(
                f"x has shape {x.shape}, but this Dense layer was built for {len(self.kernel)} inputs per example; "
                "give it as many, or make a new layer"
            )
        self._x = x
        # (m, n) @ (n, units) -> (m, units)
        z = np.matmul(x, self.kernel, out=self.room("z", (len(x), self.units), self.dtype))
        if self.use_bias:
            z += self.bias  # (m, units) + (units,): every row of the batch gets the same bias
        return self.bend(z)

    @quiet
    def backward_from_z(self, d_z: Array) -> Array:
        """Return dJ/dx, (m, n), from dJ/dz, (m, units), and leave dJ/dkernel and dJ/dbias in ``gradients``."""
        x, kernel = self._x, self.kernel
        # (n, m) @ (m, units) -> (n, units)
        self.gradients = [np.matmul(x.T, d_z, out=self.room("d_kernel", kernel.shape, self.dtype))]
        if self.use_bias:
            # (m, units) -> (units,): every row shares the bias
            self.gradients.append(np.add.reduce(d_z, axis=0, out=self.room("d_bias", (self.units,), self.dtype)))
        if not self.needs_input_gradient:
            return d_z[:0]  # in fit nobody asks for dJ/dx: an empty array stands for it
        # (m, units) @ (units, n) -> (m, n)
        return np.matmul(d_z, kernel.T, out=self.room("d_x", x.shape, self.dtype))

    def get_config(self) -> dict[str, Any]:
        """Return the arguments of this layer; its weights are saved, so the initializers are not needed again."""
        return {
            "units": self.units,
            "activation": self.activation.get_config(),
            "use_bias": self.use_bias,
            "dtype": self.dtype,
        }
