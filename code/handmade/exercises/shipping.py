"""Cases of the chapter *Your first shipped model*."""

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from handmade.array_types import Array
from handmade.exercises.case import Case, Deed, Mistake

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


def outcome(answer: Callable[[str], Any], text: str) -> Deed | None:
    """Return what a function does with a text, in words: its value, or how it refuses."""
    try:
        value = answer(text)
    except ValueError as error:
        return Deed("refuses it, with a message" if str(error).strip() else "refuses it without a word of why")
    return (
        None
        if value is None
        else Deed(f"returns {value!r}" if isinstance(value, (bool, str)) else f"returns {value:g}")
    )


def silent(text: str) -> float:
    """Refuse without a word."""
    try:
        return score_from(text)
    except ValueError:
        raise ValueError from None


def as_text(text: str) -> str:
    """Return the text itself."""
    score_from(text)
    return text


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


def changed_by_everybody() -> float:
    """Return the share whose verdict changes with a scaler fitted to all of the new applicants."""
    from handmade import datasets
    from handmade.preprocessing import MinMaxScaler

    model, scaler = trained()
    X, _ = datasets.make_admissions(200, seed=2027, margin=0.0)
    strong = X[(X > 60).all(axis=1)]
    fresh = model.predict(MinMaxScaler().fit(X).transform(strong)) >= 0.5
    return float(np.mean(fresh != (model.predict(scaler.transform(strong)) >= 0.5)))


def largest_gap(model: Any, file: Any, rows: Array) -> float:
    """Return the largest difference between the predictions of a model and of its saved copy."""
    from handmade.models import load_model

    model.save(file)
    return float(np.abs(load_model(file).predict(rows) - model.predict(rows)).max())


def signed_gap(model: Any, file: Any, rows: Array) -> float:
    """Leave out abs."""
    from handmade.models import load_model

    model.save(file)
    return float((load_model(file).predict(rows) - model.predict(rows)).max())


def mean_gap(model: Any, file: Any, rows: Array) -> float:
    """Take the mean."""
    from handmade.models import load_model

    model.save(file)
    return float(np.abs(load_model(file).predict(rows) - model.predict(rows)).mean())


def gap_of_the_weights(model: Any, file: Any, rows: Array) -> float:
    """Compare the weights."""
    from handmade.models import load_model

    model.save(file)
    pairs = zip(load_model(file).get_weights(), model.get_weights(), strict=True)
    return float(max(np.abs(a - b).max() for a, b in pairs))


MODELS = ["a model", "another model", "a model that rounds its weights when it is saved"]


def tried_on_a_model(answer: Callable[..., Any], kind: str) -> Any:
    """Return the gap that a function finds for one of the models."""
    from handmade.layers import Dense, Input
    from handmade.models import Sequential

    class Careless(Sequential):
        def save(self, path: str | Path) -> None:
            weights = self.get_weights()
            self.set_weights([w.round(1) for w in weights])
            super().save(path)
            self.set_weights(weights)

    rng = np.random.default_rng(MODELS.index(kind) + 1)
    model = (Careless if kind == MODELS[2] else Sequential)([Input((2,)), Dense(1, activation="sigmoid")])
    model.set_weights([rng.normal(size=(2, 1)), rng.normal(size=1)])
    with tempfile.TemporaryDirectory() as folder:
        return answer(model, Path(folder) / "model.npz", rng.normal(size=(20, 2)))


CARD = {"minimum": [30.0, 20.0], "maximum": [100.0, 80.0]}
FORMS = [
    (["First exam", "Second exam"], {"First exam": 38.0, "Second exam": 75.0}),
    (["First exam", "Second exam"], {"Second exam": 75.0, "First exam": 38.0}),
    (["Written", "Oral"], {"Oral": 61.5, "Written": 44.0}),
    (["Written", "Oral"], {"Name": 1.0, "Written": 90.0, "Oral": 55.0}),
]


def answered(answer: Callable[..., Any], names: list[str], form: dict[str, float]) -> Any:
    """Return what a function answers to a form, with a small model and a card that has these names of features."""
    from handmade.layers import Dense, Input
    from handmade.models import Sequential

    model = Sequential([Input((2,)), Dense(1, activation="sigmoid")], seed=0)
    model.set_weights([np.array([[3.0], [1.0]]), np.array([-2.0])])
    return answer(model, {"features": names, **CARD}, form)


