"""The bench: every contender computes the same, a small run writes a whole file, and what fails is told.

Nothing here asks how long something took.
"""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from handmade.plotting import how_fast
from tools.bench import __main__ as bench
from tools.bench import driver, jax_wheel, nielsen, once, plain, report
from tools.bench.driver import Job
from tools.bench.handmade_model import handmade_model
from tools.bench.nets import CONTENDERS, KERAS, NETS, SHARE, SKLEARN, TITLES, Net, worker_of
from tools.bench.numpy_contenders import MAKERS

SMALL = Net("6-5-3 sigmoid", (6,), (("dense", 5, "sigmoid"), ("dense", 3, "softmax")))
DEEP = Net("6-5-4-3 relu", (6,), (("dense", 5, "relu"), ("dense", 4, "relu"), ("dense", 3, "softmax")))


@pytest.fixture
def data():
    """Twenty examples in three classes."""
    rng = np.random.default_rng(0)
    return rng.standard_normal((20, 6)).astype("float32"), rng.integers(0, 3, 20)


@pytest.mark.parametrize(("name", "flops"), [("mlp", 409_088), ("wide", 3_209_216), ("cnn", 8_091_648), ("line", 4)])
def test_operations_are_those_counted_by_hand(name, flops):
    assert NETS[name].flops == flops


@pytest.mark.parametrize("loop", [plain.fit, nielsen.fit])
@pytest.mark.parametrize("net", [SMALL, DEEP], ids=lambda net: net.title)
def test_the_loops_learn_what_fit_learns(loop, net, data):
    x, y = data
    model = handmade_model(net)
    start = model.get_weights()
    kernels, biases = start[::2], start[1::2]
    loop(x, y, kernels, biases, net.layers[0][-1], 8, 3, 0.01)
    model.fit(x, y, batch_size=8, epochs=3, shuffle=False, verbose=0)
    for own, kernel, bias in zip(model.layers, kernels, biases, strict=True):
        np.testing.assert_allclose(kernel, own.kernel, atol=1e-6)
        np.testing.assert_allclose(bias, own.bias, atol=1e-6)


def test_the_plain_loop_reports_what_fit_reports(data):
    x, y = data
    model = handmade_model(SMALL)
    start = model.get_weights()
    told = plain.fit(x, y, start[::2], start[1::2], "sigmoid", 8, 2, 0.01)
    history = model.fit(x, y, batch_size=8, epochs=2, shuffle=False, verbose=0).history
    np.testing.assert_allclose(told, [history["loss"][-1], history["accuracy"][-1]], rtol=1e-5)


def test_the_parts_of_a_step_are_told(data):
    told = MAKERS["parts"](SMALL, 8, *data)(20, 2)
    assert set(told["parts"]) == {"gather", "products", "activation and biases", "softmax and loss", "update"}
    assert all(seconds > 0 for seconds in told["parts"].values())


def test_what_a_step_is_spared_is_told(data):
    told = MAKERS["spared"](SMALL, 8, *data)(20, 2)
    assert len(told["parts"]) == 4
    assert told["parts"]["the slopes of the pixels"] > 0


def test_the_keras_contenders_are_the_same_net():
    """Same weights in number and shape, so the same arithmetic; that they agree is tested where the layers are."""
    code = (
        "from tools.bench.keras_contenders import keras_model\n"
        "from tools.bench.handmade_model import handmade_model\n"
        "from tools.bench.nets import NETS\n"
        "for net in NETS.values():\n"
        "    ours, theirs = (make(net).get_weights() for make in (handmade_model, keras_model))\n"
        "    assert [w.shape for w in ours] == [w.shape for w in theirs], net.title\n"
        "    assert keras_model(net, steps=7).steps_per_execution == 7\n"
    )
    once.fresh(code + "print('same')", environment=driver.environment("tensorflow"))


