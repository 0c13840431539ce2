"""Loading: while tests run, ``handmade`` is the learner's package, completed by ours where it is not their turn yet.

The learner's file is read, and functions that are still blank and not asked for get our body before the module is
made: one module, one set of classes, whoever wrote which function.
"""

import ast
import builtins
import sys
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from handmade.workshop.blanks import LEFT_OUT, OURS, Blank, of_file
from handmade.workshop.folder import Workshop
from handmade.workshop.taking_out import YOUR_TURN, NamedAsOurs, function_named, is_blank

Ours = Callable[[Blank], bool]  # whether our body stands in for this blank while it is not written


class Mine(MetaPathFinder):
    """Finds the modules of ``handmade`` in a workshop, and only what is not there in our package."""

    def __init__(self, workshop: Workshop, ours: Ours) -> None:
        self.workshop, self.ours = workshop, ours

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where the module is."""
        first, *parts = fullname.split(".")
        if first != "handmade" or not parts or parts[0] in LEFT_OUT:
            return None
        for home in (self.workshop.path, OURS):
            for file in (home.joinpath(*parts, "__init__.py"), home.joinpath(*parts[:-1], f"{parts[-1]}.py")):
                if file.is_file():
                    mine = file.relative_to(home).as_posix() if home != OURS else None
                    inside = [str(file.parent)] if file.name == "__init__.py" else None
                    loader = Completed(fullname, str(file), self, mine)
                    return spec_from_file_location(fullname, file, loader=loader, submodule_search_locations=inside)
        return None

    def install(self) -> None:
        """Stand before all other finders, and forget what was imported of the package so far."""
        sys.meta_path.insert(0, self)
        for name in list(sys.modules):
            if name.startswith("handmade.") and name.split(".")[1] not in LEFT_OUT:
                del sys.modules[name]


class Completed(SourceFileLoader):
    """Loads a learner's module with our bodies where they are asked for; keeps no compiled copy of the mixture."""

    def __init__(self, fullname: str, path: str, finder: Mine, mine: str | None) -> None:
        super().__init__(fullname, path)
        self.finder, self.mine = finder, mine

    def get_code(self, fullname: str) -> CodeType:
        """Return the module's code, from its source."""
        source = Path(self.path).read_text(encoding="utf-8")
        tree = ast.parse(source, self.path)
        if self.mine is not None:
            tree = ast.fix_missing_locations(NamedAsOurs(self.finder.workshop.names).visit(tree))
            complete(tree, self.mine, self.finder.ours)
            tree = ast.fix_missing_locations(Waiting().visit(tree))
        code: CodeType = compile(tree, self.path, "exec", dont_inherit=True)
        return code


class Waiting(ast.NodeTransformer):
    """Lets a blank raise ``SkipTest``, which Hypothesis passes on at once: it would look for a simpler example else."""

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        """Change ``raise NotImplementedError("your turn: …")``."""
        if YOUR_TURN in ast.unparse(node) and isinstance(node.exc, ast.Call):
            skip = ast.parse("__import__('unittest').SkipTest", mode="eval").body
            node.exc.func = ast.copy_location(skip, node)
        return node


def complete(tree: ast.Module, file: str, ours: Ours) -> None:
    """Give those blanks of a learner's module our bodies for which ``ours`` is true."""
    if not (blanks := [blank for blank in of_file(file) if ours(blank)]):
        return
    source = ast.parse((OURS / file).read_text(encoding="utf-8"))
    for blank in blanks:
        node, right = function_named(tree, blank.name), function_named(source, blank.name)
        if node is not None and right is not None and is_blank(node):
            node.body = [at_line(statement, node.body[-1].lineno) for statement in right.body]
            add_missing_names(tree, source, right)


def at_line(statement: ast.stmt, line: int) -> ast.stmt:
    """Return a statement of ours that says it stands in the line of the blank, so that no report points elsewhere."""
    for node in ast.walk(statement):
        if hasattr(node, "lineno"):
            place: Any = node
            place.lineno = place.end_lineno = line
            place.col_offset = place.end_col_offset = 0
    return statement


def add_missing_names(tree: ast.Module, source: ast.Module, function: ast.AST) -> None:
    """Add the imports and helpers that our body needs, where the learner (or an editor that tidies up) removed them."""
    wanted = [function]
    while wanted:
        used = {node.id for node in ast.walk(wanted.pop()) if isinstance(node, ast.Name)}
        for name in sorted(used - bound(tree) - set(vars(builtins))):
            for statement in source.body:
                if name in bound(ast.Module([statement], [])):
                    last = tree.body[-1].end_lineno or 1
                    tree.body.append(at_line(statement, last))  # at the end: bodies look names up when they run
                    wanted.append(statement)


def bound(tree: ast.Module) -> set[str]:
    """Return the names that the top level of a module gives a meaning to."""
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name.split(".")[0] for alias in node.names}
        else:
            names |= {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return names