def from_form(model: Any, card: dict[str, Any], form: dict[str, float]) -> Any:
    """Return the probability for the scores of a form, whatever their order."""
    return as_an_array(model, card, form).item()


def as_an_array(model: Any, card: dict[str, Any], form: dict[str, float]) -> Any:
    """Mend the order, and return the array."""
    low, high = np.array(card["minimum"]), np.array(card["maximum"])
    scores = np.array([[form[name] for name in card["features"]]])
    return model.predict((scores - low) / (high - low))  # (1, 2)


def as_given(model: Any, card: dict[str, Any], form: dict[str, float]) -> Any:
    """Change nothing."""
    return as_an_array(model, {**card, "features": list(form)}, form)


def in_their_order(model: Any, card: dict[str, Any], form: dict[str, float]) -> Any:
    """Mend the answer, and leave the order."""
    return as_given(model, card, form).item()


def sorted_by_name(model: Any, card: dict[str, Any], form: dict[str, float]) -> Any:
    """Sort the names."""
    return as_an_array(model, {**card, "features": sorted(form)}, form).item()


def sorted_by_score(model: Any, card: dict[str, Any], form: dict[str, float]) -> Any:
    """Sort the scores."""
    return as_an_array(model, {**card, "features": sorted(form, key=lambda name: form[name])}, form).item()


def by_fixed_names(model: Any, card: dict[str, Any], form: dict[str, float]) -> Any:
    """Ask for the names of this form, not for those on the card."""
    return from_form(model, {**card, "features": ["First exam", "Second exam"]}, form)


def swapped_ranges(model: Any, card: dict[str, Any], form: dict[str, float]) -> Any:
    """Mend what is not broken."""
    return from_form(model, {**card, "minimum": card["maximum"], "maximum": card["minimum"]}, form)


def fold(kernel: Array, bias: Array, low: Array, high: Array) -> Any:
    """Return kernel and bias for inputs that are not scaled."""
    kernel = kernel / (high - low).reshape(-1, 1)  # (2, 1) / (2, 1)
    return kernel, bias - low @ kernel  # (2,) @ (2, 1) -> (1,)


def fold_in_place(kernel: Array, bias: Array, low: Array, high: Array) -> Any:
    """Write into the arrays that were lent."""
    kernel /= (high - low).reshape(-1, 1)
    bias -= low @ kernel
    return kernel, bias


def folded(answer: Callable[..., Any], kernel: Array, bias: Array, low: Array, high: Array) -> Any:
    """Return the new kernel and bias, unless the old ones were written into."""
    before = [array.copy() for array in (kernel, bias, low, high)]
    result = answer(kernel, bias, low, high)
    if not all(np.array_equal(a, b) for a, b in zip(before, (kernel, bias, low, high), strict=True)):
        return Deed("does not leave the model alone")
    return result


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


def fingerprints_of_all(folder: Any) -> dict[str, str]:
    """Go into the subfolders, too."""
    files = sorted((file for file in Path(folder).rglob("*") if file.is_file()), key=lambda file: file.name)
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def in_a_folder(use: Callable[[Path], Any]) -> Any:
    """Return what a function makes of a folder with ten files, made in no order, and a subfolder with one more."""
    rng = np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for i in rng.permutation(8):
            (folder / f"part {i}.txt").write_bytes(rng.bytes(50))
        for file in ("model.npz", "card.json"):
            (folder / file).write_bytes(rng.bytes(50))
        (folder / "inner").mkdir()
        (folder / "inner" / "notes.txt").write_bytes(rng.bytes(50))
        return use(folder)


def not_sorted(answer: Callable[[Any], Any]) -> bool:
    """Return whether a function has all entries right and in another order."""

    def shuffled(folder: Path) -> bool:
        found, right = answer(folder), fingerprints(folder)
        return found == right and list(found) != list(right)

    return bool(in_a_folder(shuffled))


