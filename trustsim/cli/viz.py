"""``trustsim viz``: a page in the browser on which a world is watched, and its levers are moved."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import Annotated

import typer

from trustsim.cli.exits import guarded
from trustsim.cli.options import whole
from trustsim.errors import RunError

HOST = "localhost"
USUAL_PORT = 8765
PAGE = "trustsim.viz"
INSTALL = 'pip install "trustsim[viz]", or in a clone: pip install -c constraints.txt -e ".[viz]"'

Port = Annotated[
    int, typer.Option(parser=whole(1, 65535), metavar="N", help="Port of this computer that the page is on.")
]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Open no browser; only say where the page is.")]


@guarded
def viz(*, port: Port = USUAL_PORT, no_browser: NoBrowser = False) -> None:
    """Watch a world in the browser, step by step, and move its levers; Ctrl-C ends it.

    It needs the extra viz: pip install "trustsim[viz]". The page comes from this computer alone.

    Example: trustsim viz --port 8800
    """
    if find_spec("solara") is None:
        raise RunError(f"the page needs Solara; it comes with the extra viz: {INSTALL}")
    os.environ.setdefault("SOLARA_TELEMETRY_MIXPANEL_ENABLE", "false")  # Solara would report to its makers
    os.environ.setdefault("SOLARA_CHECK_HOOKS", "off")  # else it warns of a page of Mesa 3.3 that works
    from click import Abort
    from solara.__main__ import cli

    options = ["--no-check-version", "--no-access-log", "--production", *(["--no-open"] if no_browser else [])]
    try:
        cli(["run", PAGE, "--host", HOST, "--port", str(port), *options], standalone_mode=False)
    except Abort:  # what Solara makes of Ctrl-C
        raise KeyboardInterrupt from None
