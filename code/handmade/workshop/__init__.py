"""Workshop: the package made again, by you, and tested by the book's own tests.

``python -m handmade.workshop start my_handmade`` writes your own copy of the package, in which the formulas are
missing: the names, the docstrings and the checks stay, and ``raise NotImplementedError("your turn: …")`` stands where
you write.

``python -m handmade.workshop test gradient-descent`` runs the book's tests of that chapter against your code. What you
have not written yet, and what belongs to other chapters, is taken from ours meanwhile: you can begin anywhere.

``python -m handmade.workshop status`` shows how far you are.

A file that is there is never written again. No network is asked; the tests need pytest.
"""