def tried_on_a_folder(answer: Callable[[Any], Any], kind: str) -> Any:
    """Return in words what a function makes of a folder."""

    def words(folder: Path) -> Any:
        found, right = answer(folder), fingerprints(folder)
        if found is None:
            return None
        if not isinstance(found, dict):
            return Deed(f"returns a {type(found).__name__}; a dictionary is asked for")
        for name in found:
            if name not in right:
                return Deed(
                    f"has an entry {str(name)!r}, which is not the name of a file there".replace(str(folder), "…")
                )
        for name in right:
            if name not in found:
                return Deed(f"has no entry {name!r}")
        for name, digest in found.items():
            if not isinstance(digest, str):
                return Deed(
                    f"has something of type {type(digest).__name__} for {name!r}; a string of 64 digits is asked for"
                )
            if digest != right[name]:
                return Deed(f"has {len(digest)} digits for {name!r} that are not its SHA-256")
        return Deed("has all of the files" + ("" if list(found) == list(right) else ", but in another order"))

    return in_a_folder(words)


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
            Mistake(silent, "A person will read this: put into the ValueError what was wrong with the text."),
            Mistake(as_text, "The model multiplies: return the number, not the text."),
            Mistake(none_instead, "For what is no score it must raise a ValueError; you return None."),
            Mistake(digits_only, "71.5 is a score, too, and isdigit knows no decimal point. Let float do the reading."),
        ],
        hint="First float(text), which raises a ValueError itself for words; then one condition on the number.",
        stronger="Raise unless 0 <= score <= 100: written so, it also catches nan and infinity.",
    ),
    Case(
        "ex-shipping-reload",
        reference=largest_gap,
        observe=tried_on_a_model,
        inputs=MODELS,
        mistakes=[
            Mistake(
                lambda model, file, rows: 0.0,
                "Zero for every model? One that is tried here rounds its weights when it is saved: compare the two.",
            ),
            Mistake(signed_gap, "A difference may be negative, and then it is not the largest. Take abs first."),
            Mistake(mean_gap, "That is the mean difference; the largest is asked for."),
            Mistake(gap_of_the_weights, "You compare the weights; compare what the two models predict for the rows."),
        ],
        hint="Save, load, and let both models predict for the same rows.",
        stronger="abs(a - b).max(), where a and b are the predictions of model and of load_model(file).",
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
                lambda: 100 * changed(),
                "A share is a number from 0 to 1, and no percentage.",
                when=lambda share: abs(share / 100 - changed()) < 0.006,
            ),
            Mistake(
                changed_by_everybody,
                "It seems that the new scaler was fitted to all of X_new. Fit it to `strong` alone.",
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
        observe=folded,
        mistakes=[
            Mistake(fold_in_place, "/= and -= change the model that they were taken from. Make new arrays."),
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
        reference=from_form,
        observe=answered,
        inputs=FORMS,
        mistakes=[
            Mistake(as_given, "Still as given. Which score is the first column? And what shape does predict return?"),
            Mistake(as_an_array, "The order is right now. The answer is still an array of shape (1, 1)."),
            Mistake(in_their_order, "It is a number now. The scores still come in the order of the form."),
            Mistake(sorted_by_name, "Sorted names fit by luck, if at all. Who knows which one was first in training?"),
            Mistake(sorted_by_score, "Sorting the scores makes the smaller one the first exam. Go by the names."),
            Mistake(by_fixed_names, "You typed the names in. Another card has others: read them from it."),
            Mistake(swapped_ranges, "The scaling was right: minimum off first, then divide by the range."),
        ],
        hint="Print list(form.values()) for both of the forms, and the shape of what predict returns.",
        stronger="Take form[name] for each name in card['features']; and the one number out of the array.",
    ),
    Case(
        "ex-shipping-fingerprint",
        reference=fingerprints,
        observe=tried_on_a_folder,
        inputs=["a folder of ten files and a subfolder"],
        mistakes=[
            Mistake(fingerprints_by("md5"), "That is another kind of fingerprint: 32 digits. Use sha256."),
            Mistake(fingerprints_by("sha256", text=True), "You took the name of the file. Its content is wanted."),
            Mistake(fingerprints_by("sha256", whole=True), "The keys are whole paths; file.name is the last part."),
            Mistake(fingerprints_of_all, "The file in the subfolder is there, too: leave subfolders out."),
            Mistake(
                lambda folder: dict(reversed(fingerprints(folder).items())),
                "All there, but not sorted by name. A folder lists its files in no promised order.",
                when=not_sorted,
            ),
        ],
        hint="Path(folder).iterdir() lists what is in a folder; is_file() leaves out the subfolders.",
        stronger="hashlib.sha256(file.read_bytes()).hexdigest() for each file, under file.name.",
    ),
]
