"""Hints: which one a failing try gets, and how many general ones the reader has seen.

A mistake that the case knows gets its own hint; any other wrong answer the case's ``hint``, and from the second on the
``stronger``. An answer that only has the wrong form brings a wrong number no closer to that.
"""

from __future__ import annotations

from dataclasses import dataclass

from handmade.exercises._words import Form, OnlyForm
from handmade.exercises.case import Case, Mistake


@dataclass
class Tries:
    """What one exercise has already said to the reader, in this kernel."""

    general: int = 0  # how many of hint, stronger, stronger, … were shown
    mistakes: int = 0  # how many answers were known mistakes
    forms: int = 0  # how many could not even be compared

    def hint(self, case: Case, finding: str, mistake: Mistake | None) -> str:
        """Return the hint for a failing answer."""
        if mistake is not None:
            return self._of_mistake(case, finding, mistake)
        if isinstance(finding, OnlyForm):
            return "Only the form is left to mend."
        if isinstance(finding, Form):
            self.forms += 1
            return case.stronger if max(self.general, self.forms) > 1 else case.hint
        self.general += 1
        return case.stronger if self.general > 1 else case.hint

    def _of_mistake(self, case: Case, finding: str, mistake: Mistake) -> str:
        """Return a mistake's own hint, and from the second mistake on the next general one as well."""
        self.mistakes += 1
        if isinstance(finding, OnlyForm):
            return mistake.hint
        if self.mistakes > 1:
            self.general += 1
        if self.general > 1:
            return f"{mistake.hint} {case.stronger}"
        return f"{mistake.hint} {case.hint}" if self.mistakes > 1 else mistake.hint
