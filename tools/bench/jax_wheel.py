"""JAX wheel: puts JAX into a folder of its own, so that Keras can be timed on it.

JAX is not in the lock: the book does not need it. What it stands on (NumPy, SciPy, ml_dtypes, opt_einsum) is in
`.venv`, which stays as it is.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

PINNED = ("jax==0.10.2", "jaxlib==0.10.2")


def jax_folder(target: Path, install: bool = True) -> Path | None:
    """Return the folder that holds JAX, installed if need be and allowed; None where it cannot be had."""
    stamp = target / "installed.txt"
    wanted = "\n".join([*PINNED, sys.version])
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return target
    if not install:
        return None
    print(f"Installing {' and '.join(PINNED)} for the comparison (85 MB, once; .venv stays as it is) …", flush=True)
    shutil.rmtree(target, ignore_errors=True)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    done = subprocess.run([*command, "--target", str(target), *PINNED], capture_output=True, text=True)
    if done.returncode:
        print("JAX cannot be had (no network?), so Keras on JAX is left out; all else is measured.", flush=True)
        shutil.rmtree(target, ignore_errors=True)
        return None
    stamp.write_text(wanted, encoding="utf-8")
    return target
