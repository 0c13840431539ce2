"""Patches: a convolution as one product of two matrices, the fast form of what ``plain`` does.

Each patch of an image that the kernel looks at becomes a row of a matrix; the kernel becomes one with a column for
each filter. Such a product is what processors do best. Its price is memory: patches of 3 by 3 repeat every pixel nine
times. Shapes are those of ``plain``; ``room`` gives memory that may be written again at every step.

Source: Chellapilla, Puri and Simard (2006), High performance convolutional neural networks for document processing,
section 2.
"""

from collections.abc import Iterator

import numpy as np
from numpy.lib.stride_tricks import as_strided

from handmade.array_types import Array
from handmade.convolution.window import Room, Window, fresh

NUMBERS_AT_A_TIME = 2**19  # in patches: 2 MB of float32, which a processor's cache can hold
FEW_CHANNELS = 4  # gray and color images


def correlate(x: Array, kernel: Array, window: Window, room: Room = fresh) -> Array:
    """Return z, (m, h_out, w_out, filters)."""
    z = room("z", (len(x), *window.places(*x.shape[1:3]), kernel.shape[-1]), x.dtype)
    return _correlate_into(z, x, kernel, window, room)


def _correlate_into(z: Array, x: Array, kernel: Array, window: Window, room: Room) -> Array:
    filters = kernel.shape[-1]
    columns = kernel.reshape(-1, filters)
    for part in a_few_at_a_time(x, window):
        # (places, kh * kw * channels) @ (kh * kw * channels, filters) -> (places, filters)
        np.matmul(lay_out(x[part], window, room), columns, out=z[part].reshape(-1, filters))
    return z


def kernel_gradient(x: Array, d_z: Array, window: Window, room: Room = fresh) -> Array:
    """Return dJ/dkernel, (kh, kw, channels, filters)."""
    channels, filters = x.shape[-1], d_z.shape[-1]
    d_kernel = np.zeros((np.prod(window.size) * channels, filters), x.dtype)
    for part in a_few_at_a_time(x, window):  # laid out again: to keep the patches of a large batch costs no less
        # (kh * kw * channels, places) @ (places, filters) -> (kh * kw * channels, filters)
        d_kernel += lay_out(x[part], window, room).T @ d_z[part].reshape(-1, filters)
    return d_kernel.reshape(*window.size, channels, filters)


def input_gradient(d_z: Array, kernel: Array, window: Window, x_shape: tuple[int, ...], room: Room = fresh) -> Array:
    """Return dJ/dx, (m, height, width, channels), which is a correlation, too.

    The weight that saw a pixel from its upper left stands at the kernel's lower right. So d_z, with a margin around
    it, and with zeros where strides stepped over places, meets the kernel turned by half a circle.
    """
    (m, height, width, _), (kh, kw), (sh, sw) = x_shape, window.size, window.strides
    (h_out, w_out), ((top, _), (left, _)) = window.places(height, width), window.margins(height, width)
    spread = room("spread", (m, height + kh - 1, width + kw - 1, d_z.shape[-1]), d_z.dtype)
    spread.fill(0)
    # Place (p, q) of z saw pixels from (sh * p - top, sw * q - left) on; after the half turn its slope belongs kh - 1
    # and kw - 1 further on
    spread[:, kh - 1 - top :: sh, kw - 1 - left :: sw][:, :h_out, :w_out] = d_z
    turned = kernel[::-1, ::-1].swapaxes(2, 3)  # (kh, kw, filters, channels)
    d_x = room("d_x", x_shape, d_z.dtype)
    return _correlate_into(d_x, spread, turned, Window(window.size, (1, 1), "valid"), room)


def lay_out(x: Array, window: Window, room: Room) -> Array:
    """Return the patches of ``x`` as rows: (places, kh * kw * channels), where places are m * h_out * w_out."""
    padded, (kh, kw), (sh, sw) = window.pad(x), window.size, window.strides
    (m, padded_height, padded_width, channels), places = padded.shape, window.places(*x.shape[1:3])
    numbers = kh * kw * channels
    room_for_all = room("patches", (m * places[0] * places[1] * numbers,), x.dtype)
    # Two layouts, because a copy is fast where many numbers lie side by side in both memories
    if channels < FEW_CHANNELS:  # those of one pixel of the kernel in all places: a sixth of the time for gray images
        patches = room_for_all.reshape(kh * kw, channels, m, *places)
        for rows, tap in zip(patches, window.taps(padded), strict=True):
            rows[...] = tap.transpose(3, 0, 1, 2)
        return patches.reshape(numbers, -1).T
    # Otherwise the channels of the kw pixels in a row of the kernel
    lines = padded.reshape(m, padded_height, padded_width * channels)
    patches = room_for_all.reshape(m, *places, kh, kw * channels)
    # The same memory, seen as patches that overlap: numpy.lib.stride_tricks.sliding_window_view, without its checks
    m_step, line, number = lines.strides
    patches[...] = as_strided(lines, patches.shape, (m_step, sh * line, sw * channels * number, line, number))
    return patches.reshape(-1, numbers)


def a_few_at_a_time(x: Array, window: Window) -> Iterator[slice]:
    """Yield slices of as many images as have patches of about ``NUMBERS_AT_A_TIME`` numbers, one at the least."""
    (h_out, w_out), (kh, kw) = window.places(*x.shape[1:3]), window.size
    images = max(NUMBERS_AT_A_TIME // (h_out * w_out * kh * kw * x.shape[-1]), 1)
    for start in range(0, len(x), images):
        yield slice(start, start + images)
