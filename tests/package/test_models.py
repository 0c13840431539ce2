import numpy as np
import pytest

from handmade import activations
from handmade.gradients import check_gradient
from handmade.layers import Activation, Dense, Flatten, Input, Layer
from handmade.losses import MeanSquaredError
from handmade.models import Sequential, load_model

RNG = np.random.default_rng(6)

pytestmark = pytest.mark.chapter("hello-neuron")


def small(seed=0):
    return Sequential(
        [Input((2, 3)), Flatten(), Dense(4, activation="sigmoid"), Dense(2), Activation("softmax")], seed=seed
    )


def test_a_model_that_starts_with_input_has_its_weights_at_once():
    model = small()
    assert [w.shape for w in model.get_weights()] == [(6, 4), (4,), (4, 2), (2,)]
    assert model.count_params() == 6 * 4 + 4 + 4 * 2 + 2


def test_a_model_without_input_is_built_by_its_first_batch_to_the_same_weights():
    with_input, without = small(), Sequential(small().layers)
    without = Sequential([Flatten(), Dense(4, activation="sigmoid"), Dense(2), Activation("softmax")], seed=0)
    assert without.get_weights() == []
    x = RNG.random((5, 2, 3))
    np.testing.assert_array_equal(without(x), with_input(x))


def test_the_seed_decides_the_weights_unless_a_layer_has_its_own():
    one, same, other = small(1), small(1), small(2)
    assert all(np.array_equal(a, b) for a, b in zip(one.get_weights(), same.get_weights(), strict=True))
    assert not np.array_equal(one.get_weights()[0], other.get_weights()[0])
    first, second = (Sequential([Input((3,)), Dense(2, seed=9)], seed=seed) for seed in (1, 2))
    np.testing.assert_array_equal(first.get_weights()[0], second.get_weights()[0])


@pytest.mark.parametrize("dtype", [np.uint8, np.float64, np.float32])
def test_inputs_are_cast_to_the_dtype_of_the_weights(dtype):
    x = RNG.integers(0, 2, (5, 2, 3)).astype(dtype)
    assert small()(x).dtype == small().predict(x).dtype == np.float32
    assert Sequential([Input((3,)), Dense(1, dtype="float64")])(np.float32([[1, 2, 3]])).dtype == np.float64


def test_predict_is_the_call_batch_by_batch_and_takes_lists():
    model, x = small(), RNG.random((7, 2, 3))
    np.testing.assert_allclose(model.predict(x, batch_size=3), model(x), rtol=1e-5)
    assert model.predict([[[1, 2, 3], [4, 5, 6]]]).shape == (1, 2)
    assert model.predict(np.zeros((0, 2, 3))).shape == (0, 2)


@pytest.mark.chapter("backpropagation")
def test_backward_goes_through_all_layers_to_the_input():
    model, x = small(), RNG.random((5, 2, 3))
    d_x = model.backward(np.ones_like(model(x)))
    assert d_x.shape == x.shape
    assert [g.shape for g in model.gradients] == [v.shape for v in model.trainable_variables]


def test_summary_counts_what_a_reader_can_count(capsys):
    Sequential([Input((28, 28)), Flatten(), Dense(128), Dense(10)]).summary()
    out = capsys.readouterr().out
    for expected in ("(None, 784)", "100,480", "1,290", "Total params: 101,770", "Non-trainable params: 0"):
        assert expected in out


@pytest.mark.parametrize("name", ["model.npz", "model", "model.v2.zip"])
@pytest.mark.parametrize("kind", [str, lambda path: path])
def test_a_loaded_model_predicts_bit_by_bit_the_same(tmp_path, name, kind):
    model, x = small(3), RNG.random((5, 2, 3))
    model.save(kind(tmp_path / name))
    assert [path.name for path in tmp_path.iterdir()] == [name]
    again = load_model(kind(tmp_path / name))
    np.testing.assert_array_equal(again.predict(x), model.predict(x))
    assert (again.seed, again.count_params()) == (3, model.count_params())


def test_saving_keeps_float64_and_a_missing_bias(tmp_path):
    model = Sequential([Input((3,)), Dense(2, activation="relu", use_bias=False, dtype="float64")])
    model.save(tmp_path / "m")
    again = load_model(tmp_path / "m")
    assert [w.dtype for w in again.get_weights()] == [np.float64]
    assert again.layers[0].activation is activations.relu


def test_saving_keeps_the_parameters_of_an_activation(tmp_path):
    Sequential([Input((3,)), Dense(2, activations.LeakyReLU(0.05)), Activation(activations.ELU(2.0))]).save(
        tmp_path / "m"
    )
    dense, bend = load_model(tmp_path / "m").layers
    assert (dense.activation.negative_slope, bend.activation.alpha) == (0.05, 2.0)


