"""Callbacks: what ``fit`` tells about itself, and who listens.

``fit`` sets ``model`` on each callback and calls the methods below; a callback that sets
``model.stop_training = True`` ends the training after the epoch.
"""

from collections.abc import Callable, Sequence
from typing import Any

from handmade.array_types import Array

Logs = dict[str, float]


class Callback:
    """A listener that does nothing: override the methods you need.

    Keras: ``keras.callbacks.Callback``, without the events of single batches. Explained in :ref:`ch-experiments`.

    >>> class Tell(Callback):
    ...     def on_epoch_end(self, epoch, logs):
    ...         print(epoch, round(logs["loss"], 2))
    >>> Tell().on_epoch_end(0, {"loss": 0.123})
    0 0.12
    """

    model: Any = None  # the model that learns; fit sets it

    def on_train_begin(self, logs: Logs) -> None:
        """The training begins."""

    def on_epoch_begin(self, epoch: int, logs: Logs) -> None:
        """Epoch number ``epoch``, counted from 0, begins."""

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        """The epoch is done; ``logs`` holds its loss and metrics, and those on validation data as ``val_…``."""

    def on_train_end(self, logs: Logs) -> None:
        """The training is over, with the ``logs`` of its last epoch."""


class History(Callback):
    """What happened in each epoch: ``history.history["loss"]`` and ``history.epoch``.

    Keras: ``keras.callbacks.History``. Explained in :ref:`ch-linear-regression`.

    >>> history = History()
    >>> history.on_epoch_end(0, {"loss": 2.5})
    >>> history.history, history.epoch
    ({'loss': [2.5]}, [0])
    """

    def __init__(self) -> None:
        self.epoch: list[int] = []
        self.history: dict[str, list[float]] = {}

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        """Write down the numbers of one epoch."""
        self.epoch.append(epoch)
        for name, value in logs.items():
            self.history.setdefault(name, []).append(value)


class EarlyStopping(Callback):
    """Stop when a number has not improved for ``patience`` epochs.

    An improvement is larger than ``min_delta``. ``mode`` says which way is better: "min", "max", or "auto", which
    knows losses and errors from accuracies by their names. With ``restore_best_weights`` the model gets back the
    weights of its best epoch, also where the last epoch came first. The first ``start_from_epoch`` epochs do not
    count, and with a ``baseline`` only what is better than that counts as an improvement of it.
    After ``fit``: ``stopped_epoch`` (0 if it never stopped) and ``best_epoch``, both counted from 0.

    Keras: ``keras.callbacks.EarlyStopping``. Explained in :ref:`ch-regularization`. Source: Prechelt (1998),
    Early stopping — but when?
    Raises ``ValueError`` where "auto" cannot tell, and where ``monitor`` is not among the numbers of the epoch (Keras
    only warns, and never stops).

    >>> stopping = EarlyStopping(monitor="val_loss", patience=3, restore_best_weights=True)
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        min_delta: float = 0.0,
        patience: int = 0,
        *,
        mode: str = "auto",
        baseline: float | None = None,
        restore_best_weights: bool = False,
        start_from_epoch: int = 0,
    ) -> None:
        if mode not in ("auto", "min", "max"):
            raise ValueError(f'mode must be "auto", "min" or "max", but it is {mode!r}')
        self.monitor, self.min_delta, self.baseline = monitor, abs(min_delta), baseline
        if isinstance(patience, bool) or not isinstance(patience, int) or patience < 0:
            raise ValueError(f"patience must be a whole number of epochs, 0 or more, but it is {patience!r}")
        self.patience = patience
        self.sign = 1.0 if (_better(monitor) if mode == "auto" else mode) == "max" else -1.0
        self.restore_best_weights, self.start_from_epoch = restore_best_weights, start_from_epoch
        self.on_train_begin({})

    def on_train_begin(self, logs: Logs) -> None:
        """Forget an earlier training."""
        self.wait = self.stopped_epoch = self.best_epoch = 0
        self.best: float | None = None  # the best value so far
        self.best_weights: list[Array] | None = None

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        """Compare the epoch with the best one; count, stop, remember."""
        if self.monitor not in logs:
            raise ValueError(
                f"EarlyStopping watches {self.monitor!r}, but an epoch has {', '.join(sorted(logs))}; watch one of "
                "these, or give fit validation_data or validation_split"
            )
        if epoch < self.start_from_epoch:
            return
        current = logs[self.monitor]
        self.wait += 1
        if self._improves(current, self.best):
            self.best, self.best_epoch = current, epoch
            if self.restore_best_weights:
                self.best_weights = self.model.get_weights()
            if self.baseline is None or self._improves(current, self.baseline):
                self.wait = 0
        elif self.wait >= self.patience and epoch > 0:
            self.stopped_epoch, self.model.stop_training = epoch, True

    def on_train_end(self, logs: Logs) -> None:
        """Give the model its best weights back, where that was asked for."""
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)

    def _improves(self, value: float, best: float | None) -> bool:
        return best is None or self.sign * (value - best) > self.min_delta


class LearningRateScheduler(Callback):
    """Choose the learning rate of each epoch: ``schedule(epoch, learning_rate)`` returns it.

    A schedule that changes with every step belongs into the optimizer; see ``optimizers.schedules``.
    Keras: ``keras.callbacks.LearningRateScheduler``. Explained in :ref:`ch-optimizers`.

    >>> halve = LearningRateScheduler(lambda epoch, learning_rate: learning_rate / 2 if epoch else learning_rate)
    """

    def __init__(self, schedule: Callable[[int, float], float]) -> None:
        self.schedule = schedule

    def on_epoch_begin(self, epoch: int, logs: Logs) -> None:
        """Set the optimizer's learning rate; it refuses one that is not positive."""
        self.model.optimizer.learning_rate = self.schedule(epoch, self.model.optimizer.learning_rate)

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        """Write the learning rate of the epoch into its ``logs``, and so into the history."""
        logs["learning_rate"] = self.model.optimizer.learning_rate


def _better(monitor: str) -> str:
    """Return whether the number of that name should become small or large."""
    if monitor.lower().endswith(("loss", "mse", "mae", "mean_squared_error", "mean_absolute_error")):
        return "min"
    if monitor.lower().endswith(("acc", "accuracy", "auc")):
        return "max"
    raise ValueError(f'whether {monitor!r} should fall or rise is not known; say mode="min" or mode="max"')


def as_list(callbacks: Any) -> list[Any]:
    """Return none, one or several callbacks as a list."""
    if callbacks is None:
        return []
    return list(callbacks) if isinstance(callbacks, list | tuple) else [callbacks]


def tell(callbacks: Sequence[Any], event: str, *news: Any) -> None:
    """Call the method ``event`` of each callback that has it: not all are made from ``Callback``."""
    for callback in callbacks:
        if (method := getattr(callback, event, None)) is not None:
            method(*news)
