"""Gradients by nudging: slopes measured instead of derived, to check those that were derived.

All arithmetic here is float64: a nudge of 1e-5 drowns in the rounding of float32.
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from handmade.array_types import Array


def numerical_gradient(f: Callable[[Array], float], x: ArrayLike, eps: float = 1e-5) -> Array:
    r"""Slope of ``f`` at ``x`` in every direction, by central differences.

    .. math:: \frac{\partial f}{\partial x_i} \approx \frac{f(x + \epsilon e_i) - f(x - \epsilon e_i)}{2 \epsilon}

    ``f`` gets a float64 array of the shape of ``x`` and returns one number; ``x`` itself is left alone.
    The error falls with eps², until rounding takes over: 1e-5 is near the best.

    Source: Nocedal and Wright (2006), Numerical optimization, section 8.1. Derived in :ref:`ch-gradient-descent`.

    Raises ``ValueError`` where ``f`` does not return one finite number.

    >>> numerical_gradient(lambda w: w[0] ** 2 + 3 * w[1], np.array([2.0, 5.0])).round(6)
    array([4., 3.])
    """
    if not eps > 0:
        raise ValueError(f"eps must be greater than 0, but it is {eps}; 1e-5 suits most functions")
    x = np.array(x, dtype=np.float64)
    gradient = np.empty_like(x)
    for i in np.ndindex(x.shape):
        kept = x[i]
        x[i] = kept + eps
        above = _one_number(f(x))
        x[i] = kept - eps
        below = _one_number(f(x))
        x[i] = kept
        gradient[i] = (above - below) / (2 * eps)
    return gradient


def check_gradient(
    f: Callable[[Array], float],
    gradient: Callable[[Array], Array] | ArrayLike,
    x: ArrayLike,
    eps: float = 1e-5,
    rtol: float = 1e-6,
) -> float:
    r"""Compare a derived ``gradient`` of ``f`` at ``x`` with the measured one, and return the relative error.

    .. math:: \frac{\max_i |g_i - \tilde g_i|}{\max(\max_i |g_i|,\ \max_i |\tilde g_i|,\ 10^{-4})}

    Here g is the derived gradient (a function of x, or its values at x) and g̃ the measured one. The floor in
    the denominator keeps rounding errors at a minimum, where both are almost 0, from looking like mistakes.
    Explained in :ref:`ch-backpropagation`.

    Raises ``ValueError`` where the error exceeds ``rtol``, with the worst entry and both its values;
    with ``rtol=np.inf`` it only measures.

    >>> check_gradient(lambda w: np.sum(w**3), lambda w: 3 * w**2, np.array([1.0, -2.0])) < 1e-9
    True
    """
    x = np.array(x, dtype=np.float64)
    derived = np.asarray(gradient(x) if callable(gradient) else gradient, dtype=np.float64)
    if derived.shape != x.shape:
        raise ValueError(
            f"the gradient has shape {derived.shape} but x has shape {x.shape}; "
            "a gradient holds one slope for every entry of x"
        )
    measured = numerical_gradient(f, x, eps)
    gap = np.abs(derived - measured)
    scale = max(np.max(np.abs(derived), initial=0), np.max(np.abs(measured), initial=0), 1e-4)
    error = float(np.max(gap, initial=0) / scale)
    if not error <= rtol:  # written so that NaN fails
        worst = np.unravel_index(np.argmax(gap), gap.shape)
        raise ValueError(
            f"the gradient is wrong at {tuple(int(i) for i in worst)}: derived {derived[worst]:.8g}, "
            f"measured {measured[worst]:.8g} (relative error {error:.2g}, allowed {rtol:.2g}); "
            "compare the derivation of that entry"
        )
    return error


def _one_number(value: float) -> float:
    if np.size(value) != 1:
        raise ValueError(f"f must return one number, but it returned shape {np.shape(value)}; take its mean or sum")
    number = float(np.asarray(value).item())
    if not math.isfinite(number):
        raise ValueError(f"f returned {number} near x; a slope can only be measured where f is finite")
    return number
