"""Progress: what a person who waits for ``fit`` sees, on standard output.

A bar over all steps where tqdm is installed, otherwise about ten plain lines.
"""

import sys
from collections.abc import Mapping
from typing import Any


class Progress:
    """The progress of one ``fit``: ``verbose`` 0 is silent, 1 a bar, 2 one line per epoch, as in Keras."""

    def __init__(self, epochs: int, steps: int, verbose: int | str) -> None:
        if verbose not in (0, 1, 2, "auto"):
            raise ValueError(f"verbose must be 0 (silent), 1 (a bar) or 2 (a line per epoch), but it is {verbose!r}")
        self.epochs = epochs
        self._bar = _make_bar(epochs * steps) if verbose in (1, "auto") else None
        self._lines_every = 0 if verbose == 0 else 1 if verbose == 2 else max(1, epochs // 10)

    def step(self) -> None:
        """One batch is done."""
        if self._bar is not None:
            self._bar.update()

    def epoch(self, epoch: int, logs: Mapping[str, float]) -> None:
        """Epoch number ``epoch``, counted from 0, is done."""
        numbers = "  ".join(f"{name} {value:.4f}" for name, value in logs.items())
        if self._bar is not None:
            self._bar.set_postfix_str(f"epoch {epoch + 1}/{self.epochs}  {numbers}", refresh=False)
        elif self._lines_every and ((epoch + 1) % self._lines_every == 0 or epoch + 1 == self.epochs):
            print(f"epoch {epoch + 1}/{self.epochs}  {numbers}", flush=True)

    def close(self) -> None:
        """Leave the last state of the bar on the screen."""
        if self._bar is not None:
            self._bar.close()


def _make_bar(total: int) -> Any:  # a bar, or None
    try:
        from tqdm import tqdm  # optional: only the looks depend on it
    except ImportError:
        return None
    return tqdm(total=total, file=sys.stdout, unit="step")