def test_a_small_run_writes_all_that_the_book_reads(tmp_path, capsys):
    output = tmp_path / "small.json"
    options = ["--rounds", "1", "--seconds", "0.01", "--rows", "256", "--no-jax", "--output", str(output)]
    bench.main([*options, "--quick", "--nets", "mlp", "line"])
    found, told = json.loads(output.read_text(encoding="utf-8")), capsys.readouterr().out
    assert found["missing"] == {}
    measured = {(row["net"], row["contender"]) for row in found["rows"]}
    wanted = {(net, who) for net in ("mlp", "line") for who in CONTENDERS[net]}
    jax = {pair for pair in wanted if pair[1] == "keras-jax"}
    assert wanted - jax <= measured <= wanted  # JAX is there where a bench before has installed it
    for row in found["rows"]:
        assert 0 < row["per_second"]["low"] <= row["per_second"]["median"] <= row["per_second"]["high"]
        assert row["cpu_microseconds"]["median"] > 0
        assert row["title"] in told
    assert len(found["step"]["parts"]) == 5
    assert len(found["step"]["spared"]) == 4
    assert found["memory"]["mlp"]["data"] == 256 * 784 * 4
    assert found["memory"]["mlp"]["weights"] == 101_770 * 4
    assert set(found["imports"]) == {"handmade", "handmade.models"}
    assert {"what", "command", "date", "device", "versions", "rounds", "seed"} <= found.keys()
    bench.main([*options, "--quick", "--nets", "cnn", "--only", "handmade", "handmade-2-threads"])
    rows = json.loads(output.read_text(encoding="utf-8"))["rows"]
    assert {(row["contender"], row["batch"]) for row in rows} == {
        (who, batch) for who in ("handmade", "handmade-2-threads") for batch in (32, 128)
    }
    assert str(driver.ROOT) not in output.read_text(encoding="utf-8")


def test_a_part_of_the_whole_does_not_touch_the_books_numbers():
    assert bench.read([]).output == bench.RESULT
    for part in (["--quick"], ["--nets", "mlp"], ["--only", "plain"], ["--rows", "100"]):
        assert bench.read(part).output == driver.FOLDER / "speed.json"
    assert bench.read(["--quick", "--output", "mine.json"]).output == Path("mine.json")


class Answers:
    """A worker that needs a tenth of a second a call and ten microseconds an example."""

    def __init__(self):
        self.tasks = []

    def ask(self, task):
        self.tasks.append(task)
        return {"wall": 0.1 + 1e-5 * task["rows"] * task["epochs"] * task["repeats"], "cpu": 0.2, "parts": None}


@pytest.mark.parametrize("batch", [32, 2048])
def test_a_round_takes_about_as_long_as_wished_and_holds_whole_batches(batch):
    job = Job("handmade", "mlp", batch)
    driver.calibrate(job, Answers(), 60_000, 2.0)
    assert job.rows % batch == 0
    assert job.rows <= 60_000
    assert 1.5 < 0.1 + 1e-5 * job.amount < 2.5


def test_the_line_is_counted_in_epochs():
    slow, fast = Job("keras-tf", "line", 32), Job("handmade", "line", 32)
    for job in (slow, fast):
        driver.calibrate(job, Answers(), 60_000, 0.2)
    assert (slow.rows, slow.epochs) == (9, driver.SLOW_EPOCHS)
    assert (fast.rows, fast.epochs) == (9, 500)
    assert fast.amount == 500 * fast.repeats


def test_the_first_round_does_not_count_and_every_other_goes_backwards():
    jobs, worker = [Job(name, "mlp", 32, rows=32) for name in ("handmade", "plain")], Answers()
    lines = list(driver.run_rounds(jobs, {"numpy": worker}, 2))
    assert len(lines) == 3
    assert [len(job.wall) for job in jobs] == [2, 2]
    order = [task["contender"] for task in worker.tasks]
    assert order == ["plain", "handmade", "handmade", "plain", "plain", "handmade"]


def test_a_contender_that_fails_is_told_and_the_others_go_on(tmp_path):
    process = driver.Process("numpy", 64, driver.environment("numpy"))
    try:
        bad, good = Job("handmade", "no-such-net", 32), Job("plain", "mlp", 32)
        for job in (bad, good):
            driver.calibrate(job, process, 64, 0.001)
    finally:
        process.close()
    assert bad.error.startswith("KeyError: 'no-such-net'")
    assert (good.error, good.amount > 0) == ("", True)


