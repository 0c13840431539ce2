"""Model files: a model as one .npz archive of a JSON description and plain arrays.

Nothing in it is pickled, so that opening a file from a stranger runs no code of theirs.
"""

import importlib
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from handmade.layers import Layer

Array = np.ndarray


def write(path: str | Path, layers: Sequence[Layer], seed: int | None) -> None:
    """Write ``layers`` and their weights to exactly ``path``; an interrupted write leaves the old file."""
    path = Path(path)
    description = {"seed": seed, "layers": [_describe(layer) for layer in layers]}
    arrays = {f"weight_{i}": w for i, w in enumerate(w for layer in layers for w in layer.get_weights())}
    unfinished = path.with_name(path.name + ".part")
    try:
        with unfinished.open("wb") as file:
            np.savez(file, description=np.array(json.dumps(description)), **arrays)
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise OSError(f"cannot save the model to {path}: {error}; does the folder exist?") from error


def read(path: str | Path) -> tuple[list[Layer], int | None, list[Array]]:
    """Return the layers (without weights), the seed and the weights in the file at ``path``."""
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"there is no model file {path.resolve()}; save one with model.save({path.name!r})")
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            description = json.loads(str(file["description"]))
            weights = [file[f"weight_{i}"] for i in range(len(file.files) - 1)]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError(
            f"{path} is not a model that handmade saved, or it is damaged ({error}); save it again"
        ) from error
    return [_make(layer, path) for layer in description["layers"]], description["seed"], weights


def _describe(layer: Layer) -> dict:
    module, _, name = type(layer).__module__.rpartition(".")
    if module != "handmade":
        raise ValueError(
            f"{type(layer).__name__} is not a layer of handmade, so a file cannot tell how to make it again; "
            "save the arrays of model.get_weights() with np.savez instead"
        )
    return {"module": name, "class": type(layer).__name__, "config": layer.get_config()}


def _make(described: dict, path: Path) -> Layer:
    try:
        kind = getattr(importlib.import_module(f"handmade.{described['module']}"), described["class"])
    except (ImportError, AttributeError) as error:
        raise ValueError(f"{path} has a layer that this version of handmade does not know: {error}") from error
    if not (isinstance(kind, type) and issubclass(kind, Layer)):
        raise ValueError(f"{path} names {described['class']} as a layer, which it is not; the file may be damaged")
    return kind(**described["config"])
