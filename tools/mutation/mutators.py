"""Mutators: the slips of a hand-written backward pass that mutmut does not plant by itself.

A missing transpose, a mean for a sum, a minimum for a maximum, ``np.add`` for ``np.subtract``; a step or a check that
is left out; a wrong sign or a factor 2 in what a function returns or calls ``d_…``. Run as a script, it is mutmut
with these: ``mutators.py <folder of mutmut> run …``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator

if __name__ == "__main__":
    sys.path.append(sys.argv.pop(1))  # at the end: pytest and its kin are those of the environment

import libcst as cst
import libcst.matchers as m

SWAPPED = [("sum", "mean"), ("maximum", "minimum"), ("max", "min"), ("argmax", "argmin")]
SWAPPED += [("add", "subtract"), ("multiply", "divide"), ("any", "all")]
OTHER = dict(SWAPPED) | {second: first for first, second in SWAPPED}
NOT_A_NUMBER = m.OneOf(
    m.Name("self"), m.Name("None"), m.Name("True"), m.Name("False"), m.Comparison(), m.BooleanOperation(),
    m.UnaryOperation(operator=m.Not()), m.SimpleString(), m.FormattedString(), m.ConcatenatedString(), m.Lambda(),
    m.Dict(), m.DictComp(), m.Call(func=m.OneOf(m.Name("bool"), m.Name("str"), m.Name("dict"), m.Name("set"))),
)  # fmt: skip


def missing_transpose(node: cst.Attribute) -> Iterator[cst.BaseExpression]:
    """``x.T`` → ``x``."""
    if node.attr.value == "T":
        yield node.value


def other_reduction(node: cst.Attribute) -> Iterator[cst.BaseExpression]:
    """``x.sum`` → ``x.mean``, ``np.maximum`` → ``np.minimum`` and back."""
    if node.attr.value in OTHER:
        yield node.with_changes(attr=cst.Name(OTHER[node.attr.value]))


def missing_step(node: cst.Expr) -> Iterator[cst.BaseSmallStatement]:
    """``require(x)`` → nothing."""
    if isinstance(node.value, cst.Call):
        yield cst.Pass()


def wrong_return(node: cst.Return) -> Iterator[cst.Return]:
    """``return x`` → ``return -(x)`` and ``return 2 * (x)``; in a tuple each part by itself."""
    if node.value is not None:
        yield from (node.with_changes(value=value) for value in _wrong(node.value))


def wrong_gradient(node: cst.Assign | cst.AnnAssign) -> Iterator[cst.CSTNode]:
    """The same for what is called ``d_…`` or kept in ``gradients``."""
    target = node.target if isinstance(node, cst.AnnAssign) else node.targets[0].target
    name = target.attr.value if isinstance(target, cst.Attribute) else getattr(target, "value", "")
    if node.value is not None and isinstance(name, str) and (name.startswith("d_") or name == "gradients"):
        yield from (node.with_changes(value=value) for value in _wrong(node.value))


def _wrong(value: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    if isinstance(value, cst.Tuple | cst.List):
        for i, element in enumerate(value.elements):
            for part in _wrong(element.value):
                changed = element.with_changes(value=part)
                yield value.with_changes(elements=[*value.elements[:i], changed, *value.elements[i + 1 :]])
    elif not m.matches(value, NOT_A_NUMBER):
        inside = value.with_changes(lpar=[cst.LeftParen(), *value.lpar], rpar=[*value.rpar, cst.RightParen()])
        yield cst.UnaryOperation(cst.Minus(), inside)
        yield cst.BinaryOperation(cst.Integer("2"), cst.Multiply(), inside)


def quick_ones_first(run: Callable[[object, Iterable[str]], list[str]]) -> Callable[[object, Iterable[str]], list[str]]:
    """Let the tests of a mutant run in the order of their duration: the first that fails ends it."""
    from mutmut.state import state

    return lambda self, tests: run(self, sorted(tests, key=lambda test: state().duration_by_test.get(test, 0)))


def main() -> None:
    """Run mutmut with its own mutators and these."""
    from mutmut.mutation import file_mutation
    from mutmut.runners.harness import PytestRunner

    PytestRunner._pytest_args_regular_run = quick_ones_first(PytestRunner._pytest_args_regular_run)

    more: Iterable[tuple[type, object]] = [
        (cst.Attribute, missing_transpose),
        (cst.Attribute, other_reduction),
        (cst.Expr, missing_step),
        (cst.Return, wrong_return),
        (cst.Assign, wrong_gradient),
        (cst.AnnAssign, wrong_gradient),
    ]
    file_mutation.mutation_operators = [*file_mutation.mutation_operators, *more]
    from mutmut import __main__ as mutmut

    mutmut.cli()


if __name__ == "__main__":
    main()
