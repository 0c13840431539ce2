"""Dropout: in training some of the inputs are dropped, by chance, so that no unit can lean on one other."""

from typing import Any

import numpy as np

from handmade.array_types import Array, Seed
from handmade.layers.layer import Layer, last_output, quiet
from handmade.validation import as_float, require_number


class Dropout(Layer):
    r"""In training, set a random share of the inputs to 0; in prediction, change nothing.

    .. math:: a_i = \frac{x_i r_i}{1 - \text{rate}}, \qquad
              r_i = \begin{cases} 0 & \text{with probability rate} \\ 1 & \text{otherwise} \end{cases}, \qquad
              \frac{\partial J}{\partial x_i} = \frac{r_i}{1 - \text{rate}} \frac{\partial J}{\partial a_i}

    What stays is divided by its share, so that a sum over many inputs keeps its expected size ("inverted" dropout);
    prediction then needs no correction.

    Keras: ``keras.layers.Dropout``. Explained in :ref:`ch-regularization`. Source: Srivastava et al. (2014),
    Dropout: A simple way to prevent neural networks from overfitting, section 10 for the division.
    Raises ``ValueError`` for a rate outside of [0, 1).

    >>> Dropout(0.5, seed=1)(np.ones((1, 6)), training=True)
    array([[0., 2., 2., 2., 0., 0.]])
    >>> Dropout(0.5)(np.ones((1, 6)))
    array([[1., 1., 1., 1., 1., 1.]])
    """

    def __init__(self, rate: float, *, seed: Seed = None) -> None:
        super().__init__()
        self.rate = require_number("rate", rate)
        if not 0 <= self.rate < 1:
            raise ValueError(f"rate must be at least 0 and less than 1, but it is {rate}; 0.5 drops one half")
        self.seed = seed
        self._scale: Array | None = None  # 0 for what was dropped, 1 / (1 - rate) for what stayed

    def build(self, input_shape: tuple[int, ...], seed: Seed = None) -> None:
        """Choose the generator that will decide: the layer's own, by its seed, or the model's."""
        self._rng = np.random.default_rng(seed if self.seed is None else self.seed)
        self.built = True

    def draw_apart(self) -> None:
        """Take a generator of its own, derived from the present one."""
        self._rng = self._rng.spawn(1)[0]

    @quiet
    def __call__(self, x: Array, training: bool = False) -> Array:
        """Return ``x`` with some entries dropped in training; otherwise a copy."""
        x = as_float(x)
        if not self.built:
            self.build(x.shape[1:])
        self._scale = self.room("scale", x.shape, x.dtype)
        if training:
            kept = self._rng.random(x.shape, dtype=np.float32) >= self.rate
            np.divide(kept, 1 - self.rate, out=self._scale, casting="same_kind")
        else:
            self._scale[...] = 1
        return np.multiply(x, self._scale, out=self.room("out", x.shape, x.dtype))

    @quiet
    def backward(self, d_out: Array) -> Array:
        """Return dJ/dx: what was dropped has no part in the loss."""
        scale = last_output(self._scale, d_out)
        return np.multiply(d_out, scale, out=self.room("d_x", scale.shape, scale.dtype))

    def get_config(self) -> dict[str, Any]:
        """Return the arguments of this layer."""
        return {"rate": self.rate}
