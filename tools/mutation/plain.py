"""Plain functions: decorators rewritten as what they do, since mutmut leaves every decorated function as it is.

``@np.errstate(…)`` and the package's own context managers become a ``with`` around the body, a property becomes a
function and a property made of it, and ``@quiet`` an assignment ``f = quiet(f)``. The package means the same before
and after; the tests pass on both.
"""

from __future__ import annotations

import libcst as cst
import libcst.matchers as m


def without_decorators(source: str) -> str:
    """Return ``source`` with functions that mutmut can mutate."""
    return cst.parse_module(source).visit(_Plain()).code


class _Plain(cst.CSTTransformer):
    depth = 0  # how many functions stand around this one

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        self.depth += 1

    def leave_FunctionDef(
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.BaseStatement | cst.FlattenSentinel[cst.BaseStatement]:
        self.depth -= 1
        if len(updated_node.decorators) != 1:
            return updated_node
        decorator = updated_node.decorators[0].decorator
        if m.matches(decorator, m.Name("property")):
            return _as_property(updated_node, "property({})", "get")
        if m.matches(decorator, m.Attribute(attr=m.Name("setter"))):
            return _as_property(updated_node, f"{updated_node.name.value}.setter({{}})", "set")
        if m.matches(decorator, m.Call()) and not self.depth:
            return _around_the_body(updated_node, decorator)
        if m.matches(decorator, m.Name("staticmethod") | m.Name("classmethod")):  # mutmut knows these two
            return updated_node
        return _assigned(updated_node, decorator)


def _as_property(function: cst.FunctionDef, made_by: str, prefix: str) -> cst.FlattenSentinel[cst.BaseStatement]:
    name = function.name.value
    hidden = f"_{prefix}_{name}"
    plain = function.with_changes(decorators=[], name=cst.Name(hidden))
    return cst.FlattenSentinel([plain, cst.parse_statement(f"{name} = {made_by.format(hidden)}")])


def _assigned(function: cst.FunctionDef, decorator: cst.BaseExpression) -> cst.FlattenSentinel[cst.BaseStatement]:
    again = cst.Assign([cst.AssignTarget(function.name)], cst.Call(decorator, [cst.Arg(function.name)]))
    return cst.FlattenSentinel([function.with_changes(decorators=[]), cst.SimpleStatementLine([again])])


def _around_the_body(function: cst.FunctionDef, manager: cst.BaseExpression) -> cst.FunctionDef:
    """Return the function with ``with manager:`` around all of its body but the docstring."""
    body = list(function.body.body)
    documented = function.get_docstring() is not None
    inside = cst.With(items=[cst.WithItem(manager)], body=cst.IndentedBlock(body[documented:]))
    return function.with_changes(decorators=[], body=function.body.with_changes(body=[*body[:documented], inside]))
