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

    def _pad(self, x: Array, fill: float) -> Array:
        """Return ``x`` with ``fill`` in its margins, and remember its shape and dtype."""
        x = as_float(x)
        require_images(type(self).__name__, x)
        self._x_shape, self._x_dtype = x.shape, x.dtype
        return self._window.pad(x, fill)

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

    def __init__(
        self,
        pool_size: int | Sequence[int] = (2, 2),
        strides: int | Sequence[int] | None = None,
        padding: str = "valid",
    ) -> None:
        super().__init__(pool_size, strides, padding)
        (kh, kw), (sh, sw) = self.pool_size, self.strides
        self._across, self._down = Window((1, kw), (1, sw), "valid"), Window((kh, 1), (sh, 1), "valid")
        self._out: Array | None = None

    def __call__(self, x: Array, training: bool = False) -> Array:
        """Return the largest pixels, (m, h_out, w_out, channels): the largest of the largest of each row.

        So a window of kh by kw pixels needs kw + kh array operations, and not kh * kw.
        """
        in_rows, self._won_across = self._largest(self._pad(x, fill=-np.inf), self._across)
        self._rows_shape = in_rows.shape  # (m, height, w_out, channels)
        self._out, self._won_down = self._largest(in_rows, self._down)
        return self._out

    def _largest(self, x: Array, window: Window) -> tuple[Array, list[Array]]:
        """Return the largest pixels under the window, and where each tap but the last held one."""
        first, *others = window.taps(x)
        best = self.room(f"largest {window.size}", first.shape, first.dtype)
        best[...] = first
        for tap in others:
            np.maximum(best, tap, out=best)
        won = [
            np.equal(best, tap, out=self.room(f"won {window.size} {k}", best.shape, bool))
            for k, tap in enumerate([first, *others][:-1])
        ]
        return best, won

    @quiet
    def backward(self, d_out: Array) -> Array:
        """Return dJ/dx, (m, height, width, channels): ``d_out`` where the largest pixels were, 0 elsewhere."""
        last_output(self._out, d_out)
        d_rows = self._hand_back(np.asarray(d_out, self._x_dtype), self._rows_shape, self._down, self._won_down)
        padded_shape = self._window.padded_shape(self._x_shape)
        d_padded = self._hand_back(d_rows, padded_shape, self._across, self._won_across)
        return self._window.crop(d_padded, *self._x_shape[1:3])

    def _hand_back(self, d_best: Array, shape: tuple[int, ...], window: Window, all_won: list[Array]) -> Array:
        """Return the slopes of what ``window`` went over: those in ``d_best`` for the pixels that won."""
        d_x = self.room(f"d_x {window.size}", shape, self._x_dtype)
        *d_taps, d_last = window.taps(d_x)
        overlap = window.strides[0] < window.size[0] or window.strides[1] < window.size[1]
        if overlap or d_x.size > d_best.size * (len(d_taps) + 1):  # some pixels are in two windows, or in none
            d_x.fill(0)
        rest = d_best  # what the taps so far did not take: nothing is left for a second one that is as large
        for d_tap, won in zip(d_taps, all_won, strict=True):
            if overlap:
                part = rest * won
                d_tap += part
                rest = rest - part
            else:
                np.multiply(rest, won, out=d_tap)
                rest = np.subtract(rest, d_tap, out=d_last)
        if overlap:
            d_last += rest
        elif rest is not d_last:  # a window of one pixel
            d_last[...] = rest
        return d_x


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
        first, *others = self._window.taps(self._pad(x, fill=0))
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
        share = np.asarray(d_out, self._x_dtype) / self._pixels()
        d_padded = self.room("d_x", self._window.padded_shape(self._x_shape), self._x_dtype)
        d_padded.fill(0)
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
