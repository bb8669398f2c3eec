"""A draw depends on its address and on nothing else."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import LIVELY, PARTNERSHIP, WATERFALL, run, scenario
from trustsim.draws import Draws, Purpose

Settings = dict[str, dict[str, Any]]
Address = tuple[Purpose, tuple[int, int], int, int]

NUMBER = st.integers(min_value=0, max_value=10**6)
ADDRESS = st.tuples(st.sampled_from(Purpose), st.tuples(NUMBER, NUMBER), NUMBER, st.integers(min_value=1, max_value=70))
HERE: Address = (Purpose.BUILD, (3, 4), 5, 8)


def test_the_same_address_gives_the_same_numbers() -> None:
    assert Draws(1).block(*HERE) == Draws(1).block(*HERE)


@given(st.lists(ADDRESS, max_size=10))
def test_what_was_asked_before_does_not_matter(before: list[Address]) -> None:
    draws = Draws(1)
    for address in before:
        draws.block(*address)
    assert draws.block(*HERE) == Draws(1).block(*HERE)


@given(ADDRESS, st.integers(min_value=1, max_value=70))
def test_a_longer_block_starts_with_the_shorter(address: Address, longer: int) -> None:
    purpose, entity, index, size = address
    short, long = sorted((size, longer))
    draws = Draws(9)
    assert draws.block(purpose, entity, index, long)[:short] == draws.block(purpose, entity, index, short)


@pytest.mark.parametrize(
    "elsewhere",
    [
        (Purpose.FIX, (3, 4), 5, 8),
        (Purpose.BUILD, (4, 4), 5, 8),
        (Purpose.BUILD, (3, 5), 5, 8),
        (Purpose.BUILD, (4, 3), 5, 8),
        (Purpose.BUILD, (3, 4), 6, 8),
    ],
    ids=["purpose", "first of entity", "second of entity", "entity turned round", "index"],
)
def test_every_part_of_an_address_matters(elsewhere: Address) -> None:
    here, there = Draws(1).block(*HERE), Draws(1).block(*elsewhere)
    assert set(here) & set(there) == set()


@given(ADDRESS, ADDRESS)
def test_two_addresses_have_no_number_in_common(one: Address, other: Address) -> None:
    draws = Draws(3)
    if one[:3] != other[:3]:
        assert set(draws.block(*one)) & set(draws.block(*other)) == set()


def test_the_seed_matters() -> None:
    assert set(Draws(1).block(*HERE)) & set(Draws(2).block(*HERE)) == set()


@pytest.mark.parametrize("seed", [0, 1, 2**53])
def test_numbers_are_uniform_below_one(seed: int) -> None:
    draws = Draws(seed)
    numbers = [u for n in range(500) for u in draws.block(Purpose.DRIFT, (n, 0), 0, 20)]
    assert min(numbers) >= 0.0
    assert max(numbers) < 1.0
    tenths = [sum(n / 10 <= u < (n + 1) / 10 for u in numbers) for n in range(10)]
    assert all(900 < count < 1100 for count in tenths)  # 1000, with a standard deviation of 30


def test_neighbouring_addresses_are_not_alike() -> None:
    # the mean product of 4000 pairs of independent uniforms is .25, with a standard deviation of .0035
    draws = Draws(7)
    first = [draws.block(Purpose.DRIFT, (n, 0), 0, 1)[0] for n in range(4001)]
    assert sum(a * b for a, b in pairwise(first)) / 4000 == pytest.approx(0.25, abs=0.014)


def test_a_copy_draws_the_same() -> None:
    draws = Draws(5)
    draws.block(Purpose.USE, (1, 1), 1, 3)
    twin = deepcopy(draws)
    assert twin is not draws
    assert twin.block(*HERE) == draws.block(*HERE)


def test_purposes_keep_their_numbers() -> None:
    # a number that changes changes every result: new ones are added at the end, old ones are not used again
    numbers = [purpose.value for purpose in Purpose]
    assert len(set(numbers)) == len(numbers)
    assert min(numbers) >= 1
    assert (Purpose.NEED_ARISES, Purpose.DRIFT, Purpose.BUILD, Purpose.UAT_HEARING) == (1, 3, 11, 25)
    assert (Purpose.EDICT, Purpose.CHANNEL, Purpose.LEADERSHIP, Purpose.FOLLOW_UP) == (26, 27, 34, 38)


class Counting(Draws):
    """Counts the addresses that are asked for."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.asked: Counter[tuple[Purpose, tuple[int, int], int]] = Counter()

    def block(self, purpose: Purpose, entity: tuple[int, int], index: int, size: int) -> list[float]:
        self.asked[purpose, entity, index] += 1
        return super().block(purpose, entity, index, size)


def asked_in(*changes: Settings) -> Counter[tuple[Purpose, tuple[int, int], int]]:
    """Addresses of a whole run, in which visits are paid as well."""
    made: list[Counting] = []

    def counting(seed: int) -> Counting:
        made.append(Counting(seed))
        return made[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("trustsim.model.model.Draws", counting)
        run(scenario(LIVELY, *changes, timeline=[{"what": "insight_visits", "day": 1}]))
    return made[0].asked


# Of these, an address is asked for by each slice of a request, or by both sides of a quarrel: each takes numbers of
# its own from the block.
SHARED = {Purpose.TEST_ROUND, Purpose.DEMO, Purpose.FIX, Purpose.CHANGE}
# Users want teams of their own that they never get, and IT refuses what they bring instead.
UNDECIDED: Settings = {
    "channels": {"habit": 0.0, "without": -1.0},
    "shadow": {"births_at": 100},
    "intake": {"most_waiting": 1.0, "most_deferrals": 0},
}
# Teams come and go, and what waits for them is taken somewhere else.
FICKLE: Settings = {"channels": {"habit": -1.0}, "shadow": {"births_at": 1, "leaving": 12.0}}


def test_every_purpose_decides_something() -> None:
    asked = asked_in(WATERFALL) + asked_in(PARTNERSHIP)
    assert {purpose for purpose, _, _ in asked} == set(Purpose)


@pytest.mark.parametrize(
    "changes",
    [(WATERFALL,), (PARTNERSHIP,), (WATERFALL, UNDECIDED), (WATERFALL, UNDECIDED, FICKLE)],
    ids=["waterfall", "partnership", "undecided", "fickle"],
)
def test_no_number_decides_twice(changes: tuple[Settings, ...]) -> None:
    asked = asked_in(*changes)
    assert [address for address, times in asked.items() if times > 1 and address[0] not in SHARED] == []
