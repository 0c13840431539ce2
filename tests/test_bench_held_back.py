"""The study of networks held back chooses by the validation pictures, and a small run has a row for every way."""

import numpy as np
import pytest

from tools.bench import held_back

pytestmark = pytest.mark.chapter("regularization")


@pytest.fixture(scope="module")
def parts():
    rng = np.random.default_rng(0)
    return [(rng.random((m, 28, 28), dtype=np.float32), rng.integers(0, 10, m)) for m in (40, 20, 20)]


def test_a_small_run_has_a_row_for_every_way_and_seed(parts):
    found = held_back.compare(*parts, seeds=(0, 1), epochs=2)
    assert [(row["seed"], row["way"]) for row in found["rows"]] == [(s, way) for s in (0, 1) for way in held_back.WAYS]
    assert all(np.shape(row["curves"]) == (2, 4) and 1 <= row["stopped"] <= 2 for row in found["rows"])
    assert np.shape(found["test"]["plain"]) == np.shape(found["test"]["chosen"]) == (2, 2)


def test_the_test_is_opened_for_the_way_with_the_best_validation_accuracy(parts):
    rows, kept = [], []
    for way in held_back.WAYS:
        curves = [[1.0, 0.5, 1.0, 0.9 if way == "decay" else 0.3], [1.0, 0.5, 1.0, 0.2]]
        rows.append({"way": way, "seed": 0, "stopped": 1, "curves": curves})
        kept.append({end: held_back.network(0).get_weights() for end in ("last", "stopped")})
    assert held_back.opened(rows, kept, parts[2])["chosen"] == ["decay", "stopped"]


def test_the_watch_lets_the_training_go_on_and_keeps_the_weights_of_its_best_epoch(parts):
    model = held_back.network(0)
    watch = held_back.trained(model, parts[0], parts[1], epochs=8)
    assert len(watch.curves) == 8
    losses = [row[2] for row in watch.curves]
    assert losses[watch.best_epoch] == min(losses[: watch.best_epoch + held_back.PATIENCE + 1])
    stopped = held_back.trained(held_back.network(0), parts[0], parts[1], epochs=8, stop=True)
    assert len(stopped.curves) <= 8
    assert stopped.best_epoch == watch.best_epoch
