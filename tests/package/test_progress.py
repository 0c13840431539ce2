import sys

import pytest

from handmade.progress import Progress

pytestmark = pytest.mark.chapter("linear-regression")


def run(progress, epochs, steps=2):
    for epoch in range(epochs):
        for _ in range(steps):
            progress.step()
        progress.epoch(epoch, {"loss": 1 / (epoch + 1), "accuracy": 0.5})
    progress.close()


@pytest.fixture
def no_tqdm(monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)


def test_verbose_0_says_nothing(capsys):
    run(Progress(epochs=3, steps=2, verbose=0), 3)
    assert capsys.readouterr() == ("", "")


def test_verbose_2_is_a_line_for_each_epoch(capsys):
    run(Progress(epochs=12, steps=2, verbose=2), 12)
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 12
    assert out.splitlines()[1] == "epoch 2/12  loss 0.5000  accuracy 0.5000"
    assert err == ""


@pytest.mark.parametrize("verbose", [1, "auto"])
def test_a_bar_counts_steps_and_ends_with_the_last_epoch(capsys, verbose):
    progress = Progress(epochs=3, steps=2, verbose=verbose)
    assert progress._bar.total == 6
    run(progress, 3)
    assert progress._bar.n == 6
    out, err = capsys.readouterr()
    assert "6/6" in out
    assert "epoch 3/3  loss 0.3333  accuracy 0.5000" in out
    assert err == ""  # words on stderr would fail the build of the book


@pytest.mark.usefixtures("no_tqdm")
@pytest.mark.parametrize(
    ("epochs", "told"),
    [
        (1, [1]),
        (3, [1, 2, 3]),
        (10, list(range(1, 11))),
        (25, [2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 25]),
        (500, list(range(50, 501, 50))),
    ],
)
def test_without_tqdm_about_ten_lines_come_and_the_last_epoch_is_among_them(capsys, epochs, told):
    run(Progress(epochs, steps=1, verbose=1), epochs, steps=1)
    lines = capsys.readouterr().out.splitlines()
    assert [int(line.split()[1].split("/")[0]) for line in lines] == told


@pytest.mark.parametrize("verbose", [3, -1, "yes", None])
def test_another_verbose_is_refused(verbose):
    with pytest.raises(ValueError, match=r"verbose must be 0 \(silent\), 1 \(a bar\) or 2"):
        Progress(1, 1, verbose)
