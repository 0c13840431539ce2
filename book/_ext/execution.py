"""Execution: runs the chapters whose outputs are not in the cache, several at a time, before Sphinx reads any page.

One kernel process a chapter, `BOOK_JOBS` of them at once (default: the number of cores), a line of progress for each.
A cell that raises or writes to stderr fails the build, naming the chapter, the cell and its first line. What ran, where
and how long is kept with the cached outputs (page_foot.py prints it). MyST-NB then finds every chapter in the cache.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from myst_nb.core.read import create_nb_reader
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from book_paths import BOOK, BUILD, EXECUTION_CACHE
from cache_key import with_fingerprint

# Asked of the kernel when the last cell has run: a Python expression, so that nothing of it reaches the page.
REPORT = """(lambda s: {
    "python": s.version.split()[0],
    "keras": s.modules["keras"].__version__ if "keras" in s.modules else None,
    "backend": s.modules["keras"].backend.backend() if "keras" in s.modules else None,
    "device": ("GPU" if s.modules["tensorflow"].config.list_physical_devices("GPU") else "CPU")
        if "tensorflow" in s.modules
        else ("GPU" if s.modules["jax"].default_backend() == "gpu" else "CPU") if "jax" in s.modules
        else ("GPU" if s.modules["torch"].cuda.is_available() else "CPU") if "torch" in s.modules
        else "CPU",
})(__import__("sys"))"""


@dataclass
class Run:
    """A chapter to execute: its notebook, filled with outputs in place, and how that went."""

    docname: str
    path: Path
    notebook: NotebookNode
    seconds: float = 0.0
    report: dict = field(default_factory=dict)
    problem: str | None = None


def execute_missing(app: Sphinx, env: BuildEnvironment, docnames: Iterable[str]) -> None:
    """Execute every chapter that the cache does not hold, and put the good ones there."""
    cache = get_cache(str(EXECUTION_CACHE))
    runs = []
    for docname in sorted(docnames):
        notebook = read_notebook(env, docname)
        if notebook is not None and not in_cache(cache, notebook):
            runs.append(Run(docname, Path(env.doc2path(docname)), notebook))
    if not runs:
        return
    jobs = max(1, int(os.environ.get("BOOK_JOBS") or os.cpu_count() or 1))
    say(f"{len(runs)} chapter(s) to execute, {min(jobs, len(runs))} at a time")
    timeout = app.config.nb_execution_timeout
    with ThreadPoolExecutor(jobs) as pool:
        for future in as_completed([pool.submit(execute, run, timeout) for run in runs]):
            run = future.result()
            if run.problem is None:
                store(cache, run)
            say(f"{run.docname}: {'FAILED' if run.problem else 'executed'} in {run.seconds:.0f} s")
    problems = [run.problem for run in runs if run.problem]
    if problems:
        raise ExtensionError("\n\n".join(problems))


def read_notebook(env: BuildEnvironment, docname: str) -> NotebookNode | None:
    """Return the page as MyST-NB will see it; None if it has no cells."""
    path = env.doc2path(docname)
    text = Path(path).read_text(encoding="utf-8")
    if "{code-cell}" not in text:
        return None
    text, _ = with_fingerprint(text, docname)
    reader = create_nb_reader(path, env.myst_config, env.mystnb_config, text)
    if reader is None:
        raise ExtensionError(f"{docname}: has code cells but no jupytext header, so they would not run.")
    return reader.read(text)


def in_cache(cache, notebook: NotebookNode) -> bool:
    """Say whether the cache holds outputs of ours for exactly these cells and this fingerprint."""
    try:
        return "python" in cache.match_cache_notebook(notebook).data  # MyST-NB's own records have no report
    except KeyError:
        return False


def find_record(cache, notebook: NotebookNode, docname: str):
    """Return what is kept of a page's run; after `execute_missing` only a page edited meanwhile has none."""
    if not in_cache(cache, notebook):
        raise ExtensionError(
            f"book/{docname}.md, or what it imports, changed while the book was built; build it again."
        )
    return cache.match_cache_notebook(notebook)


