"""Layer: what all layers share.

The first part of ``Layer`` is what it does; the last saves time in ``fit``, and can be skipped at a first reading.
``@quiet`` here, like ``@np.errstate(under="ignore")`` elsewhere, matters only to those who tell NumPy to raise on
underflow: a product too small for its dtype is 0, which is right.
"""

import functools
import math
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

import numpy as np

from handmade.array_types import Array, Seed

Method = TypeVar("Method", bound=Callable[..., Any])


class Layer:
    """A step of the way through a network: forward, and back.

    A layer of your own overrides ``__call__`` and ``backward``; with weights of its own also ``build``, where it
    makes them, and ``trainable_variables``; an ``__init__`` of its own begins with ``super().__init__()``.
    ``gradients`` holds dJ/dw for each of these after ``backward``. It must not write into ``x`` or ``d_out``, nor
    keep them beyond its ``backward``: in ``fit`` they are memory of the layers beside it.

    Keras: ``keras.layers.Layer``. Explained in :ref:`ch-backpropagation`.

    >>> class Double(Layer):
    ...     def __call__(self, x, training=False):
    ...         return 2 * x
    ...
    ...     def backward(self, d_out):
    ...         return 2 * d_out
    >>> Double()(np.array([[3.0]]))
    array([[6.]])
    """

    dtype: str | None = None  # None: the layer keeps the dtype of its input
    seed: Seed = None
    built = False

    def __init__(self) -> None:
        self.gradients: list[Array] = []

    def build(self, input_shape: tuple[int, ...], seed: Seed = None) -> None:
        """Make the weights for inputs of ``input_shape`` (without the batch), once."""
        self.built = True

    def __call__(self, x: Array, training: bool = False) -> Array:
        """Return the output for the batch ``x``."""
        raise NotImplementedError(
            f"{type(self).__name__} has no forward pass; define __call__(self, x, training=False)"
        )

    def backward(self, d_out: Array) -> Array:
        """Return dJ/dx from ``d_out`` = dJ/dout, and leave ``gradients``."""
        raise NotImplementedError(f"{type(self).__name__} has no backward pass; define backward(self, d_out)")

    @property
    def trainable_variables(self) -> list[Array]:
        """The arrays that an optimizer changes, in Keras's order."""
        return []

    @property
    def weights(self) -> list[Array]:
        """All arrays that are saved; more than the trainable ones where a layer keeps statistics."""
        return self.trainable_variables

    def get_weights(self) -> list[Array]:
        """Return copies of the weights, in Keras's order and layout."""
        return [w.copy() for w in self.weights]

    def set_weights(self, weights: Sequence[Array]) -> None:
        """Overwrite the weights in place; ``weights`` comes from ``get_weights``, Keras's included."""
        set_in_place(self.weights, weights, f"this {type(self).__name__} layer", self.built)

    def count_params(self) -> int:
        """Return the number of weights."""
        return sum(w.size for w in self.weights)

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make such a layer again: numbers, strings, lists and dictionaries only."""
        return {}

    # What follows serves fit, and saves time. Outside of it these values hold:
    lent: dict[tuple[str, Any], Array] | None = None  # memory that is written again at every step of an epoch
    needs_input_gradient = True  # False: skip dJ/dx, for which nobody asks the first layer that learns
    leaves_activation = False  # True: return z, because the loss computes the last activation itself

    def room(self, name: str, shape: tuple[int, ...], dtype: Any) -> Array:
        """Return memory for a result: new for a direct call; in ``fit`` the same at every step of an epoch.

        To ask the operating system for megabytes at each step, and to hand them back, takes longer than many a
        layer computes. The short last batch of an epoch gets the first rows.
        """
        if self.lent is None:
            return np.empty(shape, dtype)
        room = self.lent.get((name, dtype))
        if room is None or room.shape[1:] != shape[1:] or len(room) < shape[0]:
            room = self.lent[name, dtype] = np.empty(shape, dtype)
        return room if len(room) == shape[0] else room[: shape[0]]

    def draw_apart(self) -> None:
        """Prepare a copy of this layer for work in another thread; one that draws lots takes lots of its own."""


def quiet(method: Method) -> Method:
    """Let a method of a layer round what is too small to 0; in ``fit``, which ignores that as a whole, as it is."""

    @functools.wraps(method)
    def inner(self: Layer, *args: Any, **kwargs: Any) -> Any:
        if self.lent is not None:
            return method(self, *args, **kwargs)
        with np.errstate(under="ignore"):
            return method(self, *args, **kwargs)

    return cast(Method, inner)


def sum_over_examples(values: Array) -> Array:
    """Return the sums over all axes but the last: (m, …, n) -> (n,).

    Of images in two steps, which takes a fifth of the time of one sum, and rounds less.

    >>> sum_over_examples(np.ones((2, 3, 4, 5)))
    array([24., 24., 24., 24., 24.])
    """
    *rows, columns, n = values.shape
    if not rows:
        return np.asarray(values.sum(axis=0))  # (m, n) -> (n,)
    by_column = values.reshape(math.prod(rows), columns * n).sum(axis=0)  # (m * height, width * n) -> (width * n,)
    return np.asarray(by_column.reshape(columns, n).sum(axis=0))  # (width, n) -> (n,)


def set_in_place(own: Sequence[Array], new: Sequence[Array], owner: str, built: bool) -> None:
    """Copy ``new`` into the arrays ``own``, once all shapes agree."""
    shapes, new_shapes = [w.shape for w in own], [np.shape(w) for w in new]
    if shapes != new_shapes:
        cure = "; give arrays of these shapes, in this order"
        if not built:
            cure = "; it has no weights yet: start the model with Input, or call it on a batch first"
        raise ValueError(f"{owner} has weights of shapes {shapes}, but those given have {new_shapes}{cure}")
    for w, value in zip(own, new, strict=True):
        w[...] = value


def last_output(out: Array | None, d_out: Array) -> Array:
    """Return ``out``, the last output of a layer (``None`` before the first), once the slopes ``d_out`` fit it."""
    if out is None or np.asarray(d_out).shape != out.shape:
        seen = "it was not called yet" if out is None else f"its last output had shape {out.shape}"
        raise ValueError(f"d_out has shape {np.shape(d_out)}, but {seen}; call the layer on the same batch first")
    return out
