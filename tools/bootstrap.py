"""Bootstrap: make `.venv` hold exactly what `requirements.txt` locks, and `handmade` itself.

Run by the Makefile with the machine's own Python; standard library only. The stamp is written last, so an install
that was interrupted at any moment is simply done again, and one that is complete costs nothing.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed.sha256"
LOCK = ROOT / "requirements.txt"
WANTED = (3, 11)
SPACE_NEEDED = 4 * 2**30  # bytes; TensorFlow alone unpacks to two of them


def main() -> int:
    """Install what is missing; return the exit status."""
    if sys.version_info[:2] != WANTED:
        return fail(
            f"Python {WANTED[0]}.{WANTED[1]} is needed, but {sys.executable} is {sys.version.split()[0]}.",
            f"Install Python {WANTED[0]}.{WANTED[1]}, or name it: make book PYTHON=/path/to/python3.11",
        )
    if not LOCK.is_file():
        return fail(f"{LOCK.name} is missing.", "Restore it with: git checkout requirements.txt")
    if STAMP.is_file() and STAMP.read_text().strip() == fingerprint() and venv_works():
        return 0
    try:
        return install()
    except OSError as error:
        if error.errno == errno.ENOSPC:
            return fail("The disk is full.", "Free about 4 GB and run the command again; nothing else is needed.")
        raise


def install() -> int:
    """Make the environment from the lock, showing pip's progress."""
    free = shutil.disk_usage(ROOT).free
    if not venv_works() and free < SPACE_NEEDED:
        return fail(
            f"The disk has {free / 2**30:.1f} GB left; the book's environment takes about 3 GB and room to unpack.",
            "Free about 4 GB and run the command again.",
        )
    STAMP.unlink(missing_ok=True)
    if not venv_works():
        print("Making .venv …", flush=True)
        shutil.rmtree(VENV, ignore_errors=True)
        if subprocess.run([sys.executable, "-m", "venv", str(VENV)]).returncode:
            return fail(
                "Python could not make a virtual environment.",
                "On Debian and Ubuntu its venv module is a package of its own: apt-get install python3.11-venv",
            )
    print("Installing what requirements.txt locks (about 600 MB to download the first time) …", flush=True)
    pip = [str(venv_python()), "-m", "pip", "install", "--disable-pip-version-check"]
    if subprocess.run([*pip, "-r", str(LOCK)]).returncode:
        return fail(
            "pip could not install the lock; its own message stands above.",
            "Without a network it needs the wheels in a folder: set PIP_FIND_LINKS to it. A full disk or a broken "
            "download also ends here. Then run the command again: what was installed is kept.",
        )
    if subprocess.run([*pip, "--no-deps", "--no-build-isolation", "--quiet", "-e", str(ROOT)]).returncode:
        return fail("pip could not install the package `handmade` from this checkout; its message stands above.", "")
    temporary = STAMP.with_suffix(".tmp")
    temporary.write_text(fingerprint() + "\n")
    temporary.replace(STAMP)
    print("The environment is complete: .venv", flush=True)
    return 0


def fingerprint() -> str:
    """Return what the environment was made from: the lock, the package's metadata and the interpreter."""
    import tomllib  # new in 3.11: an older Python must get as far as being told so

    digest = hashlib.sha256(LOCK.read_bytes())
    metadata = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    metadata["tool"] = metadata.get("tool", {}).get("setuptools")  # the linter's settings need no new installation
    digest.update(f"{metadata} {sys.version} {ROOT}".encode())
    return digest.hexdigest()


def venv_python() -> Path:
    """Return the environment's interpreter."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def venv_works() -> bool:
    """Say whether `.venv` holds an interpreter of the wanted version that can run pip."""
    if not venv_python().exists():
        return False
    probe = "import sys, pip; raise SystemExit(sys.version_info[:2] != (3, 11))"
    try:
        return subprocess.run([str(venv_python()), "-c", probe], capture_output=True).returncode == 0
    except OSError:
        return False


def fail(what: str, cure: str) -> int:
    """Print what went wrong and what to do; return the exit status 1."""
    print(f"\n{what}\n{cure}\n", file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(fail("Interrupted.", "Run the same command again: it goes on where it can."))