def execute(run: Run, timeout: int) -> Run:
    """Run the cells of one chapter in a kernel of its own; what went wrong ends up in `run.problem`."""
    start = time.perf_counter()
    resources = {"metadata": {"path": str(BOOK)}}
    # timing would go into the cells' metadata, which are part of the cache's key
    client = NotebookClient(run.notebook, timeout=timeout, resources=resources, record_timing=False)
    number, source = 0, ""
    try:
        with client.setup_kernel():
            about = client.wait_for_reply(client.kc.kernel_info())
            run.notebook.metadata["language_info"] = about["content"]["language_info"]
            for index, cell in enumerate(run.notebook.cells):
                if cell.cell_type != "code":
                    continue
                number, source = number + 1, cell.source
                client.execute_cell(cell, index)
                run.problem = run.problem or output_problem(run.docname, number, cell)
            run.report = ask(client, REPORT)
    except Exception as error:  # whatever a cell raised: it is reported with its place
        run.problem = describe(run.docname, number, source, error)
    run.seconds = time.perf_counter() - start
    return run


def ask(client: NotebookClient, expression: str) -> dict:
    """Return the value of an expression in the kernel, without leaving a trace in the notebook."""
    reply = client.wait_for_reply(client.kc.execute("", silent=True, user_expressions={"answer": expression}))
    return ast.literal_eval(reply["content"]["user_expressions"]["answer"]["data"]["text/plain"])


def output_problem(docname: str, number: int, cell: NotebookNode) -> str | None:
    """Return what to say of a cell that wrote to stderr or whose result could not be shown; None if all is well."""
    for out in cell.outputs:
        if out.output_type == "error":  # IPython goes on when a figure cannot be drawn, and so does nbclient
            what = f"its result could not be shown: {out.ename}: {out.evalue}"
            return describe(docname, number, cell.source, what)
        if out.output_type == "stream" and out.name == "stderr":
            return describe(docname, number, cell.source, "it wrote to stderr:\n" + out.text)
    return None


def describe(docname: str, number: int, source: str, error: object) -> str:
    """Return a message that names chapter and cell and says what happened."""
    kinds = {CellTimeoutError: "it took too long", DeadKernelError: "its kernel died (out of memory?)"}
    what = kinds.get(type(error), re.sub(r"\x1b\[[0-9;]*m", "", str(error)).strip())
    code = [line for line in source.splitlines() if line.strip() and not line.startswith((":", "---"))]
    return f"book/{docname}.md, code cell {number} (`{code[0] if code else ''}`): {what}"


def store(cache, run: Run) -> None:
    """Put the executed chapter into the cache, with what is known of its run."""
    record = cache.add_nb_to_project(str(run.path), read_data={"name": "myst_nb_md", "type": "plugin"})
    data = {"execution_seconds": run.seconds, **run.report}
    cache.cache_notebook_bundle(
        CacheBundleIn(run.notebook, record.uri, data=data), check_validity=False, overwrite=True
    )


def say(line: str) -> None:
    """Print a line of progress; tools/build_book.py lets lines with this mark through to the terminal."""
    print(f"[book] {line}", file=sys.stdout, flush=True)


def write_executed(app: Sphinx, env: BuildEnvironment) -> None:
    """Leave every executed chapter, with outputs, in _build/executed: the chapter linter reads them there."""
    folder = BUILD / "executed"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    cache = get_cache(str(EXECUTION_CACHE))
    for docname in sorted(env.found_docs):
        notebook = read_notebook(env, docname)
        if notebook is not None:
            find_record(cache, notebook, docname)
            _, merged = cache.merge_match_into_notebook(notebook)
            text = json.dumps(merged, indent=1, ensure_ascii=False, sort_keys=True)
            (folder / f"{docname}.ipynb").write_text(text + "\n", encoding="utf-8")


def use_our_cache(app: Sphinx, config) -> None:
    """Keep the cache outside the folder that every build makes anew."""
    config.nb_execution_cache_path = str(EXECUTION_CACHE)


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect to Sphinx."""
    app.connect("config-inited", use_our_cache)
    app.connect("env-before-read-docs", execute_missing)
    app.connect("env-updated", write_executed)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
