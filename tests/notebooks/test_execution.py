"""Every published notebook runs from top to bottom in a clean environment.

That a notebook ran is remembered in `_build/notebook-results`, under a hash of all that its run depends on; only what
changed runs again. `HANDMADE_TEST_ALL=1` (`make test-all`) forgets it all.
"""

import hashlib
import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from clean_run import clean_run
from nbclient import NotebookClient
from published import ROOT, SITE, published, slug

from dependencies import fingerprint

RESULTS = ROOT / "_build" / "notebook-results"
DATA = ROOT / "book" / "data"


def key(path: Path) -> str:
    """Return a hash of what a notebook's run depends on."""
    page = (ROOT / "book" / f"{slug(path)}.md").read_text(encoding="utf-8")
    parts = [path.read_bytes(), fingerprint(page)[0].encode()]
    parts += [file.read_bytes() for file in (ROOT / "pyproject.toml", Path(clean_run.__code__.co_filename))]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def has_run(path: Path) -> bool:
    """Say whether exactly this notebook has run before."""
    try:
        remembered = json.loads((RESULTS / f"{slug(path)}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return remembered == {"key": key(path)}


def run_and_remember(path: Path, folder: Path) -> None:
    """Run a notebook, see that it used the wheel, and remember that it ran."""
    before = key(path)
    (wheel,) = (SITE / "wheels").glob("*.whl")
    used = clean_run(path, wheel, DATA, folder)
    assert Path(used).is_relative_to(folder), f"it used {used} and not the wheel"
    result = RESULTS / f"{slug(path)}.json"
    result.parent.mkdir(parents=True, exist_ok=True)
    result.write_text(json.dumps({"key": before}) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def runs(request, tmp_path_factory):
    """Start the selected notebooks that have to run, `BOOK_JOBS` at a time, and return path → its run."""
    chosen = {
        item.callspec.params["path"]
        for item in request.session.items
        if hasattr(item, "callspec") and item.function.__name__ == "test_runs_in_a_clean_environment"
    }
    everything = os.environ.get("HANDMADE_TEST_ALL") == "1"
    waiting = [path for path in sorted(chosen) if everything or not has_run(path)]
    with ThreadPoolExecutor(int(os.environ.get("BOOK_JOBS") or os.cpu_count() or 1)) as pool:
        yield {path: pool.submit(run_and_remember, path, tmp_path_factory.mktemp("run")) for path in waiting}
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("path", published(), ids=slug)
def test_runs_in_a_clean_environment(path, runs):
    if path in runs:
        runs[path].result()


def test_the_sample_runs_and_installs_the_wheel_with_its_first_cell(sample, tmp_path):
    (wheel,) = (Path(sample.outdir) / "wheels").glob("*.whl")
    used = clean_run(Path(sample.config.book_notebooks) / "page.ipynb", wheel, DATA, tmp_path)
    assert Path(used).is_relative_to(tmp_path)


def test_the_first_cell_says_nothing_where_all_is_there(notebook, tmp_path):
    first = nbformat.v4.new_notebook(cells=[notebook.cells[0].copy()])
    NotebookClient(first, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert first.cells[0].outputs == []
