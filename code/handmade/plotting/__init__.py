"""Plotting: every figure of the book, one module a chapter (`from handmade.plotting import gradient_descent`).

Figures take arrays and return a Matplotlib figure. They import nothing else of ``handmade``, so that an edit to one
chapter's figures concerns that chapter only. What they share is in ``style``.
"""
