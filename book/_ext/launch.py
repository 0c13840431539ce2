"""Launch: the buttons that open a page's notebook in Colab and Binder or download it, and whose repository it all is.

The notebooks (see notebooks.py) are published at the root of the branch `notebooks`. The owner and the name of the
repository stand in `repository.url` of `_config.yml`; where `GITHUB_REPOSITORY` is set, as in GitHub's own runs, it
wins, and every link of the site follows, so that a fork's site launches the fork's notebooks.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError

from notebooks import has_cells

BRANCH = "notebooks"
REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")


def use_repository(app: Sphinx, config: Config) -> None:
    """Let `GITHUB_REPOSITORY` replace the configured repository, and the address of its GitHub Pages."""
    repository = os.environ.get("GITHUB_REPOSITORY", "")
    if not repository:
        return
    if not REPOSITORY.fullmatch(repository):
        raise ConfigError(f"GITHUB_REPOSITORY is {repository!r}, but it must be owner/name; correct or unset it.")
    configured = configured_repository(config)
    config.html_theme_options["repository_url"] = f"https://github.com/{repository}"
    if config.html_baseurl == pages_address(configured):  # an address of one's own stays
        config.html_baseurl = pages_address(repository)


def configured_repository(config: Config) -> str:
    """Return owner/name of the repository that the theme's links go to."""
    return "/".join(config.html_theme_options["repository_url"].strip("/").split("/")[-2:])


def pages_address(repository: str) -> str:
    """Return where GitHub Pages serves the site of a repository."""
    owner, name = repository.split("/")
    return f"https://{owner}.github.io/" + ("" if name.lower() == f"{owner}.github.io".lower() else f"{name}/")


def set_buttons(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Replace the theme's launch buttons, which open the page's source, by ones that open its notebook."""
    buttons = [group for group in context.get("header_buttons", []) if group.get("label") != "launch-buttons"]
    context["header_buttons"] = buttons
    if doctree is None or not has_cells(app.env, pagename):
        return
    buttons.insert(0, launch_group(configured_repository(app.config), pagename))
    for group in buttons:
        if group.get("label") == "download-buttons":
            sources = ("download-notebook-button", "download-source-button")
            others = [button for button in group["buttons"] if button.get("label") not in sources]
            group["buttons"] = [download_button(context["pathto"](f"notebooks/{pagename}.ipynb", 1)), *others]


def launch_group(repository: str, pagename: str) -> dict:
    """Return the menu that opens the page's notebook where it runs without an installation."""
    services = {
        "Colab": (
            f"https://colab.research.google.com/github/{repository}/blob/{BRANCH}/{pagename}.ipynb",
            "_static/images/logo_colab.png",
        ),
        "Binder": (
            f"https://mybinder.org/v2/gh/{repository}/{BRANCH}?labpath={pagename}.ipynb",
            "_static/images/logo_binder.svg",
        ),
    }
    buttons = [
        {"type": "link", "text": name, "tooltip": f"Run this page in {name}", "icon": icon, "url": url}
        for name, (url, icon) in services.items()
    ]
    return {
        "type": "group",
        "label": "launch-buttons",
        "tooltip": "Run this page",
        "icon": "fas fa-rocket",
        "buttons": buttons,
    }


def download_button(url: str) -> dict:
    """Return the button that downloads the page's notebook from the site itself."""
    return {
        "type": "link",
        "label": "download-notebook-button",
        "text": "Notebook (.ipynb)",
        "tooltip": "Download this page as a notebook",
        "icon": "fas fa-download",
        "url": url,
    }


def drop_raw_notebooks(app: Sphinx, problem: Exception | None) -> None:
    """Remove MyST-NB's own notebooks from the site: full of MyST, and different at every build."""
    if problem is None and app.builder.name == "html":
        for path in (Path(app.outdir) / "_sources").rglob("*.ipynb"):
            path.unlink()


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect to Sphinx: the repository before the theme reads it, the buttons after the theme has made its own."""
    app.connect("config-inited", use_repository, priority=100)
    app.connect("html-page-context", set_buttons, priority=900)
    app.connect("build-finished", drop_raw_notebooks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
