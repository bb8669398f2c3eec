"""Commands as processes of their own, as a person at a terminal has them."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest


def hear_ctrl_c() -> None:
    """Undo what tests that run in the background are born with, and their children with them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def on_a_terminal(command: list[Any], folder: Path) -> tuple[bytes, str]:
    """What a command says on stdout, and what a terminal shows beside it.

    The terminal is read as the command goes on: it holds a few kilobytes, and then whoever writes to it waits.
    """
    pty = pytest.importorskip("pty")
    controller, terminal = pty.openpty()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=terminal)
    os.close(terminal)
    patience = threading.Timer(120, process.kill)
    patience.start()
    seen = b""
    with contextlib.suppress(OSError):  # Linux says so when a terminal has no more to say
        while part := os.read(controller, 1024):
            seen += part
    os.close(controller)
    out, _ = process.communicate()
    patience.cancel()
    assert process.returncode == 0, seen
    return out, seen.decode()
