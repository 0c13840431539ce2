"""What NumPy gives for every pair of selectors of ml-slicing: shape and values, or that it refuses."""

import numpy as np

ROWS = (":", "0:3", "0:5", "5:", "-1:", "::2", "::-1", "2", "-1", "[2]", "[-1]", "[0,2,7]")
COLUMNS = (":", "0:2", "1:", "-1:", "::2", "0", "2", "-1", "[2]", "[-1]", "[0,2]", "[2,0]")
MATRIX = np.array([[i, i * 3, i**2] for i in range(1, 9)])


def selector(text: str) -> int | slice | list[int]:
    """Return what stands between the brackets, as Python reads it."""
    if text.startswith("["):
        return [int(k) for k in text[1:-1].split(",")]
    return slice(*(int(k) if k else None for k in text.split(":"))) if ":" in text else int(text)


def numbers() -> list[dict]:
    """Return one dictionary for every pair."""
    return [{"rows": rows, "columns": columns, **found(rows, columns)} for rows in ROWS for columns in COLUMNS]


def found(rows: str, columns: str) -> dict:
    """Return the shape and the values, or that NumPy refuses."""
    try:
        values = MATRIX[selector(rows), selector(columns)]
    except IndexError:
        return {"refused": True}
    return {"shape": list(values.shape), "values": values.tolist(), "printed": str(values)}
