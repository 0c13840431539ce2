"""Conv2D: a layer of filters that slide over images, and learn what to look for.

``np.errstate(under="ignore")`` matters only where NumPy is told to raise on underflow: a product that is too small for
its dtype is 0, which is right.
"""

from collections.abc import Sequence
from types import ModuleType
from typing import Any

import numpy as np

from handmade.activations import ActivationFunction
from handmade.array_types import Array, Seed
from handmade.convolution import patches
from handmade.convolution.window import Window, pair, require_images, require_padding
from handmade.initializers import Initializer
from handmade.layers.kernel_layer import KernelLayer
from handmade.layers.layer import quiet, sum_over_examples
from handmade.validation import require_positive_integer


class Conv2D(KernelLayer):
    r"""Filters that look at every place of an image with the same few weights.

    .. math:: z_{pqf} = b_f + \sum_{i, j, c} x_{s_h p + i,\, s_w q + j,\, c} \; w_{ijcf}, \qquad a = g(z)

    where :math:`s_h` and :math:`s_w` are the strides, down and to the right. A filter spans all channels of its input,
    and its answers are one channel of the output. As everywhere in the field, "convolution" means a correlation here:
    the kernel is not flipped. ``padding="same"`` keeps the size of the image, divided by the strides and rounded up.

    ``arithmetic`` is the module that computes. Set ``layer.arithmetic = plain`` to run the readable version; both give
    the same answers.

    Keras: ``keras.layers.Conv2D``, without ``data_format``, ``dilation_rate`` and ``groups``, which stand before
    ``activation`` there: from it on, write the names.
    Source: LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document recognition, section
    II.A.
    Explained in :ref:`ch-convolutional-networks`, its way back in :ref:`ch-backpropagation`.
    Raises ``ValueError`` where x has not four axes, has other channels than the kernel, or is smaller than it.
    Shapes: (m, height, width, channels) in, (m, h_out, w_out, filters) out; ``kernel`` (kh, kw, channels, filters),
    ``bias`` (filters,).

    >>> layer = Conv2D(1, 3)
    >>> layer.build((5, 5, 1))
    >>> layer.set_weights([np.ones((3, 3, 1, 1)), [1.0]])
    >>> layer(np.eye(5).reshape(1, 5, 5, 1))[0, ..., 0]
    array([[4., 3., 2.],
           [3., 4., 3.],
           [2., 3., 4.]], dtype=float32)
    """

    arithmetic: ModuleType = patches

    def __init__(
        self,
        filters: int,
        kernel_size: int | Sequence[int],
        strides: int | Sequence[int] = (1, 1),
        padding: str = "valid",
        *,
        activation: str | ActivationFunction | None = None,
        use_bias: bool = True,
        kernel_initializer: str | Initializer = "glorot_uniform",
        bias_initializer: str | Initializer = "zeros",
        seed: Seed = None,
        dtype: str = "float32",
    ) -> None:
        super().__init__(activation, use_bias, kernel_initializer, bias_initializer, seed, dtype)
        self.filters = require_positive_integer("filters", filters)
        self.kernel_size, self.strides = pair("kernel_size", kernel_size), pair("strides", strides)
        self.padding = require_padding(padding)
        self._window = Window(self.kernel_size, self.strides, self.padding)
        self._x: Array

    def build(self, input_shape: tuple[int, ...], seed: Seed = None) -> None:
        """Draw the kernel and the bias for images of ``input_shape`` = (height, width, channels)."""
        if len(input_shape) != 3:
            raise ValueError(
                f"Conv2D takes images, but one example has shape {tuple(input_shape)}; "
                "give it (height, width, channels), for gray images of 28 by 28 (28, 28, 1)"
            )
        self.draw((*self.kernel_size, require_positive_integer("channels", input_shape[-1]), self.filters), seed)

    @quiet
    def __call__(self, x: Array, training: bool = False) -> Array:
        """Return the activations, (m, h_out, w_out, filters), of ``x``, (m, height, width, channels)."""
        x = np.asarray(x, self.dtype)
        require_images("Conv2D", x)
        if not self.built:
            self.build(x.shape[1:])
        if x.shape[-1] != self.kernel.shape[2]:
            raise ValueError(
                f"x has shape {x.shape}, but this Conv2D layer was built for {self.kernel.shape[2]} channels, "
                "the last axis; give it as many, or make a new layer"
            )
        self._x = x
        z = self.arithmetic.correlate(x, self.kernel, self._window, self.room)
        if self.use_bias:
            # (m, h_out, w_out, filters) + (w_out, filters): the same bias in every place; NumPy is faster with a row
            z += np.tile(self.bias, (z.shape[2], 1))
        return self.bend(z)

    @quiet
    def backward_from_z(self, d_z: Array) -> Array:
        """Return dJ/dx from dJ/dz, and leave dJ/dkernel and dJ/dbias in ``gradients``."""
        x, kernel, window = self._x, self.kernel, self._window
        self.gradients = [self.arithmetic.kernel_gradient(x, d_z, window, self.room)]
        if self.use_bias:
            self.gradients.append(sum_over_examples(d_z))  # (m, h_out, w_out, filters) -> (filters,)
        if not self.needs_input_gradient:
            return d_z[:0]  # in fit nobody asks for dJ/dx: an empty array stands for it
        d_x: Array = self.arithmetic.input_gradient(d_z, kernel, window, x.shape, self.room)
        return d_x

    def get_config(self) -> dict[str, Any]:
        """Return the arguments of this layer; its weights are saved, so the initializers are not needed again."""
        return {
            "filters": self.filters,
            "kernel_size": list(self.kernel_size),
            "strides": list(self.strides),
            "padding": self.padding,
            "activation": self.activation.get_config(),
            "use_bias": self.use_bias,
            "dtype": self.dtype,
        }
