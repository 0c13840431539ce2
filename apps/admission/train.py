"""Train: makes the bundle that `admission.py` answers from, as the chapter *Your first shipped model* does.

python train.py [FOLDER]       # the folder is bundle, beside this file, unless told otherwise
"""

import hashlib
import json
import sys
from pathlib import Path

import numpy as np

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


def interval(right, m):
    """Return where 95 % of such shares lie: the share of right answers, give or take 1.96 standard errors."""
    share = right / m
    margin = 1.96 * np.sqrt(share * (1 - share) / m)
    return share - margin, share + margin


def write_bundle(folder, model, scaler, right, m):
    """Write the model and its card into a folder."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    model.save(folder / "model.npz")
    card = {
        "features": ["first exam", "second exam"],
        "minimum": scaler.data_min_.tolist(),
        "maximum": scaler.data_max_.tolist(),
        "right": right,
        "of": m,
        "interval": [round(float(bound), 3) for bound in interval(right, m)],
        "trained_on": "100 made-up applicants, datasets.load_admissions()",
        "sha256": hashlib.sha256(
            (folder / "model.npz").read_bytes()
        ).hexdigest(),
    }
    (folder / "card.json").write_text(
        json.dumps(card, indent=2) + "\n", encoding="utf-8"
    )


def main(arguments):
    """Train, judge on new applicants, and write the bundle."""
    folder = (
        Path(arguments[0]) if arguments else Path(__file__).parent / "bundle"
    )
    model, scaler = train()
    X_new, y_new = datasets.make_admissions(200, seed=NEXT_YEAR, margin=0.0)
    right = int(
        ((model.predict(scaler.transform(X_new)) >= 0.5) == y_new).sum()
    )
    write_bundle(folder, model, scaler, right, len(y_new))
    print(f"{folder}: right about {right} of {len(y_new)} new applicants.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
