"""Correlation: a small kernel of weights slides over an image and answers with a sum, in every place.

``np.errstate(under="ignore")`` matters only where NumPy is told to raise on underflow: a product that is too small for
its dtype is 0, which is right.
"""

from collections.abc import Sequence

import numpy as np

from handmade.array_types import Array
from handmade.convolution.window import Window, pair, require_padding
from handmade.validation import as_float


def correlate2d_loops(
    image: Array, kernel: Array, padding: str = "valid", strides: int | Sequence[int] = (1, 1)
) -> Array:
    """Return what ``correlate2d`` returns, number by number: the definition, to be read and not to be waited for.

    Explained in :ref:`ch-convolution`.

    >>> correlate2d_loops(np.array([[1, 2, 3], [4, 5, 6]]), np.array([[1, 0], [0, 1]]))
    array([[6., 8.]])
    """
    image, kernel, window = _checked(image, kernel, padding, strides)
    height, width = window.places(*image.shape)
    padded = window.pad(image[np.newaxis])[0]
    out = np.zeros((height, width), np.result_type(image, kernel))
    for p in range(height):
        for q in range(width):
            for i in range(window.size[0]):
                for j in range(window.size[1]):
                    out[p, q] += padded[window.strides[0] * p + i, window.strides[1] * q + j] * kernel[i, j]
    return out


@np.errstate(under="ignore")
def correlate2d(image: Array, kernel: Array, padding: str = "valid", strides: int | Sequence[int] = (1, 1)) -> Array:
    r"""Slide ``kernel`` over ``image``; in every place, multiply what lies on each other, and sum.

    .. math:: a_{pq} = \sum_{i, j} x_{s_h p + i,\, s_w q + j} \; w_{ij}

    where x is the image, w the kernel, and :math:`s_h` and :math:`s_w` are the strides, down and to the right.

    What mathematics calls convolution flips the kernel first: ``correlate2d(image, kernel[::-1, ::-1])``. A network
    learns its kernels, and would learn them flipped, so the field leaves that out and says convolution all the same.

    SciPy: ``scipy.signal.correlate2d(image, kernel, mode=padding)``, which has no strides; with strides the margin of
    "same" is that of ``keras.layers.Conv2D``.
    Source: Goodfellow, Bengio and Courville (2016), Deep learning, section 9.1.
    Explained in :ref:`ch-convolution`.
    Raises ``ValueError`` where one of them is not two-dimensional, or the kernel does not fit.
    Shapes: (height, width) and (kh, kw) in, (h_out, w_out) out; for the sizes see ``output_size``. Answers are floats:
    those of the image and the kernel, or float64.

    >>> stairs = np.array([[0, 0, 9, 9], [0, 0, 9, 9], [0, 0, 9, 9]])
    >>> correlate2d(stairs, np.array([[-1, 1]]))
    array([[0., 9., 0.],
           [0., 9., 0.],
           [0., 9., 0.]])
    """
    image, kernel, window = _checked(image, kernel, padding, strides)
    out: Array = np.zeros((1, *window.places(*image.shape)), np.result_type(image, kernel))
    for tap, weight in zip(window.taps(window.pad(image[np.newaxis])), kernel.ravel(), strict=True):
        out += tap * weight
    return out.reshape(out.shape[1:])


def _checked(image: Array, kernel: Array, padding: str, strides: int | Sequence[int]) -> tuple[Array, Array, Window]:
    image, kernel = as_float(image), as_float(kernel)
    for name, array in (("image", image), ("kernel", kernel)):
        if array.ndim != 2 or array.size == 0:
            cure = "; take one channel at a time, image[..., 0]" if array.ndim == 3 else ""
            raise ValueError(f"{name} must be (height, width) and hold numbers, but it has shape {array.shape}{cure}")
    kh, kw = kernel.shape
    return image, kernel, Window((kh, kw), pair("strides", strides), require_padding(padding))
