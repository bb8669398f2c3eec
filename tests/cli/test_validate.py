"""``trustsim validate``: what it asks for, prints and ends with."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from trustsim.validate import limits
from trustsim.validate.defaults import digest
from trustsim.validate.limits import opinions
from trustsim.validate.patterns import PATTERNS, scorecard
from trustsim.validate.patterns.scorecard import Depth

WIDE = 130


@pytest.fixture
def few_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ROOMS", (opinions,))


def test_it_asks_what_to_validate(trustsim: Command) -> None:
    answer = trustsim("validate")
    assert answer.code == 2
    assert "nothing to validate; expected --limits or --mechanisms or" in answer.err
    assert answer.out == ""


def test_the_hash_of_the_defaults(trustsim: Command) -> None:
    answer = trustsim("validate", "--defaults")
    assert (answer.code, answer.out) == (0, f"{digest()}\n")


def test_quick_is_for_patterns(trustsim: Command) -> None:
    answer = trustsim("validate", "--defaults", "--quick")
    assert answer.code == 2
    assert "--quick" in answer.err


@pytest.mark.usefixtures("few_limits")
def test_limits_as_a_table(trustsim: Command) -> None:
    answer = trustsim("validate", "--limits", "--jobs", 1)
    assert answer.code == 0
    cases = limits.cases()
    assert f"{len(cases)} of {len(cases)} cases held" in answer.out
    assert "NOT HELD" not in answer.out
    assert all(case.name in answer.out for case in cases)


@pytest.mark.usefixtures("few_limits")
def test_limits_as_data(trustsim: Command) -> None:
    answer = trustsim("validate", "--limits", "--jobs", 1, "--json")
    found = json.loads(answer.out)["limits"]
    assert [one["case"] for one in found] == [case.name for case in limits.cases()]
    assert all(one["held"] for one in found)


def test_a_limit_that_does_not_hold_fails(trustsim: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    class Wrong:
        @staticmethod
        def cases() -> list[object]:
            return [replace(opinions.cases()[0], expected=0.6)]

    monkeypatch.setattr(limits, "ROOMS", (Wrong,))
    answer = trustsim("validate", "--limits", "--jobs", 1)
    assert answer.code == 1
    assert "NOT HELD" in answer.out
    assert "1 limiting cases do not hold" in answer.err


def test_mechanisms(trustsim: Command) -> None:
    answer = trustsim("validate", "--mechanisms", "--jobs", 1)
    assert answer.code == 0
    assert "DOES NOT FIT" in answer.out  # told, and no failure
    assert "figures that were set after the data fit; " in answer.out


def test_quick_patterns(trustsim: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scorecard, "QUICK", Depth(2, 1, 1, 1))
    monkeypatch.setattr(scorecard, "PATTERNS", tuple(one for one in PATTERNS if one.number in (1, 17)))
    text = trustsim("validate", "--patterns", "--quick", "--jobs", 1)
    assert text.code == 0
    assert "1. Trust ends higher under the partnership" in text.out
    data = trustsim("validate", "--patterns", "--quick", "--jobs", 1, "--json")
    assert [one["pattern"] for one in json.loads(data.out)["patterns"]] == [1, 17]


def test_results_are_kept_in_a_file(trustsim: Command, tmp_path: Path) -> None:
    answer = trustsim("validate", "--patterns", "--keep", tmp_path)
    assert answer.code == 2
    assert "is a directory" in answer.err


def test_quiet_says_nothing(trustsim: Command) -> None:
    answer = trustsim("validate", "--defaults", "--quiet")
    assert (answer.code, answer.out, answer.err) == (0, "", "")
