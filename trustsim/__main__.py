"""Where the command ``trustsim`` begins, as ``python -m trustsim`` does: Ctrl-C ends it quietly from the very start."""

from __future__ import annotations

import signal
import sys


def main() -> None:
    """Answer at once what can be answered at once; else import the command line and run it.

    Until a command runs there is nothing to tidy up, so that Ctrl-C may end this process at once, by the signal, which
    a shell knows as 130. An exception in the middle of an import would show as a traceback.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that knows ASCII alone still gets an answer
            stream.reconfigure(errors="replace")
    from trustsim.cli.front import answered  # noqa: PLC0415 (not before Ctrl-C is quiet)

    if answered(sys.argv[1:]):
        return
    from trustsim.cli.app import main as command  # noqa: PLC0415 (typer is slow to import)

    command()


if __name__ == "__main__":
    main()
