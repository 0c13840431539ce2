import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from handmade import images
from handmade.images import center_crop, check_folder, flip_left_right, flip_up_down, normalize, resize

pytestmark = pytest.mark.chapter("own-images")

RNG = np.random.default_rng(11)
SIDES = st.integers(1, 12)


@given(h=SIDES, w=SIDES, new_h=SIDES, new_w=SIDES, seed=st.integers(0, 99))
def test_resizing_with_antialias_equals_pillow(h, w, new_h, new_w, seed):
    photo = np.random.default_rng(seed).uniform(0, 255, (h, w)).astype(np.float32)
    expected = np.asarray(Image.fromarray(photo).resize((new_w, new_h), Image.Resampling.BILINEAR))
    found = resize(photo[..., None], (new_h, new_w), antialias=True)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found[..., 0], expected, rtol=1e-5, atol=1e-4)


@given(h=SIDES, w=SIDES, new_h=SIDES, new_w=SIDES)
def test_a_plane_stays_a_plane_when_it_is_resized(h, w, new_h, new_w):
    rows, columns = np.mgrid[:h, :w] + 0.5
    plane = np.stack([3.0 * rows - 2.0 * columns, np.full((h, w), 7.0)], axis=-1)
    found = resize(plane, (new_h, new_w))
    rows, columns = (np.mgrid[:new_h, :new_w] + 0.5) * np.array([h / new_h, w / new_w])[:, None, None]
    rows, columns = rows.clip(0.5, h - 0.5), columns.clip(0.5, w - 0.5)  # beyond the last centers it is flat
    np.testing.assert_allclose(found[..., 0], 3.0 * rows - 2.0 * columns, atol=1e-9)
    np.testing.assert_allclose(found[..., 1], 7.0)


@pytest.mark.parametrize("antialias", [False, True])
def test_the_same_size_changes_nothing_and_gives_a_new_array(antialias):
    batch = RNG.uniform(size=(2, 5, 4, 3))
    found = resize(batch, (5, 4), antialias)
    np.testing.assert_allclose(found, batch, rtol=1e-12)
    assert not np.shares_memory(found, batch)


def test_a_batch_is_resized_image_by_image():
    batch = RNG.uniform(size=(3, 5, 4, 2))
    np.testing.assert_allclose(resize(batch, (2, 7)), [resize(image, (2, 7)) for image in batch])
    assert resize(batch[:0], (2, 7)).shape == (0, 2, 7, 2)


def test_without_antialias_shrinking_skips_pixels_and_with_it_all_have_a_say():
    stripes = np.zeros((1, 12, 1))
    stripes[:, [1, 4, 7, 10]] = 3.0  # a third of the paper is white
    assert resize(stripes, (1, 4)).ravel().tolist() == [3.0, 3.0, 3.0, 3.0]
    np.testing.assert_allclose(resize(stripes, (1, 4), antialias=True).mean(), 1.0, atol=0.15)


def test_integers_become_float32_and_floats_stay_what_they_are():
    for dtype, expected in [(np.uint8, np.float32), (np.float32, np.float32), (np.float64, np.float64)]:
        assert resize(np.ones((2, 2, 1), dtype), (1, 1)).dtype == expected


def test_extreme_pixels_resize_without_a_warning():
    with np.errstate(all="raise"):
        found = resize(np.full((3, 3, 1), 1e30, np.float32), (7, 2), antialias=True)
    np.testing.assert_allclose(found, 1e30, rtol=1e-6)


def test_a_crop_is_the_middle():
    image = np.arange(5 * 6).reshape(5, 6, 1)
    assert center_crop(image, (3, 2))[..., 0].tolist() == [[8, 9], [14, 15], [20, 21]]
    np.testing.assert_array_equal(center_crop(image, (5, 6)), image)
    assert not np.shares_memory(center_crop(image, (5, 6)), image)
    assert center_crop(np.zeros((2, 5, 6, 3)), (2, 3)).shape == (2, 2, 3, 3)


