"""Main: the command ``python -m handmade.workshop``.

This file must be readable for older Pythons, too, so that it can tell them what is wrong.
"""

import sys

OLDEST = (3, 10)


def complaint(version):  # type: ignore[no-untyped-def]
    """Return what to say to a Python of this version, or nothing."""
    if tuple(version[:2]) >= OLDEST:
        return ""
    found, needed = (".".join(map(str, numbers[:2])) for numbers in (version, OLDEST))
    return "The workshop needs Python {} or newer, and this is Python {}: start it with a newer one.".format(
        needed, found
    )


if __name__ == "__main__":
    if complaint(sys.version_info):
        sys.exit(complaint(sys.version_info))
    from handmade.workshop.commands import main

    sys.exit(main())
