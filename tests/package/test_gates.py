import numpy as np
import pytest

from handmade.activations import sigmoid
from handmade.gates import AND, NAND, NOR, NOT, OR, Gate, step, truth_table, xor

pytestmark = pytest.mark.chapter("hidden-layers")
X1, X2 = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
GATES = [
    (AND, [0, 0, 0, 1], [-30, -10, -10, 10]),
    (OR, [0, 1, 1, 1], [-10, 10, 10, 30]),
    (NAND, [1, 1, 1, 0], [30, 10, 10, -10]),
    (NOR, [1, 0, 0, 0], [10, -10, -10, -30]),
]


@pytest.mark.parametrize(("gate", "answers", "z"), GATES)
def test_a_gate_is_a_weighted_sum_and_a_step(gate, answers, z):
    assert gate.z(X1, X2).tolist() == z
    assert gate(X1, X2).tolist() == answers
    assert gate(X1.reshape(2, 2), X2.reshape(2, 2)).tolist() == np.reshape(answers, (2, 2)).tolist()
    assert [int(gate(a, b)) for a, b in zip(X1, X2, strict=True)] == answers


@pytest.mark.parametrize(("gate", "answers", "z"), GATES)
def test_a_sigmoid_of_large_weights_is_almost_a_step(gate, answers, z):
    soft = gate(X1, X2, activation=sigmoid)
    np.testing.assert_allclose(soft, answers, atol=4.54e-5)
    np.testing.assert_allclose(soft, 1 / (1 + np.exp(-np.array(z))))


def test_not_has_one_input():
    assert NOT(np.array([0, 1])).tolist() == [1, 0]
    assert NOT.z(np.array([0, 1])).tolist() == [10, -10]
    assert truth_table(NOT, inputs=1).tolist() == [[0, 1], [1, 0]]


def test_xor_is_three_neurons_and_pythons_caret():
    assert xor(X1, X2).tolist() == (X1 ^ X2).tolist() == [0, 1, 1, 0]
    soft = xor(X1, X2, sigmoid)
    assert soft.round(3).tolist() == [0, 1, 1, 0]
    assert 0 < soft[0] < soft[1] < 1
    np.testing.assert_allclose(soft[:2], sigmoid(np.array([-9.999, 9.998])), rtol=1e-3)


def test_three_neurons_that_do_not_bend_are_one_and_here_it_answers_nothing():
    answers = xor(X1, X2, activation=lambda z: z)
    assert answers.tolist() == [-30 + 20 * (-10) + 20 * 30] * 4  # what OR adds with its inputs, NAND takes away


def test_no_single_line_gives_all_four_answers_of_xor():
    weights = np.random.default_rng(0).normal(size=(20_000, 3))
    answers = weights @ np.array([np.ones(4), X1, X2]) > 0  # (20000, 3) @ (3, 4) -> (20000, 4)
    assert (answers == (X1 ^ X2)).sum(axis=1).max() == 3
    assert (answers == (X1 & X2)).all(axis=1).any()


def test_truth_tables_go_through_all_inputs_in_order():
    assert truth_table(xor).tolist() == [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]
    majority = truth_table(Gate(-30, 20, 20, 20), inputs=3)
    assert majority[:, :3].tolist() == [[a, b, c] for a in (0, 1) for b in (0, 1) for c in (0, 1)]
    assert majority[:, 3].tolist() == (majority[:, :3].sum(axis=1) >= 2).astype(int).tolist()


def test_the_step_is_open_at_zero():
    assert step(np.array([-1000.0, -1e-300, 0.0, 1e-300, 1000.0])).tolist() == [0, 0, 0, 1, 1]
    assert step(np.array([1])).dtype.kind == "i"


def test_truth_values_and_lists_are_welcome():
    assert AND([True, True], [False, True]).tolist() == [0, 1]


def test_weights_made_for_0_and_1_mislead_on_other_units():
    cloud = np.random.default_rng(0).uniform(-100, 100, (2, 400))
    opposite = np.sign(cloud[0]) != np.sign(cloud[1])
    assert (xor(*cloud) == opposite).mean() < 0.6


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: AND(X1), TypeError, "this gate has 2 inputs, but it got 1"),
        (lambda: NOT(X1, X2), TypeError, "this gate has 1 inputs, but it got 2"),
        (lambda: AND(X1, X2.reshape(-1, 1)), ValueError, r"shapes \[\(4,\), \(4, 1\)\]"),
        (lambda: xor([np.nan, 1], [0, 1]), ValueError, "x has 1 entries that are NaN"),
        (lambda: Gate(np.nan, 1), ValueError, "bias must be finite"),
        (lambda: Gate(1, "1"), TypeError, "a weight must be a number"),
    ],
)
def test_what_is_no_gate_or_no_input_is_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()
