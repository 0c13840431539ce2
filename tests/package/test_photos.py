import re
import sys
import threading
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.machinery import ModuleSpec
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from handmade.data_files import Mirror, cache_folder
from handmade.datasets import find_image_folder, load_image, load_image_folder, photos

pytestmark = pytest.mark.chapter("own-images")

TILES = photos.TILES
RED, BLUE = (250, 10, 20), (10, 20, 250)


@pytest.fixture(autouse=True)
def nothing_anywhere(tmp_path, monkeypatch):
    """No named folder, an empty cache, and no address outside of this machine."""
    monkeypatch.delenv("HANDMADE_DATA", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(photos, "CATS_AND_DOGS", photos.CATS_AND_DOGS._replace(foreign=()))
    monkeypatch.setattr(photos, "TILES", {"train": 8, "validation": 4})  # quicker


@pytest.fixture
def all_tiles(monkeypatch):
    monkeypatch.setattr(photos, "TILES", TILES)


def save(path, color=RED, size=(6, 4), mode="RGB", **options):
    """Save a photo of one color, ``size`` = (width, height)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, color).convert(mode).save(path, **options)
    return path


@pytest.fixture
def own(tmp_path):
    """A folder of somebody's own photos, in several formats."""
    folder = tmp_path / "own"
    save(folder / "tea" / "b.png", BLUE)
    save(folder / "tea" / "a.PNG", RED)
    save(folder / "tea" / "more" / "aa.png", BLUE)
    save(folder / "Coffee" / "c.bmp", RED, size=(9, 9))
    (folder / "tea" / ".DS_Store").write_bytes(b"clutter")
    (folder / "tea" / "Thumbs.db").write_bytes(b"clutter")
    (folder / ".git").mkdir()
    (folder / "readme.txt").write_text("what stands beside the classes does not matter")
    return folder


def test_a_folder_of_ones_own_becomes_arrays(own):
    for directory in (own, str(own)):
        images, labels, class_names = load_image_folder(directory, image_size=(4, 6))
        assert class_names == ["Coffee", "tea"]
        assert (images.shape, images.dtype) == ((4, 4, 6, 3), np.uint8)
        assert (labels.tolist(), labels.dtype) == ([0, 1, 1, 1], np.int32)
        assert [tuple(image[0, 0]) for image in images] == [RED, RED, BLUE, BLUE]
        assert (images == images[:, :1, :1]).all()


def test_the_usual_size_is_that_of_keras(own):
    assert load_image_folder(own)[0].shape == (4, 256, 256, 3)


def test_the_part_is_train_unless_another_is_named(tmp_path):
    for part, color in [("train", RED), ("validation", BLUE), ("test", BLUE)]:
        save(tmp_path / "own" / part / "tea" / "a.png", color)
    for subset, color in [(None, RED), ("train", RED), ("validation", BLUE), ("test", BLUE)]:
        assert tuple(load_image_folder(tmp_path / "own", (1, 1), subset)[0][0, 0, 0]) == color
    with pytest.raises(ValueError, match=r"subset is 'training', but .* its parts are train, validation, test"):
        load_image_folder(tmp_path / "own", subset="training")
    with pytest.raises(ValueError, match=r"subset is 'train', but .* is not split into parts"):
        load_image_folder(tmp_path / "own" / "train", subset="train")


def test_what_is_shrunk_is_averaged_and_what_would_be_squeezed_can_be_cut(tmp_path):
    stripes = np.zeros((8, 24, 3), np.uint8)
    stripes[:, 8:16] = 255  # the middle third is white
    Image.fromarray(stripes).save(tmp_path / "a.png")
    assert load_image(tmp_path / "a.png", (1, 1)).item(0) in range(85, 129)
    assert (
        load_image(tmp_path / "a.png", (2, 6))[0, :, 0].tolist()
        == load_image(tmp_path / "a.png", (8, 6))[0, :, 0].tolist()
    )
    assert (load_image(tmp_path / "a.png", (8, 8), crop_to_aspect_ratio=True) == 255).all()
    assert load_image(tmp_path / "a.png").shape == (8, 24, 3)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "CMYK", "1", "LA"])
def test_every_mode_becomes_red_green_and_blue(tmp_path, mode):
    path = save(tmp_path / ("a.tif" if mode == "CMYK" else "a.png"), (255, 255, 255), mode=mode)
    image = load_image(path)
    assert (image.shape, image.dtype) == ((4, 6, 3), np.uint8)
    assert (image == 255).all()


def test_what_is_transparent_becomes_white(tmp_path):
    Image.new("RGBA", (2, 2), (200, 0, 0, 0)).save(tmp_path / "a.png")
    assert (load_image(tmp_path / "a.png") == 255).all()


