"""Plain arithmetic: a convolution and its slopes as they are derived, one pixel of the kernel after the other.

``taps`` shows what a pixel of the kernel sees in all places at once. ``patches`` gives the same answers, faster.
x is (m, height, width, channels), kernel (kh, kw, channels, filters), z (m, h_out, w_out, filters).
``room`` is asked for only so that both modules can stand in ``Conv2D.arithmetic``; ``plain`` always makes new arrays.
"""

import numpy as np

from handmade.array_types import Array
from handmade.convolution.window import Room, Window, fresh


def correlate(x: Array, kernel: Array, window: Window, room: Room = fresh) -> Array:
    """Return z: in every place, the pixels under the window times their weights, summed."""
    weights = kernel.reshape(-1, *kernel.shape[2:])  # (kh * kw, channels, filters)
    z = np.zeros((len(x), *window.places(*x.shape[1:3]), kernel.shape[-1]), x.dtype)
    for tap, w in zip(window.taps(window.pad(x)), weights, strict=True):
        z += tap @ w  # (m, h_out, w_out, channels) @ (channels, filters) -> (m, h_out, w_out, filters)
    return z


def kernel_gradient(x: Array, d_z: Array, window: Window, room: Room = fresh) -> Array:
    """Return dJ/dkernel: a weight takes part in every place, so its slope is a sum over all of them."""
    channels, filters = x.shape[-1], d_z.shape[-1]
    # (channels, m * h_out * w_out) @ (m * h_out * w_out, filters) -> (channels, filters), kh * kw times
    slopes = [tap.reshape(-1, channels).T @ d_z.reshape(-1, filters) for tap in window.taps(window.pad(x))]
    return np.reshape(slopes, (*window.size, channels, filters))


def input_gradient(d_z: Array, kernel: Array, window: Window, x_shape: tuple[int, ...], room: Room = fresh) -> Array:
    """Return dJ/dx: a pixel is seen from several places, and its slope is the sum of what comes back from them."""
    weights = kernel.reshape(-1, *kernel.shape[2:])
    d_padded = np.zeros(window.padded_shape(x_shape), d_z.dtype)
    for d_tap, w in zip(window.taps(d_padded), weights, strict=True):
        d_tap += d_z @ w.T  # (m, h_out, w_out, filters) @ (filters, channels) -> (m, h_out, w_out, channels)
    return window.crop(d_padded, *x_shape[1:3])