def test_ratios_are_of_medians_and_shares_of_the_ceiling():
    def job(contender, *rates, net="mlp"):
        return Job(contender, net, 32, rows=100, wall=[100 / rate for rate in rates], cpu=[1.0] * len(rates))

    product = 2 * 1024**3
    jobs = [Job("ceiling", "mlp", 1, rows=1, wall=[product / 50e9], cpu=[1.0])]
    jobs += [
        job("handmade", 9e3, 8e3, 1e3),
        job("keras-tf", 2e3, 1e3, 4e3),
        job("sklearn", 4e3),
        Job("plain", "mlp", 32),
    ]
    rows = {row["contender"]: row for row in report.measured(jobs)}
    assert set(rows) == {"handmade", "keras-tf", "sklearn"}
    ours = rows["handmade"]
    assert [round(ours["per_second"][key]) for key in ("median", "low", "high")] == [8000, 1000, 9000]
    assert ours[KERAS] == pytest.approx(4.0)
    assert ours[SKLEARN] == pytest.approx(2.0)
    assert ours["gflops"] == pytest.approx(8e3 * 409_088 / 1e9)
    assert ours[SHARE] == pytest.approx(8e3 * 409_088 / 50e9)


def test_the_table_of_the_page_divides_medians():
    def row(contender, median, batch=32):
        title = TITLES[contender]
        speed = {"median": median}
        return {"net": "mlp", "batch": batch, "contender": contender, "title": title, "per_second": speed, SHARE: 0.5}

    rows = [row("handmade", 9000.0), row("keras-tf", 1000.0), row("keras-jax", 3000.0), row("plain", 6000.0)]
    text = how_fast.table([*rows, row("handmade", 1.0, batch=8)], {"mlp": "small"})
    head, _, line = text.splitlines()
    assert head == "| Network | Batch | Examples/s | Keras fit | Best Keras | scikit-learn | Plain loop | sgemm |"
    assert line == "| small | 32 | 9,000 | 9.0× | 3.0× | – | 1.5× | 50% |"


def test_goals_are_told_with_what_became_of_them():
    row = {"net": "mlp", "batch": 32, "contender": "handmade", KERAS: 7.5, SKLEARN: 1.2, SHARE: None}
    assert report.goals(row) == "  over Keras fit ≥ 7: yes;  over scikit-learn ≥ 1.5: NO;"


def test_every_goal_is_of_something_measured():
    for name, net in NETS.items():
        assert net.title
        for batch, contender, measure in net.goals:
            assert batch in net.batches
            assert contender in CONTENDERS[name]
            assert measure in (KERAS, SKLEARN, SHARE)
    assert {who for names in CONTENDERS.values() for who in names} == set(TITLES)
    assert {worker_of(name) for name in TITLES} == {"numpy", "tensorflow", "jax"}


def test_numpy_has_one_thread_and_keras_its_defaults(monkeypatch):
    monkeypatch.setenv("TF_NUM_INTRAOP_THREADS", "1")
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    assert driver.environment("numpy")["OPENBLAS_NUM_THREADS"] == "1"
    theirs = driver.environment("tensorflow")
    assert not {"OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS"} & set(theirs)
    assert theirs["KERAS_BACKEND"] == "tensorflow"
    assert driver.environment("jax", Path("folder"))["PYTHONPATH"].endswith("folder")


def test_without_a_network_jax_is_left_out_with_a_word(tmp_path, monkeypatch, capsys):
    def no_network(command, **options):
        (tmp_path / "jax").mkdir()
        return subprocess.CompletedProcess(command, 1, "", "no network")

    monkeypatch.setattr(jax_wheel.subprocess, "run", no_network)
    assert jax_wheel.jax_folder(tmp_path / "jax") is None
    assert "Keras on JAX is left out" in capsys.readouterr().out
    assert not (tmp_path / "jax").exists()


def test_jax_is_installed_once_beside_the_environment(tmp_path, monkeypatch):
    commands = []

    def install(command, **options):
        commands.append(command)
        (tmp_path / "jax").mkdir()
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(jax_wheel.subprocess, "run", install)
    assert jax_wheel.jax_folder(tmp_path / "jax", install=False) is None
    assert [jax_wheel.jax_folder(tmp_path / "jax") for _ in range(2)] == [tmp_path / "jax"] * 2
    (command,) = commands
    assert command[:4] == [sys.executable, "-m", "pip", "install"]
    assert "--no-deps" in command
    assert command[command.index("--target") + 1] == str(tmp_path / "jax")


def test_numbers_are_written_with_four_digits(tmp_path):
    report.write(tmp_path / "a" / "r.json", {"x": [1.23456789, {"y": 98765.4321}], "n": 60_000, "s": "1.23456789"})
    found = json.loads((tmp_path / "a" / "r.json").read_text(encoding="utf-8"))
    assert found == {"x": [1.235, {"y": 98770.0}], "n": 60_000, "s": "1.23456789"}
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["r.json"]
