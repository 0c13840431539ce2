"""Models: layers in a row that learn together.

``Sequential`` walks forward through its layers and back again; an optimizer does the rest. Weights are drawn and
examples are shuffled by the model's own generator, so the same ``seed`` gives the same run.
"""

import math
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np

from handmade import losses, model_files, optimizers, training
from handmade.array_types import Array, Seed
from handmade.callbacks import Callback, EarlyStopping, History, LearningRateScheduler, Logs, as_list, tell
from handmade.fit_data import checked_pair, hold_out
from handmade.layers import Input, Layer
from handmade.layers.layer import set_in_place
from handmade.losses import Loss
from handmade.metrics import Metric, metrics_by_name
from handmade.optimizers import Optimizer
from handmade.parallel import parallel_step
from handmade.progress import Progress
from handmade.summary import batch_shape, summary_of
from handmade.training import Objective
from handmade.validation import require_positive_integer

__all__ = ["Callback", "EarlyStopping", "History", "LearningRateScheduler", "Sequential", "load_model"]


class Sequential:
    """Layers in a row. Keras: ``keras.Sequential``. Explained in :ref:`ch-hello-neuron`.

    A model that starts with ``Input`` has its weights at once; others get them from the first batch.

    >>> from handmade.layers import Dense
    >>> model = Sequential([Input((1,)), Dense(1)], seed=0)
    >>> model.compile(optimizer=optimizers.SGD(learning_rate=0.02), loss="mse")
    >>> x = np.array([[1.0], [2.0], [3.0], [11.0]])
    >>> history = model.fit(x, 2 * x + 1, epochs=500, verbose=0)
    >>> model.predict([[10.0]]).round(1)
    array([[21.]], dtype=float32)
    """

    def __init__(self, layers: Iterable[Layer], *, seed: Seed = 0) -> None:
        layers = list(layers)
        if wrong := [layer for layer in layers if not isinstance(layer, Layer)]:
            raise TypeError(f"Sequential takes layers, but {wrong[0]!r} is not one; write Dense(10), for example")
        if len({id(layer) for layer in layers}) < len(layers):
            raise ValueError("a layer stands twice in the model, but it remembers one call only; make a second layer")
        if any(isinstance(layer, Input) for layer in layers[1:]):
            raise ValueError("Input says what comes into the model, so it must be the first layer")
        first = layers[0] if layers else None
        self.layers = layers[1:] if isinstance(first, Input) else layers
        if not self.layers:
            raise ValueError("a model needs layers besides Input; write Sequential([Input((1,)), Dense(1)])")
        self.seed = seed
        self.optimizer: Any = None  # an Optimizer and an Objective, once the model is compiled
        self.objective: Any = None
        self.history = History()
        self.stop_training = False  # a callback sets it to end fit after this epoch
        self.built = False
        self.input_shape: tuple[int, ...] = ()  # of one example, once the model is built
        self._rng = np.random.default_rng(seed)
        if isinstance(first, Input):
            self.build(first.shape)

    def build(self, input_shape: tuple[int, ...]) -> None:
        """Make all weights by sending one blank example of ``input_shape`` through."""
        dtypes = [layer.dtype for layer in self.layers if layer.dtype]
        self.dtype = np.result_type(*dtypes).name if dtypes else "float32"
        x = np.zeros((1, *input_shape), self.dtype)
        self.output_shapes: list[tuple[int, ...]] = []
        for layer in self.layers:
            if not layer.built:
                layer.build(x.shape[1:], self._rng)
            x = layer(x)
            self.output_shapes.append(x.shape[1:])
        self.output_dtype = x.dtype.name
        self.input_shape, self.built = tuple(input_shape), True

    def __call__(self, x: Array, training: bool = False) -> Array:
        """Return the output for the batch ``x``, cast to the dtype of the weights."""
        x = self.checked(x)
        for layer in self.layers:
            x = layer(x, training=training)
        return x

    def checked(self, x: Array) -> Array:
        """Return ``x`` in the dtype of the weights, once its examples have the shape that the model takes."""
        if not self.built:
            self.build(np.asarray(x).shape[1:])
        x = np.asarray(x, self.dtype)
        if x.shape[1:] != self.input_shape:
            cure = "x[np.newaxis] makes one example a batch" if x.shape == self.input_shape else "reshape the examples"
            takes = batch_shape("m", self.input_shape)
            raise ValueError(f"x has shape {x.shape}, but this model takes {takes}; {cure}")
        return x

    def backward(self, d_out: Array) -> Array:
        """Return dJ/dx from ``d_out`` = dJ/dout, and leave every layer's ``gradients``."""
        for layer in reversed(self.layers):
            d_out = layer.backward(d_out)
        return d_out

    @property
    def trainable_variables(self) -> list[Array]:
        """The trainable arrays of all layers, in order."""
        return [variable for layer in self.layers for variable in layer.trainable_variables]

    @property
    def gradients(self) -> list[Array]:
        """Those of the last direct ``backward``, paired with ``trainable_variables``; none after ``fit``."""
        return [gradient for layer in self.layers for gradient in layer.gradients]

    def get_weights(self) -> list[Array]:
        """Return copies of all weights; Keras's ``set_weights`` takes them, too."""
        return [w for layer in self.layers for w in layer.get_weights()]

    def set_weights(self, weights: Sequence[Array]) -> None:
        """Overwrite all weights in place, for example with ``keras_model.get_weights()``."""
        set_in_place([w for layer in self.layers for w in layer.weights], weights, "this model", self.built)

    def count_params(self) -> int:
        """Return the number of weights."""
        return sum(layer.count_params() for layer in self.layers)

    def compile(
        self,
        optimizer: str | Optimizer = "rmsprop",
        loss: str | Loss | None = None,
        metrics: Sequence[str | Metric] | None = None,
    ) -> None:
        """Choose how to learn, what to make small, and what else to report; names or objects.

        The defaults are Keras's. Without a loss nothing can be learned: ``fit`` says so.
        """
        self.optimizer = optimizers.get(optimizer)
        self.objective = (
            None if loss is None else Objective(losses.get(loss), metrics_by_name(metrics or ()), self.layers[-1])
        )

    def fit(
        self,
        x: Array,
        y: Array,
        batch_size: int = 32,
        epochs: int = 1,
        verbose: int | str = 1,
        callbacks: Any = None,
        validation_split: float = 0.0,
        validation_data: tuple[Array, Array] | None = None,
        shuffle: bool = True,
        *,
        threads: int = 1,
    ) -> History:
        """Learn from every example ``epochs`` times, and return the history.

        The loss and the metrics of an epoch are averages over its batches while the weights change, as Keras
        reports them. ``validation_split`` keeps the last rows for validation, unless ``validation_data`` is given.
        ``callbacks``, one or a list, are told of the epochs (see ``Callback``). With ``threads`` > 1 each batch is
        shared among Python threads: worth it for convolutions, and not in Keras. The results differ in the last
        digits from those of one thread; with Dropout, which draws other lots then, as with another seed.

        Raises ``ValueError`` for NaN in the data, and where the loss or a weight stops being a number.
        """
        self._require_compiled("fit")
        if validation_data is None:
            x, y, held_out = hold_out(*self._examples(x, y), validation_split)
        else:
            (x, y), held_out = self._examples(x, y), self._examples(*validation_data, "validation ")
        require_positive_integer("batch_size", batch_size)
        require_positive_integer("threads", threads)
        progress = Progress(require_positive_integer("epochs", epochs), math.ceil(len(x) / batch_size), verbose)
        self.history, self.stop_training = History(), False
        callbacks = as_list(callbacks)
        listeners = [*callbacks, self.history]
        for callback in callbacks:
            callback.model = self
        borrow_step = parallel_step if threads > 1 else training.plain_step
        alone = not callbacks and held_out is None  # nobody else looks at the layers between epochs
        logs: Logs = {}
        try:
            tell(listeners, "on_train_begin", logs)
            with ExitStack() as borrowed:
                for epoch in range(epochs):
                    tell(listeners, "on_epoch_begin", epoch, {})
                    order = self._rng.permutation(len(x)) if shuffle else None
                    todo = training.batches(x, y, order, batch_size)
                    if epoch == 0 or not alone:
                        step = borrowed.enter_context(borrow_step(self, threads))
                    logs = training.train_epoch(self, step, todo, x, y, epoch, progress.step)
                    if not alone:
                        borrowed.close()  # given back before anybody else looks at the layers
                    if held_out is not None:
                        logs |= {f"val_{k}": v for k, v in training.evaluate(self, *held_out, batch_size).items()}
                    progress.epoch(epoch, logs)
                    tell(listeners, "on_epoch_end", epoch, logs)
                    if self.stop_training:
                        break
            tell(listeners, "on_train_end", logs)
        finally:
            progress.close()
        return self.history

    def evaluate(self, x: Array, y: Array, batch_size: int = 32, verbose: int | str = 0) -> float | list[float]:
        """Return [loss, metric, …] over the examples; without metrics the loss alone, as in Keras."""
        self._require_compiled("evaluate")
        require_positive_integer("batch_size", batch_size)
        logs = training.evaluate(self, *self._examples(x, y), batch_size)
        if verbose:
            print("  ".join(f"{name} {value:.4f}" for name, value in logs.items()))
        return list(logs.values()) if len(logs) > 1 else logs["loss"]

    def predict(self, x: Array, batch_size: int = 32, verbose: int | str = 0) -> Array:
        """Return the outputs for all of ``x``, batch by batch; too fast for a bar, so ``verbose`` changes nothing."""
        x = np.atleast_1d(x)
        starts = range(0, max(len(x), 1), require_positive_integer("batch_size", batch_size))
        return np.concatenate([self(x[start : start + batch_size]) for start in starts])

    def summary(self) -> None:
        """Print the layers with their output shapes and numbers of weights."""
        if not self.built:
            raise ValueError("the model has no weights to count yet; start it with Input, or call it on a batch first")
        print(summary_of(self.layers, self.output_shapes))

    def save(self, path: str | Path) -> None:
        """Write the layers and weights to ``path``; ``load_model`` gives them back bit by bit."""
        if not self.built:
            raise ValueError("the model has no weights to save yet; start it with Input, or call it on a batch first")
        model_files.write(path, [Input(self.input_shape), *self.layers], self.seed)

    def _examples(self, x: Array, y: Array, name: str = "") -> tuple[Array, Array]:
        """Return examples and targets as the loop takes them, once they fit each other, the model and the loss."""
        x, y = checked_pair(x, y, name)
        if not self.built:
            self.build(x.shape[1:])
        return x, self.objective.targets(y, self.output_shapes[-1], self.output_dtype)

    def _require_compiled(self, what: str) -> None:
        if self.objective is None:
            raise ValueError(
                f'{what} needs a loss: call model.compile(optimizer="sgd", loss="mse"), for example, first'
            )


def load_model(path: str | Path) -> Sequential:
    """Return the model that ``Sequential.save`` wrote to ``path``; compile it before it learns on.

    Keras: ``keras.saving.load_model``. Explained in :ref:`ch-shipping`. Raises ``FileNotFoundError`` where there is no
    such file, and ``ValueError`` for one that is damaged, or that handmade did not save; no code in it ever runs.

    >>> import tempfile
    >>> from handmade.layers import Dense
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     Sequential([Input((2,)), Dense(1)]).save(f"{folder}/m.npz")
    ...     print([w.shape for w in load_model(f"{folder}/m.npz").get_weights()])
    [(2, 1), (1,)]
    """
    layers, seed, weights = model_files.read(path)
    model = Sequential(layers, seed=seed)
    model.set_weights(weights)
    return model
