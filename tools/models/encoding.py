"""Encoding: weights in few bytes, and back. `book/_ext/explorable_static/digit_net.js` reads the same.

Two formats, both little-endian, in the order of the layers:

- ``float16``: the kernel, then the bias.
- ``int8``: a step for each output (float32), the bias (float32), then the kernel in whole numbers of these steps. The
  largest weight into an output is 127 of its steps. One byte a weight, for a layer whose weights are many and of
  much the same size.
"""

from __future__ import annotations

import numpy as np

LARGEST = 127


def encode(kernel: np.ndarray, bias: np.ndarray, form: str) -> bytes:
    """Return the bytes of one layer's weights."""
    if form == "float16":
        return kernel.astype("<f2").tobytes() + bias.astype("<f2").tobytes()
    if form == "int8":
        columns = kernel.reshape(-1, kernel.shape[-1])
        largest = np.abs(columns).max(axis=0)
        steps = (np.where(largest > 0, largest, 1) / LARGEST).astype("<f4")
        return steps.tobytes() + bias.astype("<f4").tobytes() + np.rint(columns / steps).astype("i1").tobytes()
    raise ValueError(f"format is {form!r}, but must be 'float16' or 'int8'")


def decode(layers: list[dict], data: bytes) -> list[np.ndarray]:
    """Return kernel and bias of every layer that has them, as `set_weights` takes them."""
    weights, at = [], 0

    def read(kind: str, shape: tuple[int, ...]) -> np.ndarray:
        nonlocal at
        array = np.frombuffer(data, kind, int(np.prod(shape)), at).reshape(shape)
        at += array.nbytes
        return array.astype(np.float32)

    for layer in layers:
        if "shape" not in layer:
            continue
        shape = tuple(layer["shape"])
        outputs = shape[-1:]
        if layer["format"] == "float16":
            weights += [read("<f2", shape), read("<f2", outputs)]
        else:
            steps, bias = read("<f4", outputs), read("<f4", outputs)
            weights += [read("i1", shape) * steps, bias]
    if at != len(data):
        raise ValueError(f"the layers take {at} bytes, but there are {len(data)}")
    return weights
