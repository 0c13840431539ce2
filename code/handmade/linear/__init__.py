"""Linear models: one neuron, its weights found by a formula or by walking downhill.

X is (m, n), y is (m,) or (m, 1), and all arithmetic is float64. Inside, X gets a first column of ones, so that the
intercept is the first weight. Losses are means: the MSE without ½, and the cross-entropy.
"""

from handmade.linear.descent import cross_entropy, descend, squared_error
from handmade.linear.logistic import LogisticRegression
from handmade.linear.regression import LinearRegression, normal_equation

__all__ = [
    "LinearRegression",
    "LogisticRegression",
    "cross_entropy",
    "descend",
    "normal_equation",
    "squared_error",
]
