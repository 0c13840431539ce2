"""Package names: what of `handmade` is public, and in which module and layer it stands.

Public is what a module's ``__all__`` lists; in a module without one, every function, class and callable object that is
made there and has no underscore before its name.
"""

from __future__ import annotations

import inspect
import pkgutil
import re
import sys
from importlib import import_module
from types import ModuleType

from sphinx.pycode import ModuleAnalyzer

from book_paths import CODE
from chapter_list import TITLES, chapters_named

if str(CODE) not in sys.path:
    sys.path.insert(0, str(CODE))

# The layers of the package, lowest first; a module imports from lower ones only (tests/test_architecture.py).
LOWEST = ["gradients", "losses", "activations", "optimizers", "initializers"]
LOWEST += ["preprocessing", "metrics", "datasets", "gates"]
LAYERS = {
    0: LOWEST,
    1: ["layers", "convolution", "linear"],
    2: ["models"],
    3: ["plotting", "images"],
    4: ["exercises", "workshop", "results"],
}


def is_instance(value: object) -> bool:
    """Say whether a value is a callable object made from a class of the package, such as `activations.sigmoid`."""
    ours = type(value).__module__.split(".")[0] == "handmade"
    return ours and callable(value) and not isinstance(value, type)


def public_names(module: ModuleType) -> list[str]:
    """Return the names that a module offers, in the order in which the book explains them, then in that of the source.

    What only describes others comes last.
    """
    names = [name for name in getattr(module, "__all__", ()) if not inspect.ismodule(getattr(module, name))]
    if not hasattr(module, "__all__"):
        made = [name for name, value in vars(module).items() if is_made_in(module, value)]
        names = [name for name in made if not name.startswith("_")]
    order = list(TITLES)
    homes = list(dict.fromkeys(home(getattr(module, name)) for name in vars(module) if name in names))
    homes = [one for one in homes if one != module.__name__] + [module.__name__]  # what is imported comes first

    def place(name: str) -> tuple[bool, int, int, int]:
        value = getattr(module, name)
        told = [order.index(slug) for slug in chapters_named(docstring(module, name)) if slug in order]
        return (
            describes_others(module, value),
            min(told, default=len(order)),
            homes.index(home(value)),
            first_line(value),
        )

    return sorted(names, key=place)


def main_names(module: ModuleType) -> list[str]:
    """Return the public names about which something is written, without those that only describe others."""
    names = [name for name in public_names(module) if not describes_others(module, getattr(module, name))]
    return [name for name in names if is_described(getattr(module, name)) or docstring(module, name)]


def describes_others(module: ModuleType, value: object) -> bool:
    """Say whether a value is a type that signatures name, or the class of a callable object that the module offers."""
    alias = not is_described(value) and type(value).__module__ in ("typing", "types", "collections.abc")
    return alias or bool(getattr(value, "_is_protocol", False)) or bool(instance_of(module, value))


def instance_of(module: ModuleType, value: object) -> str | None:
    """Return the name of the callable object of the module that is made from a class, if there is one."""
    names = getattr(module, "__all__", vars(module))
    return next((name for name in names if isinstance(value, type) and type(getattr(module, name)) is value), None)


def is_described(value: object) -> bool:
    """Say whether a value has a docstring of its own: a function, a class or a callable object of the package."""
    return inspect.isroutine(value) or inspect.isclass(value) or is_instance(value)


def home(value: object) -> str:
    """Return the name of the module that a value comes from; "" where that is not known."""
    return (type(value) if is_instance(value) else value).__module__ if is_described(value) else ""


def first_line(value: object) -> int:
    """Return where the source of a value begins in its module; 0 where that is not known."""
    try:
        return inspect.getsourcelines(type(value) if is_instance(value) else value)[1]
    except (TypeError, OSError):
        return 0


def is_made_in(module: ModuleType, value: object) -> bool:
    """Say whether a function, a class or a callable object comes from the module itself."""
    return is_described(value) and home(value) == module.__name__


def docstring(module: ModuleType, name: str = "") -> str:
    """Return what is written about a module, or about a name in it: for a plain value, the ``#:`` comment above it."""
    value = getattr(module, name) if name else module
    if name and not is_described(value):
        return "\n".join(comment(module, name)).strip()
    return inspect.cleandoc((type(value) if is_instance(value) else value).__doc__ or "")


def comment(module: ModuleType, name: str) -> list[str]:
    """Return the ``#:`` comment above a value, in the module or in the part of it that the value comes from."""
    places = [module.__name__, *(f"{module.__name__}.{part}" for part in parts(module))]
    found = (ModuleAnalyzer.for_module(place).find_attr_docs().get(("", name)) for place in places)
    return next(filter(None, found), [])


def parts(module: ModuleType) -> list[str]:
    """Return the names of the modules in a package."""
    return [part.name for part in pkgutil.iter_modules(getattr(module, "__path__", ()))]


def summary(module: ModuleType, name: str = "") -> str:
    """Return the first sentence written about a module or a name in it, without its full stop."""
    paragraph = " ".join(docstring(module, name).split("\n\n")[0].split())
    return re.split(r"\.(?:\s+(?![a-z])|$)", paragraph, maxsplit=1)[0]


def package_module(name: str) -> ModuleType:
    """Return the module `handmade.<name>`."""
    return import_module(f"handmade.{name}")
