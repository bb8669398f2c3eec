"""``trustsim compare --first-difference``: on the screen and as JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

from trustsim.cli.parting import parting
from trustsim.errors import InputError
from trustsim.scenario.schema import Scenario

SMALL: dict[str, Any] = {
    "run": {"horizon_days": 42, "warmup_days": 42},
    "organisation": {"users": 4, "developers": 2},
    "planning": {"window_days": 10},
}


def small(**changes: Any) -> Scenario:
    return Scenario.model_validate({**SMALL, **changes})


CONTRACT = ("the contract", small())
PARTNERSHIP = ("partnership", small(process={"preset": "partnership"}))


def screen(capsys: pytest.CaptureFixture[str], *scenarios: tuple[str, Scenario]) -> str:
    parting(list(scenarios), as_json=False)
    printed = capsys.readouterr()
    assert printed.err == ""
    assert max(map(len, printed.out.splitlines())) <= 80
    return printed.out


def test_the_screen_says_where_they_part(capsys: pytest.CaptureFixture[str]) -> None:
    out = screen(capsys, CONTRACT, PARTNERSHIP)
    told = " ".join(out.split())
    assert out.splitlines()[0] == "the contract and partnership (seed 1)"
    assert "days before the start (day -" in told
    assert "In the contract: User " in told
    assert "defined request 0 together" in told
    assert "the needs that arise, and their value never" in told
    assert "process.batching release flow" in told


def test_the_screen_says_that_nothing_differs(capsys: pytest.CaptureFixture[str]) -> None:
    told = " ".join(screen(capsys, CONTRACT, CONTRACT).split())
    assert told.startswith("the contract (first) and the contract (second) (seed 1) The same to the last bit")
    assert "The two scenarios are the same" in told


def test_the_screen_says_which_keys_make_no_difference(capsys: pytest.CaptureFixture[str]) -> None:
    other = small(timeline=[{"day": 9, "what": "outage", "strength": 0.0}])
    told = " ".join(screen(capsys, CONTRACT, ("other", other)).split())
    assert "keys of the scenarios differ, and they make no difference" in told
    assert "timeline.1.what - outage" in told
    alone = screen(capsys, CONTRACT, ("other", small(trust={"ewma_success": 0.2})))
    assert "1 key of the scenarios differs, and it makes no difference" in " ".join(alone.split())


def test_a_world_that_does_nothing_is_told_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    outage = ("outage", small(timeline=[{"day": 9, "what": "outage"}]))
    told = " ".join(screen(capsys, CONTRACT, outage).split())
    assert "They part first on day 9 (month 1), in the phase of the day that is called timeline." in told
    assert "In the contract: nothing of the kind." in told


def test_long_labels_are_wrapped(capsys: pytest.CaptureFixture[str]) -> None:
    told = screen(capsys, ("a/very/long/path/" * 8, CONTRACT[1]), ("b" * 100, PARTNERSHIP[1]))
    assert "a/very/long/path/" in told  # wrapped, and not cut off; the width is looked at in ``screen``
    assert told.count("b") >= 100


def test_as_json_everything_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    parting([CONTRACT, PARTNERSHIP], as_json=True)
    printed = capsys.readouterr()
    content = json.loads(printed.out)
    assert (content["format"], content["seed"], content["same"]) == ("trustsim parting", 1, False)
    assert content["worlds"] == ["the contract", "partnership"]
    assert content["first"]["one"]["kind"] == "spec_written"
    assert content["first_day_by_table"]["needs"] is None
    assert ["process.batching", "release", "flow"] in [[*key.values()] for key in content["keys"]]


@pytest.mark.parametrize("count", [1, 3])
def test_two_are_expected(count: int) -> None:
    with pytest.raises(InputError, match=f"--first-difference: {count} given; expected two scenarios"):
        parting([CONTRACT] * count, as_json=False)
