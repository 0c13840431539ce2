"""Build the book, strictly, into `_build/html`.

The work is done in `_build/work` and put in place when it is whole, so an interrupted or failed build leaves the last
good site alone and needs no cleaning up. Executed cells are kept in `_build/.jupyter_cache`, chapter by chapter: what
did not change does not run again. The full log is `_build/book.log`.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "_build"
WORK = BUILD / "work"
SITE = BUILD / "html"
LOG = BUILD / "book.log"
SPACE_NEEDED = 2**29  # bytes
ENTRY = "from jupyter_book.cli.main import main; main()"  # its script would not start in a path with spaces
COLOR = re.compile(r"\x1b\[[0-9;]*m")
GPU_PROBE = "import tensorflow as tf, sys; sys.exit(not tf.config.list_physical_devices('GPU'))"


def main() -> int:
    """Build and report; return the exit status."""
    start = time.perf_counter()
    BUILD.mkdir(exist_ok=True)
    if shutil.disk_usage(BUILD).free < SPACE_NEEDED:
        return fail("The disk has less than 0.5 GB left.", "Free some space and run make book again.")
    environment = build_environment()
    if environment["BOOK_DEVICE"] == "gpu" and subprocess.run([sys.executable, "-c", GPU_PROBE]).returncode:
        return fail("BOOK_DEVICE=gpu, but TensorFlow sees no GPU.", "Install the extra: pip install -e '.[gpu]'")
    mend_execution_cache()
    prepare_kernels(Path(environment["IPYTHONDIR"]))
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir()
    status = run_jupyter_book(environment)
    if status:
        return fail(problems(), f"The full log is {LOG.relative_to(ROOT)}. The last good site was left in place.")
    put_in_place()
    pages = len(list(SITE.glob("*.html")))
    print(f"\nThe book is built: {pages} pages in {time.perf_counter() - start:.0f} s.")
    print(f"Open {SITE.relative_to(ROOT)}/index.html, or run make serve.")
    return 0


def build_environment() -> dict[str, str]:
    """Return the environment of the build and its kernels: quiet, reproducible, one thread a kernel."""
    ours = {
        "IPYTHONDIR": str(BUILD / "ipython"),
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "code"), str(ROOT / "book" / "_ext")]),
        "TF_CPP_MIN_LOG_LEVEL": "3",  # the rest of TensorFlow's greeting: book/_ext/kernel/quiet_tensorflow.py
        "TF_ENABLE_ONEDNN_OPTS": "0",  # the same digits on every run
        "OPENBLAS_NUM_THREADS": "1",  # two BLAS threads on a shared machine are slower than one, and round differently
        "OMP_NUM_THREADS": "1",
        "TF_NUM_INTRAOP_THREADS": "1",
        "NVIDIA_TF32_OVERRIDE": "0",  # on a GPU: all digits of single precision
    }
    if sys.platform == "linux":
        ours["LC_ALL"] = "C.UTF-8"
    defaults = {"HANDMADE_STRICT": "1", "KERAS_BACKEND": "tensorflow", "BOOK_DEVICE": "", "BOOK_SCALE": ""}
    return {**defaults, **os.environ, **ours}


def prepare_kernels(folder: Path) -> None:
    """Write the IPython profile of the build's kernels."""
    source = ROOT / "book" / "_ext" / "kernel"
    profile = folder / "profile_default"
    (profile / "startup").mkdir(parents=True, exist_ok=True)
    shutil.copy(source / "ipython_kernel_config.py", profile)
    shutil.copy(source / "quiet_tensorflow.py", profile / "startup" / "00-quiet-tensorflow.py")


def mend_execution_cache() -> None:
    """Throw the execution cache away if an interrupted build left its database unreadable."""
    database = BUILD / ".jupyter_cache" / "global.db"
    if not database.exists():
        return
    try:
        with sqlite3.connect(database) as connection:
            sound = connection.execute("pragma integrity_check").fetchone() == ("ok",)
    except sqlite3.DatabaseError:
        sound = False
    if not sound:
        print("The execution cache was damaged; every chapter will be executed again.")
        shutil.rmtree(database.parent)


def run_jupyter_book(environment: dict[str, str]) -> int:
    """Run Jupyter Book; its output goes to the log, its lines of progress also to the terminal."""
    command = [sys.executable, "-c", ENTRY, "build", "book", "--config", "_config.yml"]
    command += [
        "--toc",
        str(ROOT / "_toc.yml"),
        "--path-output",
        str(WORK),
        "-W",
        "-n",
        "--keep-going",
        "--all",
    ]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    with process, LOG.open("w", encoding="utf-8") as log:
        for line in process.stdout:
            line = COLOR.sub("", line)
            log.write(line)
            if line.startswith("[book] "):
                print(line.removeprefix("[book] "), end="", flush=True)
    return process.returncode


def problems() -> str:
    """Return what the log says went wrong: its warnings and errors, or else its end."""
    lines = LOG.read_text(encoding="utf-8").splitlines()
    marked = [line for line in lines if "WARNING: " in line or "ERROR: " in line]
    tail = next((i for i, line in enumerate(lines) if "rror:" in line and line not in marked), len(lines))
    end = next((i for i in range(tail, len(lines)) if lines[i].startswith("Traceback")), len(lines))
    shown = [*marked, *lines[tail:end]] or lines[-30:]
    return "\n".join(["The book was not built:", *shown[:120]])


def put_in_place() -> None:
    """Replace the last site by the new one, so that there is always a whole one."""
    old = BUILD / "html.old"
    shutil.rmtree(old, ignore_errors=True)
    if SITE.exists():
        SITE.rename(old)
    (WORK / "_build" / "html").rename(SITE)
    shutil.rmtree(old, ignore_errors=True)


def fail(what: str, cure: str) -> int:
    """Print what went wrong and what to do; return the exit status 1."""
    print(f"\n{what}\n{cure}", file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(fail("Interrupted.", "Run make book again: the chapters that were executed are kept."))
