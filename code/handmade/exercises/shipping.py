"""Cases of the chapter *Your first shipped model*."""

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from handmade.array_types import Array
from handmade.exercises.case import Case, Mistake

TEXTS = ["71.5", " 38 ", "0", "100", "abc", "", "-3", "250", "1e400", "nan", "-inf", "100.01"]


def in_range(text: str) -> bool:
    """Return whether a text is a score from 0 to 100."""
    try:
        return 0 <= float(text) <= 100
    except ValueError:
        return False


def score_from(text: str) -> float:
    """Return the score in a text, or raise."""
    if not in_range(text):
        raise ValueError(f"{text} is no score from 0 to 100")
    return float(text)


def outcome(answer: Callable[[str], Any], text: str) -> str:
    """Return what a function does with a text, in words: its value, "refused", or what else it raised."""
    try:
        value = answer(text)
    except ValueError:
        return "refused"
    except Exception as error:
        return type(error).__name__
    return f"returned {value!r}" if isinstance(value, (bool, str, type(None))) else f"returned {float(value):g}"


def only_float(text: str) -> float:
    """Leave everything to float."""
    return float(text)


def list_of_the_forbidden(text: str) -> float:
    """Refuse what is below or above, and let nan pass."""
    score = float(text)
    if score < 0 or score > 100:
        raise ValueError(text)
    return score


def open_above(text: str) -> float:
    """Forget the upper end."""
    score = float(text)
    if not score >= 0:
        raise ValueError(text)
    return score


def without_the_ends(text: str) -> float:
    """Refuse 0 and 100, too."""
    score = float(text)
    if not 0 < score < 100:
        raise ValueError(text)
    return score


def none_instead(text: str) -> float | None:
    """Return None where it should raise."""
    return float(text) if in_range(text) else None


def digits_only(text: str) -> float:
    """Look at the characters."""
    if not text.strip().isdigit():
        raise ValueError(text)
    return score_from(text)


def trained() -> tuple[Any, Any]:
    """Return the chapter's neuron and its scaler."""
    from handmade import datasets
    from handmade.layers import Dense, Input
    from handmade.models import Sequential
    from handmade.optimizers import SGD
    from handmade.preprocessing import MinMaxScaler

    X, y = datasets.load_admissions()
    scaler = MinMaxScaler().fit(X)
    model = Sequential([Input((2,)), Dense(1, activation="sigmoid")], seed=0)
    model.compile(SGD(learning_rate=1.0), "binary_crossentropy")
    model.fit(scaler.transform(X), y, epochs=500, verbose=0)
    return model, scaler


def verdicts_of_the_crowd() -> tuple[Array, Array]:
    """Return the verdicts for strong applicants, with the shipped scaler and with a fresh one."""
    from handmade import datasets
    from handmade.preprocessing import MinMaxScaler

    model, scaler = trained()
    X, _ = datasets.make_admissions(200, seed=2027, margin=0.0)
    strong = X[(X > 60).all(axis=1)]
    shipped = model.predict(scaler.transform(strong)) >= 0.5
    return shipped, model.predict(MinMaxScaler().fit_transform(strong)) >= 0.5


def changed() -> float:
    """Return the share of strong applicants whose verdict a fresh scaler changes."""
    shipped, fresh = verdicts_of_the_crowd()
    return float(np.mean(shipped != fresh))


def fold(kernel: Array, bias: Array, low: Array, high: Array) -> Any:
    """Return kernel and bias for inputs that are not scaled."""
    kernel = kernel / (high - low).reshape(-1, 1)  # (2, 1) / (2, 1)
    return kernel, bias - low @ kernel  # (2,) @ (2, 1) -> (1,)


def fold_into_a_square(kernel: Array, bias: Array, low: Array, high: Array) -> Any:
    """Divide a column by a flat array."""
    kernel = kernel / (high - low)
    return kernel, bias - low @ kernel


def fold_the_kernel_only(kernel: Array, bias: Array, low: Array, high: Array) -> Any:
    """Forget that the minimum is subtracted."""
    return fold(kernel, bias, low, high)[0], bias


def fold_with_the_old_kernel(kernel: Array, bias: Array, low: Array, high: Array) -> Any:
    """Subtract the minimum times the kernel that is not divided yet."""
    return fold(kernel, bias, low, high)[0], bias - low @ kernel


def fold_with_plus(kernel: Array, bias: Array, low: Array, high: Array) -> Any:
    """Add where it is subtracted."""
    kernel = fold(kernel, bias, low, high)[0]
    return kernel, bias + low @ kernel


def fold_the_other_way(kernel: Array, bias: Array, low: Array, high: Array) -> Any:
    """Multiply by the range."""
    kernel = kernel * (high - low).reshape(-1, 1)
    return kernel, bias - low @ kernel


def random_neuron(rng: np.random.Generator) -> tuple[Array, Array, Array, Array]:
    """Return a kernel, a bias, a minimum and a maximum."""
    low = rng.uniform(10, 40, size=2)
    return rng.normal(size=(2, 1)), rng.normal(size=1), low, low + rng.uniform(20, 60, size=2)


def fingerprints(folder: Any) -> dict[str, str]:
    """Return name → SHA-256 of every file in a folder."""
    files = sorted(file for file in Path(folder).iterdir() if file.is_file())
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def fingerprints_by(kind: str, text: bool = False, whole: bool = False) -> Callable[[Any], Any]:
    """Return a function that makes other fingerprints: of another kind, of the names, or under whole paths."""

    def made(folder: Any) -> dict[str, str]:
        files = sorted(file for file in Path(folder).iterdir() if file.is_file())
        contents = {str(f) if whole else f.name: f.name.encode() if text else f.read_bytes() for f in files}
        return {name: hashlib.new(kind, content).hexdigest() for name, content in contents.items()}

    return made


