"""The checkout: what must lie where, what must not be there, and that the lock is a lock."""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import tomllib
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
REQUIRED = [
    *("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "LICENSE", "LICENSE-text", "CITATION.cff"),
    *("Makefile", "pyproject.toml", "requirements.txt", "_config.yml", "_toc.yml"),
    *(".ci/run", ".github/workflows", ".binder", "book", "code/handmade", "tests", "tools"),
]
# Paths and addresses that work on one machine only; the brackets keep this file from holding them.
LOCAL = re.compile(r"(?<![\w./])/(?:wor[k]|roo[t]|hom[e]|User[s]|opt/pyp[i])/|pypi[.]org/simple|192\.168\.\d+\.\d+")
BINARY = {".npz", ".npy", ".bin", ".gz", ".zip", ".whl", ".onnx", ".pdf"}
BINARY |= {".png", ".jpg", ".gif", ".webp", ".ico", ".woff2"}
LINE = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?P<extras>\[[a-z0-9,-]+\])?==(?P<version>[^\s;]+)(?P<marker> ; .+)?")


def tracked():
    """Return the files that git knows, or else all that no tool made."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if listed.returncode == 0:
        return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    made = {".venv", "_build", "__pycache__", ".git"}
    return [file for file in ROOT.rglob("*") if file.is_file() and not made & set(file.parts)]


def locked():
    """Return canonical name → its versions in the lock, one for each environment that needs its own."""
    versions = {}
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines():
        if match := LINE.match(line):
            versions.setdefault(canonicalize_name(match["name"]), []).append((match["version"], match["marker"]))
    return versions


def direct_requirements():
    """Return every requirement that pyproject.toml names and the lock must fulfil."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    named = [*project["dependencies"], *(line for extra in ("full", "book", "test", "dev") for line in extras[extra])]
    requirements = [Requirement(line) for line in named]
    return [requirement for requirement in requirements if requirement.name != "handmade"]


@pytest.mark.parametrize("name", REQUIRED)
def test_top_level_is_complete(name):
    assert (ROOT / name).exists()


def test_code_is_no_package_that_would_hide_pythons_own():
    assert not (ROOT / "code" / "__init__.py").exists()
    command = [sys.executable, "-c", "import code; print(hasattr(code, 'InteractiveConsole'))"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout == "True\n"


def test_lock_holds_names_and_versions_only():
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    wrong = [line for line in lines if line and not line.startswith("#")]
    wrong = [line for line in wrong if not LINE.fullmatch(line.partition("#")[0].strip())]
    assert wrong == []


@pytest.mark.parametrize("requirement", direct_requirements(), ids=lambda requirement: requirement.name)
def test_lock_fulfils_what_the_project_asks_for(requirement):
    versions = locked()[canonicalize_name(requirement.name)]
    assert [version for version, _ in versions if not requirement.specifier.contains(version)] == []


def test_everything_has_one_version_in_one_environment():
    several = {name: found for name, found in locked().items() if len(found) > 1}
    assert [name for name, found in several.items() if not all(marker for _, marker in found)] == []


def test_no_file_names_a_machine_or_a_registry():
    found = []
    for file in tracked():
        text = "" if file.suffix in BINARY else file.read_text(encoding="utf-8")
        found += [f"{file.relative_to(ROOT)}: {place}" for place in LOCAL.findall(text)]
    assert found == []


def test_nothing_that_tools_make_is_tracked():
    made = re.compile(r"(^|/)(_build|\.venv|__pycache__|\.ipynb_checkpoints|\.pytest_cache)/|\.(pyc|egg-info)$")
    names = [file.relative_to(ROOT).as_posix() for file in tracked()]
    assert names
    assert [name for name in names if made.search(name)] == []


def test_scripts_can_be_run():
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_names_of_files_work_everywhere():
    names = [file.relative_to(ROOT).as_posix() for file in tracked()]
    assert [name for name in names if not re.fullmatch(r"[\w./+-]+", name, re.ASCII)] == []
    assert len({name.lower() for name in names}) == len(names)


def test_no_two_files_of_tests_have_one_name():
    names = Counter(file.name for file in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, count in names.items() if count > 1] == []  # pytest would not tell them apart
