"""Layers: what a network is stacked from; each knows its way forward and its way back.

``layer(x)`` remembers what ``layer.backward(d_out)`` needs. A backward pass computes ``gradients``, paired with
``trainable_variables``; only an optimizer changes weights. Direct calls return fresh arrays.
"""

import math

import numpy as np

from handmade import activations, initializers
from handmade.activations import ActivationFunction
from handmade.initializers import Initializer, Seed
from handmade.validation import as_float, require_positive_integer

Array = np.ndarray


class Layer:
    """What all layers share: weights that can be read, set and counted.

    A layer of your own overrides ``__call__`` and ``backward``; with weights of its own also ``build``, where it
    makes them, and ``trainable_variables``. Keras: ``keras.layers.Layer``.
    """

    dtype: str | None = None  # None: the layer keeps the dtype of its input
    seed: Seed = None
    built = False
    needs_input_gradient = True  # fit spares the first layer with weights this product: nobody asks for it

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

    def set_weights(self, weights: list[Array]) -> None:
        """Overwrite the weights in place; ``weights`` comes from ``get_weights``, Keras's included."""
        set_in_place(self.weights, weights, f"this {type(self).__name__} layer", self.built)

    def count_params(self) -> int:
        """Return the number of weights."""
        return sum(w.size for w in self.weights)

    def get_config(self) -> dict:
        """Return the arguments that make such a layer again: numbers, strings and lists only."""
        return {}


def set_in_place(own: list[Array], new: list[Array], owner: str, built: bool) -> None:
    """Copy ``new`` into the arrays ``own``, once all shapes agree."""
    shapes, new_shapes = [w.shape for w in own], [np.shape(w) for w in new]
    if shapes != new_shapes:
        cure = "" if built else "; it has no weights yet: start the model with Input, or call it on a batch first"
        raise ValueError(f"{owner} has weights of shapes {shapes}, but those given have {new_shapes}{cure}")
    for w, value in zip(own, new, strict=True):
        w[...] = value


def require_slopes(d_out: Array, out: Array | None) -> None:
    """Refuse slopes that do not belong to ``out``, the last output of the layer (``None`` before the first)."""
    if out is None or np.shape(d_out) != out.shape:
        seen = "it was not called yet" if out is None else f"its last output had shape {out.shape}"
        raise ValueError(f"d_out has shape {np.shape(d_out)}, but {seen}; call the layer on the same batch first")


