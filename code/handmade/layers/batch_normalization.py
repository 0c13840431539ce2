"""Batch normalization: every feature of a batch gets mean 0 and spread 1, then a scale and a shift that are learned.

In training the batch's own mean and variance are used, and remembered as moving averages for prediction.
"""

import math
from typing import Any

import numpy as np

from handmade.array_types import Array, Seed
from handmade.layers.layer import Layer, last_output, quiet, sum_over_examples
from handmade.validation import require_number


class BatchNormalization(Layer):
    r"""Normalize each feature (the last axis: a unit or a channel) over the batch, and over the image where it is one.

    .. math:: \hat x = \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}}, \qquad a = \gamma \hat x + \beta, \qquad
              \frac{\partial J}{\partial x} = \frac{\gamma}{\sqrt{\sigma^2 + \epsilon}} \Big(
              \frac{\partial J}{\partial a} - \overline{\frac{\partial J}{\partial a}}
              - \hat x \, \overline{\frac{\partial J}{\partial a} \hat x} \Big)

    A bar is the mean over all axes but the last. The two means are there because x moves the batch's μ and σ, too;
    outside of training, where μ and σ are the moving averages, they fall away.
    ``weights`` are gamma, beta, moving_mean and moving_variance; the last two follow the batches by
    ``moving = momentum * moving + (1 - momentum) * batch``, in training only.

    Keras: ``keras.layers.BatchNormalization`` on the last axis, always with scale and shift.
    Explained in :ref:`ch-going-deeper`. Source: Ioffe and Szegedy (2015), Batch normalization, algorithms 1 and 2.
    Raises ``ValueError`` for an empty batch in training, and for a momentum outside of [0, 1].

    >>> layer = BatchNormalization(dtype="float64")
    >>> layer(np.array([[1.0, 50.0], [3.0, 90.0]]), training=True).round(2)
    array([[-1., -1.],
           [ 1.,  1.]])
    """

    dtype: str

    def __init__(self, *, momentum: float = 0.99, epsilon: float = 0.001, dtype: str = "float32") -> None:
        super().__init__()
        self.momentum, self.epsilon = require_number("momentum", momentum), require_number("epsilon", epsilon)
        if not 0 <= self.momentum <= 1:
            raise ValueError(f"momentum must lie between 0 and 1, but it is {momentum}; 0.99 is usual")
        if self.epsilon <= 0:
            raise ValueError(f"epsilon must be greater than 0, but it is {epsilon}; 0.001 is usual")
        self.dtype = np.dtype(dtype).name
        self._normal: Array | None = None  # the x̂ of the last call

    def build(self, input_shape: tuple[int, ...], seed: Seed = None) -> None:
        """Start with gamma 1, beta 0, moving mean 0 and moving variance 1, each of the last axis's length."""
        if not input_shape:
            raise ValueError("BatchNormalization takes x of shape (m, …, features); write x.reshape(-1, 1) for one")
        n = input_shape[-1]
        self.gamma, self.beta = np.ones(n, self.dtype), np.zeros(n, self.dtype)
        self.moving_mean, self.moving_variance = np.zeros(n, self.dtype), np.ones(n, self.dtype)
        self.built = True

    @quiet
    def __call__(self, x: Array, training: bool = False) -> Array:
        """Return the normalized ``x``, (m, …, n): by the batch in training, by the moving averages otherwise."""
        x = np.asarray(x, self.dtype)
        if not self.built:
            self.build(x.shape[1:])
        if x.ndim < 2 or x.shape[-1] != len(self.gamma):
            raise ValueError(
                f"x has shape {x.shape}, but this layer was built for "
                f"(m, …, {len(self.gamma)}); give it as many features, or make a new layer"
            )
        if training and x.size == 0:
            raise ValueError("an empty batch has no mean and no variance; give BatchNormalization at least one row")
        self._training = training
        mean, variance = self._batch_moments(x) if training else (self.moving_mean, self.moving_variance)
        self._inverse_spread = 1 / np.sqrt(variance + self.epsilon)  # (n,)
        normal = np.subtract(x, mean, out=self.room("normal", x.shape, self.dtype))  # (m, …, n) - (n,)
        normal *= self._inverse_spread
        self._normal = normal
        out = np.multiply(normal, self.gamma, out=self.room("out", x.shape, self.dtype))  # (m, …, n) * (n,)
        out += self.beta
        return out

    @quiet
    def backward(self, d_out: Array) -> Array:
        """Return dJ/dx, and leave dJ/dgamma and dJ/dbeta in ``gradients``."""
        normal, d_out = last_output(self._normal, d_out), np.asarray(d_out, self.dtype)
        d_x = np.multiply(d_out, normal, out=self.room("d_x", normal.shape, self.dtype))
        d_gamma, d_beta = sum_over_examples(d_x), sum_over_examples(d_out)  # (m, …, n) -> (n,)
        self.gradients = [d_gamma, d_beta]
        slope = self.gamma * self._inverse_spread  # (n,)
        if not self._training:
            return np.multiply(d_out, slope, out=d_x)
        share = 1 / math.prod(normal.shape[:-1])  # a mean is a sum times this
        np.multiply(normal, d_gamma * share, out=d_x)  # x̂ times the mean of dJ/da x̂
        d_x += d_beta * share  # and the mean of dJ/da
        np.subtract(d_out, d_x, out=d_x)  # dJ/da minus both
        d_x *= slope
        return d_x

    def _batch_moments(self, x: Array) -> tuple[Array, Array]:
        """Return the mean and variance of every feature, and let the moving averages follow them."""
        count = math.prod(x.shape[:-1])
        mean = sum_over_examples(x) / count
        error = np.subtract(x, mean, out=self.room("normal", x.shape, self.dtype))
        variance = sum_over_examples(error * error) / count
        for moving, batch in ((self.moving_mean, mean), (self.moving_variance, variance)):
            moving *= self.momentum
            moving += (1 - self.momentum) * batch
        return mean, variance

    @property
    def trainable_variables(self) -> list[Array]:
        """The scale gamma and the shift beta; empty before the layer is built."""
        return [self.gamma, self.beta] if self.built else []

    @property
    def weights(self) -> list[Array]:
        """Gamma, beta, moving_mean and moving_variance, in Keras's order."""
        return [*self.trainable_variables, self.moving_mean, self.moving_variance] if self.built else []

    def get_config(self) -> dict[str, Any]:
        """Return the arguments of this layer."""
        return {"momentum": self.momentum, "epsilon": self.epsilon, "dtype": self.dtype}
