"""Exercises: ``check`` answers them with a hint, ``glue`` carries a number from the run into the prose.

One module of cases per chapter lies beside this file (``gradient_descent.py`` for ``ex-gradient-descent-…``).
None of them is imported here: ``check`` loads the one it needs, so that an edit to one chapter's cases
concerns that chapter only.
"""

from handmade.exercises._check import WrongAnswerError, check
from handmade.exercises._glue import glue
from handmade.exercises.case import Case, Mistake

__all__ = ["Case", "Mistake", "WrongAnswerError", "check", "glue"]
