import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from handmade.datasets import load_image, load_image_folder
from handmade.images import center_crop, flip_left_right, flip_up_down, normalize, resize

pytestmark = pytest.mark.chapter("own-images", "transfer-learning")

SIDES = st.integers(1, 12)


@pytest.fixture
def folder(tmp_path):
    """Photos of 5 × 4 random pixels in three classes, under names that sort in surprising ways."""
    rng = np.random.default_rng(0)
    for name in ("b/2.png", "b/10.png", "B/x.png", "a/z.png", "a/inner/y.png", "a/Z.bmp"):
        path = tmp_path / "own" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(rng.integers(0, 256, (5, 4, 3), dtype=np.uint8)).save(path)
    return tmp_path / "own"


def test_a_folder_gives_the_photos_labels_and_class_names_of_keras(folder):
    theirs = keras.utils.image_dataset_from_directory(folder, image_size=(5, 4), shuffle=False, batch_size=None)
    images, labels, class_names = load_image_folder(folder, image_size=(5, 4))
    assert class_names == theirs.class_names
    photos, numbers = zip(*theirs.as_numpy_iterator(), strict=True)
    np.testing.assert_array_equal(images, np.stack(photos))
    np.testing.assert_array_equal(labels, np.stack(numbers))
    assert labels.dtype == numbers[0].dtype


def test_one_photo_is_the_one_that_keras_loads(folder):
    for path in folder.rglob("*.png"):
        np.testing.assert_array_equal(load_image(path), keras.utils.img_to_array(keras.utils.load_img(path)))


@settings(max_examples=15)
@given(h=SIDES, w=SIDES, new_h=SIDES, new_w=SIDES, seed=st.integers(0, 99))
def test_resizing_agrees_with_keras(h, w, new_h, new_w, seed):
    batch = np.random.default_rng(seed).uniform(0, 1, (2, h, w, 3)).astype(np.float32)
    theirs = keras.layers.Resizing(new_h, new_w)(batch)
    np.testing.assert_allclose(resize(batch, (new_h, new_w)), theirs, atol=1e-5)
    theirs = keras.ops.image.resize(batch, (new_h, new_w), antialias=True)
    np.testing.assert_allclose(resize(batch, (new_h, new_w), antialias=True), theirs, atol=1e-5)


@pytest.mark.parametrize("size", [(3, 4), (5, 7), (2, 2), (5, 1), (4, 6)])
def test_the_middle_is_the_middle_of_keras(size):
    batch = np.random.default_rng(1).uniform(size=(2, 5, 7, 3)).astype(np.float32)
    np.testing.assert_array_equal(center_crop(batch, size), keras.layers.CenterCrop(*size)(batch))


def test_pixels_are_rescaled_as_in_keras():
    batch = np.random.default_rng(2).integers(0, 256, (2, 5, 7, 3), dtype=np.uint8)
    np.testing.assert_allclose(normalize(batch), keras.layers.Rescaling(1 / 255)(batch), rtol=1e-6)


@pytest.mark.parametrize(("mode", "flip"), [("horizontal", flip_left_right), ("vertical", flip_up_down)])
def test_a_random_flip_of_keras_leaves_an_image_or_makes_ours(mode, flip):
    batch = np.random.default_rng(3).uniform(size=(40, 3, 4, 1)).astype(np.float32)
    theirs = np.asarray(keras.layers.RandomFlip(mode, seed=0)(batch, training=True))
    turned = (theirs == flip(batch)).all(axis=(1, 2, 3))
    assert 0 < turned.sum() < 40
    np.testing.assert_array_equal(theirs[~turned], batch[~turned])