@pytest.mark.parametrize("size", [(6, 2), (2, 7)])
def test_a_crop_larger_than_the_image_is_refused(size):
    with pytest.raises(ValueError, match=r"images of \(5, 6\) are smaller than size .*; resize them first"):
        center_crop(np.zeros((5, 6, 1)), size)


@pytest.mark.chapter("transfer-learning")
@pytest.mark.parametrize(("flip", "mirror"), [(flip_left_right, np.fliplr), (flip_up_down, np.flipud)])
def test_a_flip_is_a_mirror_and_two_are_none(flip, mirror):
    batch = RNG.integers(0, 256, (2, 3, 4, 3), dtype=np.uint8)
    found = flip(batch)
    np.testing.assert_array_equal(found, [mirror(image) for image in batch])
    np.testing.assert_array_equal(flip(batch[0]), mirror(batch[0]))
    np.testing.assert_array_equal(flip(found), batch)
    assert found.dtype == np.uint8
    assert not np.shares_memory(found, batch)


def test_normalized_pixels_lie_between_0_and_1():
    pixels = np.arange(256, dtype=np.uint8).reshape(16, 16, 1)
    found = normalize(pixels)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found.ravel() * 255, np.arange(256), rtol=1e-6)
    assert (found.min(), found.max()) == (0, 1)
    np.testing.assert_array_equal(normalize(pixels.astype(np.float64)), found)


def test_what_is_normalized_twice_or_is_no_pixel_is_refused():
    image = np.array([[[0.0], [0.5], [1.0]]])
    with pytest.raises(ValueError, match="already lie between 0 and 1; normalize them once"):
        normalize(image)
    for wrong in (image - 0.1, image * 255.1):
        with pytest.raises(ValueError, match="must hold pixels from 0 to 255, but they go from"):
            normalize(wrong)
    assert normalize(image * 1.1).max() == np.float32(1.1 / 255)  # more than 1: pixels of a very dark photo
    assert normalize(image * 0).max() == 0  # a black photo is a photo
    assert normalize((image > 0).astype(np.uint8)).max() == np.float32(1 / 255)  # integers cannot be normalized already
    assert normalize(np.zeros((0, 2, 2, 3))).shape == (0, 2, 2, 3)


@pytest.mark.parametrize(
    "call",
    [lambda x: resize(x, (2, 2)), lambda x: center_crop(x, (1, 1)), flip_left_right, flip_up_down, normalize],
)
@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        (
            np.zeros((4, 4)),
            ValueError,
            r"shape \(4, 4\), but must be \(height, width, channels\).*images\[\.\.\., None\]",
        ),
        (np.zeros((1, 1, 4, 4, 3)), ValueError, r"shape \(1, 1, 4, 4, 3\)"),
        (np.zeros((0, 4, 3)), ValueError, "there is no pixel"),
        (np.zeros((4, 0, 3)), ValueError, "there is no pixel"),
        (np.zeros((4, 4, 0)), ValueError, "there is no pixel"),
        (np.array([[["a"]]]), TypeError, "must hold numbers, but their dtype is <U1"),
        (np.array([[[True]]]), TypeError, "must hold numbers, but their dtype is bool"),
    ],
)
def test_what_is_no_image_is_refused(call, wrong, error, message):
    with pytest.raises(error, match=message):
        call(wrong)


@pytest.mark.parametrize("call", [lambda x: resize(x, (2, 2)), normalize])
def test_nan_is_refused(call):
    with pytest.raises(ValueError, match="images has 1 entries that are NaN or infinite"):
        call(np.array([[[0.0], [np.nan]]]))


@pytest.mark.parametrize("call", [resize, center_crop])
@pytest.mark.parametrize(
    ("size", "error", "message"),
    [
        (3, TypeError, r"size must be \(height, width\), but it is 3"),
        ((3, 3, 3), TypeError, r"size must be \(height, width\)"),
        ((0, 3), ValueError, r"size\[0\] must be at least 1"),
        ((3, 2.5), TypeError, r"size\[1\] must be a whole number"),
    ],
)
def test_a_size_is_two_whole_numbers(call, size, error, message):
    with pytest.raises(error, match=message):
        call(np.zeros((4, 4, 3)), size)


