"""What kernels make of the pictures of kernel_core.js, by handmade's correlate2d."""

import re
from pathlib import Path

import numpy as np

from handmade.convolution import FILTERS, correlate2d

CORE = Path(__file__).resolve().parents[3] / "book/_ext/explorable_static/kernel_core.js"
NAMES = ["identity", "box_blur", "gaussian_blur", "sharpen", "edges", "horizontal_edges", "vertical_edges"]
NAMES += ["sobel_x", "sobel_y"]


def pictures() -> dict[str, np.ndarray]:
    """Return the pictures (24, 24), from 0 to 255, as the module draws them: a hexadecimal digit for a pixel."""
    drawn = re.findall(r"(\w+): `\n((?:[0-9a-f]{24}\n?){24})`", CORE.read_text(encoding="utf-8"))
    return {name: np.array([[17.0 * int(digit, 16) for digit in row] for row in text.split()]) for name, text in drawn}


def numbers() -> dict:
    """Return the filters, and the sums and pixels of two kernels on each picture, in all places."""
    own = np.array([[0.5, -1.25, 3.0], [0.0, 2.0, -0.75], [-4.0, 1.0, 0.1]])
    kernels = {"own": own, **{name: FILTERS[name] for name in NAMES}}
    return {
        "kernels": {name: kernel.ravel() for name, kernel in kernels.items()},
        "pictures": pictures(),
        "sums": {
            picture: {name: correlate2d(image, kernel) for name, kernel in kernels.items()}
            for picture, image in pictures().items()
        },
        "clipped": np.clip(correlate2d(pictures()["house"], FILTERS["sobel_x"]), 0, 255),
    }
