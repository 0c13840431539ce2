"""Main: the command ``python -m handmade.workshop``.

This file must be readable for older Pythons, too, so that it can tell them what is wrong.
"""

from __future__ import annotations

import sys

OLDEST = (3, 10)


def complaint(version: tuple[int, ...]) -> str:
    """Return what to say to a Python of this version, or nothing."""
    if tuple(version[:2]) >= OLDEST:
        return ""
    found, needed = (".".join(map(str, numbers[:2])) for numbers in (version, OLDEST))
    return f"The workshop needs Python {needed} or newer, and this is Python {found}: start it with a newer one."


if __name__ == "__main__":
    if complaint(sys.version_info[:2]):
        sys.exit(complaint(sys.version_info[:2]))
    from handmade.workshop.commands import main

    sys.exit(main())
