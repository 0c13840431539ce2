"""Layer: what all layers share, and the two checks that they make.

While ``fit`` runs, it lends every layer memory that is written again at every step (see ``Layer.room``).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from handmade.array_types import Array, Seed


class Layer:
    """A step of the way through a network: forward, and back.

    A layer of your own overrides ``__call__`` and ``backward``; with weights of its own also ``build``, where it
    makes them, and ``trainable_variables``. ``gradients`` holds dJ/dw for each of these after ``backward``.
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
    needs_input_gradient = True  # fit spares the first layer with weights this product: nobody asks for it
    leaves_activation = False  # fit leaves the last activation to a loss that computes it anyway
    lent: dict[str, Array] | None = None  # the memory that fit lends; None outside of it

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

    def room(self, name: str, shape: tuple[int, ...], dtype: Any) -> Array:
        """Return memory for a result: new for a direct call; while ``fit`` runs, the same at every step.

        To ask the operating system for megabytes at each step, and to hand them back, takes longer than many a
        layer computes. The short last batch of an epoch gets the first rows.
        """
        if self.lent is None:
            return np.empty(shape, dtype)
        room = self.lent.get(name)
        if room is not None and room.shape == shape and room.dtype == dtype:
            return room
        if room is None or len(room) < shape[0] or room.shape[1:] != shape[1:] or room.dtype != dtype:
            room = self.lent[name] = np.empty(shape, dtype)
        return room[: shape[0]]


def set_in_place(own: Sequence[Array], new: Sequence[Array], owner: str, built: bool) -> None:
    """Copy ``new`` into the arrays ``own``, once all shapes agree."""
    shapes, new_shapes = [w.shape for w in own], [np.shape(w) for w in new]
    if shapes != new_shapes:
        cure = "" if built else "; it has no weights yet: start the model with Input, or call it on a batch first"
        raise ValueError(f"{owner} has weights of shapes {shapes}, but those given have {new_shapes}{cure}")
    for w, value in zip(own, new, strict=True):
        w[...] = value


def require_slopes(d_out: Array, out: Array | None) -> Array:
    """Return ``out``, the last output of the layer (``None`` before the first), if the slopes belong to it."""
    if out is None or np.shape(d_out) != out.shape:
        seen = "it was not called yet" if out is None else f"its last output had shape {out.shape}"
        raise ValueError(f"d_out has shape {np.shape(d_out)}, but {seen}; call the layer on the same batch first")
    return out
