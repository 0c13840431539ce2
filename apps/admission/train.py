"""Train: makes the bundle that `admission.py` answers from, as the chapter *Your first shipped model* does.

python train.py [FOLDER]       # the folder is bundle, beside this file, unless told otherwise
"""

import json
import platform
import sys
from pathlib import Path

import numpy as np
from admission import fingerprint

import handmade
from handmade import datasets
from handmade.layers import Dense, Input
from handmade.models import Sequential
from handmade.optimizers import SGD
from handmade.preprocessing import MinMaxScaler

NEXT_YEAR = 2027  # the seed of the applicants that judge the model


def train():
    """Return the trained neuron and the scaler of its inputs."""
    X, y = datasets.load_admissions()
    scaler = MinMaxScaler().fit(X)
    model = Sequential([Input((2,)), Dense(1, activation="sigmoid")], seed=0)
    model.compile(SGD(learning_rate=1.0), "binary_crossentropy")
    model.fit(scaler.transform(X), y, epochs=500, verbose=0)
    return model, scaler


def record(p, y):
    """Return, for each fifth of the probabilities, right answers and all."""
    fifth = np.minimum((5 * p).astype(int), 4)  # 0 for 0% to 20%, …
    right = fifth[(p >= 0.5) == y]
    counts = [np.bincount(f.ravel(), minlength=5) for f in (right, fifth)]
    return [count.tolist() for count in counts]


def write_bundle(folder, model, scaler, right, of):
    """Write a model and its card into a folder."""
    model.save(folder / "model.npz")
    m, share = sum(of), sum(right) / sum(of)
    spread = 1.96 * np.sqrt(share * (1 - share) / m)
    ends = np.clip([share - spread, share + spread], 0, 1)
    card = {
        "for": "practice with made-up applicants",
        "not for": "deciding about anybody",
        "answer": "probability of admission; 0.5 or more is a yes",
        "features": ["First exam", "Second exam"],
        "minimum": scaler.data_min_.tolist(),
        "maximum": scaler.data_max_.tolist(),
        "right": right,
        "of": of,
        "interval": ends.round(3).tolist(),
        "Python": platform.python_version(),
        "NumPy": np.__version__,
        "handmade": handmade.__version__,
    }
    content = (folder / "model.npz").read_bytes()
    card["sha256"] = fingerprint(card, content)
    text = json.dumps(card, indent=2) + "\n"
    (folder / "card.json").write_text(text, encoding="utf-8")


def main(arguments):
    """Train, judge on new applicants, and write the bundle."""
    folder = (
        Path(arguments[0]) if arguments else Path(__file__).parent / "bundle"
    )
    folder.mkdir(parents=True, exist_ok=True)
    model, scaler = train()
    X_new, y_new = datasets.make_admissions(200, seed=NEXT_YEAR, margin=0.0)
    right, of = record(model.predict(scaler.transform(X_new)), y_new)
    write_bundle(folder, model, scaler, right, of)
    print(f"{folder}: right about {sum(right)} of {sum(of)} new applicants.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