def tried_on_a_folder(answer: Callable[[Any], Any], seed: int) -> Any:
    """Return what a function says of a folder with three files and a subfolder; the folder's own name left out."""
    rng = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in ("model.npz", "card.json", "a.txt"):
            (folder / file).write_bytes(rng.bytes(50))
        (folder / "inner").mkdir()
        found = answer(folder)
        return [f"{key}: {value}".replace(name, "FOLDER") for key, value in found.items()]


CASES = [
    Case(
        "ex-shipping-gatekeeper",
        reference=score_from,
        observe=outcome,
        inputs=TEXTS,
        mistakes=[
            Mistake(only_float, 'float refuses words only. Try it with "250", "1e400" and "nan".'),
            Mistake(list_of_the_forbidden, "nan passes: every comparison with it is false. Say what is *allowed*."),
            Mistake(open_above, "There is no upper end yet: 250 passes, and so does infinity."),
            Mistake(without_the_ends, "0 and 100 are scores, too."),
            Mistake(none_instead, "For what is no score it must raise a ValueError; you return None."),
            Mistake(digits_only, "71.5 is a score, too, and isdigit knows no decimal point. Let float do the reading."),
        ],
        hint="First float(text), which raises a ValueError itself for words; then one condition on the number.",
        stronger="Raise unless 0 <= score <= 100: written so, it also catches nan and infinity.",
    ),
    Case(
        "ex-shipping-reload",
        reference=0.0,
        atol=0,
        rtol=0,
        mistakes=[
            Mistake(
                0.37,
                "They differ by more than rounding. Is the same, scaled input given to both?",
                when=lambda gap: np.ndim(gap) == 0 and gap > 1e-4,
            ),
            Mistake(
                1e-8,
                "Nearly zero is not zero. Compare the predictions of both models for the same array.",
                when=lambda gap: np.ndim(gap) == 0 and 0 < gap <= 1e-4,
            ),
        ],
        hint="load_model(file).predict(rows) against model.predict(rows), with rows scaled as in training.",
        stronger="abs(a - b).max(), where a and b are the predictions of the two models.",
    ),
    Case(
        "ex-shipping-crowd",
        reference=changed,
        atol=0.006,
        mistakes=[
            Mistake(
                lambda: 1 - changed(),
                "That is the share whose verdict stays the same (here also the share that the new scaler admits).",
            ),
            Mistake(
                lambda: float(np.sum(verdicts_of_the_crowd()[0] != verdicts_of_the_crowd()[1])),
                "That is how many; asked for is their share.",
            ),
            Mistake(
                0.0,
                "Nobody changes? Fit the new scaler to `strong` alone, and let it transform `strong`.",
            ),
        ],
        hint="Two arrays of verdicts for the same rows: where do they differ?",
        stronger="np.mean(shipped != fresh), where fresh comes from MinMaxScaler().fit_transform(strong).",
    ),
    Case(
        "ex-shipping-fold",
        reference=fold,
        random_inputs=random_neuron,
        mistakes=[
            Mistake(fold_into_a_square, "A column divided by a flat array is a table. Make the range a column."),
            Mistake(fold_the_kernel_only, "The kernel is right. The minimum is subtracted, too: what does that add?"),
            Mistake(fold_with_the_old_kernel, "The bias changes by the minimum times the *new* kernel."),
            Mistake(fold_with_plus, "The sign of the bias: w (x - low) has a minus before low."),
            Mistake(fold_the_other_way, "Scaling divides by the range, so the new kernel is divided, too."),
        ],
        hint="Write out w (x - low) / (high - low) + b and collect what stands before x, and what has no x.",
        stronger="The new kernel is w / (high - low); the new bias is b minus low times the new kernel.",
    ),
    Case(
        "ex-shipping-bug",
        reference=in_range,
        observe=outcome,
        inputs=TEXTS,
        mistakes=[
            Mistake(
                lambda text: in_range(text) or text in ("1e400", "250", "100.01", "nan"),
                "Still as given: infinity passes, and so does nan. What is the largest score?",
            ),
            Mistake(
                lambda text: in_range(text) or text == "nan",
                "nan passes: nothing equals it, and every comparison with it is false.",
            ),
            Mistake(
                lambda text: in_range(text) or text in ("1e400", "250", "100.01"),
                "nan is refused. But there is no upper end yet.",
            ),
            Mistake(lambda text: 0 <= float(text) <= 100, "It raises for words; return False for them."),
        ],
        hint="Which numbers are allowed? Write that down in place of the list of those that are not.",
        stronger="return 0 <= float(text) <= 100, and False where float raises.",
    ),
    Case(
        "ex-shipping-fingerprint",
        reference=fingerprints,
        observe=tried_on_a_folder,
        inputs=[1, 2],
        mistakes=[
            Mistake(fingerprints_by("md5"), "That is another kind of fingerprint: 32 digits. Use sha256."),
            Mistake(fingerprints_by("sha256", text=True), "You took the name of the file. Its content is wanted."),
            Mistake(fingerprints_by("sha256", whole=True), "The keys are whole paths; file.name is the last part."),
            Mistake(
                lambda folder: dict(reversed(fingerprints(folder).items())),
                "All there, but not sorted by name.",
            ),
        ],
        hint="Path(folder).iterdir() lists what is in a folder; is_file() leaves out the subfolders.",
        stronger="hashlib.sha256(file.read_bytes()).hexdigest() for each file, under file.name.",
    ),
]