class Input(Layer):
    """The shape of one example, without the batch: what a Sequential needs to be built at once.

    Keras: ``keras.Input``.

    >>> Input((784,)).shape
    (784,)
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        super().__init__()
        if not isinstance(shape, tuple | list):
            raise TypeError(f"shape must be a tuple, but it is {shape!r}; write Input(({shape},))")
        self.shape = tuple(require_positive_integer("shape", n) for n in shape)

    def __call__(self, x: Array, training: bool = False) -> Array:
        """Return a copy of ``x``, once its examples have the promised shape."""
        x = np.asarray(x)
        if x.shape[1:] != self.shape:
            raise ValueError(f"x has shape {x.shape}, but Input promised (m, {', '.join(map(str, self.shape))})")
        return x.copy()

    def backward(self, d_out: Array) -> Array:
        """Return a copy of ``d_out``."""
        return np.array(d_out)

    def get_config(self) -> dict:
        """Return the arguments of this layer."""
        return {"shape": list(self.shape)}


class Dense(Layer):
    r"""Every unit sees every input: a weighted sum, a bias, an activation.

    .. math:: Z = XW + b, \qquad A = g(Z), \qquad
              \frac{\partial J}{\partial W} = X^\top \frac{\partial J}{\partial Z}, \quad
              \frac{\partial J}{\partial X} = \frac{\partial J}{\partial Z} W^\top

    Keras: ``keras.layers.Dense``, on batches of vectors. ``kernel`` is (n, units) and ``bias`` (units,).
    Used alone it builds itself on its first call, with its own ``seed``. Explained in :ref:`ch-hello-neuron`.

    >>> neuron = Dense(1)
    >>> neuron.build((1,))
    >>> neuron.set_weights([[[2.0]], [1.0]])
    >>> neuron(np.array([[3.0], [10.0]]))  # y = 2x + 1
    array([[ 7.],
           [21.]], dtype=float32)
    """

    def __init__(
        self,
        units: int,
        activation: str | ActivationFunction | None = None,
        use_bias: bool = True,
        kernel_initializer: str | Initializer = "glorot_uniform",
        bias_initializer: str | Initializer = "zeros",
        seed: Seed = None,
        dtype: str = "float32",
    ) -> None:
        super().__init__()
        self.units = require_positive_integer("units", units)
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.seed = seed
        self.dtype = np.dtype(dtype).name
        self.kernel = self.bias = self._x = None
        self.z = None  # the pre-activation of the last call, (m, units)

    def build(self, input_shape: tuple[int, ...], seed: Seed = None) -> None:
        """Draw the kernel and the bias for inputs of ``input_shape`` = (n,)."""
        if len(input_shape) != 1:
            raise ValueError(f"Dense takes vectors, but one example has shape {input_shape}; put Flatten() before it")
        rng = np.random.default_rng(seed if self.seed is None else self.seed)
        self.kernel = self.kernel_initializer((*input_shape, self.units), rng, self.dtype)
        if self.use_bias:
            self.bias = self.bias_initializer((self.units,), rng, self.dtype)
        self.built = True

    def __call__(self, x: Array, training: bool = False) -> Array:
        """Return the activations, (m, units), of ``x``, (m, n)."""
        x = np.asarray(x, self.dtype)
        if x.ndim != 2:
            cure = "write x.reshape(-1, 1) for m examples of one number" if x.ndim < 2 else "flatten it with Flatten()"
            raise ValueError(f"Dense takes x of shape (m, n), but it has shape {x.shape}; {cure}")
        if not self.built:
            self.build(x.shape[1:])
        if x.shape[1] != len(self.kernel):
            raise ValueError(
                f"x has shape {x.shape}, but this Dense layer was built for {len(self.kernel)} inputs per example; "
                "give it as many, or make a new layer"
            )
        self._x = x
        self.z = x @ self.kernel  # (m, n) @ (n, units) -> (m, units)
        if self.use_bias:
            self.z += self.bias  # (m, units) + (units,): every row of the batch gets the same bias
        return self.activation(self.z)

    def backward(self, d_out: Array) -> Array:
        """Return dJ/dx, (m, n), from ``d_out`` = dJ/dout, (m, units); leave dJ/dkernel, dJ/dbias in ``gradients``."""
        require_slopes(d_out, self.z)
        return self.backward_from_z(self.activation.gradient(self.z, np.asarray(d_out, self.dtype)))

    def backward_from_z(self, d_z: Array) -> Array | None:
        """Do the part of ``backward`` before the activation; losses that know dJ/dz enter here."""
        d_kernel = self._x.T @ d_z  # (n, m) @ (m, units) -> (n, units)
        self.gradients = [d_kernel]
        if self.use_bias:
            self.gradients.append(d_z.sum(axis=0))  # (m, units) -> (units,): every row shares the bias
        return d_z @ self.kernel.T if self.needs_input_gradient else None  # (m, units) @ (units, n) -> (m, n)

    @property
    def trainable_variables(self) -> list[Array]:
        """The kernel and, where there is one, the bias; empty before the layer is built."""
        return [w for w in (self.kernel, self.bias) if w is not None]

    def get_config(self) -> dict:
        """Return the arguments of this layer; its weights are saved, so the initializers are not needed again."""
        return {
            "units": self.units,
            "activation": self.activation.name,
            "use_bias": self.use_bias,
            "dtype": self.dtype,
        }


class Activation(Layer):
    """An activation as a layer of its own: nothing to learn.

    Keras: ``keras.layers.Activation``.

    >>> Activation("relu")(np.array([[-1.0, 2.0]]))
    array([[0., 2.]])
    """

    def __init__(self, activation: str | ActivationFunction) -> None:
        super().__init__()
        self.activation = activations.get(activation)
        self.z = None  # the input of the last call

    def __call__(self, x: Array, training: bool = False) -> Array:
        """Return the activations, the shape of ``x``."""
        self.z = as_float(x)
        return self.activation(self.z)

    def backward(self, d_out: Array) -> Array:
        """Return dJ/dx, the shape of ``x``."""
        require_slopes(d_out, self.z)
        return self.activation.gradient(self.z, d_out)

    def backward_from_z(self, d_z: Array) -> Array:
        """Return ``d_z``: x is the pre-activation itself."""
        return d_z

    def get_config(self) -> dict:
        """Return the arguments of this layer."""
        return {"activation": self.activation.name}


class Flatten(Layer):
    """Every example becomes one long vector, row after row. Keras: ``keras.layers.Flatten``.

    >>> Flatten()(np.zeros((2, 28, 28))).shape
    (2, 784)
    """

    def __init__(self) -> None:
        super().__init__()
        self._x = self._out = None

    def __call__(self, x: Array, training: bool = False) -> Array:
        """Return ``x``, (m, …), as (m, n)."""
        self._x = np.asarray(x)
        self._out = self._x.reshape(len(self._x), math.prod(self._x.shape[1:]))
        return self._out.copy()

    def backward(self, d_out: Array) -> Array:
        """Return ``d_out`` in the shape of ``x``."""
        require_slopes(d_out, self._out)
        return np.array(d_out).reshape(self._x.shape)
