"""How a command ends: 0 fine, 1 the run failed, 2 the input was wrong, 130 stopped; never in a traceback."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn, ParamSpec, TypeVar

from trustsim.errors import InputError, TrustsimError
from trustsim.text import visible

P = ParamSpec("P")
T = TypeVar("T")

FAILED = 1
WRONG_INPUT = 2
STOPPED = 130

DEBUG = "TRUSTSIM_DEBUG"


def guarded(command: Callable[P, T]) -> Callable[P, T]:
    """Give a command its exit codes and its one-line messages; with TRUSTSIM_DEBUG=1 the traceback too."""

    @wraps(command)
    def guard(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            result = command(*args, **kwargs)
            sys.stdout.flush()
        except BrokenPipeError:
            _reader_has_enough()
        except KeyboardInterrupt as stop:
            _end(str(stop) or "stopped", code=STOPPED)
        except TrustsimError as error:
            _end(*error.lines, code=WRONG_INPUT if isinstance(error, InputError) else FAILED)
        except MemoryError:
            _end("Error: there was not enough memory for this run; try fewer users, days or --jobs", code=FAILED)
        except Exception as error:  # noqa: BLE001 - whatever else goes wrong, people get a sentence
            _end(f"Error: {in_a_line(error)} (a fault of trustsim; {DEBUG}=1 shows where it is)", code=FAILED)
        else:
            return result

    return guard


def say(text: str) -> None:
    """Write a line to stderr, as text and nothing else; stdout is for results."""
    sys.stderr.write(f"{visible(text)}\n")


def stop_on_signals() -> None:
    """Let Ctrl-C, and a request to end (as from a batch system), stop a command that then tidies up.

    Ctrl-C that is ignored, as in the background of a script, stays so.
    """
    signal.signal(signal.SIGTERM, _stop)
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _stop)


def die_at_once() -> None:
    """Let Ctrl-C, pressed once more while Python tidies up, end it with no traceback; what was to be said is said."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def _stop(*_: Any) -> NoReturn:
    raise KeyboardInterrupt


def _end(*lines: str, code: int) -> NoReturn:
    if os.environ.get(DEBUG):
        traceback.print_exc()
    for line in lines:
        say(line)
    raise SystemExit(code)


def in_a_line(error: Exception) -> str:
    """What went wrong, by its name and the first line of its text."""
    first = next(iter(str(error).splitlines()), "")
    return f"{type(error).__name__}: {first}" if first else type(error).__name__


def _reader_has_enough() -> NoReturn:
    """Whoever read our output has closed it (as ``head`` does): end quietly, and keep Python quiet too."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(0)
