import numpy as np
import pytest

from handmade.layers import Dense, Input
from handmade.models import Callback, EarlyStopping, LearningRateScheduler, Sequential
from handmade.optimizers import SGD

pytestmark = pytest.mark.chapter("regularization")

X = np.array([[1.0], [2.0], [3.0]])
Y = 2 * X + 1


def neuron():
    model = Sequential([Input((1,)), Dense(1)], seed=0)
    model.compile(SGD(0.02), "mse")
    return model


class Played(Callback):
    """A model whose losses are written down beforehand, and whose weights count the epochs."""

    def __init__(self, losses):
        self.losses, self.epoch, self.stop_training = losses, 0, False

    def get_weights(self):
        return [np.array(self.epoch)]

    def set_weights(self, weights):
        self.restored = weights[0].item()

    def run(self, stopping):
        """Tell ``stopping`` of the losses until it has enough; return how many epochs there were."""
        stopping.model, self.stop_training, self.restored = self, False, None
        stopping.on_train_begin({})
        for epoch, loss in enumerate(self.losses):
            self.epoch = epoch
            stopping.on_epoch_end(self.epoch, {stopping.monitor: loss})
            if self.stop_training:
                break
        stopping.on_train_end({})
        return self.epoch + 1


@pytest.mark.chapter("experiments")
def test_a_callback_hears_of_every_epoch_in_order_and_can_stop():
    class Watch:
        def __init__(self):
            self.seen = []

        def on_train_begin(self, logs):
            self.seen.append("begin")

        def on_epoch_begin(self, epoch, logs):
            self.seen.append(epoch)

        def on_epoch_end(self, epoch, logs):
            self.seen.append(logs["loss"])
            self.model.stop_training = epoch == 2

        def on_train_end(self, logs):
            self.seen.append(("end", logs["loss"]))

    class OnlyTheEnd:
        def on_epoch_end(self, epoch, logs):
            self.last = epoch

    watch, brief, model = Watch(), OnlyTheEnd(), neuron()
    history = model.fit(X, Y, epochs=50, callbacks=[watch, brief], verbose=0)
    losses = history.history["loss"]
    assert watch.seen == ["begin", 0, losses[0], 1, losses[1], 2, losses[2], ("end", losses[2])]
    assert (history.epoch, brief.last) == ([0, 1, 2], 2)
    assert model.history is history


@pytest.mark.parametrize(
    ("losses", "how", "epochs", "best"),
    [
        ([3, 2, 1, 2, 2, 2], {"patience": 2}, 5, 2),
        ([3, 2, 1, 2, 0.5, 2, 2, 2], {"patience": 2}, 7, 4),
        ([3, 2, 1, 1, 1], {}, 4, 2),
        ([3, 2.5, 2.4, 2.3, 2.2], {"patience": 1, "min_delta": 0.2}, 3, 1),
        ([3, 2.5, 2.4, 2.3, 2.2], {"patience": 1, "min_delta": -0.2}, 3, 1),
        ([1, 2, 3, 4], {"patience": 2, "start_from_epoch": 1}, 4, 1),
        ([1, 2, 3, 1, 1], {"mode": "max", "patience": 1}, 4, 2),
        ([0.1, 0.5, 0.4, 0.4], {"monitor": "val_accuracy", "patience": 1}, 3, 1),
        ([5, 4, 3, 2, 1], {"baseline": 0.5, "patience": 3}, 5, 4),
        ([1, 1, 1, 1, 1], {"patience": 3}, 4, 0),
    ],
)
def test_early_stopping_stops_when_nothing_improved_for_its_patience(losses, how, epochs, best):
    stopping = EarlyStopping(**how)
    assert Played(losses).run(stopping) == epochs
    assert stopping.best_epoch == best


def test_it_can_be_used_again_and_says_where_it_stopped():
    stopping = EarlyStopping(patience=1)
    assert [Played([2, 1, 1]).run(stopping), Played([2, 1, 1]).run(stopping)] == [3, 3]
    assert (stopping.stopped_epoch, stopping.best) == (2, 1)
    Played([3, 2, 1]).run(stopping)
    assert stopping.stopped_epoch == 0


@pytest.mark.parametrize("losses", [[3, 1, 2, 2], [3, 1, 2]])
def test_the_best_weights_come_back_also_when_the_epochs_ran_out_first(losses):
    played = Played(losses)
    played.run(EarlyStopping(patience=2, restore_best_weights=True))
    assert played.restored == 1
    played.run(EarlyStopping(patience=2))
    assert played.restored is None


def test_in_fit_the_model_gets_its_best_weights_back():
    model, stopping = neuron(), EarlyStopping(monitor="loss", mode="max", patience=2, restore_best_weights=True)
    start = model.get_weights()
    history = model.fit(X, Y, epochs=20, callbacks=[stopping], verbose=0)
    assert history.epoch == [0, 1, 2]
    assert not np.array_equal(model.get_weights()[0], start[0])  # the first epoch was the "best", one step in
    fresh = neuron()
    fresh.fit(X, Y, epochs=1, verbose=0)
    np.testing.assert_array_equal(model.get_weights()[0], fresh.get_weights()[0])


def test_what_cannot_be_watched_is_refused_with_what_can():
    with pytest.raises(ValueError, match=r"watches 'val_loss', but an epoch has loss; .*validation_split"):
        neuron().fit(X, Y, callbacks=[EarlyStopping()], verbose=0)
    with pytest.raises(ValueError, match="mode must be"):
        EarlyStopping(mode="less")
    with pytest.raises(ValueError, match="patience must be a whole number of epochs, 0 or more, but it is -1"):
        EarlyStopping(patience=-1)


@pytest.mark.chapter("optimizers")
def test_a_schedule_of_epochs_sets_the_learning_rate():
    model = neuron()
    used = []

    def halve(epoch, learning_rate):
        used.append((epoch, learning_rate))
        return learning_rate / 2

    model.fit(X, Y, epochs=3, callbacks=[LearningRateScheduler(halve)], verbose=0)
    assert used == [(0, 0.02), (1, 0.01), (2, 0.005)]
    assert model.optimizer.learning_rate == model.history.history["learning_rate"][-1] == 0.0025
    with pytest.raises(ValueError, match="learning_rate must be greater than 0"):
        model.fit(X, Y, callbacks=[LearningRateScheduler(lambda epoch, learning_rate: 0.0)], verbose=0)


@pytest.mark.parametrize(
    ("monitor", "better"),
    [("val_loss", "min"), ("loss", "min"), ("val_mae", "min"), ("MSE", "min"), ("val_accuracy", "max"), ("acc", "max")],
)
def test_which_way_is_better_is_known_from_the_name_of_a_loss_or_an_accuracy(monitor, better):
    losses = [3, 2, 1, 1] if better == "min" else [1, 2, 3, 3]
    stopping = EarlyStopping(monitor=monitor)
    assert Played(losses).run(stopping) == 4
    assert stopping.best == losses[2]


def test_of_other_numbers_it_must_be_said():
    with pytest.raises(ValueError, match="whether 'val_f1' should fall or rise is not known; say mode=\"min\""):
        EarlyStopping(monitor="val_f1")
    assert EarlyStopping(monitor="val_f1", mode="max").sign == 1


@pytest.mark.chapter("experiments")
def test_one_callback_needs_no_list_and_none_is_none():
    stopping = EarlyStopping(monitor="loss", min_delta=1e9, patience=1)
    assert neuron().fit(X, Y, epochs=9, callbacks=stopping, verbose=0).epoch == [0, 1]
    assert neuron().fit(X, Y, epochs=2, callbacks=None, verbose=0).epoch == [0, 1]
