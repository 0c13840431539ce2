"""Keras contenders: `fit` as it comes, and with the settings that make it faster, on TensorFlow or on JAX.

A maker returns ``run(rows, epochs)``, which says how long its `fit` prepared the data. Where a contender stands for
"the best setting", VARIANTS lists what there is to choose from, and the worker keeps the fastest.
"""

from __future__ import annotations

import time

import keras

from tools.bench.nets import LEARNING_RATE, Net

STEPS = 64  # per call of the compiled function
FEW_STEPS = 50  # divides the epochs of the line evenly

VARIANTS = {
    "keras-tf-steps": ({"steps": STEPS, "jit_compile": True}, {"steps": STEPS, "jit_compile": False}),
    "keras-jax": ({"steps": 1}, {"steps": STEPS}),
}


def keras_model(net: Net, steps: int = 1, jit_compile: bool | str = "auto"):
    """Return the net in Keras, compiled."""
    keras.utils.set_random_seed(0)
    layers = [keras.Input(net.input_shape)]
    for kind, *sizes in net.layers:
        if kind == "dense":
            layers.append(keras.layers.Dense(sizes[0], activation=sizes[1]))
        elif kind == "conv":
            layers.append(keras.layers.Conv2D(*sizes[:2], activation=sizes[2]))
        else:
            layers.append(keras.layers.Flatten() if kind == "flatten" else keras.layers.MaxPooling2D(sizes[0]))
    model = keras.Sequential(layers)
    classes = net.layers[-1][-1] == "softmax"
    model.compile(
        optimizer=keras.optimizers.SGD(LEARNING_RATE),
        loss="sparse_categorical_crossentropy" if classes else "mse",
        metrics=["accuracy"] if classes else None,
        steps_per_execution=steps,
        jit_compile=jit_compile,
    )
    return model


class SetUp(keras.callbacks.Callback):
    """How long `fit` prepares before it trains: it copies the arrays into its pipeline, once a call."""

    def start(self):
        """Take the time at which `fit` is called."""
        self.called = time.perf_counter()

    def on_train_begin(self, logs=None):
        """Take the time that has passed."""
        self.seconds = time.perf_counter() - self.called


def fit(net: Net, batch: int, x, y, **settings):
    """Train with `fit` on the arrays."""
    model, clock = keras_model(net, **settings), SetUp()

    def run(rows, epochs):
        clock.start()
        model.fit(x[:rows], y[:rows], batch_size=batch, epochs=epochs, verbose=0, shuffle=True, callbacks=[clock])
        return {"set_up": clock.seconds}

    return run


def few_rows(net: Net, batch: int, x, y, **settings):
    """Train on so few rows that an epoch is one step: one long epoch of a data set that repeats itself.

    `fit` on arrays makes a new iterator for every epoch, which is where its time goes here.
    """
    import tensorflow as tf

    model, clock = keras_model(net, **settings | {"steps": FEW_STEPS}), SetUp()

    def run(rows, epochs):
        clock.start()
        repeated = tf.data.Dataset.from_tensors((x[:rows], y[:rows])).repeat()
        model.fit(repeated, steps_per_epoch=epochs, epochs=1, verbose=0, shuffle=False, callbacks=[clock])
        return {"set_up": clock.seconds}

    return run


def steps(net: Net, batch: int, x, y, **settings):
    """Train with many steps a call."""
    maker = few_rows if len(x) <= batch else fit
    return maker(net, batch, x, y, **settings)


MAKERS = {"keras-tf": fit, "keras-tf-steps": steps, "keras-jax": fit}
