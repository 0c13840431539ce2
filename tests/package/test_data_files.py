import hashlib
import re
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from handmade import data_files
from handmade.data_files import DataFile, Mirror, cache_folder, find
from handmade.datasets.digits import _is_mnist

pytestmark = pytest.mark.chapter("notebooks")

CONTENT = b"area,price\n1,2\n"
SHA = hashlib.sha256(CONTENT).hexdigest()
ROOT = Path(__file__).resolve().parents[2]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture
def server(tmp_path):
    """A folder and the address under which this machine serves it."""
    folder = tmp_path / "served"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as http:
        thread = threading.Thread(target=http.serve_forever, args=[0.01])
        thread.start()
        yield folder, f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def nothing_anywhere(tmp_path, monkeypatch):
    """No named folder, an empty cache, and no network but that of this machine."""
    monkeypatch.delenv("HANDMADE_DATA", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(DataFile, "mirrors", property(lambda file: file.foreign))


def put(folder, content=CONTENT, name="table.csv"):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return folder / name


def test_the_readers_own_folder_comes_first(tmp_path, monkeypatch):
    cached, own = put(cache_folder()), put(tmp_path / "own")
    assert find(DataFile("table.csv", SHA)) == cached
    monkeypatch.setenv("HANDMADE_DATA", str(own.parent))
    assert find(DataFile("table.csv", SHA)) == own


def test_the_checkout_comes_before_the_cache():
    path = ROOT / "book" / "data" / "admissions_100.csv"
    put(cache_folder(), path.read_bytes(), path.name)
    assert find(DataFile(path.name, data_files.sha256(path))) == path


def test_a_damaged_file_is_named_and_the_next_place_is_tried(tmp_path, monkeypatch):
    damaged = put(tmp_path / "own", CONTENT[:-3])
    monkeypatch.setenv("HANDMADE_DATA", str(damaged.parent))
    cached = put(cache_folder())
    with pytest.warns(UserWarning, match=rf"{re.escape(str(damaged))} is damaged.*trying the next place"):
        assert find(DataFile("table.csv", SHA)) == cached


def test_a_download_lands_verified_in_the_cache_and_is_used_again(server):
    folder, url = server
    put(folder)
    file = DataFile("table.csv", SHA, (Mirror(f"{url}/table.csv", SHA),))
    path = find(file)
    assert path == cache_folder() / "table.csv"
    assert path.read_bytes() == CONTENT
    (folder / "table.csv").unlink()
    assert find(file) == path


def test_a_damaged_cache_is_fetched_again(server):
    folder, url = server
    put(folder)
    put(cache_folder(), b"half a fi")
    with pytest.warns(UserWarning, match="is damaged"):
        path = find(DataFile("table.csv", SHA, (Mirror(f"{url}/table.csv", SHA),)))
    assert path.read_bytes() == CONTENT


def test_the_next_mirror_is_tried_and_a_wrong_download_leaves_nothing(server):
    folder, url = server
    put(folder, b"an error page", "wrong.csv")
    put(folder)
    mirrors = [Mirror(f"{url}/{name}.csv", SHA) for name in ("missing", "wrong", "table")]
    assert find(DataFile("table.csv", SHA, tuple(mirrors))).read_bytes() == CONTENT
    assert [path.name for path in cache_folder().iterdir()] == ["table.csv"]


def test_when_all_fails_the_error_names_every_place_and_the_cure(server, tmp_path, monkeypatch):
    folder, url = server
    put(folder, b"an error page", "wrong.csv")
    monkeypatch.setenv("HANDMADE_DATA", str(tmp_path / "own"))
    mirrors = tuple(Mirror(f"{url}/{name}.csv", SHA) for name in ("missing", "wrong"))
    with pytest.raises(FileNotFoundError) as caught:
        find(DataFile("table.csv", SHA, mirrors))
    message = str(caught.value)
    for place in (tmp_path / "own", ROOT / "book" / "data", cache_folder()):
        assert f"{place / 'table.csv'}: not there" in message
    assert re.search(r"missing\.csv: .*404", message)
    assert re.search(r"wrong\.csv: .*hash", message)
    assert "HANDMADE_DATA" in message
    assert SHA in message
    assert list(cache_folder().iterdir()) == []


def test_a_foreign_copy_counts_only_with_the_same_data(server):
    folder, url = server
    archive = put(folder, name="mnist.npz")
    np.savez(archive, **{part: np.zeros((2, 2), np.uint8) for part in ("x_train", "y_train", "x_test", "y_test")})
    mirror = Mirror(f"{url}/mnist.npz", data_files.sha256(archive))
    with pytest.raises(FileNotFoundError, match="holds other data than ours"):
        find(DataFile("copy.npz", "0" * 64, (mirror,), same_data=_is_mnist))
    assert find(DataFile("copy.npz", "0" * 64, (mirror,), same_data=Path.is_file)).name == "copy.npz"
    assert find(DataFile("copy.npz", "0" * 64, (mirror,), same_data=Path.is_file)).name == "copy.npz"  # from the cache


def foreign(url, content=CONTENT, size=15, same_data=None):
    """A file that only others publish, and of which no checksum is known."""
    return DataFile("table.csv", None, (Mirror(url),), same_data or (lambda path: path.read_bytes() == content), size)


def test_a_file_without_a_checksum_is_judged_by_its_size_and_its_contents(server):
    folder, url = server
    put(folder)
    path = find(foreign(f"{url}/table.csv"))
    assert path == cache_folder() / "table.csv"
    assert path.read_bytes() == CONTENT
    (folder / "table.csv").unlink()
    assert find(foreign(f"{url}/table.csv")) == path


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ({"size": 99}, "it has 15 bytes instead of 99"),
        ({"content": b"something else"}, "it does not hold what it should"),
    ],
)
def test_a_file_without_a_checksum_is_refused_by_size_and_by_contents(server, file, reason):
    folder, url = server
    put(folder)
    with pytest.raises(FileNotFoundError, match=reason) as caught:
        find(foreign(f"{url}/table.csv", **file))
    assert f"It has {file.get('size', 15)} bytes." in str(caught.value)
    assert list(cache_folder().iterdir()) == []
    put(cache_folder())
    with pytest.warns(UserWarning, match=reason), pytest.raises(FileNotFoundError):
        find(foreign(f"{url}/missing.csv", **file))


