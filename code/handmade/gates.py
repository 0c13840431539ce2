"""Gates: logic as neurons, with weights set by hand.

A gate is one neuron: z = bias + w₁x₁ + w₂x₂, and then an activation. XOR needs three, because no line separates its
answers. The weights are made for inputs 0 and 1; in other units they say something else.
"""

from collections.abc import Callable
from itertools import product
from typing import TypeAlias

import numpy as np

from handmade.array_types import Array
from handmade.validation import as_float, require_finite, require_number

Activation: TypeAlias = Callable[[Array], Array]


def step(z: Array) -> Array:
    r"""All or nothing, the first activation: 1 where z > 0, otherwise 0.

    .. math:: H(z) = [\,z > 0\,]

    Its slope is 0 wherever it has one, so gradient descent learns nothing through it: that is why the sigmoid took
    its place. Source: McCulloch and Pitts (1943), A logical calculus of the ideas immanent in nervous activity.
    NumPy: ``np.heaviside(z, 0)``. Explained in :ref:`ch-hidden-layers`.

    >>> step(np.array([-10, 0, 10]))
    array([0, 0, 1])
    """
    return np.where(np.asarray(z) > 0, 1, 0)


class Gate:
    r"""One neuron whose weights were set by hand.

    .. math:: a\Big(b + \sum_i w_i x_i\Big)

    Inputs are numbers or arrays of one shape, one for each weight. The activation is ``step`` or another:
    ``AND(x1, x2, activation=sigmoid)`` is almost the same, because weights this large reach the sigmoid's flat ends.

    Source: Minsky and Papert (1969), Perceptrons, chapter 1. Explained in :ref:`ch-hidden-layers`.
    Raises ``TypeError`` for another number of inputs, ``ValueError`` for different shapes and for NaN.

    >>> x1, x2 = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    >>> AND(x1, x2), AND.z(x1, x2)
    (array([0, 0, 0, 1]), array([-30., -10., -10.,  10.]))
    """

    def __init__(self, bias: float, *weights: float) -> None:
        self.bias = require_number("bias", bias)
        self.weights = np.array([require_number("a weight", w) for w in weights])

    def __call__(self, *inputs: Array, activation: Activation = step) -> Array:
        """Return the neuron's answer, the shape of one input."""
        return activation(self.z(*inputs))

    def z(self, *inputs: Array) -> Array:
        """Return the pre-activation: on which side of the line, and how far."""
        if len(inputs) != len(self.weights):
            raise TypeError(f"this gate has {len(self.weights)} inputs, but it got {len(inputs)}; give one for each")
        shapes = [np.shape(x) for x in inputs]
        if len(set(shapes)) > 1:
            raise ValueError(f"the inputs have shapes {shapes}, but a gate pairs them up; give all the same shape")
        x = as_float(np.stack(inputs, axis=-1))
        require_finite("x", x)
        z: Array = x @ self.weights + self.bias  # (…, n) @ (n,) -> (…)
        return z


AND = Gate(-30, 20, 20)
OR = Gate(-10, 20, 20)
NAND = Gate(30, -20, -20)
NOR = Gate(10, -20, -20)
NOT = Gate(10, -20)


def xor(x1: Array, x2: Array, activation: Activation = step) -> Array:
    r"""Exclusive or: one of both, not both. Three neurons in two layers.

    .. math:: (x_1 \text{ OR } x_2) \text{ AND } (x_1 \text{ NAND } x_2)

    In Python, ``^`` is XOR; in the notation of logic, ∧ is AND. Source: Goodfellow, Bengio and Courville (2016), Deep
    Learning, section 6.1. Explained in :ref:`ch-hidden-layers`. Raises what ``Gate`` does.

    >>> xor(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]))
    array([0, 1, 1, 0])
    """
    any_of, not_both = OR(x1, x2, activation=activation), NAND(x1, x2, activation=activation)
    return AND(any_of, not_both, activation=activation)


def truth_table(gate: Callable[..., Array], inputs: int = 2) -> Array:
    """Return every combination of 0 and 1, (2**inputs, inputs), with the gate's answer as the last column.

    Explained in :ref:`ch-hidden-layers`.

    >>> truth_table(OR)
    array([[0, 0, 0],
           [0, 1, 1],
           [1, 0, 1],
           [1, 1, 1]])
    """
    rows = np.array(list(product([0, 1], repeat=inputs)))
    return np.column_stack([rows, gate(*rows.T)])  # (2**n, n) and (2**n,) -> (2**n, n + 1)
