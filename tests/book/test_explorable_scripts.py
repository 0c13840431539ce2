"""The scripts of the explorables as the site serves them: without comments, and otherwise as they were written."""

import re

import pytest

from explorable import STATIC, without_comments

SCRIPTS = sorted(STATIC.glob("*.js"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_only_comments_are_left_out(script):
    written = script.read_text(encoding="utf-8").splitlines()
    served = without_comments("\n".join(written) + "\n").splitlines()
    code = [line for line in written if not re.match(r"\s*(//|/\*\*|\* |\*/)", line)]
    assert served == code


def test_comments_beside_code_and_what_only_looks_like_one_stay():
    text = 'const a = 1; // one\n/** f */ const b = "/**";\n  // gone\n/** gone,\n * too */\nconst c = "//x";\n'
    kept = 'const a = 1; // one\n/** f */ const b = "/**";\nconst c = "//x";\n'
    assert without_comments(text) == kept
