"""Paths: where the parts of the project lie, for the book's extensions and tools."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "book"
CODE = ROOT / "code"
DATA = BOOK / "data"
BUILD = ROOT / "_build"
EXECUTION_CACHE = BUILD / ".jupyter_cache"
