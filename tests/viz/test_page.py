"""The page of ``trustsim viz``: it opens in a browser, steps, and asks nothing of any other computer."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("SOLARA_CHECK_HOOKS", "off")  # as the command does, before Solara reads it

pytest.importorskip("solara", reason="the extra viz is not installed")

from tests.processes import hear_ctrl_c
from trustsim import viz
from trustsim.cli.exits import STOPPED
from trustsim.model.adapter import CollectedTrustModel
from trustsim.scenario.catalogue import key_at

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
NOWHERE = "http://127.0.0.1:9"  # a proxy that is not there: what would be fetched from outside fails
PATIENCE = 300


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the page is, once it answers."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "HTTP_PROXY": NOWHERE, "HTTPS_PROXY": NOWHERE, "NO_PROXY": "localhost,127.0.0.1"}
    command = [sys.executable, "-m", "trustsim", "viz", "--no-browser", "--port", str(port)]
    server = subprocess.Popen(
        command,
        cwd=tmp_path_factory.mktemp("empty"),
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hear_ctrl_c,  # noqa: PLW1509 (this process has one thread)
    )
    found = f"http://localhost:{port}/"
    try:
        _wait_for(found, server)
        yield found
    finally:
        server.send_signal(signal.SIGINT)
        _, said = server.communicate(timeout=PATIENCE)
    assert said.endswith("stopped\n"), said
    assert server.returncode == STOPPED


def _wait_for(address: str, server: subprocess.Popen[str]) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(2 * PATIENCE):
        assert server.poll() is None, "the server has ended"
        try:
            opener.open(address, timeout=PATIENCE).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise AssertionError(f"nothing answers at {address}")


@pytest.fixture
def asked() -> list[str]:
    """Addresses that the browser asks for."""
    return []


@pytest.fixture
def page(address: str, asked: list[str]) -> Iterator[Any]:
    """The page in Debian's Chromium."""
    play = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    with play.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        shown = browser.new_page()
        shown.set_default_timeout(PATIENCE * 1000)
        shown.on("request", lambda request: asked.append(request.url))
        shown.goto(address)
        yield shown
        browser.close()


@pytest.mark.slow
def test_it_steps_begins_anew_and_changes_the_world_without_the_network(
    page: Any, address: str, asked: list[str]
) -> None:
    step = page.get_by_role("button", name="Step")
    page.get_by_text("Day 0 of 500").wait_for()
    step.click()
    page.get_by_text("Day 1 of 500").wait_for()
    assert page.locator("svg, img").count() > 0
    page.get_by_role("button", name="Reset").click()
    page.get_by_text("Day 0 of 500").wait_for()
    page.get_by_text("The partnership, seed 1").wait_for()
    page.get_by_text("partnership", exact=True).click()
    page.get_by_text("waterfall-contract", exact=True).click()
    page.get_by_text("The contract, seed 1").wait_for()
    step.click()
    page.get_by_text("Day 1 of 500").wait_for()
    assert asked
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []


@pytest.fixture(scope="module")
def model() -> CollectedTrustModel:
    return CollectedTrustModel(world="partnership", rng=1, **{"run.warmup_days": 0})


@pytest.mark.parametrize("lever", viz.LEVERS, ids=lambda lever: lever.key)
def test_levers_are_keys_and_stay_in_their_ranges(lever: viz.Lever) -> None:
    key = key_at(tuple(lever.key.split(".")))
    assert key is not None
    assert key.low <= lever.low <= key.default <= lever.high <= key.high


def test_a_world_begins_with_its_own_values(model: CollectedTrustModel) -> None:
    parameters = viz.parameters("partnership", model.config)
    assert parameters["world"] == "partnership"
    given = {name: one["value"] if isinstance(one, dict) else one for name, one in parameters.items()}
    assert CollectedTrustModel(**given).config == CollectedTrustModel(world="partnership", rng=1).config


def test_the_day_is_told_in_words(model: CollectedTrustModel) -> None:
    assert "Day 0 of 500" in viz.state(model)
    assert not any("Trust" in line for line in viz.state(model))
    model.step()
    assert viz.state(model)[1:5] == [
        "Day 1 of 500", "Trust of users in IT: 0.65", "Trust of IT in the business: 0.65",
        "The relationship: it is healthy",
    ]  # fmt: skip


def test_both_curves_are_drawn(model: CollectedTrustModel) -> None:
    axes = viz.curves(model).axes[0]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["of users in IT", "of IT in the business"]
    for line, column in zip(axes.lines, viz.TRUST, strict=True):
        assert list(line.get_ydata()) == model.datacollector.model_vars[column]


def test_the_page_is_the_one_that_the_command_opens(project: Path) -> None:
    from trustsim.cli.viz import PAGE  # noqa: PLC0415 (typer is not needed for the rest)

    assert viz.__name__ == PAGE
    assert (project / "trustsim" / "viz.py").is_file()


def test_the_page_of_ones_own_in_the_how_to_can_be_made(project: Path) -> None:
    text = (project / "docs" / "how-to" / "watch-a-world.md").read_text(encoding="utf-8")
    code = text.split("```python\n")[1].split("```")[0]
    space: dict[str, Any] = {}
    exec(compile(code, "watch-a-world.md", "exec"), space)  # noqa: S102 (it is what the page tells to do)
    assert space["page"] is not None
