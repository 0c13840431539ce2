"""Dependencies: what the outputs of a chapter depend on besides its own cells.

That is: the modules of `handmade` its cells reach through imports, the exercise cases its `check` calls name, the data
files those can read, the versions of the libraries they import, the settings of the build and of its kernels.
`fingerprint` turns all of it into one short string, which becomes part of the execution cache's key (see cache_key.py).
"""

from __future__ import annotations

import ast
import hashlib
import os
import platform
import re
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from pathlib import Path

from book_paths import BOOK, CODE, DATA

CELL = re.compile(r"^(`{3,})\{code-cell\}[^\n]*\n(.*?)^\1", re.S | re.M)
CHECK = re.compile(r"""\bcheck\(\s*["'](ex-[a-z0-9-]+)["']""")
SETTINGS = (
    "KERAS_BACKEND",
    "BOOK_DEVICE",
    "BOOK_SCALE",
)  # environment variables that change what a cell computes
KERNEL = BOOK / "_ext" / "kernel"  # the configuration of every kernel
ALWAYS = ("ipython", "ipykernel", "matplotlib-inline")  # every output passes through these


def cell_sources(text: str) -> list[str]:
    """Return the Python of each code cell of a MyST page, without cell options and IPython magics."""
    cells = []
    for match in CELL.finditer(text):
        body = re.sub(r"\A---\n.*?^---\n", "", match[2], flags=re.S | re.M)
        body = re.sub(r"\A(?::.*\n)+", "", body)
        cells.append(re.sub(r"(?m)^[%!].*$", "pass", body))
    return cells


def cell_imports(text: str) -> set[str]:
    """Return every dotted name that a page's cells import."""
    return set().union(*map(imported_names, cell_sources(text)))


def chapter_modules(text: str) -> list[Path]:
    """Return the files of `handmade` that a page's cells reach, transitively, sorted."""
    cases = case_modules("\n".join(cell_sources(text)))
    todo = cases.union(*map(module_files, cell_imports(text)))
    seen: set[Path] = set()
    while todo:
        file = todo.pop()
        seen.add(file)
        for name in file_imports(file, file.stat().st_mtime_ns):
            todo |= module_files(name) - seen
    return sorted(seen)


def case_modules(cells: str) -> set[Path]:
    """Return the modules of exercise cases that the cells' `check("ex-…")` calls will load."""
    folder = CODE / "handmade" / "exercises"
    by_slug = {file.stem.replace("_", "-"): file for file in folder.glob("*.py")}
    found = set()
    for label in CHECK.findall(cells):
        slugs = [slug for slug in by_slug if label.startswith(f"ex-{slug}-")]
        found |= {by_slug[max(slugs, key=len)]} if slugs else set()
    return found


def module_files(name: str) -> set[Path]:
    """Return the files under code/ that importing the dotted `name` runs; none for other packages' modules."""
    parts = name.split(".")
    stems = [CODE.joinpath(*parts[:i]) for i in range(1, len(parts) + 1)]
    candidates = [file for stem in stems for file in (stem / "__init__.py", stem.with_suffix(".py"))]
    return {file for file in candidates if file.is_file()}


@cache
def file_imports(file: Path, changed: int) -> frozenset[str]:
    """Return the names a module imports anywhere in it; `changed` is its time stamp, so that edits are seen."""
    package = ".".join(file.relative_to(CODE).parent.parts)
    return frozenset(imported_names(file.read_text(encoding="utf-8"), package))


def imported_names(source: str, package: str = "") -> set[str]:
    """Return every dotted name that `source` imports; relative ones are resolved against `package`."""
    try:
        tree = ast.parse(source)
    except SyntaxError:  # the cell's own execution will report it, with its line
        return set()
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base] if base else above)
            names |= {base} | {f"{base}.{alias.name}" for alias in node.names}
    return names


def data_files(text: str, modules: Iterable[Path]) -> list[Path]:
    """Return the files in book/data and book/results whose name stands in a cell or in a reached module.

    `load_result` is given a name without its ending.
    """
    sources = [*cell_sources(text), *(file.read_text(encoding="utf-8") for file in modules)]
    loaded = {f"{name}.json" for source in sources for name in loaded_results(source)}
    files = [file for folder in (DATA, BOOK / "results") if folder.is_dir() for file in folder.iterdir()]
    named = {file for file in files if file.name in loaded or any(file.name in source for source in sources)}
    return sorted(file for file in named if file.is_file())


def loaded_results(source: str) -> set[str]:
    """Return the names that `source` gives to `load_result`; those in its docstrings do not count."""
    try:
        tree = ast.parse(source)
    except SyntaxError:  # as above
        return set()
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    wanted = [call for call in calls if ast.unparse(call.func).split(".")[-1] == "load_result"]
    return {str(call.args[0].value) for call in wanted if isinstance(call.args[0], ast.Constant)}


def library_versions(text: str, modules: Iterable[Path]) -> dict[str, str]:
    """Return distribution → version for every library that the cells or the reached modules import."""
    names = cell_imports(text).union(*(file_imports(f, f.stat().st_mtime_ns) for f in modules))
    top = {name.split(".")[0] for name in names}
    if "keras" in top:
        top.add(os.environ.get("KERAS_BACKEND", "tensorflow"))
    found = {dist for name in top for dist in distributions().get(name, ())} - {"handmade"}
    return {dist: installed_version(dist) for dist in sorted(found | set(ALWAYS))}


@cache
def distributions() -> dict[str, list[str]]:
    """Return import name → the distributions that provide it (slow to ask, so asked once)."""
    return dict(packages_distributions())


def installed_version(distribution: str) -> str:
    """Return the installed version, or "absent"."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "absent"


@cache
def file_digest(file: Path, size: int, changed: int) -> str:
    """Return a file's sha256; size and time stamp are there so that an edit is seen."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def fingerprint(text: str) -> tuple[str, list[Path]]:
    """Return the fingerprint of a page's surroundings, and the files it was made from."""
    modules = chapter_modules(text)
    files = modules + data_files(text, modules) + sorted(KERNEL.glob("*.py"))
    lines = [f"{f.name} {file_digest(f, f.stat().st_size, f.stat().st_mtime_ns)}" for f in files]
    lines += [f"{name}=={number}" for name, number in library_versions(text, modules).items()]
    lines += [f"{name}={os.environ.get(name, '')}" for name in SETTINGS]
    lines.append(f"python {platform.python_version()}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16], files
