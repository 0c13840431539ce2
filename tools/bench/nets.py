"""Nets: what the contenders train, how much arithmetic that is, and what we aim at.

Layers are written as tuples, so that each library can build its own: ``("dense", units, activation)``,
``("conv", filters, kernel_size, activation)``, ``("pool", size)`` and ``("flatten",)``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

LEARNING_RATE = 0.01  # Keras's own for SGD
LINE_EPOCHS = 500


@dataclass(frozen=True)
class Net:
    """A network: what goes in, its layers, the batches it is trained with, and who else is asked at which batch."""

    title: str
    input_shape: tuple[int, ...]
    layers: tuple[tuple, ...]
    batches: tuple[int, ...] = (32, 128)
    more_batches: tuple[int, ...] = ()  # only for the curve over the batch size
    goals: dict[tuple[int, str, str], float] = field(default_factory=dict)  # (batch, contender, measure) -> at least

    @property
    def flops(self) -> int:
        """Floating-point operations per example of one step: the products that gradient descent cannot do without.

        Forward, the gradient of the weights, and, behind the first layer with weights, the gradient of the input.
        """
        total, shape, first = 0, self.input_shape, True
        for kind, *sizes in self.layers:
            products = 2
            if kind == "conv":
                filters, size, _ = sizes
                shape_out = (shape[0] - size + 1, shape[1] - size + 1, filters)
                products *= shape_out[0] * shape_out[1] * size * size * shape[2] * filters
                shape = shape_out
            elif kind == "dense":
                products *= shape[0] * sizes[0]
                shape = (sizes[0],)
            elif kind == "pool":
                shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
                continue
            else:
                shape = (shape[0] * shape[1] * shape[2],)
                continue
            total += products * (2 if first else 3)
            first = False
        return total


KERAS, SKLEARN, SHARE = "over Keras fit", "over scikit-learn", "share of sgemm"

NETS = {
    "mlp": Net(
        "784-128-10 sigmoid",
        (784,),
        (("dense", 128, "sigmoid"), ("dense", 10, "softmax")),
        more_batches=(8, 512, 2048),
        goals={
            (32, "handmade", KERAS): 7.0,
            (32, "handmade", SKLEARN): 1.5,
            (32, "handmade", SHARE): 0.40,
            (128, "handmade", KERAS): 6.0,
            (128, "handmade", SKLEARN): 1.5,
            (128, "handmade", SHARE): 0.60,
        },
    ),
    "wide": Net(
        "784-512-512-10 ReLU",
        (784,),
        (("dense", 512, "relu"), ("dense", 512, "relu"), ("dense", 10, "softmax")),
        goals={
            (32, "handmade", KERAS): 3.0,
            (32, "handmade", SKLEARN): 1.5,
            (32, "handmade", SHARE): 0.45,
            (128, "handmade", KERAS): 2.5,
            (128, "handmade", SKLEARN): 1.3,
            (128, "handmade", SHARE): 0.60,
        },
    ),
    "cnn": Net(
        "CNN 32C3-P2-32C3-P2-D128-D10",
        (28, 28, 1),
        (
            ("conv", 32, 3, "relu"),
            ("pool", 2),
            ("conv", 32, 3, "relu"),
            ("pool", 2),
            ("flatten",),
            ("dense", 128, "relu"),
            ("dense", 10, "softmax"),
        ),
        goals={
            (32, "handmade", KERAS): 1.2,
            (32, "handmade", SHARE): 0.30,
            (32, "handmade-2-threads", KERAS): 1.5,
            (32, "handmade-2-threads", SHARE): 0.40,
            (128, "handmade", KERAS): 0.8,
            (128, "handmade", SHARE): 0.30,
            (128, "handmade-2-threads", KERAS): 1.1,
            (128, "handmade-2-threads", SHARE): 0.40,
        },
    ),
    "line": Net(
        "9 rows, one neuron",
        (1,),
        (("dense", 1, None),),
        batches=(32,),  # more than there are rows: every epoch is one step, as with Keras's own default
        goals={(32, "handmade", KERAS): 300.0},
    ),
}

TITLES = {
    "handmade": "handmade fit",
    "handmade-2-threads": "handmade fit, two threads",
    "plain": "a plain NumPy loop",
    "nielsen": "one example at a time",
    "sklearn": "scikit-learn MLPClassifier",
    "keras-tf": "Keras fit",
    "keras-tf-steps": "Keras fit, many steps a call",
    "keras-jax": "Keras fit on JAX",
}

# Who trains which net; the first four work in the NumPy worker, the others in a worker of their own.
CONTENDERS = {
    "mlp": ("handmade", "plain", "nielsen", "sklearn", "keras-tf", "keras-tf-steps", "keras-jax"),
    "wide": ("handmade", "plain", "nielsen", "sklearn", "keras-tf", "keras-tf-steps", "keras-jax"),
    "cnn": ("handmade", "handmade-2-threads", "keras-tf", "keras-tf-steps", "keras-jax"),
    "line": ("handmade", "keras-tf", "keras-tf-steps", "keras-jax"),
}
AT_MORE_BATCHES = ("handmade", "sklearn", "keras-tf", "keras-tf-steps", "keras-jax")


def worker_of(contender: str) -> str:
    """Return the worker that a contender runs in."""
    if contender == "keras-jax":
        return "jax"
    return "tensorflow" if contender.startswith("keras") else "numpy"
