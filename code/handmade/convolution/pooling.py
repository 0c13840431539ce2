"""Pooling: layers that make images smaller, by the largest or by the mean of every few pixels.

There is nothing to learn here. Without weights, these layers keep the dtype of their input.
``np.errstate(under="ignore")`` matters only where NumPy is told to raise on underflow: a number that is too small for
its dtype is 0, which is right. In the formulas :math:`s_h` and :math:`s_w` are the strides, down and to the right.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from handmade.array_types import Array
from handmade.convolution.window import Window, pair, require_images, require_padding
from handmade.layers.layer import Layer, last_output, quiet
from handmade.validation import as_float


class _Pooling2D(Layer):
    """What the two poolings share: a window, and the images that it went over."""

    _window: Window
    _x_shape: tuple[int, ...]
    _x_dtype: Any

    def __init__(
        self,
        pool_size: int | Sequence[int] = (2, 2),
        strides: int | Sequence[int] | None = None,
        padding: str = "valid",
    ) -> None:
        super().__init__()
        self.pool_size = pair("pool_size", pool_size)
        self.strides = self.pool_size if strides is None else pair("strides", strides)
        self.padding = require_padding(padding)
        self._window = Window(self.pool_size, self.strides, self.padding)

    def _look(self, x: Array, fill: float) -> list[Array]:
        """Return the taps of ``x``, with ``fill`` in its margins, and remember its shape and dtype."""
        x = as_float(x)
        require_images(type(self).__name__, x)
        self._x_shape, self._x_dtype = x.shape, x.dtype
        return self._window.taps(self._window.pad(x, fill))

    def _blank_slopes(self) -> Array:
        """Return zeros for the slopes of the images and their margins."""
        d_padded = self.room("d_x", self._window.padded_shape(self._x_shape), self._x_dtype)
        d_padded.fill(0)
        return d_padded

    def get_config(self) -> dict[str, Any]:
        """Return the arguments of this layer."""
        return {"pool_size": list(self.pool_size), "strides": list(self.strides), "padding": self.padding}


class MaxPooling2D(_Pooling2D):
    r"""Keep the largest pixel of every window, in each channel.

    .. math:: a_{pqc} = \max_{i, j} x_{s_h p + i,\, s_w q + j,\, c}

    Only the largest pixel had a part in the answer, so it alone gets the slope; of equal ones the first, row by row,
    as in TensorFlow. By default windows touch and do not overlap: ``strides`` are ``pool_size``.

    Keras: ``keras.layers.MaxPooling2D``.
    Source: Scherer, Müller and Behnke (2010), Evaluation of pooling operations in convolutional architectures for
    object recognition.
    Explained in :ref:`ch-convolutional-networks`.
    Raises ``ValueError`` where the window does not fit, or x has not four axes.
    Shapes: (m, height, width, channels) in, (m, h_out, w_out, channels) out.

    >>> image = np.array([[12, 20, 30, 0], [8, 12, 2, 0], [34, 70, 37, 4], [112, 100, 25, 12]])
    >>> MaxPooling2D()(image.reshape(1, 4, 4, 1))[0, ..., 0]
    array([[ 20.,  30.],
           [112.,  37.]])
    """

    _winner: Array | None = None  # which tap held the largest pixel, in the last call

    def __call__(self, x: Array, training: bool = False) -> Array:
        """Return the largest pixels, (m, h_out, w_out, channels)."""
        first, *others = self._look(x, fill=-np.inf)
        out = self.room("out", first.shape, first.dtype)
        larger = self.room("larger", out.shape, bool)
        self._winner = winner = self.room("winner", out.shape, np.min_scalar_type(len(others)))
        out[...] = first
        winner.fill(0)
        for k, tap in enumerate(others, start=1):
            np.greater(tap, out, out=larger)
            # The pixel's number, larger than all before it, where it won: a third of the time of winner[larger] = k
            np.maximum(winner, larger * winner.dtype.type(k), out=winner)
            np.maximum(out, tap, out=out)
        return out

    @quiet
    def backward(self, d_out: Array) -> Array:
        """Return dJ/dx, (m, height, width, channels): ``d_out`` where the largest pixels were, 0 elsewhere."""
        winner = last_output(self._winner, d_out)
        d_out, d_padded = np.asarray(d_out, self._x_dtype), self._blank_slopes()
        won = self.room("won", winner.shape, bool)
        overlap = self.strides[0] < self.pool_size[0] or self.strides[1] < self.pool_size[1]
        for k, d_tap in enumerate(self._window.taps(d_padded)):
            np.equal(winner, k, out=won)
            if overlap:  # one pixel can be the largest of several windows
                d_tap += d_out * won  # (m, h_out, w_out, channels), both
            else:
                np.multiply(d_out, won, out=d_tap)
        return self._window.crop(d_padded, *self._x_shape[1:3])


class AveragePooling2D(_Pooling2D):
    r"""Keep the mean of every window, in each channel.

    .. math:: a_{pqc} = \frac{1}{n_{pq}} \sum_{i, j} x_{s_h p + i,\, s_w q + j,\, c}

    Each of the n pixels in a window gets the same share of the slope. With ``padding="same"`` a window at the border
    holds fewer pixels; the margin does not count, as in TensorFlow.

    Keras: ``keras.layers.AveragePooling2D``, which wants ``pool_size`` written out.
    Source: LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document recognition, section
    II.B, where it is called subsampling.
    Explained in :ref:`ch-convolutional-networks`.
    Raises and shapes: those of ``MaxPooling2D``.

    >>> image = np.array([[12, 20, 30, 0], [8, 12, 2, 0], [34, 70, 37, 4], [112, 100, 25, 12]])
    >>> AveragePooling2D()(image.reshape(1, 4, 4, 1))[0, ..., 0]
    array([[13. ,  8. ],
           [79. , 19.5]])
    """

    _out: Array | None = None  # the last answer, for its shape

    @quiet
    def __call__(self, x: Array, training: bool = False) -> Array:
        """Return the means, (m, h_out, w_out, channels)."""
        first, *others = self._look(x, fill=0)
        out = self._out = self.room("out", first.shape, first.dtype)
        out[...] = first
        for tap in others:
            out += tap
        out /= self._pixels()
        return out

    @quiet
    def backward(self, d_out: Array) -> Array:
        """Return dJ/dx, (m, height, width, channels): a pixel's shares of ``d_out``, from all windows around it."""
        last_output(self._out, d_out)
        share, d_padded = np.asarray(d_out, self._x_dtype) / self._pixels(), self._blank_slopes()
        for d_tap in self._window.taps(d_padded):
            d_tap += share  # (m, h_out, w_out, channels), both
        return self._window.crop(d_padded, *self._x_shape[1:3])

    def _pixels(self) -> Array:
        """Return how many pixels of the image each window holds, (1, h_out, w_out, 1)."""
        image = np.ones((1, *self._x_shape[1:3], 1), self._x_dtype)
        pixels: Array = np.sum(self._window.taps(self._window.pad(image)), axis=0)
        return pixels  # the sum of kh * kw taps of (1, h_out, w_out, 1)


