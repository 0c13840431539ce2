"""Window: a small rectangle that slides over an image, and where it stands.

Images are (m, height, width, channels): m examples, channels last, as in Keras. Correlation, ``Conv2D`` and the
pooling layers differ only in what they make of the pixels under the window.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import numpy as np

from handmade.array_types import Array
from handmade.validation import require_positive_integer

Pair: TypeAlias = tuple[int, int]  # (vertical, horizontal)
Room: TypeAlias = Callable[[str, tuple[int, ...], Any], Array]  # gives memory: ``Layer.room``, or ``fresh``


def fresh(name: str, shape: tuple[int, ...], dtype: Any) -> Array:
    """Return new memory, where no layer lends any."""
    return np.empty(shape, dtype)


def output_size(size: int, window: int, stride: int = 1, padding: str = "valid") -> int:
    r"""Return in how many places a window fits along a side of ``size`` pixels.

    .. math:: n_\text{valid} = \Big\lfloor \frac{n - k}{s} \Big\rfloor + 1, \qquad
              n_\text{same} = \Big\lceil \frac{n}{s} \Big\rceil

    Source: Dumoulin and Visin (2016), A guide to convolution arithmetic for deep learning, section 2.
    Explained in :ref:`ch-convolution`.
    Raises ``ValueError`` where not even one fits.

    >>> output_size(28, 3), output_size(28, 3, padding="same"), output_size(26, 2, stride=2)
    (26, 28, 13)
    """
    for name, value in (("size", size), ("window", window), ("stride", stride)):
        require_positive_integer(name, value)
    if require_padding(padding) == "same":
        return -(-size // stride)  # rounded up
    if window > size:
        raise ValueError(
            f"a window of {window} pixels does not fit into an image of {size}; "
            'take a smaller window, or add a margin with padding="same"'
        )
    return (size - window) // stride + 1


@cache  # a layer asks several times at every step, and always for the same sizes
def margin(size: int, window: int, stride: int, padding: str) -> Pair:
    """Return how many pixels must be added before and after a side of ``size`` pixels, for the window to fit.

    An odd pixel is added after, as TensorFlow does; frameworks differ here.

    >>> margin(28, 3, 1, "valid"), margin(28, 3, 1, "same"), margin(28, 3, 2, "same")
    ((0, 0), (1, 1), (0, 1))
    """
    places = output_size(size, window, stride, padding)
    missing = max((places - 1) * stride + window - size, 0)
    return missing // 2, missing - missing // 2


known_output_size = cache(output_size)


@dataclass(frozen=True)
class Window:
    """A window of ``size`` pixels that takes steps of ``strides``, inside ("valid") or with a margin ("same")."""

    size: Pair
    strides: Pair
    padding: str

    def places(self, height: int, width: int) -> Pair:
        """Return in how many places it stands: the height and the width of what comes out."""
        (kh, kw), (sh, sw) = self.size, self.strides
        return known_output_size(height, kh, sh, self.padding), known_output_size(width, kw, sw, self.padding)

    def margins(self, height: int, width: int) -> tuple[Pair, Pair]:
        """Return the margins above and below, left and right."""
        (kh, kw), (sh, sw) = self.size, self.strides
        return margin(height, kh, sh, self.padding), margin(width, kw, sw, self.padding)

    def padded_shape(self, x_shape: tuple[int, ...]) -> tuple[int, ...]:
        """Return the shape that ``pad`` gives to images of ``x_shape`` = (m, height, width, …)."""
        m, height, width, *rest = x_shape
        vertical, horizontal = self.margins(height, width)
        return (m, height + sum(vertical), width + sum(horizontal), *rest)

    def pad(self, x: Array, fill: float = 0.0) -> Array:
        """Return ``x``, (m, height, width, …), with its margins; ``x`` itself where it needs none."""
        if self.padded_shape(x.shape) == x.shape:
            return x
        margins = ((0, 0), *self.margins(*x.shape[1:3]), *[(0, 0)] * (x.ndim - 3))
        return np.pad(x, margins, constant_values=fill)

    def crop(self, padded: Array, height: int, width: int) -> Array:
        """Return what ``pad`` was given: the image without its margins."""
        (top, _), (left, _) = self.margins(height, width)
        return padded[:, top : top + height, left : left + width]

    def taps(self, padded: Array) -> list[Array]:
        """Return the taps of the window, one for each of its pixels, row by row.

        A *tap* is what one pixel of the window sees in all places at once: a view of (m, h_out, w_out, …).
        Tap (i, j) is every s-th pixel, beginning at (i, j), where s is the stride: ``padded[:, i::s, j::s]``, but for
        the end. One array operation on a tap does for all places what a loop would do for one after the other.
        """
        (kh, kw), (sh, sw) = self.size, self.strides
        padded_height, padded_width = padded.shape[1:3]
        last_i, last_j = padded_height - kh, padded_width - kw  # where the window's upper left corner can stand at most
        return [padded[:, i : last_i + i + 1 : sh, j : last_j + j + 1 : sw] for i in range(kh) for j in range(kw)]


def require_padding(padding: str) -> str:
    """Return ``padding`` if it is one of the two."""
    if padding not in ("valid", "same"):
        raise ValueError(f'padding must be "valid" or "same", but it is {padding!r}')
    return padding


def pair(name: str, value: int | Sequence[int]) -> Pair:
    """Return ``value`` as (vertical, horizontal); one number stands for both.

    >>> pair("strides", 2), pair("kernel_size", (3, 5))
    ((2, 2), (3, 5))
    """
    both = value if isinstance(value, list | tuple) else (value, value)
    if len(both) != 2:
        raise ValueError(f"{name} must be one whole number or a pair of them, but it is {value!r}")
    return require_positive_integer(name, both[0]), require_positive_integer(name, both[1])


def require_images(name: str, x: Array) -> None:
    """Refuse what is not a batch of images with their channels."""
    if x.ndim == 4:
        return
    cures = {
        2: "give rows of pixels their shape back, for 28 by 28 with x.reshape(-1, 28, 28, 1)",
        3: "add the channel axis with x[..., np.newaxis]; one image with channels becomes a batch with x[np.newaxis]",
    }
    cure = cures.get(x.ndim, "give it these four axes")
    raise ValueError(f"{name} takes x of shape (m, height, width, channels), but it has shape {x.shape}; {cure}")
