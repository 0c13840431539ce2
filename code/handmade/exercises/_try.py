"""Trial: a reader's function run on inputs, with everything caught that it may do."""

from __future__ import annotations

import contextvars
import copy
import ctypes
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


class TookTooLong(BaseException):
    """Raised inside a reader's function that has run out of time; no ``except Exception`` can hold it."""


@dataclass(frozen=True)
class Outcome:
    """What one call came to: a value, or the exception that it raised."""

    value: Any = None
    error: BaseException | None = None


def outcomes(
    use: Callable[..., Any], answer: Any, calls: list[tuple[Any, ...]], seconds: float | None
) -> list[Outcome]:
    """Return what ``answer`` makes of every call, all together within ``seconds`` (None: no limit).

    The answer gets copies, so that one that changes its arguments cannot spoil the next call. It stops at the
    first exception. Raises ``TimeoutError`` when the time is over.
    """
    results: list[Outcome] = []

    def run() -> None:
        for arguments in calls:
            try:
                results.append(Outcome(use(answer, *copy.deepcopy(arguments))))
            except Exception as error:
                results.append(Outcome(error=error))
                return

    if seconds is None:
        run()
    else:
        _within(seconds, run)
    return results


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
        raise RuntimeError(f"it ended with {type(escaped[0]).__name__}") from escaped[0]


def _stop(thread: threading.Thread) -> None:
    """Ask the thread to end at its next line of Python."""
    identity = ctypes.c_ulong(thread.ident or 0)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(identity, ctypes.py_object(TookTooLong))
