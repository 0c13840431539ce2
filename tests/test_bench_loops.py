"""The loops that are measured beside NumPy compute the same, and a small run says how long each way took."""

import numpy as np
import pytest

from tools.bench import loops

pytestmark = pytest.mark.chapter("arrays")


@pytest.mark.parametrize("way", loops.WAYS)
def test_every_way_computes_the_dot_product(way):
    a, b = np.random.default_rng(3).normal(size=(2, 17))
    given = (a, b) if way == "NumPy" else (a.tolist(), b.tolist())
    assert loops.WAYS[way](*given) == pytest.approx(np.dot(a, b), rel=1e-12)


def test_a_small_run_has_a_row_for_every_way_and_length():
    rows = loops.times((1, 5), rounds=2, seconds=1e-4)
    assert [(row["n"], row["way"]) for row in rows] == [(n, way) for n in (1, 5) for way in loops.WAYS]
    assert all(0 < row["microseconds"]["low"] <= row["microseconds"]["high"] for row in rows)
