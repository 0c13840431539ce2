"""What an import brings along; how long it takes is measured by `make bench`."""

import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import handmade

CODE = Path(__file__).resolve().parents[1] / "code"
LOADED = "import sys; before = set(sys.modules); {}; print(*{{n.split('.')[0] for n in set(sys.modules) - before}})"
FIGURES = {"plotting"}  # Matplotlib is their business
NUMERIC = sorted({module.name for module in pkgutil.iter_modules(handmade.__path__)} - FIGURES - {"exercises"})


def brought_by(statement):
    """Return the top-level names of what a statement imports in a fresh process, but not Python's own."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(statement)], cwd=CODE, capture_output=True, text=True, check=True
    )
    names = set(done.stdout.split()) - sys.stdlib_module_names
    return {name for name in names if "cython" not in name}  # what NumPy's compiled parts leave behind


def test_handmade_itself_brings_nothing():
    assert brought_by("import handmade") == {"handmade"}


def test_everything_but_the_figures_brings_numpy_alone():
    modules = ", ".join(f"handmade.{name}" for name in NUMERIC)
    assert {"models", "datasets", "layers"} <= set(NUMERIC)
    assert brought_by(f"import {modules}") <= {"handmade", "numpy"}


@pytest.mark.parametrize("module", ["exercises", "plotting"])
def test_nothing_brings_a_library_for_learning(module):
    assert not brought_by(f"import handmade.{module}") & {"tensorflow", "keras", "jax", "torch", "sklearn", "scipy"}