class GlobalAveragePooling2D(Layer):
    r"""Keep the mean of every channel, over the whole image: how much of a feature there is, wherever it is.

    .. math:: a_c = \frac{1}{hw} \sum_{p, q} x_{pqc}, \qquad
              \frac{\partial J}{\partial x_{pqc}} = \frac{1}{hw} \frac{\partial J}{\partial a_c}

    Keras: ``keras.layers.GlobalAveragePooling2D``.
    Source: Lin, Chen and Yan (2014), Network in network, section 3.2.
    Explained in :ref:`ch-going-deeper`.
    Raises ``ValueError`` where x has not four axes, or no pixels.
    Shapes: (m, height, width, channels) in, (m, channels) out.

    >>> GlobalAveragePooling2D()(np.array([[0.0, 2.0], [4.0, 6.0]]).reshape(1, 2, 2, 1))
    array([[3.]])
    """

    _out: Array | None = None  # the last answer, for its shape

    @quiet
    def __call__(self, x: Array, training: bool = False) -> Array:
        """Return the means, (m, channels)."""
        x = as_float(x)
        require_images("GlobalAveragePooling2D", x)
        if x.size == 0 and len(x):
            raise ValueError(f"x has shape {x.shape}, but an image without pixels has no mean")
        self._x_shape, self._x_dtype = x.shape, x.dtype
        # In two steps, for less rounding: (m, height, width, channels) -> (m, height, channels) -> (m, channels)
        self._out = x.mean(axis=2).mean(axis=1)
        return self._out

    @quiet
    def backward(self, d_out: Array) -> Array:
        """Return dJ/dx, (m, height, width, channels): the same share of ``d_out`` for every pixel."""
        last_output(self._out, d_out)
        _, height, width, _ = self._x_shape
        share = np.asarray(d_out, self._x_dtype) / (height * width)
        d_x = self.room("d_x", self._x_shape, self._x_dtype)
        d_x[...] = share[:, np.newaxis, np.newaxis]  # (m, 1, 1, channels) -> (m, height, width, channels)
        return d_x
