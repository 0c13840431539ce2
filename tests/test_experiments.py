"""The study of Fashion-MNIST: rows are what they say, runs repeat, one training serves many epochs, sets stay apart."""

import numpy as np
import pytest

from handmade.results import load_result
from tools.experiments import __main__ as experiments
from tools.experiments.study import NAMED, ROWS, Pictures, network, run

pytestmark = pytest.mark.chapter("experiments")


@pytest.fixture
def few():
    """Sixty pictures to learn from and forty to judge by, of random gray."""
    rng = np.random.default_rng(0)
    x, y = rng.integers(0, 256, (100, 28, 28), dtype=np.uint8), rng.integers(0, 10, 100)
    return Pictures(x[:60], y[:60], x[60:], y[60:])


def test_every_row_of_the_six_changes_differs_from_the_base_in_one_thing():
    base = vars(NAMED["base"])
    for row in ROWS:
        changed = {name for name in base if name not in ("name", "title", "group") and vars(row)[name] != base[name]}
        assert len(changed) == {"base": 0, "grid": len(changed)}.get(row.group, 1), row


def test_one_training_gives_what_separate_trainings_give(few):
    together = run([NAMED["base"], NAMED["epochs-15"]], 3, few)
    alone = run([NAMED["epochs-15"]], 3, few)
    assert together["epochs-15"]["said"] == alone["epochs-15"]["said"]
    assert together["base"]["said"] == run([NAMED["base"]], 3, few)["base"]["said"]


def test_rows_that_differ_in_more_than_epochs_cannot_share_a_training(few):
    with pytest.raises(ValueError, match="epochs alone"):
        run([NAMED["base"], NAMED["adam"]], 0, few)


def test_the_row_that_changes_nothing_changes_the_seed():
    base, nothing = (network(NAMED[name], 0).get_weights()[0] for name in ("base", "nothing"))
    assert base.shape == nothing.shape
    assert not np.array_equal(base, nothing)


def test_a_study_that_is_started_again_trains_nothing_twice(few, tmp_path, monkeypatch):
    groups = [["base"], ["adam"]]
    first = experiments.all_runs((0, 1), few, tmp_path, groups)
    monkeypatch.setattr(experiments, "run", None)
    assert experiments.all_runs((0, 1), few, tmp_path, groups) == first


def test_the_table_counts_pictures(few):
    runs = {"base": [{"said": "0" * 40}], "adam": [{"said": "".join(map(str, few.y_judge))}]}
    zeros = int((few.y_judge == 0).sum())
    assert experiments.beside(runs["adam"][0], runs["base"][0], few.y_judge) == {"gained": 40 - zeros, "lost": 0}
    assert experiments.confusion(runs["base"], few.y_judge)[:, 0].sum() == 40
    assert np.trace(experiments.confusion(runs["adam"], few.y_judge)) == 40


def test_the_stored_study_opened_the_test_set_for_the_base_and_the_winner_only():
    study = load_result("fashion")
    assert set(study["test"]) == {"base", study["winner"]}
    means = {row["name"]: np.mean(row["validation"]) for row in study["rows"]}
    assert study["winner"] == max(means, key=means.get)
    assert [row["name"] for row in study["rows"]] == [row.name for row in ROWS]
    assert not any("test" in row for row in study["rows"])


def test_the_page_has_the_same_rows():
    found = load_result("fashion")
    assert experiments.PAGE.read_text(encoding="utf-8") == experiments.for_the_page(found)
