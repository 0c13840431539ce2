"""The arrows between the modules of the package, read from their imports.

Each module has a rank, and imports only from lower ranks. The table is that of DESIGN.md; a helper that several
modules of one row share stands between its row and the one below.
"""

import ast
import sys
from pathlib import Path

import pytest

CODE = Path(__file__).resolve().parents[1] / "code"
PACKAGE = CODE / "handmade"

FOUNDATION = ["validation", "progress", "data_files"]  # what layer 0 itself stands on
LAYER_0 = ["gradients", "losses", "activations", "optimizers", "initializers"]
LAYER_0 += ["preprocessing", "metrics", "datasets", "gates"]
LAYERS = {
    0: LAYER_0,
    1: ["layers", "convolution", "linear"],
    2: ["model_files", "training", "models"],
    3: ["plotting", "images"],
    4: ["exercises", "workshop", "glue", "scale", "results"],
}
RANK = {name: layer for layer, names in LAYERS.items() for name in names} | dict.fromkeys(FOUNDATION, -1)
RANK |= {"array_types": -2, "layers": 0.5, "callbacks": 0}  # Conv2D is a Layer
RANK |= {"fit_data": 1.2, "summary": 1.2, "model_files": 1.2, "training": 1.2, "parallel": 1.5}  # parts of models

MODULES = sorted(PACKAGE.rglob("*.py"))


def name_of(path):
    """The module of the table that a file belongs to: its first part below handmade; "" for handmade itself."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0].replace("__init__", "")


def absolute(node, path):
    """The dotted names that an import statement names."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    base = node.module or ""
    if node.level:
        package = ["handmade", *path.relative_to(PACKAGE).parent.parts]
        base = ".".join([*package[: len(package) - node.level + 1], *([base] if base else [])])
    return [f"{base}.{alias.name}" for alias in node.names] if base == "handmade" else [base]


def imports(path, top_only=False):
    """The dotted names that a file imports: everywhere, or outside of its functions."""
    pending, found = [ast.parse(path.read_text(encoding="utf-8"))], []
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            found += absolute(node, path)
        if not (top_only and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)):
            pending += ast.iter_child_nodes(node)
    return found


def handmade_imports(path):
    """The modules of the table that a file imports, other than its own."""
    names = {[*name.split("."), ""][1] for name in imports(path) if name.split(".")[0] == "handmade"}
    return names - {name_of(path)}


def outsiders(path, top_only):
    """The packages of other people that a file imports."""
    known = sys.stdlib_module_names | {"handmade"}
    return {name.split(".")[0] for name in imports(path, top_only)} - known


def label(path):
    return path.relative_to(PACKAGE).as_posix()


def test_code_is_a_folder_and_no_package():
    assert not (CODE / "__init__.py").exists(), "a package called code would hide Python's own code module"


def test_importing_handmade_imports_no_module_of_it():
    assert imports(PACKAGE / "__init__.py") == [], "the cache key of a page follows imports, and this one is in all"


@pytest.mark.parametrize("path", MODULES, ids=label)
def test_every_module_stands_in_the_table(path):
    assert name_of(path) in RANK.keys() | {""}, "give the new module a row in DESIGN.md and in this test"


@pytest.mark.parametrize("path", MODULES, ids=label)
def test_a_module_imports_only_from_lower_layers(path):
    own = RANK.get(name_of(path), 9)
    wrong = {name: RANK.get(name) for name in handmade_imports(path) if not RANK.get(name, 99) < own}
    assert not wrong, f"{label(path)} (rank {own}) imports {wrong}"


@pytest.mark.parametrize("path", [p for p in MODULES if RANK.get(name_of(p), 9) <= 2], ids=label)
def test_below_the_figures_numpy_alone_is_imported_at_module_top(path):
    assert outsiders(path, top_only=True) <= {"numpy"}


@pytest.mark.parametrize("path", [p for p in MODULES if name_of(p) != "plotting"], ids=label)
def test_plotting_alone_imports_matplotlib(path):
    assert "matplotlib" not in outsiders(path, top_only=False)


@pytest.mark.parametrize("path", [p for p in MODULES if name_of(p) == "plotting"], ids=label)
def test_figures_take_arrays_and_import_nothing_else_of_handmade(path):
    assert handmade_imports(path) == set()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from . import losses", {"losses"}),
        ("from .. import losses", {"losses"}),
        ("from ..losses import get", {"losses"}),
        ("from handmade import losses as l, layers", {"losses", "layers"}),
        ("import handmade.losses", {"losses"}),
        ("def f():\n    from handmade.losses import get", {"losses"}),
        ("from .style import BLUE", set()),
        ("import numpy", set()),
    ],
)
def test_no_spelling_of_an_import_escapes(source, found, tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules[__name__], "PACKAGE", tmp_path)
    inside = source.startswith(("from ..", "from .style"))
    path = tmp_path / "plotting" / "figure.py" if inside else tmp_path / "figure.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(source, encoding="utf-8")
    assert handmade_imports(path) == found
