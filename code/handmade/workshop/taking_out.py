"""Taking out: a source text without the bodies of some functions, and the question whether a body is missing.

What comes first in a body and only looks at the arguments stays; the formula goes. The text around it is not touched.
"""

import ast
import re

from handmade.workshop.blanks import Blank, of_file

Function = ast.FunctionDef | ast.AsyncFunctionDef
YOUR_TURN = "your turn"
# Functions that look at an argument, or bring it into a form: no formula is lost with them.
LOOKS = {"as_float", "as_rows", "asarray", "examples", "known_columns", "last_output", "pair", "with_ones"}
LOOKS |= {"_checked", "_class_vectors", "_distance", "_known_columns", "_new_columns", "_smoothed", "_truths_and"}
# Where is_a_look would take too much out: how many statements stay.
KEPT = {"Dropout.__call__": 3, "Gate.z": 5, "check_gradient": 3, "output_size": 1, "to_categorical": 8}
KEPT |= {"numerical_gradient": 2, "train_test_split": 4}


def taken_out(source: str, file: str) -> str:
    """Return the source of ``file`` with every blank of it in place of what we wrote."""
    tree, lines = ast.parse(source), source.splitlines()
    found = [(function_named(tree, blank.name), blank) for blank in of_file(file)]
    for node, blank in sorted(found, key=lambda pair: pair[0].lineno if pair[0] else 0, reverse=True):
        if node is None:
            raise LookupError(f"{file} has no {blank.name}: the table in workshop/blanks.py is older than the package")
        first = first_taken_out(node, blank)
        start = node.body[first - 1].end_lineno if first else node.body[0].lineno - 1
        indent = " " * node.body[0].col_offset
        lines[start : node.end_lineno] = [f'{indent}raise NotImplementedError("{blank.message}")']
    return "\n".join(lines) + "\n"


def first_taken_out(node: Function, blank: Blank) -> int:
    """Return the number of the first statement that goes: after the docstring and the looks at the arguments."""
    first = 1 if ast.get_docstring(node) is not None else 0
    if blank.name in KEPT:
        return first + KEPT[blank.name]
    while first < len(node.body) - 1 and is_a_look(node.body[first]):
        first += 1
    return first


def is_a_look(statement: ast.stmt) -> bool:
    """Say whether a statement only looks at arguments: refuses them, converts them, gives them another name."""
    if isinstance(statement, ast.If) and not statement.orelse:
        return isinstance(statement.body[-1], ast.Raise) or ast.unparse(statement.test) == "not self.built"
    if isinstance(statement, ast.Expr):
        return name_called(statement.value).startswith("require_")
    if isinstance(statement, ast.Assign):
        values = statement.value.elts if isinstance(statement.value, ast.Tuple) else [statement.value]
        return all(is_a_name(value) or is_a_looking_call(value) for value in values)
    return False


def is_a_name(node: ast.expr) -> bool:
    """Say whether an expression only names something that is there."""
    return isinstance(node, ast.Name | ast.Attribute | ast.Constant) or (
        isinstance(node, ast.Subscript) and is_a_name(node.value)
    )


def is_a_looking_call(node: ast.expr) -> bool:
    """Say whether an expression calls a function that looks at its argument."""
    name = name_called(node)
    return name in LOOKS or name.startswith("require_")


def name_called(node: ast.expr) -> str:
    """Return the last part of the name that a call calls, or nothing."""
    if not isinstance(node, ast.Call):
        return ""
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def function_named(tree: ast.Module, name: str) -> Function | None:
    """Return the function ``name`` of a module, or the method ``Class.name``, if it is there."""
    body: list[ast.stmt] = tree.body
    *classes, last = name.split(".")
    for part in classes:
        found = [node for node in body if isinstance(node, ast.ClassDef) and node.name == part]
        if not found:
            return None
        body = found[-1].body
    functions = [node for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return next((node for node in reversed(functions) if node.name == last), None)


def is_blank(node: Function) -> bool:
    """Say whether a function is not written yet: it still ends in "your turn", or holds nothing at all."""
    rest = node.body[1:] if ast.get_docstring(node) is not None else node.body
    for statement in rest:
        if isinstance(statement, ast.Raise) and YOUR_TURN in ast.unparse(statement):
            return True
        if isinstance(statement, ast.Return):
            return False
    return all(isinstance(s, ast.Pass) or ast.unparse(s) == "..." for s in rest)


def renamed(source: str, new: str) -> str:
    """Return a source text of the package for a package of another name."""
    is_import = r"(?<=from )handmade(?=[. ])|(?<=import )handmade(?=[.\s])"
    is_text = r"(?<=[\"'])handmade(?=[\"'.])"
    return re.sub(f"{is_import}|{is_text}", new, source)


class NamedAsOurs(ast.NodeTransformer):
    """Gives a learner's module the name of ours wherever it speaks of its own package, so that our tests find it."""

    def __init__(self, names: set[str]) -> None:
        self.names = names

    def ours(self, dotted: str) -> str:
        """Return a dotted name with ours in the place of the learner's."""
        first, dot, rest = dotted.partition(".")
        return f"handmade{dot}{rest}" if first in self.names else dotted

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST:
        """Rename ``from my_handmade.losses import …``."""
        if node.module and not node.level:
            node.module = self.ours(node.module)
        return node

    def visit_Import(self, node: ast.Import) -> ast.AST:
        """Rename ``import my_handmade.losses``."""
        for alias in node.names:
            alias.name = self.ours(alias.name)
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        """Rename ``"my_handmade"`` and ``"my_handmade.…"``."""
        if isinstance(node.value, str) and "\n" not in node.value:
            node.value = self.ours(node.value)
        return node