def test_a_file_that_we_may_not_publish_has_no_mirror_of_ours(monkeypatch):
    monkeypatch.undo()
    assert foreign("http://127.0.0.1:9/table.csv").mirrors == (Mirror("http://127.0.0.1:9/table.csv"),)


def test_an_interrupted_download_leaves_nothing(server, monkeypatch):
    folder, url = server
    put(folder)

    def interrupted(path):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        find(foreign(f"{url}/table.csv", same_data=interrupted))
    assert list(cache_folder().iterdir()) == []


def test_without_pooch_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pooch", None)
    with pytest.raises(FileNotFoundError, match="pip install pooch"):
        find(DataFile("table.csv", SHA, (Mirror("http://127.0.0.1:9/table.csv", SHA),)))


def test_there_are_two_mirrors_of_our_own_and_the_environment_names_the_repository(monkeypatch):
    monkeypatch.undo()
    file = DataFile("table.csv", SHA)
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    assert all(data_files.REPOSITORY in mirror.url for mirror in file.mirrors)
    monkeypatch.setenv("GITHUB_REPOSITORY", "somebody/book")
    assert len(file.mirrors) == 2
    assert all("/somebody/book/" in mirror.url and mirror.sha256 == SHA for mirror in file.mirrors)


def test_the_repository_is_the_one_the_book_is_published_from():
    config = (ROOT / "_config.yml").read_text(encoding="utf-8")
    assert f"https://github.com/{data_files.REPOSITORY}\n" in config
