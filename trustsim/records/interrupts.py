"""Ctrl-C and SIGTERM: held back where stopping half-way would leave something broken, and heard only once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

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


@contextmanager
def heard_once() -> Iterator[None]:
    """Let the first Ctrl-C or SIGTERM do what it does, and no other: what is tidied up after it is not disturbed.

    Blocks may stand in one another. In another thread than the first, nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard = False

    def hear(number: int, frame: FrameType | None) -> None:
        nonlocal heard
        if not heard:
            heard = True
            usual[signal.Signals(number)](number, frame)

    handlers = {one: signal.getsignal(one) for one in SIGNALS}
    usual = {one: handler for one, handler in handlers.items() if callable(handler)}
    for one in usual:
        signal.signal(one, hear)
    try:
        yield
    finally:
        for one, handler in usual.items():
            if signal.getsignal(one) is hear:  # nobody has put another in its place
                signal.signal(one, handler)


def let_through() -> None:
    """Undo, in a process started under ``held_back``, what it was born with."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
