"""The whole project is in American spelling, as Keras is; the chapters have the linter's own rule for it."""

import re
import subprocess
from pathlib import Path

import pytest

from tools.chapter_lint.spelling import american

ROOT = Path(__file__).resolve().parent.parent
WORD = re.compile(r"[A-Za-z]+")


def files() -> list[str]:
    """Return the tracked texts that people read: code of the package and the tools, and the pages at the root."""
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    kept = [f for f in tracked if f.startswith(("code/", "tools/", "book/_ext/", "book/data/")) or "/" not in f]
    return [
        f for f in kept if f.endswith((".py", ".md", ".toml", ".yml", ".js", ".css")) and "chapter_lint" not in f
    ]  # it names the words


@pytest.mark.parametrize("file", files())
def test_words_are_in_american_spelling(file):
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    found = [
        f"{file}:{number}: {word}, in American spelling {twin}"
        for number, line in enumerate(lines, 1)
        for word in WORD.findall(re.sub(r"https?://\S+", "", line))
        if (twin := american(word))
    ]
    assert not found, "\n".join(found)
