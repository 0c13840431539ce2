"""Report: the table of the modules, and every survivor with its diff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tools.mutation import plan
from tools.mutation.results import Mutant, read_results


def write_report(head: Sequence[str]) -> str:
    """Write the report on all modules that were run; return its table."""
    results = {module: read_results(module) for module in plan.MORE_TESTS}
    results = {module: mutants for module, mutants in results.items() if mutants}
    rows = [head, ["---"] * len(head), *(row(module, mutants) for module, mutants in results.items())]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
    survivors = "\n".join(chapter(module, mutants) for module, mutants in results.items())
    plan.REPORT.write_text(f"# Mutation testing\n\n{table}\n\n{survivors}", encoding="utf-8")
    return table


def row(module: str, mutants: list[Mutant]) -> list[str]:
    """Return a module's row of the table. A mutant that never ends is as good as killed."""
    fates = Counter(mutant.fate for mutant in mutants)
    left = fates["survived"] + fates["not run"]
    more_than_text = [mutant for mutant in mutants if not mutant.text_only]
    counts = (len(mutants), fates["killed"], fates["timed out"], left)
    return [module, *map(str, counts), score(mutants), score(more_than_text)]


def score(mutants: list[Mutant]) -> str:
    """Return the share of the mutants that some test noticed."""
    noticed = sum(mutant.fate in ("killed", "timed out") for mutant in mutants)
    return f"{noticed / len(mutants):.1%}" if mutants else "–"


def chapter(module: str, mutants: list[Mutant]) -> str:
    """Return a module's survivors: first those that change more than a text."""
    left = [mutant for mutant in mutants if mutant.fate in ("survived", "not run")]
    parts = [f"## {module}: {len(left)} left\n"]
    for mutant in sorted(left, key=lambda mutant: mutant.text_only):
        kind = " (text only)" if mutant.text_only else ""
        fate = "" if mutant.fate == "survived" else f" ({mutant.fate})"
        parts.append(f"### {mutant.place}{kind}{fate}\n\n`{mutant.name}`\n\n```diff\n{mutant.diff}\n```\n")
    return "\n".join(parts)
