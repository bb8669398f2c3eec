"""``trustsim compare --counterfactual``: on the screen and as JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.builders import LIVELY, WATERFALL, scenario
from trustsim.cli.without import without
from trustsim.errors import InputError
from trustsim.measures.responses import responses

SHORT: dict[str, Any] = {"run": {"horizon_days": 63}, "story": {"title": "Short and lively"}}
SETTING = scenario(
    LIVELY,
    WATERFALL,
    SHORT,
    timeline=[
        {"day": 20, "what": "trust_shock"},
        {"day": 30, "what": "outage", "strength": 0.0},
        {"when": "trust < 0.01", "what": "hire"},
    ],
)


def screen(capsys: pytest.CaptureFixture[str], what: str) -> str:
    without("lively", SETTING, what, as_json=False)
    printed = capsys.readouterr()
    assert printed.err == ""
    assert max(map(len, printed.out.splitlines())) <= 80
    return " ".join(printed.out.split())


def test_an_intervention_is_told_with_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    told = screen(capsys, "intervention=trust-shock")
    assert told.startswith(
        'lively (seed 1), with and without "trust_shock" Without "trust_shock", which began on day 20'
    )
    assert "would have ended at" in told
    assert ": it cost " in told
    assert "Before day 20 it is nothing." in told
    assert "under it and what came of it (a shock from outside -" in told
    assert told.endswith("What it does as a rule takes many runs.")


def test_what_does_nothing_is_told_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    told = screen(capsys, "intervention=outage")
    assert "nothing would have been otherwise: the run is the same to the last bit" in told
    assert "many runs" not in told
    assert "which never began" in screen(capsys, "intervention=hire")


def test_a_day_is_told_with_its_booking(capsys: pytest.CaptureFixture[str]) -> None:
    told = screen(capsys, "20")
    assert "Had nothing that people lived through on day 20 (month 1) moved an opinion" in told
    assert "it is the difference on the evening of that day" in told


def test_a_request_is_told_by_when_it_arose(capsys: pytest.CaptureFixture[str]) -> None:
    told = screen(capsys, "request=0")
    assert "Had the need behind request 0 not arisen " in told
    assert "days before the start (day -" in told


def test_as_json_everything_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    without("lively", SETTING, "intervention=trust_shock", as_json=True)
    content = json.loads(capsys.readouterr().out)
    assert (content["format"], content["title"], content["run"]) == (
        "trustsim counterfactual", "Short and lively", "lively",
    )  # fmt: skip
    assert content["left_out"] == {"kind": "intervention", "name": "trust_shock", "day": 20}
    assert content["measures"].keys() == responses().keys()
    assert len(content["trust_by_day"]) == 63
    assert content["booked"]["causes"].keys() == {"shock"}
    assert content["first_difference"]["day"] == 20


def test_a_mistake_is_told_with_the_option() -> None:
    with pytest.raises(InputError, match=r"^--counterfactual: day 64: no day of the run; expected 1 to 63$"):
        without("lively", SETTING, "64", as_json=False)
