"""Signals that are held back wait until the block is over, whichever thread hears them."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest

from trustsim.records.interrupts import heard_once, held_back

BOTH = (signal.SIGINT, signal.SIGTERM)

pytestmark = pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals cannot be held back here")


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.fixture(autouse=True)
def heeded() -> Iterator[None]:
    """Handlers that stop this process, and a thread that holds no signal back, as those of numpy do not."""
    before = {one: signal.signal(one, _stop) for one in BOTH}
    over = threading.Event()
    other = threading.Thread(target=over.wait)
    other.start()
    yield
    for one, handler in before.items():
        signal.signal(one, handler)
    over.set()
    other.join()


def send(number: int) -> None:
    os.kill(os.getpid(), number)
    time.sleep(0.05)


@pytest.mark.parametrize("number", BOTH)
def test_a_signal_waits_though_another_thread_hears_it(number: int) -> None:
    steps = []
    with pytest.raises(KeyboardInterrupt), held_back():  # noqa: PT012 (it is raised when the block is over)
        send(number)
        steps.append("whole")
    assert steps == ["whole"]


def test_blocks_in_one_another_wait_for_the_outermost() -> None:
    steps = []
    with pytest.raises(KeyboardInterrupt), held_back():  # noqa: PT012 (it is raised when the block is over)
        with held_back():
            send(signal.SIGINT)
            steps.append("inner")
        steps.append("outer")
    assert steps == ["inner", "outer"]


def test_what_is_ignored_stays_ignored() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with held_back():
        send(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_nothing_changes_where_nothing_is_heard() -> None:
    before = [signal.getsignal(one) for one in BOTH], signal.pthread_sigmask(signal.SIG_BLOCK, ())
    with held_back():
        pass
    assert before == ([signal.getsignal(one) for one in BOTH], signal.pthread_sigmask(signal.SIG_BLOCK, ()))


@pytest.mark.parametrize(("first", "second"), [BOTH, BOTH[::-1], (signal.SIGINT, signal.SIGINT)])
def test_what_is_tidied_up_after_the_first_signal_is_not_disturbed(first: int, second: int) -> None:
    steps = []
    with pytest.raises(KeyboardInterrupt, match="how to go on"), heard_once():  # noqa: PT012 (the order is the point)
        try:
            send(first)
            steps.append("not reached")
        except KeyboardInterrupt:
            with held_back():
                send(second)
            send(second)
            steps.append("tidied up")
            raise KeyboardInterrupt("how to go on") from None
    assert steps == ["tidied up"]


def test_a_signal_is_heard_once_by_all_blocks_together() -> None:
    steps = []
    with heard_once():
        try:
            with heard_once():
                send(signal.SIGINT)
        except KeyboardInterrupt:
            send(signal.SIGINT)
            steps.append("tidied up")
    assert steps == ["tidied up"]


def test_handlers_are_put_back_unless_others_have_come_in_their_place() -> None:
    before = signal.getsignal(signal.SIGINT)
    with heard_once():
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    assert signal.getsignal(signal.SIGINT) is before
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
