"""Clean run: executes a notebook as a reader's machine would, away from the checkout.

The environment is new and has the libraries of `.venv`, but not `handmade`: its own first cell has to install that,
from the wheel of the built site. (A `.pth` file with a plain path adds the libraries and not what the `.pth` files
beside them point to, which is how the checkout itself gets into `.venv`.)
"""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import nbformat
from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient

WHERE = "import handmade; print(handmade.__file__)"


def clean_environment(folder: Path) -> Path:
    """Make the environment and return its Python."""
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    libraries = sysconfig.get_path("purelib")
    site_packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder), "platbase": str(folder)}))
    (site_packages / "libraries.pth").write_text(libraries + "\n", encoding="utf-8")
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def clean_run(path: Path, wheel: Path, data: Path, folder: Path) -> str:
    """Execute a notebook, and return the path of the `handmade` that it used; a cell that fails is an AssertionError.

    The kernel's client works in a process of its own: several runs at a time do not share an event loop.
    """
    python = clean_environment(folder / "environment")
    (folder / "somewhere").mkdir()
    report = folder / "report.json"
    done = subprocess.run(
        [sys.executable, __file__, str(path), str(python), str(report)],
        cwd=folder / "somewhere",
        env=reader_variables(wheel, data, folder),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"{path.name} did not run to its end:\n{done.stderr[-6000:]}"
    return json.loads(report.read_text(encoding="utf-8"))


def execute(path: str, python: str, report: str) -> None:
    """Execute the notebook with a kernel of the clean environment, here and now."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(WHERE))
    manager = AsyncKernelManager(kernel_name="python3")
    manager.kernel_spec.argv[0] = python
    NotebookClient(notebook, km=manager, timeout=900).execute()
    Path(report).write_text(json.dumps(notebook.cells[-1].outputs[0].text.strip()), encoding="utf-8")


def reader_variables(wheel: Path, data: Path, folder: Path) -> dict[str, str]:
    """Return the environment variables of the run: none of the build's, and no network for pip."""
    ours = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "HANDMADE_STRICT", "BOOK_SCALE", "BOOK_DEVICE")
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return {
        **kept,
        "HANDMADE_WHEEL": wheel.resolve().as_uri(),
        "HANDMADE_DATA": str(data),
        "IPYTHONDIR": str(folder / "ipython"),
        "PIP_NO_INDEX": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_NUM_INTRAOP_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }


if __name__ == "__main__":
    execute(*sys.argv[1:])
