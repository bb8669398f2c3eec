"""Ctrl-C and SIGTERM, held back for a moment where stopping half-way would leave something broken."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SIGNALS = {signal.SIGINT, signal.SIGTERM}


@contextmanager
def held_back() -> Iterator[None]:
    """Let Ctrl-C wait until the block is over; a process started in the block is born with it held back.

    Blocking a signal in this thread is not enough: the system hands it to any other that hears it, such as those of
    numpy, and Python then stops this one. So it is noted, and raised again at the end. Where signals cannot be held
    back (Windows, or another thread than the first), nothing changes.
    """
    if not hasattr(signal, "pthread_sigmask") or threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[int] = []
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    usual = {one: signal.getsignal(one) for one in SIGNALS}
    heeded = {one: handler for one, handler in usual.items() if handler not in (signal.SIG_IGN, None)}
    for one in heeded:
        signal.signal(one, lambda number, _: heard.append(number))
    try:
        yield
    finally:
        for one, handler in heeded.items():
            signal.signal(one, handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for number in heard[:1]:
            signal.raise_signal(number)


def let_through() -> None:
    """Undo, in a process started under ``held_back``, what it was born with."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
