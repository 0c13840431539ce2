import doctest
import pkgutil
from importlib import import_module

import numpy as np
import pytest

import handmade

MODULES = [module.name for module in pkgutil.walk_packages(handmade.__path__, "handmade.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_are_true(name):
    result = doctest.testmod(import_module(name), extraglobs={"np": np})
    assert result.failed == 0