def save(path, seed):
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(seed).integers(0, 256, (6, 5, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(path)


def test_a_folder_without_fault_has_nothing_to_mend(tmp_path):
    for i, name in enumerate(["train/cats/a.png", "train/cats/b.png", "train/dogs/c.png", "validation/cats/d.png"]):
        save(tmp_path / name, seed=i)
    report = check_folder(tmp_path)
    assert report.fine
    assert report.counts == {"train/cats": 2, "train/dogs": 1, "validation/cats": 1}
    assert str(report).splitlines() == [
        "train/cats: 2 photos",
        "train/dogs: 1 photos",
        "validation/cats: 1 photos",
        "nothing to mend",
    ]


def test_all_that_is_wrong_with_a_folder_is_named(tmp_path):
    for name, seed in [("train/cats/a.png", 0), ("train/dogs/same.bmp", 0), ("train/dogs/b.png", 1)]:
        save(tmp_path / name, seed)
    save(tmp_path / "test/cats/renamed.png", 1)
    save(tmp_path / "test/cats/own.png", 2)
    (tmp_path / "test/empty").mkdir()
    (tmp_path / "train/cats/broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 and no more")
    (tmp_path / "train/cats/notes.txt").write_text("two cats")
    report = check_folder(tmp_path)
    assert not report.fine
    assert report.counts == {"train/cats": 1, "train/dogs": 2, "test/cats": 2, "test/empty": 0}
    assert sorted(report.unreadable) == ["train/cats/broken.jpg", "train/cats/notes.txt"]
    assert (
        "identify" in report.unreadable["train/cats/broken.jpg"]
        or "ncated" in report.unreadable["train/cats/broken.jpg"]
    )
    assert "not named like a photo" in report.unreadable["train/cats/notes.txt"]
    assert report.duplicates == [["train/cats/a.png", "train/dogs/same.bmp"]]  # the same pixels in another format
    assert report.leaks == [["train/dogs/b.png", "test/cats/renamed.png"]]
    told = str(report)
    for line in (
        "the same photo: train/cats/a.png, train/dogs/same.bmp",
        "the same photo in two parts (a leak): train/dogs/b.png, test/cats/renamed.png",
        "mend this before you train",
    ):
        assert line in told


@pytest.mark.parametrize("fault", ["unreadable", "duplicate", "leak", "empty"])
def test_each_fault_alone_is_enough(tmp_path, fault):
    save(tmp_path / "train/cats/a.png", 0)
    save(tmp_path / "validation/cats/b.png", 1)
    if fault == "unreadable":
        (tmp_path / "train/cats/b.png").write_bytes(b"")
    elif fault == "empty":
        (tmp_path / "train/dogs").mkdir()
    else:
        save(tmp_path / ("train" if fault == "duplicate" else "validation") / "cats/again.png", 0)
    assert not check_folder(tmp_path).fine


def test_a_folder_that_is_not_split_is_checked_as_a_whole(tmp_path):
    save(tmp_path / "cats/a.png", 0)
    assert check_folder(str(tmp_path)).counts == {"cats": 1}
    with pytest.raises(ValueError, match="has no subfolders"):
        check_folder(tmp_path / "cats")
    with pytest.raises(FileNotFoundError, match="there is no folder"):
        check_folder(tmp_path / "dogs")


def test_images_of_one_shape_and_other_pixels_are_different_photos():
    a, b = np.zeros((2, 3, 3), np.uint8), np.zeros((3, 2, 3), np.uint8)
    assert images._fingerprint(a) != images._fingerprint(b)
    assert images._fingerprint(a) != images._fingerprint(a + 1)
    assert images._fingerprint(a) == images._fingerprint(a.copy())
