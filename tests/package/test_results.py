import json
from pathlib import Path

import pytest

from handmade import data_files, results
from handmade.data_files import DataFile, Mirror, cache_folder
from handmade.results import load_result

pytestmark = pytest.mark.chapter("experiments")

RESULT = {"what": "w", "command": "make w", "date": "2030-01-01", "device": {}, "versions": {}, "values": [1.5]}
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def nothing_anywhere(tmp_path, monkeypatch):
    """No named folder, an empty cache, and no network."""
    monkeypatch.delenv("HANDMADE_DATA", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(data_files, "_download", refuse)


def refuse(file, mirror):
    raise OSError("no network")


def put(folder, content=RESULT, name="long.json"):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.parametrize("folder", ["results", "data"])
def test_a_result_lies_beside_the_readers_data_or_in_it(tmp_path, monkeypatch, folder):
    monkeypatch.setenv("HANDMADE_DATA", str(tmp_path / "data"))
    put(tmp_path / folder)
    assert load_result("long") == RESULT


def test_beside_comes_before_in(tmp_path, monkeypatch):
    monkeypatch.setenv("HANDMADE_DATA", str(tmp_path / "data"))
    put(tmp_path / "data", RESULT | {"values": "in"})
    put(tmp_path / "results", RESULT | {"values": "beside"})
    assert load_result("long")["values"] == "beside"


def test_the_cache_is_looked_into_but_not_what_lies_beside_it():
    put(cache_folder().parent / "results", RESULT | {"values": "stranger"})
    put(cache_folder())
    assert load_result("long") == RESULT


@pytest.mark.parametrize("path", sorted((ROOT / "book" / "results").glob("*.json")), ids=lambda path: path.stem)
def test_every_result_of_the_book_says_how_it_was_made(path):
    found = load_result(path.stem)
    assert found == json.loads(path.read_text(encoding="utf-8"))
    assert found["command"].startswith("make ")


def test_what_is_nowhere_is_told_with_the_places_and_a_cure(tmp_path, monkeypatch):
    monkeypatch.setenv("HANDMADE_DATA", str(tmp_path / "data"))
    with pytest.raises(FileNotFoundError) as caught:
        load_result("long")
    message = str(caught.value)
    assert message.startswith("cannot find long.json; tried")
    assert message.endswith("name that folder in the environment variable HANDMADE_DATA.")
    assert f"{tmp_path / 'data' / 'long.json'}: not there" in message
    assert "main/book/results/long.json: no network" in message


def test_the_network_has_the_last_word(tmp_path, monkeypatch):
    monkeypatch.setattr(data_files, "_download", lambda file, mirror: put(tmp_path, name=file.name))
    assert load_result("long") == RESULT


def test_one_address_is_asked_and_it_is_that_of_the_results(monkeypatch):
    monkeypatch.setenv("GITHUB_REPOSITORY", "me/mine")
    file = results._result_file("long")
    assert file.mirrors == (Mirror("https://raw.githubusercontent.com/me/mine/main/book/results/long.json"),)
    assert DataFile("long.json", "ab").mirrors[0].url.endswith("/book/data/long.json")


@pytest.mark.parametrize("name", ["", "Speed", "speed.json", "../speed", "a/b", "a--b", "-a", "a-", None, 3])
def test_a_name_that_is_no_files_is_refused(name):
    with pytest.raises(ValueError, match=r"name must be small letters and digits joined by hyphens, but it is .*speed"):
        load_result(name)


@pytest.mark.parametrize(
    ("content", "lacks"),
    [
        ("{", "JSON"),
        ("[1, 2]", "what, command, date, device, versions"),
        ({name: value for name, value in RESULT.items() if name != "date"}, "date"),
        ({name: value for name, value in RESULT.items() if name not in ("device", "versions")}, "device, versions"),
    ],
)
def test_a_file_that_does_not_say_how_it_was_made_is_refused(tmp_path, monkeypatch, content, lacks):
    monkeypatch.setenv("HANDMADE_DATA", str(tmp_path / "data"))
    put(tmp_path / "results", content)
    with pytest.raises(ValueError, match=f"long.json is no result: it lacks {lacks}; make it again"):
        load_result("long")


def test_a_cached_file_that_is_none_is_passed_over():
    put(cache_folder(), "half a fi")
    with (
        pytest.warns(UserWarning, match="long.json is damaged"),
        pytest.raises(FileNotFoundError, match=r"long\.json: damaged"),
    ):
        load_result("long")
