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

    Where signals cannot be held back (Windows, or another thread than the first), nothing changes.
    """
    if not hasattr(signal, "pthread_sigmask") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def let_through() -> None:
    """Undo, in a process started under ``held_back``, what it was born with."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
