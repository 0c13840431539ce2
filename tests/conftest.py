"""What all tests share: one BLAS thread, a quiet TensorFlow, the same examples from Hypothesis each time, chapters."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

import chapter_list

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before anybody imports NumPy, TensorFlow or Keras
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
# What tests and doctests keep between runs (a folder of photographs) lies with the build, not in the user's own cache.
os.environ["XDG_CACHE_HOME"] = str(Path(__file__).resolve().parents[1] / "_build" / "test-cache")

settings.register_profile("book", deadline=None, derandomize=True, max_examples=30)
settings.load_profile("book")


def pytest_addoption(parser) -> None:
    """Add `--chapter`, which `make test CHAPTER=…` uses."""
    parser.addoption("--chapter", action="append", default=[], metavar="SLUG", help="only the tests of this chapter")


def pytest_collection_modifyitems(config, items) -> None:
    """Refuse marks that name no chapter; keep only the tests of the chapters asked for."""
    asked, slugs = set(config.getoption("--chapter")), {}
    for item in items:
        slugs[item] = {slug for mark in item.iter_markers("chapter") for slug in mark.args}
        if said := chapter_list.unknown(sorted(slugs[item])):
            raise pytest.UsageError(f"{item.nodeid}: {said}")
    if said := chapter_list.unknown(sorted(asked)):
        raise pytest.UsageError(said)
    if asked:
        config.hook.pytest_deselected(items=[item for item in items if not slugs[item] & asked])
        items[:] = [item for item in items if slugs[item] & asked]
