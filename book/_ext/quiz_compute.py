"""Quiz compute: the number that ``:compute:`` asks for, worked out when the book is built.

It reads as Python and is not run as Python: numbers, lists, ``+ - * / // % **``, the ``FUNCTIONS``, ``pi``
and ``e``, and the public names of ``handmade``, which has tests of its own::

    784 * 128 + 128
    log(10)
    handmade.losses.mean_squared_error([3, 5, 7], [0.5, 1, 1.5])

A chapter's own helpers lie with its exercise cases and are called ``handmade.exercises.<module>.<name>``.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import math
import operator
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

CONSTANTS = {"pi": math.pi, "e": math.e}
UNARY = ("exp", "log", "log2", "log10", "sqrt", "sin", "cos", "tanh", "abs")
FUNCTIONS: dict[str, Callable] = {name: getattr(np, name) for name in (*UNARY, "min", "max", "sum", "mean", "round")}
OPERATORS: dict[type, Callable] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: lambda base, power: np.float64(base) ** power,  # in floating point, a tower of powers ends at once
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
}
PACKAGE = "handmade"


class ComputeError(ValueError):
    """An expression that gives no number; says why."""


def compute(expression: str) -> tuple[float, set[Path]]:
    """Return the number, and the files that it depends on."""
    try:
        tree = ast.parse(expression.strip(), mode="eval")
    except SyntaxError as error:
        raise ComputeError(f"{expression!r} is no expression: {error.msg}") from error
    reader = _Reader()
    try:
        with np.errstate(all="raise", under="ignore"):
            value = np.asarray(reader.value(tree.body), dtype=float)
    except ComputeError:
        raise
    except Exception as error:  # whatever the functions raise is said with the expression that made them
        raise ComputeError(f"{expression!r} fails: {type(error).__name__}: {error}") from error
    if value.size != 1:
        raise ComputeError(f"{expression!r} gives {value.size} numbers; one is asked for")
    if not math.isfinite(value.item()):
        raise ComputeError(f"{expression!r} gives {value.item()}; a finite number is asked for")
    return value.item(), reader.files


class _Reader:
    """Works an expression out; ``files`` are the modules of the package that it met."""

    def __init__(self) -> None:
        self.files: set[Path] = set()

    def value(self, node: ast.expr) -> Any:
        """Return what a part of the expression is worth."""
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
            return node.value
        if isinstance(node, (ast.List, ast.Tuple)):
            return np.array([self.value(item) for item in node.elts], dtype=float)
        if isinstance(node, ast.Name) and node.id in CONSTANTS:
            return CONSTANTS[node.id]
        if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
            return OPERATORS[type(node.op)](self.value(node.left), self.value(node.right))
        if isinstance(node, ast.UnaryOp) and type(node.op) in OPERATORS:
            return OPERATORS[type(node.op)](self.value(node.operand))
        if isinstance(node, ast.Subscript):
            return self.value(node.value)[self.index(node.slice)]
        if isinstance(node, ast.Attribute):
            return self.named(ast.unparse(node))
        if isinstance(node, ast.Call):
            return self.called(node)
        raise ComputeError(f"{ast.unparse(node)!r} is not allowed in ':compute:'; see quiz_compute.py for what is")

    def index(self, node: ast.expr) -> int | tuple[int, ...]:
        """Return an index of an array."""
        value = np.asarray(self.value(node))
        whole = tuple(operator.index(int(part)) for part in value.ravel())
        return whole if value.ndim else whole[0]

    def called(self, node: ast.Call) -> Any:
        """Return what a function gives."""
        if isinstance(node.func, ast.Name):
            if node.func.id not in FUNCTIONS:
                raise ComputeError(f"there is no function {node.func.id!r} here; there are {', '.join(FUNCTIONS)}")
            function = FUNCTIONS[node.func.id]
        else:
            function = self.value(node.func)
        named = {part.arg: self.value(part.value) for part in node.keywords if part.arg}
        return function(*(self.value(part) for part in node.args), **named)

    def named(self, dotted: str) -> Any:
        """Return a public name of the package."""
        first, *rest = dotted.split(".")
        if first != PACKAGE or any(not name.isidentifier() or name.startswith("_") for name in rest):
            raise ComputeError(f"{dotted!r} is no public name of {PACKAGE}")
        found: Any = importlib.import_module(PACKAGE)
        for name in rest:
            found = self.inside(found, name, dotted)
        if isinstance(found, ModuleType):
            raise ComputeError(f"{dotted!r} is a module; name something in it")
        return found

    def inside(self, module: Any, name: str, dotted: str) -> Any:
        """Return what a module of the package calls by this name."""
        if not isinstance(module, ModuleType):
            raise ComputeError(f"{dotted!r} reaches into {type(module).__name__}; only modules can be reached into")
        child = f"{module.__name__}.{name}"
        if hasattr(module, "__path__") and importlib.util.find_spec(child) is not None:
            found: Any = importlib.import_module(child)
        elif not hasattr(module, name):
            raise ComputeError(f"there is no {dotted!r}: {module.__name__} has no {name!r}")
        else:
            found = getattr(module, name)
        where = found.__name__ if isinstance(found, ModuleType) else getattr(found, "__module__", PACKAGE)
        if (where or PACKAGE).split(".")[0] != PACKAGE:
            raise ComputeError(f"{dotted!r} belongs to {where}, not to {PACKAGE}")
        if isinstance(found, ModuleType) and found.__file__:
            self.files.add(Path(found.__file__))
        return found