@pytest.mark.chapter("backpropagation")
def test_an_activation_of_the_readers_own_learns_but_cannot_be_saved(tmp_path):
    class Cube:
        def __call__(self, z):
            return z**3

        def gradient(self, z, upstream=1.0):
            return 3 * z**2 * upstream

    model = Sequential([Input((1,)), Dense(2, Cube(), dtype="float64"), Dense(1, dtype="float64")], seed=1)
    model.compile("sgd", "mse")
    x = RNG.random((8, 1))
    history = model.fit(x, x**3, epochs=50, verbose=0).history
    assert history["loss"][-1] < history["loss"][0]
    check_gradient(lambda x: model(x).sum(), model.backward(np.ones_like(model(x))), x)
    with pytest.raises(ValueError, match="the activation Cube is not one of handmade's"):
        model.save(tmp_path / "m")
    assert list(tmp_path.iterdir()) == []


def test_a_model_file_holds_no_pickle_and_opening_one_is_refused(tmp_path):
    small().save(tmp_path / "m.npz")
    with np.load(tmp_path / "m.npz", allow_pickle=False) as file:
        assert all(file[name].dtype != object for name in file.files)
    np.savez(tmp_path / "evil.npz", description=np.array([{"layers": []}], dtype=object))
    with pytest.raises(ValueError, match=r"evil\.npz is not a model that handmade saved"):
        load_model(tmp_path / "evil.npz")


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 cut off"])
def test_a_damaged_model_file_is_named(tmp_path, content):
    (tmp_path / "broken.npz").write_bytes(content)
    with pytest.raises(ValueError, match=r"broken\.npz is not a model that handmade saved, or it is damaged"):
        load_model(tmp_path / "broken.npz")


def test_a_missing_model_file_or_folder_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"no model file .*gone\.npz"):
        load_model(tmp_path / "gone.npz")
    with pytest.raises(OSError, match=r"cannot save the model to .*m\.npz.*does the folder exist"):
        small().save(tmp_path / "nowhere" / "m.npz")


def test_a_failed_save_leaves_the_old_file(tmp_path, monkeypatch):
    model, path = small(1), tmp_path / "m.npz"
    model.save(path)
    before = path.read_bytes()

    def full_disk(*args, **kwargs):
        raise OSError("no space left")

    monkeypatch.setattr(np, "savez", full_disk)
    with pytest.raises(OSError, match="no space left"):
        small(2).save(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_layer_of_the_readers_own_cannot_be_saved(tmp_path):
    class Doubler(Layer):
        def __call__(self, x, training=False):
            return 2 * x

    with pytest.raises(ValueError, match=r"Doubler is not a layer of handmade.*get_weights"):
        Sequential([Input((3,)), Doubler()]).save(tmp_path / "m.npz")


@pytest.mark.parametrize(
    ("layers", "error", "message"),
    [
        ([], ValueError, "needs layers besides Input"),
        ([Input((3,))], ValueError, "needs layers besides Input"),
        ([Input((3,)), "relu"], TypeError, "'relu' is not one"),
        ([Input((3,)), Dense], TypeError, "is not one"),
        ([Dense(2), Input((2,))], ValueError, "must be the first layer"),
        ([Input((28, 28)), Dense(2)], ValueError, r"put Flatten\(\) before it"),
    ],
)
def test_layers_that_do_not_fit_are_refused(layers, error, message):
    with pytest.raises(error, match=message):
        Sequential(layers)


def test_a_layer_cannot_stand_twice_in_a_model():
    layer = Dense(3)
    with pytest.raises(ValueError, match="a layer stands twice in the model"):
        Sequential([Input((3,)), layer, layer])


@pytest.mark.parametrize(
    ("shape", "message"), [((2, 3), r"x\[np\.newaxis\]"), ((5, 6), r"this model takes \(m, 2, 3\)")]
)
def test_inputs_of_another_shape_are_refused(shape, message):
    with pytest.raises(ValueError, match=message):
        small()(np.ones(shape))


def test_what_needs_weights_or_a_loss_says_so():
    bare = Sequential([Dense(2)])
    for method in (bare.summary, lambda: bare.save("m.npz")):
        with pytest.raises(ValueError, match="start it with Input"):
            method()
    lossless = small()
    lossless.compile()
    for method in (small().fit, small().evaluate, lossless.fit):
        with pytest.raises(ValueError, match=r"call model\.compile"):
            method(np.ones((1, 2, 3)), np.ones((1, 2)))


def test_compile_takes_names_and_objects_and_refuses_others():
    model = small()
    model.compile("sgd", MeanSquaredError(), metrics=[max])
    model.compile(metrics=None)
    assert type(model.optimizer).__name__ == "RMSprop"  # as in Keras
    with pytest.raises(ValueError, match="'adamm' is not a known optimizer"):
        model.compile("adamm")
    with pytest.raises(TypeError, match=r'write metrics=\["accuracy"\]'):
        model.compile("sgd", "mse", metrics="accuracy")


def test_metrics_keep_the_name_they_were_given_as_in_keras():
    def spread(y_true, y_pred):
        return 0.0

    class Largest:
        def __call__(self, y_true, y_pred):
            return 1.0

    model = small()
    model.compile("sgd", "mse", metrics=["mae", "MSE", spread, Largest()])
    assert list(model.objective.metrics) == ["mae", "MSE", "spread", "largest"]
    for twice in (["mae", "mae"], [lambda a, b: 0.0, lambda a, b: 1.0]):
        with pytest.raises(ValueError, match="two numbers of an epoch would be called"):
            model.compile("sgd", "mse", metrics=twice)
