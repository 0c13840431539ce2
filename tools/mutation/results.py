"""Results: what became of every mutant, and whether it changed more than a text.

A mutant is a *text* mutant where all it changes is a string literal, or where the change stands in a ``raise`` or in
an f-string: it changes what a message says. The score is given with them and without.
"""

from __future__ import annotations

import ast
import json
import textwrap
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from tools.mutation import plan
from tools.mutation.layout import KILLED, work_of

TIMED_OUT = {36, -24, 24, 152, 255}
NOT_RUN = {None, 33}  # 33: no test reaches the function, or only an import does


@dataclass
class Mutant:
    """One planted error: its name, where it stands, its diff, and how the tests took it."""

    name: str
    place: str
    fate: str  # killed, timed out, survived, or not run
    text_only: bool
    diff: str


def read_results(module: str) -> list[Mutant]:
    """Return the mutants of a module, in the order of its files."""
    found = []
    for source in plan.sources_of(module):
        mutated = work_of(module) / "mutants" / "src" / "handmade" / source
        meta = Path(f"{mutated}.meta")
        if meta.is_file():
            codes = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
            found += _mutants_of(source, mutated.read_text(encoding="utf-8"), codes)
    return found


def _mutants_of(source: str, code: str, codes: dict[str, int | None]) -> list[Mutant]:
    lines = code.splitlines()
    functions = {
        node.name: textwrap.dedent("\n".join(lines[node.lineno - 1 : node.end_lineno]))
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.FunctionDef) and "__mutmut_" in node.name
    }
    mutants = []
    for name, exit_code in codes.items():
        short = name.rpartition(".")[-1]
        mangled = short.partition("__mutmut_")[0]
        function = mangled.removeprefix("xǁ").removeprefix("x_").replace("ǁ", ".")
        original = functions[f"{mangled}__mutmut_orig"].replace(f"{mangled}__mutmut_orig", function.split(".")[-1])
        mutant = functions[short].replace(short, function.split(".")[-1])
        diff = list(unified_diff(original.splitlines(), mutant.splitlines(), lineterm="", n=1))[2:]
        place = f"{source}: {function}"
        mutants.append(Mutant(name, place, _fate(exit_code), changes_text_only(original, mutant), "\n".join(diff)))
    return mutants


def _fate(exit_code: int | None) -> str:
    if exit_code in KILLED:
        return "killed"
    if exit_code in TIMED_OUT:
        return "timed out"
    return "not run" if exit_code in NOT_RUN else "survived"


def changes_text_only(original: str, mutant: str) -> bool:
    """Say whether two versions of a function differ in no more than a text.

    >>> changes_text_only("raise ValueError('a')", "raise ValueError(None)")
    True
    >>> changes_text_only("y = f('a', x + 1)", "y = f('XXaXX', x + 1)")
    True
    >>> changes_text_only("y = f('a', x + 1)", "y = f('a', x - 1)")
    False
    """
    return _same_but_text(ast.parse(original), ast.parse(mutant))


def _same_but_text(one: object, other: object) -> bool:
    if isinstance(one, ast.Raise | ast.JoinedStr) and type(one) is type(other):
        return True
    if isinstance(one, ast.Constant) and isinstance(other, ast.Constant):
        return one.value == other.value or (isinstance(one.value, str) and isinstance(other.value, str))
    if isinstance(one, ast.AST):
        if type(one) is not type(other):
            return False
        return all(_same_but_text(getattr(one, name, None), getattr(other, name, None)) for name in one._fields)
    if isinstance(one, list):
        return (
            isinstance(other, list)
            and len(one) == len(other)
            and all(_same_but_text(a, b) for a, b in zip(one, other, strict=True))
        )
    return one == other
