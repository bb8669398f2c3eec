"""Where the command ``trustsim`` begins, as ``python -m trustsim`` does: Ctrl-C ends it quietly from the very start."""

from __future__ import annotations

import signal


def main() -> None:
    """Import the command line and run it.

    While it is imported there is nothing to tidy up, so that Ctrl-C may end this process at once, by the signal, which
    a shell knows as 130. An exception in the middle of an import would show as a traceback.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from trustsim.cli.app import main as command  # noqa: PLC0415 (not before Ctrl-C is quiet)

    command()


if __name__ == "__main__":
    main()
