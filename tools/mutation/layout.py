"""Layout: a copy of the package and of a module's fast tests in the form that mutmut copes with.

mutmut takes the names of modules from their paths, and our folder ``code`` would hide Python's own module of that
name, so the copy is called ``src``. Each module has a copy of its own: what is done for one is not lost by another.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tools.mutation import plan
from tools.mutation.plain import without_decorators

# As in tests/conftest.py, but Hypothesis stops at the first counterexample: nobody reads the smallest one. Its health
# checks are about the tests; here they would pass for a kill, for mutmut calls a test more than once in one process.
CONFTEST = """\
from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "mutants",
    deadline=None,
    derandomize=True,
    max_examples=30,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("mutants")
"""
SETTINGS = """\
[tool.pytest.ini_options]
addopts = "--strict-markers -p no:cacheprovider"
markers = ["chapter(*slugs): the chapters that explain what is tested"]
filterwarnings = ["error"]

[tool.mutmut]
source_paths = ["src"]
only_mutate = {only}
pytest_add_cli_args_test_selection = {tests}
timeout_multiplier = 5.0
timeout_constant = 2.0
use_git_change_detection = false
"""


def work_of(module: str) -> Path:
    """Return the folder in which a module is mutated."""
    return plan.FOLDER / "work" / module


def lay_out(module: str) -> bool:
    """Bring the module's copy up to date; say whether anything in it changed."""
    work, files = work_of(module), _files(module)
    changed = [path for path, text in files.items() if _put(work / path, text)]
    kept = {work / path for path in files}
    gone = [path for top in ("src", "tests") for path in (work / top).rglob("*.py") if path not in kept]
    for path in gone:
        path.unlink()
        (work / "mutants" / path.relative_to(work)).unlink(missing_ok=True)
    return bool(changed or gone)


def _files(module: str) -> dict[str, str]:
    mutated, tests = plan.sources_of(module), plan.tests_of(module)
    if not tests:
        raise FileNotFoundError(f"{module} has no fast tests: there is no tests/package/test_{module}*.py")
    files = {}
    for path in sorted(plan.PACKAGE.rglob("*.py")):
        name, text = path.relative_to(plan.PACKAGE).as_posix(), path.read_text(encoding="utf-8")
        files[f"src/handmade/{name}"] = without_decorators(text) if name in mutated else text
    files["tests/conftest.py"] = CONFTEST
    files["mutators.txt"] = plan.MUTMUT + "\n" + (plan.HERE / "mutators.py").read_text(encoding="utf-8")
    files |= {f"tests/package/{path.name}": path.read_text(encoding="utf-8") for path in tests}
    files["pyproject.toml"] = SETTINGS.format(
        only=json.dumps([f"src/handmade/{name}" for name in mutated]),
        tests=json.dumps([f"tests/package/{path.name}" for path in tests]),
    )
    return files


def _put(path: Path, text: str) -> bool:
    """Write a file unless it says so already: mutmut asks its date whether it changed."""
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True


def lend_data(module: str) -> None:
    """Let the copied tests find the book's data where they look for it, two folders up."""
    link = work_of(module) / "mutants" / "book"
    link.parent.mkdir(exist_ok=True)
    if not link.is_symlink():
        link.symlink_to(plan.ROOT / "book")


def forget(module: str, survivors_only: bool) -> None:
    """Forget a module's results: all of them, or those of mutants that no test has killed."""
    mutants = work_of(module) / "mutants"
    if not survivors_only:
        shutil.rmtree(mutants, ignore_errors=True)
        return
    (mutants / "mutmut-stats.json").unlink(missing_ok=True)  # a new test may reach more functions
    for path in mutants.rglob("*.meta"):
        meta = json.loads(path.read_text(encoding="utf-8"))
        codes = meta["exit_code_by_key"]
        meta["exit_code_by_key"] = {name: code if code in KILLED else None for name, code in codes.items()}
        path.write_text(json.dumps(meta), encoding="utf-8")


KILLED = {1, 3}  # pytest's exit codes: a test failed, or the run broke
