"""Plan: which modules are mutated, which tests judge each of them, and where everything is laid out."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PACKAGE = ROOT / "code" / "handmade"
TESTS = ROOT / "tests" / "package"
FOLDER = ROOT / "_build" / "mutation"
TOOLS = FOLDER / "packages"  # mutmut and what it needs, beside the environment and never in it
REPORT = FOLDER / "report.md"
MUTMUT = "mutmut==3.8.1"  # newer ones may order and name the mutants otherwise

# Layers 0 and 1 of the package (DESIGN.md). A module is judged by tests/package/test_<module>*.py and by these.
MORE_TESTS = {
    "gradients": [],
    "losses": [],
    "activations": [],
    "optimizers": ["test_schedules*.py", "test_clipping*.py"],
    "initializers": [],
    "preprocessing": [],
    "metrics": [],
    "datasets": [],
    "gates": [],
    "layers": ["test_dense*.py", "test_dropout*.py", "test_batch_normalization*.py", "test_flatten*.py"],
    "convolution": ["test_correlate2d*.py", "test_conv2d*.py", "test_pooling*.py"],
    "linear": [],
}
ONLY = {"datasets": ["made.py"]}  # the other data sets are files, and what reads them has no arithmetic


def tests_of(module: str) -> list[Path]:
    """Return the fast tests that judge a module; the ones that need Keras live in a folder of their own."""
    patterns = [f"test_{module}*.py", *MORE_TESTS[module]]
    return sorted({path for pattern in patterns for path in TESTS.glob(pattern)})


def sources_of(module: str) -> list[str]:
    """Return the files of a module that are mutated, relative to the folder of the package."""
    folder = PACKAGE / module
    files = sorted(folder.rglob("*.py")) if folder.is_dir() else [PACKAGE / f"{module}.py"]
    kept = [path for path in files if path.name in ONLY.get(module, [path.name])]
    return [path.relative_to(PACKAGE).as_posix() for path in kept]
