"""What publishes the book: the workflows name things that exist, and the branch `notebooks` gets what Binder needs."""

import os
import re
import shlex
import shutil
import subprocess

import pytest
import tomllib
import yaml
from published import NOTEBOOKS, ROOT, SITE

import launch

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FILE = re.compile(r"^(?:\.github|\.binder|\.ci|tools|book|code|tests)/|^(?:requirements\.txt|pyproject\.toml)$")

every_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)


def steps(path) -> list[dict]:
    """Return the steps of all jobs of a workflow."""
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def commands(path) -> list[list[str]]:
    """Return the shell commands of a workflow, as words."""
    lines = [line for step in steps(path) for line in step.get("run", "").splitlines()]
    return [shlex.split(line) for line in lines if line.strip()]


def test_the_three_workflows_are_there():
    assert {path.stem for path in WORKFLOWS} == {"check", "gpu", "publish"}


@every_workflow
def test_actions_are_github_s_own_and_pinned_by_major_version(path):
    used = [step["uses"] for step in steps(path) if "uses" in step]
    assert used
    assert [name for name in used if not re.fullmatch(r"actions/[\w-]+@v\d+", name)] == []


@every_workflow
def test_make_is_asked_for_targets_that_it_has(path):
    targets = set(re.findall(r"(?m)^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    asked = {word for command in commands(path) if command[0] == "make" for word in command[1:]}
    assert asked <= targets


@every_workflow
def test_files_that_commands_and_caches_name_are_there(path):
    words = {word for command in commands(path) for word in command}
    words |= set(re.findall(r"hashFiles\('([^']+)'\)", path.read_text(encoding="utf-8")))
    words |= {step["with"]["cache-dependency-path"] for step in steps(path) if "cache" in step.get("with", {})}
    assert [word for word in words if FILE.match(word) and not (ROOT / word).exists()] == []


@every_workflow
def test_only_named_rights_are_given(path):
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}


@every_workflow
def test_executed_cells_are_cached_by_the_lock(path):
    caches = [step["with"] for step in steps(path) if step.get("uses", "").startswith("actions/cache@")]
    for cache in caches:
        assert "_build/.jupyter_cache" in cache["path"]
        assert "hashFiles('requirements.txt')" in cache["key"]
        assert cache["key"].startswith(cache["restore-keys"])


def test_the_gpu_workflow_needs_a_gpu():
    text = (ROOT / ".github" / "workflows" / "gpu.yml").read_text(encoding="utf-8")
    assert yaml.safe_load(text)["jobs"]["gpu"]["env"]["BOOK_DEVICE"] == "gpu"
    assert text.index("list_physical_devices('GPU')") < text.index("make book")
    assert "gpu" in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]


def test_binder_has_the_libraries_of_the_book():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    ours = {re.split(r"[<>=]", line)[0]: line for line in [*extras["full"], *extras["book"], *extras["test"]]}
    lines = (ROOT / ".binder" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    for line in (line for line in lines if line and not line.startswith("#")):
        name = re.split(r"[<>=]", line)[0]
        if name in ("jupyterlab", "numpy"):
            continue
        assert line.replace("tensorflow-cpu", "tensorflow") == ours[name.replace("tensorflow-cpu", "tensorflow")]


@pytest.mark.parametrize("name", [".binder/postBuild", ".binder/start", ".github/publish-notebooks.sh"])
def test_scripts_can_be_executed_and_parsed(name):
    assert os.access(ROOT / name, os.X_OK)
    assert subprocess.run(["bash", "-n", str(ROOT / name)]).returncode == 0


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_the_branch_holds_notebooks_wheel_and_binder_files_and_is_pushed_only_when_it_changed(tmp_path):
    remote = tmp_path / "remote.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(remote)], check=True)
    script = [str(ROOT / ".github" / "publish-notebooks.sh"), str(remote)]
    first = subprocess.run(script, capture_output=True, text=True, check=True)
    second = subprocess.run(script, capture_output=True, text=True, check=True)
    assert first.stdout == "The branch notebooks was replaced.\n"
    assert second.stdout == "The branch notebooks is up to date.\n"
    listing = ["git", f"--git-dir={remote}", "ls-tree", "-r", "--name-only", launch.BRANCH]
    files = subprocess.run(listing, capture_output=True, text=True, check=True).stdout.split()
    expected = {path.relative_to(NOTEBOOKS).as_posix() for path in NOTEBOOKS.rglob("*.ipynb")}
    expected |= {f"wheels/{path.name}" for path in (SITE / "wheels").iterdir()}
    expected |= {f".binder/{name}" for name in ("postBuild", "requirements.txt", "runtime.txt", "start")}
    assert set(files) == expected | {"README.md"}
