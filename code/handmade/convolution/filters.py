"""Filters: kernels that people thought out, for photographs, before networks learned their own.

Weights that sum to 1 keep the brightness of an even area; those that sum to 0 turn it black, and what remains is
where brightness changes. Answers may leave 0 to 255, so clip them before showing: ``np.clip(answer, 0, 255)``.
"""

import numpy as np

from handmade.array_types import Array

#: Fifteen classic kernels of 3 by 3, by name; they cannot be changed. Explained in :ref:`ch-convolution`.
FILTERS: dict[str, Array] = {
    # Sum 1: the image stays
    "identity": np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
    "box_blur": np.full((3, 3), 1 / 9),
    "soft_blur": np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]]) / 5,
    "gaussian_blur": np.outer([1, 2, 1], [1, 2, 1]) / 16,
    "sharpen": np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
    "excessive_sharpen": np.array([[1, 1, 1], [1, -7, 1], [1, 1, 1]]),
    # Sum 0: the edges remain
    "edges": np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
    "soft_edges": np.array([[0, -1, 0], [-1, 4, -1], [0, -1, 0]]),
    "diagonal_edges": np.array([[1, 0, -1], [0, 0, 0], [-1, 0, 1]]),
    "vertical_edges": np.array([[1, 0, -1], [1, 0, -1], [1, 0, -1]]),
    "horizontal_edges": np.array([[1, 1, 1], [0, 0, 0], [-1, -1, -1]]),
    "sobel_x": np.outer([1, 2, 1], [-1, 0, 1]),  # brighter to the right: positive
    "sobel_y": np.outer([-1, 0, 1], [1, 2, 1]),  # brighter below: positive
    "laplacian": np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]]),
    "emboss": np.array([[-1, -1, 0], [-1, 0, 1], [0, 1, 1]]),
}
for _name, _filter in FILTERS.items():
    FILTERS[_name] = _filter.astype(np.float64)
    FILTERS[_name].flags.writeable = False  # shared by all who import them
