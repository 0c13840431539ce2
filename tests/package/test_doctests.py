import doctest
import pkgutil
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

import handmade
from chapter_list import chapters_named

MODULES = [module.name for module in pkgutil.walk_packages(handmade.__path__, "handmade.")]


def with_chapters(name):
    """Return a module's name as a test's parameter, marked with the chapters that its docstrings refer to."""
    slugs = chapters_named(Path(find_spec(name).origin).read_text(encoding="utf-8"))
    return pytest.param(name, marks=pytest.mark.chapter(*slugs))


@pytest.mark.parametrize("name", [with_chapters(name) for name in MODULES])
def test_examples_in_docstrings_are_true(name):
    result = doctest.testmod(import_module(name), extraglobs={"np": np})
    assert result.failed == 0
