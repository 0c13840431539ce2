"""The study of the optimizers gives each the same chance, and an explosion is told and not hidden."""

import numpy as np
import pytest

from handmade.optimizers import SGD
from tools.bench import optimizers as study

pytestmark = pytest.mark.chapter("optimizers")


@pytest.fixture
def parts():
    """Forty small images to learn from and twenty to judge on."""
    rng = np.random.default_rng(0)
    pixels, labels = rng.random((60, 28, 28)).astype("float32"), rng.integers(0, 10, 60)
    return (pixels[:40], labels[:40]), (pixels[40:], labels[40:])


def test_every_optimizer_gets_the_same_rates(parts, monkeypatch):
    rows = study.tuned(*parts, (0.01, 0.1), epochs=1)
    assert [(row["optimizer"], row["rate"]) for row in rows] == [(n, a) for n in study.OPTIMIZERS for a in (0.01, 0.1)]
    assert all(len(row["accuracy"]) == len(row["learned"]) == len(row["fit"]) == 1 for row in rows)


def test_the_best_rate_is_the_one_with_the_best_last_accuracy():
    rows = [
        {"optimizer": name, "rate": rate, "accuracy": accuracy}
        for name in study.OPTIMIZERS
        for rate, accuracy in ((0.1, [0.9, 0.5]), (0.2, [0.1, 0.6]))
    ]
    rows += [{"optimizer": name, "rate": 9.0} for name in study.OPTIMIZERS]  # these exploded
    assert set(study.best_rates(rows).values()) == {0.2}


def test_the_same_seed_gives_the_same_network(parts):
    first, again = (study.trained(SGD(0.1), 3, *parts, epochs=2) for _ in range(2))
    assert first == again
    assert first != study.trained(SGD(0.1), 4, *parts, epochs=2)


def test_a_final_network_is_judged_once_for_every_start(parts, monkeypatch):
    monkeypatch.setattr(study, "SEEDS", range(2))
    rows = study.finals(*parts, {"Adam": 0.01}, epochs=1)
    assert [(row["optimizer"], row["seed"]) for row in rows] == [
        (name, seed) for name in ("SGD, untuned", "Adam") for seed in range(2)
    ]
    assert all(0 <= row["accuracy"] <= 1 for row in rows)
