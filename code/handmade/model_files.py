"""Model files: a model as one .npz archive of a JSON description and plain arrays.

Nothing in it is pickled, so that opening a file from a stranger runs no code of theirs.
"""

import importlib
import json
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from handmade.array_types import Array, Seed
from handmade.layers import Layer

MODULES_OF_LAYERS = ("layers", "convolution")


def write(path: str | Path, layers: Sequence[Layer], seed: Seed) -> None:
    """Write ``layers`` and their weights to exactly ``path``; an interrupted write leaves the old file."""
    path = Path(path)
    description = {"seed": seed if isinstance(seed, int) else None, "layers": [_describe(layer) for layer in layers]}
    arrays = {f"weight_{i}": w for i, w in enumerate(w for layer in layers for w in layer.get_weights())}
    unfinished = path.with_name(path.name + ".part")
    try:
        with unfinished.open("wb") as file:
            np.savez(file, allow_pickle=False, description=np.array(json.dumps(description)), **arrays)
        unfinished.replace(path)
    except OSError as error:
        raise OSError(f"cannot save the model to {path}: {error}; does the folder exist?") from error
    finally:
        with suppress(OSError):  # a folder that is none
            unfinished.unlink(missing_ok=True)


def read(path: str | Path) -> tuple[list[Layer], int | None, list[Array]]:
    """Return the layers (without weights), the seed and the weights in the file at ``path``."""
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"there is no model file {path.resolve()}; save one with model.save({path.name!r})")
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            description = json.loads(str(file["description"]))
            weights = [file[f"weight_{i}"] for i in range(len(file.files) - 1)]
        return [_make(layer, path) for layer in description["layers"]], description["seed"], weights
    except (OSError, ValueError, KeyError, TypeError, IndexError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError(
            f"{path} is not a model that handmade saved, or it is damaged ({error}); save it again"
        ) from error


def _describe(layer: Layer) -> dict[str, Any]:
    package, module = f"{type(layer).__module__}.".split(".")[:2]
    if package != "handmade" or module not in MODULES_OF_LAYERS:
        raise ValueError(
            f"{type(layer).__name__} is not a layer of handmade, so a file cannot tell how to make it again; "
            "save the arrays of model.get_weights() with np.savez instead"
        )
    return {"module": module, "class": type(layer).__name__, "config": layer.get_config()}


def _make(described: dict[str, Any], path: Path) -> Layer:
    module, name = described["module"], described["class"]
    kind = getattr(importlib.import_module(f"handmade.{module}"), name, None) if module in MODULES_OF_LAYERS else None
    if not (isinstance(kind, type) and issubclass(kind, Layer)):
        raise ValueError(f"this version of handmade knows no layer {module}.{name}")
    return kind(**described["config"])
