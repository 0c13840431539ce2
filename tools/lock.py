"""Lock: write `requirements.txt`, the full lock, from `pyproject.toml` with uv; no index, address or path gets in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.txt"
HEADER = "# Every version the book is built and tested with. Made by `make lock` from pyproject.toml; do not edit.\n"
OPTIONS = "--universal --python-version 3.11 --no-emit-package handmade --no-header --annotation-style line"


def main() -> int:
    """Resolve, check that nothing but names and versions came out, and put the file in place."""
    temporary = LOCK.with_suffix(".tmp")
    temporary.write_bytes(LOCK.read_bytes() if LOCK.exists() else b"")  # uv keeps versions that still fit
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *OPTIONS.split()]
    extras = [word for extra in ("book", "test", "dev") for word in ("--extra", extra)]
    try:
        if subprocess.run([*command, *extras, *sys.argv[1:], "-q", "-o", str(temporary)], cwd=ROOT).returncode:
            print("uv found no set of versions that fits; its message stands above.", file=sys.stderr)
            return 1
        text = temporary.read_text()
        if any(mark in text for mark in ("://", " @ ", "--index", "--find-links")):
            print("The resolved lock holds an address or a path; nothing was written.", file=sys.stderr)
            return 1
        temporary.write_text(HEADER + text)
        temporary.replace(LOCK)
    finally:
        temporary.unlink(missing_ok=True)
    print(f"{LOCK.name}: {sum(not line.startswith('#') for line in text.splitlines())} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
