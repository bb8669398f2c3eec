"""Defaults: their ranges, their standing, and that they are the frozen ones."""

from __future__ import annotations

import re
from pathlib import Path

from trustsim.scenario.catalogue import Key, groups
from trustsim.validate.defaults import digest, keys, markdown
from trustsim.validate.mechanisms import ROOMS
from trustsim.validate.plausible import ALTERNATIVES, CHOSEN, plausible, standing

EVERY = {key.dotted: key for group in groups().values() for key in group.keys.values()}
PROJECT = Path(__file__).resolve().parents[2]
FROZEN = PROJECT / "docs/explanation/decisions/0037-defaults-are-frozen-before-the-scorecard.md"


def key(source: str) -> Key:
    return Key("trust", "x", "float", "", 0.0, "", source)


def test_the_defaults_are_those_that_were_last_recorded() -> None:
    recorded = re.findall(r"`([0-9a-f]{64})`", FROZEN.read_text(encoding="utf-8"))
    assert recorded[-1] == digest(), "list the change, with its reason, in the record of the freeze"


def test_every_range_is_allowed_and_holds_the_default() -> None:
    for name, (low, high) in plausible().items():
        assert EVERY[name].low <= low < high <= EVERY[name].high, name
        assert low <= EVERY[name].default <= high, name


def test_every_weight_of_an_experience_may_be_nothing() -> None:
    weights = {name for name in EVERY if name.startswith("evidence.")} - {"evidence.teller_trust"}
    assert {name for name in weights if plausible()[name][0] == 0.0} == weights


def test_contested_switches_hold_the_default() -> None:
    for name, words in ALTERNATIVES.items():
        assert EVERY[name].default in words
        assert set(words) <= set(EVERY[name].words)


def test_standing_is_read_from_the_source() -> None:
    assert standing(key("assumption")) == "assumption"
    assert standing(key("derived: from fits")) == "derived"
    assert standing(key("memory: somebody said so")) == "memory"
    assert standing(key("stages after Smith 2006; the threshold is an assumption")) == "assumption"
    assert standing(key("Smith 2006")) == "assumption"  # a name alone says nothing of how well it is known
    assert standing(EVERY["building.switching_loss"]) == "checked"
    assert standing(EVERY["trust.rule"]) == "contested"
    assert standing(key("any")) == ""


def test_what_is_said_to_be_checked_names_a_source() -> None:
    claimed = [one for one in keys() if standing(one) == "checked"]
    assert claimed
    assert [one.dotted for one in claimed if not re.search(r"\d{4}", one.source)] == []


def test_every_key_has_a_row() -> None:
    rows = re.findall(r"^\| `([a-z_.]+)` \|", markdown(), re.MULTILINE)
    assert rows == [one.dotted for one in keys()]


def test_what_no_file_can_set_has_a_row() -> None:
    constants = markdown().partition("## What no file can set")[2]
    assert "| least and most, over the estimate | 0.5, 8 |" in constants.replace("Pareto law of effort: ", "")
    assert "1, 1.5, 3, 5, 8" in constants


def test_what_a_default_was_chosen_for_is_told() -> None:
    assert set(CHOSEN) <= set(EVERY)
    assert markdown().count("reviews (decision 0009)") == len(CHOSEN)


def test_mechanisms_rest_on_keys_that_there_are() -> None:
    quick = [room for room in ROOMS if room.__name__.rpartition(".")[2] not in ("bug_reports", "reopening", "rework")]
    for room in quick:
        for fit in room.fits():
            assert set(fit.keys) <= set(EVERY), fit.figure
