from __future__ import annotations

import pytest

from trustsim.errors import InputError
from trustsim.measures import responses as module
from trustsim.measures.responses import CURVES, USUAL, better, checkpoints, response, responses
from trustsim.records.columns import DAILY


def test_every_direction_is_that_of_a_response() -> None:
    known = responses()
    assert set(module._HIGHER) | set(module._LOWER) <= set(known)
    assert not set(module._HIGHER) & set(module._LOWER)


def test_usual_measures_and_curves_exist() -> None:
    assert set(USUAL) <= set(responses())
    assert set(CURVES) <= set(DAILY)


@pytest.mark.parametrize(("name", "sign"), [("trust.end", 1), ("organisation.cost", -1), ("requests.arrived", 0)])
def test_what_is_better(name: str, sign: int) -> None:
    assert better(name) == response(name).better == sign


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("trust.ends", "did you mean trust.end"),
        ("late_share", "did you mean requests.late_share"),
        ("trust@means", "did you mean trust@mean"),
        ("zzz", "expected a figure of summary.json such as trust.end"),
    ],
)
def test_an_unknown_measure_is_told_with_what_it_may_be(name: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        response(name)


@pytest.mark.parametrize(
    ("days", "expected"), [(1, (1,)), (20, (20,)), (21, (21,)), (22, (21, 22)), (63, (21, 42, 63)), (50, (21, 42, 50))]
)
def test_checkpoints_are_the_ends_of_months_and_of_the_run(days: int, expected: tuple[int, ...]) -> None:
    assert checkpoints(days) == expected
