"""Every public name of the package says what it is, shows an example and names its chapter; the book has a page for it.

Public is what book/_ext/package_names.py says. The built pages are looked at in tests/site/test_reference.py.
"""

import doctest
import subprocess
import sys
from pathlib import Path

import pytest

from chapter_list import TITLES, chapters_named
from package_names import LAYERS, docstring, is_described, package_module, public_names, summary
from tests import test_architecture as architecture

ROOT = Path(__file__).resolve().parents[1]
MODULES = [name for names in LAYERS.values() for name in names]
READ = [name for layer in (0, 1, 2) for name in LAYERS[layer]]
NAMES = [(module, name) for module in READ for name in public_names(package_module(module))]
CALLED = [(module, name) for module, name in NAMES if is_described(getattr(package_module(module), name))]
# Full names ("datasets.load_mnist") without an example of their own, and why.
WITHOUT_EXAMPLE = {}


def without_example(module, name):
    """Return why a name needs no example of its own, or None."""
    value = getattr(package_module(module), name)
    if getattr(value, "_is_protocol", False):
        return "a protocol is not called"
    return WITHOUT_EXAMPLE.get(f"{module}.{name}")


def written(module, name):
    """Return what is written about a name."""
    return docstring(package_module(module), name)


@pytest.mark.parametrize(("module", "name"), NAMES)
def test_what_a_public_name_is_stands_in_its_first_line(module, name):
    assert summary(package_module(module), name), f"handmade.{module}.{name} has no docstring (a value: no #: comment)"
    first = written(module, name).splitlines()[0]
    assert first.endswith((".", "?", "!", "…")), f"the first line is not a sentence: {first!r}"


@pytest.mark.parametrize(("module", "name"), CALLED)
def test_a_public_name_shows_an_example(module, name):
    examples = doctest.DocTestParser().get_examples(written(module, name))
    assert bool(examples) != bool(without_example(module, name)), "an example, or a reason in WITHOUT_EXAMPLE; not both"


@pytest.mark.parametrize(("module", "name"), CALLED)
def test_a_public_name_names_its_chapter(module, name):
    slugs = chapters_named(written(module, name))
    assert slugs, f"say in the docstring of handmade.{module}.{name}: Explained in :ref:`ch-<slug>`."
    assert [slug for slug in slugs if slug not in TITLES] == []


def test_reasons_for_no_example_are_about_names_that_exist():
    assert [full for full in WITHOUT_EXAMPLE if tuple(full.split(".")) not in NAMES] == []


@pytest.mark.parametrize("module", MODULES)
def test_every_module_has_its_page(module):
    page = (ROOT / "book" / f"api-{module}.md").read_text(encoding="utf-8")
    assert f".. automodule:: handmade.{module}\n" in page
    assert f"- file: api-{module}\n" in (ROOT / "_toc.yml").read_text(encoding="utf-8")


def test_the_layers_are_those_that_the_architecture_enforces():
    helpers = {"model_files", "training"}  # documented with models, which offers what is in them
    there = {path.stem for path in architecture.PACKAGE.iterdir()} - helpers  # the table names some that are to come
    table = {layer: set(names) & there for layer, names in architecture.LAYERS.items()}
    assert {layer: set(names) for layer, names in LAYERS.items()} == table


def test_the_reference_needs_no_tensorflow():
    modules = ", ".join(f"handmade.{module}" for module in MODULES)
    command = (
        f"import sys; import {modules}; print(sorted({{'keras', 'tensorflow', 'jax', 'torch'}} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", command], cwd=ROOT / "code", capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr
