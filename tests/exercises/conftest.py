"""Fixtures: a chapter of fake cases, so that the machinery is tested without any real chapter."""

import sys
import types

import numpy as np
import pytest

from handmade.exercises import _check
from handmade.exercises.case import Case, Deed, Mistake, observe_leaving_inputs

HINT = {"hint": "FIRST", "stronger": "STRONGER"}


CASES = [
    Case("ex-fake-number", 1.6, [Mistake(2.4, "CLIMBED"), Mistake(-2.0, "NO-RATE")], **HINT),
    Case("ex-fake-count", 7, **HINT),
    Case("ex-fake-array", np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 7.0]]), **HINT),
    Case("ex-fake-floats", np.array([0.5, -1.0, 0.0]), dtype="float32", **HINT),
    Case("ex-fake-decimals", np.array([0.1234, 0.9678]), **HINT),
    Case("ex-fake-integers", [3, 1, 2], **HINT),
    Case("ex-fake-ragged", [np.ones((2, 3)), np.zeros(3)], **HINT),
    Case("ex-fake-word", "Sigmoid", [Mistake("relu", "NOT-RELU")], **HINT),
    Case("ex-fake-bool", True, **HINT),
    Case("ex-fake-mask", np.array([True, False]), **HINT),
    Case("ex-fake-dict", {"w": 2.0, "b": np.ones(2)}, **HINT),
    Case("ex-fake-set", {1, 2}, **HINT),
    Case("ex-fake-lazy", lambda: np.arange(3.0), [Mistake(lambda: np.arange(1.0, 4.0), "OFF-BY-ONE")], **HINT),
    Case(
        "ex-fake-slope",
        lambda w: 2 * w,
        [Mistake(lambda w: w**2, "THE-CURVE"), Mistake(lambda w: 1 / 0, "DIVIDED")],
        inputs=[0.0, 1.0, -1.5],
        random_inputs=lambda rng: rng.normal(size=4),
        seconds=0.3,
        **HINT,
    ),
    Case("ex-fake-sum", lambda a, b: a + b, inputs=lambda: [(1.0, 2.0), (0.0, 5.0)], **HINT),
    Case(
        "ex-fake-open",
        1.5,
        [Mistake(0.5, "ARRIVES", when=lambda r: 0 < r <= 1)],
        accept=lambda r: r > 1,
        **HINT,
    ),
    Case(
        "ex-fake-class",
        type("Doubler", (), {"run": lambda self, x: 2 * x}),
        inputs=[1.0, 3.0],
        observe=lambda made, x: made().run(x),
        **HINT,
    ),
    Case(
        "ex-fake-deed",
        lambda text: Deed("refuses it"),
        observe=lambda answer, text: Deed(answer(text)),
        inputs=["250"],
        **HINT,
    ),
    Case(
        "ex-fake-untouched",
        lambda z: np.maximum(z, 0),
        [Mistake(lambda z: z / (z - z), "WARNS")],
        inputs=[np.array([-1.0, 2.0])],
        observe=observe_leaving_inputs,
        **HINT,
    ),
    Case("ex-fake-tools", lambda tool, rng: 1.0, inputs=[(abs, np.random.default_rng(0))], **HINT),
    Case("ex-fake-open-function", lambda: abs, accept=lambda f: f(-1) == 1, seconds=0.3, **HINT),
    Case("ex-fake-long-name", 1, **HINT),
]


@pytest.fixture(autouse=True)
def fake_chapter(monkeypatch):
    """Add the chapters ``fake`` and ``fake_long`` (which has no cases), and forget earlier tries."""
    for name, cases in {"fake": CASES, "fake_long": []}.items():
        module = types.ModuleType(f"handmade.exercises.{name}")
        module.CASES = cases
        monkeypatch.setitem(sys.modules, module.__name__, module)
    listed = _check.case_modules
    monkeypatch.setattr(_check, "case_modules", lambda: ["fake_long", "fake", *listed()])
    monkeypatch.delenv("HANDMADE_STRICT", raising=False)
    _check.failed_tries.clear()


@pytest.fixture
def say(capsys):
    """Return a function that checks an answer and returns the printed line."""

    def said(label, answer):
        capsys.readouterr()
        assert _check.check(label, answer) is None
        captured = capsys.readouterr()
        assert captured.err == ""
        assert captured.out.count("\n") == 1, "exactly one line"
        return captured.out.strip()

    return said
