"""Gains of the study of Fashion-MNIST over some of its rows, for two to five seeds, by NumPy from the book's result."""

import numpy as np

from handmade.results import load_result

STUDENT = {2: 12.71, 3: 4.30, 4: 3.18, 5: 2.78}


def numbers() -> dict:
    """Return the study's rows, and for some seeds and rows to compare with, each row's mean gain and half width."""
    rows = {row["name"]: row for row in load_result("fashion")["rows"]}
    found = []
    for seeds, against in ((2, "base"), (3, "adam"), (4, "relu-second"), (5, "base")):
        theirs = np.array(rows[against]["validation"][:seeds])
        gains = []
        for row in rows.values():
            d = 100 * (np.array(row["validation"][:seeds]) - theirs)
            pictures = 100 * row["error of pictures"][against]
            half = np.sqrt(STUDENT[seeds] ** 2 * d.var(ddof=1) / seeds + (1.96 * pictures) ** 2)
            gains.append([d.mean(), half])
        found.append({"seeds": seeds, "against": against, "gains": gains})
    return {"rows": list(rows.values()), "found": found}
