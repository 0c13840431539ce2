"""Prices after clicks on the three cells of *Notebooks*, by Python itself."""

import itertools

CELLS = {1: "price = 100", 2: "price = price * 1.2", 3: "price = price + 30"}


def numbers() -> list[dict]:
    """Return every history of up to five clicks, with the price in the memory at its end, or None after an error."""
    found = []
    for length in range(6):
        for clicks in itertools.product(CELLS, repeat=length):
            memory: dict = {}
            try:
                for click in clicks:
                    exec(CELLS[click], memory)
            except NameError:
                memory = {}
            found.append({"clicks": clicks, "price": memory.get("price")})
    return found