def test_sixteen_bits_of_gray_are_scaled_and_not_clipped(tmp_path):
    Image.fromarray(np.array([[0, 256 * 100, 65535]], np.uint16)).save(tmp_path / "a.png")
    assert load_image(tmp_path / "a.png")[0, :, 1].tolist() == [0, 100, 255]
    Image.fromarray(np.array([[0.5]], np.float32)).save(tmp_path / "b.tif")
    with pytest.raises(ValueError, match=r"b\.tif cannot be read as a photo \(it has 32 bits a pixel, mode F\)"):
        load_image(tmp_path / "b.tif")


def test_a_phone_photo_is_turned_upright(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by a quarter, clockwise
    lying = Image.new("RGB", (16, 8), BLUE)
    lying.paste(RED, (0, 0, 8, 8))
    lying.save(tmp_path / "a.png", exif=exif)
    upright = load_image(tmp_path / "a.png")
    assert upright.shape == (16, 8, 3)
    assert tuple(upright[0, 0]) == RED
    assert tuple(upright[-1, 0]) == BLUE


def test_the_content_counts_and_not_the_ending(tmp_path):
    save(tmp_path / "a.png").rename(tmp_path / "a.jpg")
    assert tuple(load_image(tmp_path / "a.jpg")[0, 0]) == RED


def test_a_file_that_is_no_photo_is_named(own):
    whole = save(own / "tea" / "z.jpg", size=(200, 200)).read_bytes()
    for name, content, message in [
        ("z.jpg", whole[: len(whole) // 2], r"z\.jpg cannot be read as a photo \(.*truncated.*\); save it again"),
        ("z.jpg", b"", r"z\.jpg cannot be read as a photo \(cannot identify"),
        ("z.jpg", b"<html>not found</html>", r"z\.jpg cannot be read as a photo"),
        ("notes.txt", b"two cups", r"notes\.txt is not named like a photo \(\.bmp, \.gif, .*\); rename or remove it"),
        ("phone.HEIC", b"...", r"phone\.HEIC is a HEIC photo.*export it as JPEG"),
    ]:
        (own / "tea" / name).write_bytes(content)
        with pytest.raises(ValueError, match=message) as caught:
            load_image_folder(own, (4, 4))
        assert str(own / "tea" / name) in str(caught.value)
        (own / "tea" / name).unlink()


def test_a_folder_without_classes_or_without_photos_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"there is no folder .*known names are cats_and_dogs, nature_and_made"):
        load_image_folder(tmp_path / "nowhere")
    save(tmp_path / "flat" / "a.png")
    with pytest.raises(ValueError, match="flat has no subfolders; make one for each class"):
        load_image_folder(tmp_path / "flat")
    (tmp_path / "flat" / "tea").mkdir()
    with pytest.raises(ValueError, match=r"the class folder .*tea holds no photo"):
        load_image_folder(tmp_path / "flat")
    with pytest.raises(FileNotFoundError, match=r"there is no file .*b\.png"):
        load_image(tmp_path / "b.png")


@pytest.mark.parametrize("size", [3, (3,), (0, 3), (3, -1), (2.5, 3), "ab", None])
def test_a_size_is_two_whole_numbers(own, size):
    with pytest.raises(ValueError, match=r"image_size must be two whole numbers \(height, width\), but it is"):
        load_image_folder(own, image_size=size)


def test_without_pillow_the_error_says_what_to_install(own, monkeypatch):
    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(ImportError, match="pip install pillow"):
        load_image_folder(own)


@pytest.mark.usefixtures("all_tiles")
def test_nature_and_made_is_cut_from_installed_photographs_and_kept():
    folder = find_image_folder("nature_and_made")
    assert folder == cache_folder() / "nature_and_made"
    for part, count in (("train", 240), ("validation", 80)):
        images, labels, class_names = load_image_folder("nature_and_made", (64, 64), part)
        assert images.shape[1:] == (64, 64, 3)
        assert class_names == ["made", "nature"]
        assert np.bincount(labels).tolist() == [count, count]
    made = {path: path.stat().st_mtime_ns for path in folder.rglob("*.png")}
    assert find_image_folder("nature_and_made") == folder
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.png")} == made
    assert [path.name for path in cache_folder().iterdir()] == ["nature_and_made"]


def test_a_damaged_folder_is_made_anew_and_just_as_before():
    folder = find_image_folder("nature_and_made")
    before = {path: path.read_bytes() for path in sorted(folder.rglob("*.png"))}
    next(iter(before)).unlink()
    (folder / "train" / "made" / "stranger.png").write_bytes(b"")
    find_image_folder("nature_and_made")
    assert {path: path.read_bytes() for path in sorted(folder.rglob("*.png"))} == before


def fake_package(folder, names):
    """A package whose wheel carries photographs, in which every pixel is another color."""
    row, column = np.mgrid[:80, :300]
    for i, name in enumerate(names):
        pixels = np.stack([row + 100, column % 256, column // 256 + 2 * i], axis=-1).astype(np.uint8)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save((folder / name).with_suffix(".png"))
        (folder / name).with_suffix(".png").rename(folder / name)
    return ModuleSpec(folder.name, None, origin=str(folder / "__init__.py"))


@pytest.mark.usefixtures("all_tiles")
def test_with_both_packages_each_class_has_four_photographs_and_no_pixel_is_in_both_parts(tmp_path, monkeypatch):
    specs = {
        package: fake_package(
            tmp_path / package, [name for files in photos.PHOTOGRAPHS.values() for name in files[package]]
        )
        for package in ("sklearn", "skimage")
    }
    monkeypatch.setattr(photos, "find_spec", specs.get)
    folder = find_image_folder("nature_and_made")
    names = {
        name: sorted({path.stem.rsplit("_", 1)[0] for path in (folder / "train" / name).iterdir()})
        for name in ("made", "nature")
    }
    assert names == {"made": ["brick", "china", "coffee", "coins"], "nature": ["chelsea", "flower", "grass", "gravel"]}
    assert len(list(folder.glob("train/made/brick_*.png"))) == 60
    assert len(list(folder.glob("validation/made/brick_*.png"))) == 20
    columns = {
        part: np.unique([load_image(path)[..., 1] + 256 * (load_image(path)[..., 2].astype(int) % 2) for path in paths])
        for part in ("train", "validation")
        if (paths := sorted(folder.glob(f"{part}/made/coffee_*.png")))
    }
    assert columns["train"].min() < 15
    assert 195 <= columns["train"].max() < 210 - 8  # the cut is at 70 % of 300
    assert 210 + 8 <= columns["validation"].min() < 220
    assert columns["validation"].max() == 299


def test_without_the_packages_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setattr(photos, "find_spec", lambda name: None)
    with pytest.raises(ImportError, match="pip install scikit-learn scikit-image"):
        find_image_folder("nature_and_made")
    assert not cache_folder().exists()


def test_an_interruption_leaves_no_folder_behind(monkeypatch):
    def interrupted(*arguments):
        (arguments[1] / "half").mkdir()
        raise KeyboardInterrupt

    monkeypatch.setattr(photos, "_crop", interrupted)
    with pytest.raises(KeyboardInterrupt):
        find_image_folder("nature_and_made")
    assert list(cache_folder().iterdir()) == []


def test_an_unknown_name_is_refused():
    with pytest.raises(
        ValueError, match="'dogs' is not a known set of photos; known names: cats_and_dogs, nature_and_made"
    ):
        find_image_folder("dogs")


def test_the_readers_own_cats_and_dogs_come_first(tmp_path, monkeypatch):
    save(tmp_path / "mine" / "cats_and_dogs" / "cats" / "tom.png", RED)
    save(tmp_path / "mine" / "cats_and_dogs" / "dogs" / "rex.png", BLUE)
    monkeypatch.setenv("HANDMADE_DATA", str(tmp_path / "mine"))
    assert find_image_folder() == tmp_path / "mine" / "cats_and_dogs"
    images, labels, class_names = load_image_folder(image_size=(2, 2))
    assert (images.shape, labels.tolist(), class_names) == ((2, 2, 2, 3), [0, 1], ["cats", "dogs"])


def test_where_nothing_can_be_had_a_line_says_what_is_used(capsys, tmp_path, monkeypatch):
    (tmp_path / "mine" / "cats_and_dogs").mkdir(parents=True)  # an empty folder is none
    monkeypatch.setenv("HANDMADE_DATA", str(tmp_path / "mine"))
    assert find_image_folder().name == "nature_and_made"
    out, err = capsys.readouterr()
    assert out.count("\n") == 1
    assert re.match("cats_and_dogs is not .* using nature_and_made", out)
    assert err == ""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture
def archive(tmp_path, monkeypatch):
    """A small archive of the same build as the classic one, served by this machine."""
    path = tmp_path / "served" / "cats_and_dogs_filtered.zip"
    counts = {"train/cats": 3, "train/dogs": 2, "validation/cats": 1, "validation/dogs": 1}
    photo = save(tmp_path / "one.jpg").read_bytes()
    path.parent.mkdir()

    def write(extra=(), left_out=0):
        with zipfile.ZipFile(path, "w") as zipped:
            zipped.writestr("cats_and_dogs_filtered/vectorize.py", "print('not unpacked')")
            for name, count in counts.items():
                zipped.mkdir(f"cats_and_dogs_filtered/{name}") if hasattr(zipped, "mkdir") else None
                for i in range(count - left_out * (name == "train/dogs")):
                    zipped.writestr(f"cats_and_dogs_filtered/{name}/{name[-4:-1]}.{i}.jpg", photo)
            for name in extra:
                zipped.writestr(name, photo)
        monkeypatch.setattr(photos, "CATS_AND_DOGS", photos.CATS_AND_DOGS._replace(size=path.stat().st_size))

    monkeypatch.setattr(photos, "COUNTS", counts)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=path.parent)) as http:
        thread = threading.Thread(target=http.serve_forever, args=[0.01])
        thread.start()
        mirrors = tuple(Mirror(f"http://127.0.0.1:{http.server_port}/{name}.zip") for name in ("missing", path.stem))
        monkeypatch.setattr(photos, "CATS_AND_DOGS", photos.CATS_AND_DOGS._replace(foreign=mirrors))
        write.path = path
        yield write
        http.shutdown()
        thread.join()


def test_the_classic_set_is_downloaded_verified_unpacked_and_kept(archive):
    archive()
    folder = find_image_folder("cats_and_dogs")
    assert folder == cache_folder() / "cats_and_dogs"
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()) == [
        "train/cats/cat.0.jpg",
        "train/cats/cat.1.jpg",
        "train/cats/cat.2.jpg",
        "train/dogs/dog.0.jpg",
        "train/dogs/dog.1.jpg",
        "validation/cats/cat.0.jpg",
        "validation/dogs/dog.0.jpg",
    ]
    archive.path.unlink()
    assert find_image_folder("cats_and_dogs") == folder
    images, labels, class_names = load_image_folder("cats_and_dogs", (4, 4), "train")
    assert (len(images), labels.tolist(), class_names) == (5, [0, 0, 0, 1, 1], ["cats", "dogs"])


@pytest.mark.parametrize(
    "fault",
    [
        {"left_out": 1},
        {"extra": ["../evil.jpg"]},
        {"extra": ["/evil.jpg"]},
        {"extra": ["..\\evil.jpg"]},
        {"extra": ["cats_and_dogs_filtered/train/cats/one_too_many.jpg"]},
    ],
)
def test_an_archive_with_other_contents_is_refused_and_nothing_is_written(archive, tmp_path, fault, capsys):
    archive(**fault)
    before = sorted(tmp_path.rglob("*evil*"))
    assert find_image_folder("cats_and_dogs").name == "nature_and_made"
    assert "using nature_and_made" in capsys.readouterr().out
    assert [path.name for path in cache_folder().iterdir()] == ["nature_and_made"]
    assert sorted(tmp_path.rglob("*evil*")) == before == []


def test_a_damaged_archive_is_refused(archive):
    archive()
    content = bytearray(archive.path.read_bytes())
    at = content.index(b"\xff\xd8") + 60  # inside of the first photo
    content[at] ^= 1
    archive.path.write_bytes(content)
    assert not photos._is_cats_and_dogs(archive.path)
    archive.path.write_bytes(content[:-40])
    assert not photos._is_cats_and_dogs(archive.path)
    archive()
    assert photos._is_cats_and_dogs(archive.path)


def test_an_archive_in_the_readers_folder_is_unpacked(archive, monkeypatch):
    archive()
    monkeypatch.setattr(photos, "CATS_AND_DOGS", photos.CATS_AND_DOGS._replace(foreign=()))
    monkeypatch.setenv("HANDMADE_DATA", str(archive.path.parent))
    assert len(list(find_image_folder("cats_and_dogs").glob("*/*/*.jpg"))) == 7


def test_the_classic_set_has_two_mirrors_and_the_size_that_was_published(monkeypatch):
    monkeypatch.undo()
    assert len({mirror.url for mirror in photos.CATS_AND_DOGS.mirrors}) == 2
    assert all(mirror.url.startswith("https://") for mirror in photos.CATS_AND_DOGS.mirrors)
    assert photos.CATS_AND_DOGS.size == 68_606_236
    assert sum(photos.COUNTS.values()) == 3000
    card = Path(__file__).resolve().parents[2] / "book" / "data" / "cats_and_dogs.card.md"
    assert f"{photos.CATS_AND_DOGS.size:,} bytes" in card.read_text(encoding="utf-8")
