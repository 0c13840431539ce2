"""Write the networks of ml-draw-digit: `make models`, half a minute for each.

Into `book/_ext/explorable_static/models` go the weights and a manifest that says what they are; into `tests/js/keras`
what Keras says of the test images, for the tests to compare with.
"""

from __future__ import annotations

import hashlib
import json
import sys

import numpy as np

from tools.models.encoding import encode
from tools.models.recipes import BATCH, EPOCHS, ROOT, convolutional_in_keras, dense_in_keras, pixels

MODELS = ROOT / "book" / "_ext" / "explorable_static" / "models"
ANSWERS = ROOT / "tests" / "js" / "keras"
SHOWN = 100  # images of which the tests know every probability
# What the images were prepared with, so what a drawing is to be prepared with: 28 pixels a side, the digit scaled to
# a box of 20, its center of mass in the middle of pixel 14, which is 14.5 from the edge.
PREPARATION = {"side": 28, "box": 20, "center": 14.5, "paper": 0, "ink": 1}
RECIPES = {
    "dense": {
        "train": dense_in_keras,
        "formats": ["int8", "float16"],
        "recipe": "the cells of book/digits.md: seed 0, SGD 0.01, 5 epochs in batches of 32, not shuffled",
    },
    "convolutional": {
        "train": convolutional_in_keras,
        "formats": ["float16"] * 3,
        "recipe": f"tools/models/recipes.py: seed 0, Adam 0.001, {EPOCHS} epochs in batches of {BATCH}, shuffled",
    },
}


def main() -> int:
    """Train and write both; return the exit status."""
    from handmade.datasets import load_mnist

    _, (images, labels) = load_mnist()
    for name, recipe in RECIPES.items():
        print(f"{name}: training …", flush=True)
        model = recipe["train"]()
        layers, data = exported(model, recipe["formats"])
        inputs = pixels(images).reshape(-1, *model.input_shape[1:])
        probabilities = model.predict(inputs, batch_size=500, verbose=0)
        classes = probabilities.argmax(axis=1)
        manifest = {
            "name": name,
            "recipe": recipe["recipe"],
            "accuracy": round(float(np.mean(classes == labels)), 4),
            "parameters": model.count_params(),
            "preparation": PREPARATION,
            "input": [28, 28, 1],
            "layers": layers,
            "weights": {"file": f"{name}.bin", "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()},
        }
        (MODELS / f"{name}.bin").write_bytes(data)
        (MODELS / f"{name}.json").write_text(written(manifest), encoding="utf-8")
        write_answers(name, classes, probabilities[:SHOWN])
        print(f"{name}: {manifest['accuracy']:.2%} of the test images, {len(data):,} bytes of weights")
    return 0


def exported(model, formats: list[str]) -> tuple[list[dict], bytes]:
    """Return the layers of a Keras model as the manifest describes them, and their weights."""
    layers, data, formats = [], b"", list(formats)
    for layer in model.layers:
        described = {"type": type(layer).__name__}
        if layer.get_weights():
            kernel, bias = layer.get_weights()
            described |= {"shape": [*kernel.shape], "activation": layer.activation.__name__, "format": formats.pop(0)}
            data += encode(kernel, bias, described["format"])
        layers.append(described)
    return layers, data


def written(manifest: dict) -> str:
    """Return a manifest as JSON, one line for each thing and for each layer."""
    entries = [f'"{key}": {json.dumps(value)}' for key, value in manifest.items()]
    return "{\n" + ",\n".join(entries).replace("}, {", "},\n  {") + "\n}\n"


def write_answers(name: str, classes: np.ndarray, probabilities: np.ndarray) -> None:
    """Write what Keras says: a digit for every test image, and all shares of the first of them."""
    answers = {"classes": "".join(map(str, classes)), "probabilities": probabilities.astype(float).round(7).tolist()}
    ANSWERS.mkdir(exist_ok=True)
    (ANSWERS / f"{name}.json").write_text(json.dumps(answers) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
