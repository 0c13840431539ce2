"""The test images, and what handmade's layers say of some of them with the weights that the page loads."""

import base64
import json
import sys
import zlib
from pathlib import Path

from handmade.convolution import Conv2D, MaxPooling2D
from handmade.datasets import load_mnist
from handmade.layers import Dense, Flatten, Input
from handmade.models import Sequential

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))
from tools.models.encoding import decode  # noqa: E402

MODELS = ROOT / "book" / "_ext" / "explorable_static" / "models"
LAYERS = {
    "Flatten": lambda layer: Flatten(),
    "MaxPooling2D": lambda layer: MaxPooling2D(),
    "Dense": lambda layer: Dense(layer["shape"][-1], activation=layer["activation"]),
    "Conv2D": lambda layer: Conv2D(layer["shape"][-1], layer["shape"][0], activation=layer["activation"]),
}
SHOWN = 50


def numbers() -> dict:
    """Return the images, packed, with their labels, and handmade's probabilities of the first ones."""
    _, (images, labels) = load_mnist()
    return {
        "images": base64.b64encode(zlib.compress(images.tobytes(), 1)).decode("ascii"),
        "labels": labels,
        "handmade": {name: probabilities(name, images[:SHOWN] / 255) for name in ("dense", "convolutional")},
    }


def probabilities(name: str, images):
    """Return what handmade says with the exported weights."""
    return network(name).predict(images[..., None] if name == "convolutional" else images)


def network(name: str) -> Sequential:
    """Return an exported network in handmade."""
    manifest = json.loads((MODELS / f"{name}.json").read_text(encoding="utf-8"))
    shape = (28, 28, 1) if name == "convolutional" else (28, 28)
    model = Sequential([Input(shape), *(LAYERS[layer["type"]](layer) for layer in manifest["layers"])])
    model.set_weights(decode(manifest["layers"], (MODELS / manifest["weights"]["file"]).read_bytes()))
    return model
