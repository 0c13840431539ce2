"""Trial: a reader's function run on inputs, with everything caught that it may do."""

from __future__ import annotations

import contextlib
import contextvars
import copy
import ctypes
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TextIO, cast

import numpy as np


class TookTooLong(BaseException):
    """Raised inside a reader's function that has run out of time; no ``except Exception`` can hold it."""


class EndedError(RuntimeError):
    """A reader's function left the program, for instance with ``sys.exit``."""


@dataclass(frozen=True)
class Outcome:
    """What one call came to: a value or an exception, and what else it did."""

    value: Any = None
    error: BaseException | None = None
    changed: tuple[int, ...] = ()  # the positions of the arrays that it wrote into
    printed: bool = False


class Listener:
    """A stream that passes everything on and remembers whether there was anything."""

    def __init__(self, stream: Any) -> None:
        """Listen to what is written to ``stream``."""
        self.stream = stream
        self.heard = False

    def write(self, text: str) -> Any:
        """Pass the text on."""
        self.heard = self.heard or bool(text.strip())
        return self.stream.write(text)

    def __getattr__(self, name: str) -> Any:
        """Be the stream in all else."""
        return getattr(self.stream, name)


def outcomes(
    use: Callable[..., Any], answer: Any, calls: list[tuple[Any, ...]], seconds: float | None
) -> list[Outcome]:
    """Return what ``answer`` makes of every call, all together within ``seconds`` (None: no limit).

    The answer gets copies, so that one that changes its arguments cannot spoil the next call. It stops at the
    first exception. Raises ``TimeoutError`` when the time is over.
    """
    results: list[Outcome] = []
    listener = Listener(sys.stdout)

    def run() -> None:
        for arguments in calls:
            lent = copy.deepcopy(arguments)
            listener.heard = False
            try:
                value = use(answer, *lent)
            except Exception as error:
                results.append(Outcome(error=error))
                return
            results.append(Outcome(value, changed=_changed(arguments, lent), printed=listener.heard))

    with contextlib.redirect_stdout(cast(TextIO, listener)):
        if seconds is None:
            run()
        else:
            _within(seconds, run)
    return results


def _changed(before: tuple[Any, ...], after: tuple[Any, ...]) -> tuple[int, ...]:
    """Return the positions of the arrays of numbers that differ."""
    arrays = [(i, a, b) for i, (a, b) in enumerate(zip(before, after, strict=True)) if isinstance(a, np.ndarray)]
    return tuple(i for i, a, b in arrays if not np.array_equal(a, b, equal_nan=a.dtype.kind in "fc"))


def _within(seconds: float, run: Callable[[], None]) -> None:
    """Call ``run`` in a thread of its own and stop it when the time is over.

    A thread works on every system, unlike an alarm signal. Where there are none (Pyodide) there is no limit.
    """
    context = contextvars.copy_context()  # NumPy's error state and the notebook's output belong to the context

    def body() -> None:
        try:
            context.run(run)
        except BaseException as error:  # SystemExit, TookTooLong: seen below
            escaped.append(error)

    escaped: list[BaseException] = []
    thread = threading.Thread(target=body, daemon=True)
    try:
        thread.start()
    except RuntimeError:
        run()
        return
    try:
        thread.join(seconds)
    finally:
        late = thread.is_alive()
        if late:
            _stop(thread)
    if late:
        raise TimeoutError
    if escaped:
        raise EndedError(f"it ended with {type(escaped[0]).__name__}") from escaped[0]


def _stop(thread: threading.Thread) -> None:
    """Ask the thread to end at its next line of Python."""
    identity = ctypes.c_ulong(thread.ident or 0)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(identity, ctypes.py_object(TookTooLong))
