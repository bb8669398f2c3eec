"""A browser that looks at a page: what it asks the network for, what it complains of, and what it paints."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
"""Names under which Chromium goes."""

MISSING = "needs Chromium, of Debian's package chromium: apt-get install chromium"

_COMPLAINT = re.compile(r'INFO:CONSOLE\S* "(.*)", source:')
_OF_THE_BROWSER = "not an origin"
"""The initiator of requests that the browser makes for itself; they have nothing to do with a page."""


@dataclass(frozen=True)
class Seen:
    """What came of looking at a page.

    Attributes:
        requests: addresses that the page asked the network for.
        complaints: what the browser says of it, breaches of its policy among them.
        picture: a PNG of it.
    """

    requests: tuple[str, ...]
    complaints: tuple[str, ...]
    picture: Path


def browser() -> str | None:
    """The browser of this machine; None where there is none."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def look_at(page: Path, folder: Path, *, width: int = 1280, height: int = 900) -> Seen:
    """Open a page in a browser that cannot reach any other machine."""
    command = browser()
    assert command is not None, MISSING
    log, picture = folder / "network.json", folder / f"page-{width}.png"
    told = subprocess.run(
        [
            command, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
            "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
            "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr",
            f"--user-data-dir={folder / 'profile'}", f"--log-net-log={log}",
            f"--window-size={width},{height}", f"--screenshot={picture}", page.resolve().as_uri(),
        ],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    return Seen(tuple(_requests(log)), tuple(_COMPLAINT.findall(told.stderr)), picture)


def _requests(log: Path) -> list[str]:
    asked = [event.get("params", {}) for event in json.loads(log.read_text(encoding="utf-8"))["events"]]
    return [one["url"] for one in asked if one.get("initiator", _OF_THE_BROWSER) != _OF_THE_BROWSER and "url" in one]
