"""matplotlib, whatever the environment asks of it: our pictures need no window, and no backend but their own.

``MPLBACKEND`` and a user's ``matplotlibrc`` name the backend of pyplot, which is not used here. But matplotlib looks at
them while it is imported, and a name that it does not know, as that of a notebook outside of the notebook, makes the
import fail.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

VARIABLE = "MPLBACKEND"


def import_matplotlib() -> None:
    """Import matplotlib, if nobody has yet, and leave it and the environment as they would be without us.

    The caller's own backend is chosen as matplotlib would have chosen it, where it can be.
    """
    if "matplotlib" in sys.modules:
        return
    wanted = os.environ.pop(VARIABLE, None)
    try:
        with _no_complaints():
            import matplotlib as mpl
    finally:
        if wanted is not None:
            os.environ[VARIABLE] = wanted
    if wanted:
        with suppress(ValueError):
            mpl.rcParams["backend"] = wanted


@contextmanager
def _no_complaints() -> Iterator[None]:
    """Keep to itself what matplotlib says of a backend in a ``matplotlibrc`` that it does not know."""
    logger = logging.getLogger("matplotlib")
    usual = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(usual)
