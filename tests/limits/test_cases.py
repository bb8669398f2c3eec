"""Every limiting case that ``trustsim validate --limits`` runs, with fewer batches where long ones are needed there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from trustsim.validate.limits import ROOMS, cases, observe
from trustsim.validate.limits.case import LEVEL, Case, confidence_of_each, judged

FEW = 5
EVERY = cases()
STATISTICAL = [case for case in EVERY if not case.is_exact]


def name_of(case: Case) -> str:
    return f"{case.limit}: {case.name}: {case.quantity}"


def outcome(case: Case, confidence: float) -> tuple[bool, str]:
    found = judged(case, [case.sample(*arguments) for arguments in case.calls()], confidence)
    return found.held, f"{case.expected} expected, {found.observed} observed"


@pytest.mark.parametrize("case", [case for case in EVERY if case.is_exact], ids=name_of)
def test_what_must_be_exact_is(case: Case) -> None:
    held, told = outcome(case, LEVEL)
    assert held, told


@pytest.mark.parametrize("case", STATISTICAL, ids=name_of)
def test_what_must_lie_in_an_interval_does(case: Case) -> None:
    held, told = outcome(replace(case, batches=min(FEW, case.batches)), confidence_of_each(len(STATISTICAL)))
    assert held, told


def test_every_queueing_case_has_four_configurations_and_one_near_saturation() -> None:
    loads = {
        room.LIMIT: [
            case for case in room.cases() if not case.is_exact or (case.expected == 0.0 and "path" not in case.name)
        ]
        for room in ROOMS
        if room.__name__.rpartition(".")[2] in ("single_server", "several_servers", "preemption")
    }
    for limit, found in loads.items():
        assert len(found) >= 4, limit
        assert any(float(case.name.rpartition("load ")[2]) >= 0.9 for case in found), limit


def test_cases_have_names_of_their_own() -> None:
    assert len({name_of(case) for case in EVERY}) == len(EVERY)


def test_a_wrong_closed_form_is_found_out() -> None:
    exact = next(case for case in EVERY if case.is_exact and case.expected == 0.4)
    assert not outcome(replace(exact, expected=0.41), LEVEL)[0]
    ewma = next(case for case in STATISTICAL if case.limit.startswith("rule ewma"))
    assert not outcome(replace(ewma, expected=ewma.expected + 0.1), confidence_of_each(len(STATISTICAL)))[0]


def test_outcomes_do_not_depend_on_the_number_of_processes() -> None:
    some = [case for case in EVERY if case.limit.startswith(("rule", "forgetting"))]
    one, two = observe(some, 1), observe(some, 2)
    assert [(found.observed, found.held) for found in one] == [(found.observed, found.held) for found in two]
