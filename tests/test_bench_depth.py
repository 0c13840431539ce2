"""The deep networks of the chapter on vanishing signals: a small run has a row for every net, and starts are scaled."""

import numpy as np
import pytest

from tools.bench import depth

pytestmark = pytest.mark.chapter("vanishing-signals")


@pytest.fixture
def data():
    rng = np.random.default_rng(0)
    return rng.random((64, 12)), rng.integers(0, 10, 64), rng.random((20, 12)), rng.integers(0, 10, 20)


def test_every_net_is_tried_from_every_start(data):
    for net in depth.NETS:
        row = depth.tried(net, data, range(2))
        assert row["name"] == net.name
        assert len(row["accuracy"]) == len(row["answers"]) == len(row["commonest"]) == 2
        assert all(1 <= count <= 10 for count in row["answers"])


def test_a_start_is_glorots_times_a_number():
    one, four = (depth.start_of(factor)((50, 60), seed=3) for factor in (1.0, 4.0))
    np.testing.assert_allclose(four, 4 * one, rtol=1e-6)
    assert depth.start_of("he_normal") == "he_normal"


def test_times_are_taken_in_turns(data):
    seconds = depth.timed(data, rounds=2)
    assert {name: len(values) for name, values in seconds.items()} == {"sigmoid": 2, "relu": 2}
