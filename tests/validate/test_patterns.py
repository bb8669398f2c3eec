"""The patterns as they are written down, and how runs of them are judged."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest

from trustsim.report.validation import scorecard as printed
from trustsim.scenario.catalogue import groups
from trustsim.statistics.intervals import Interval
from trustsim.validate.patterns import PATTERNS
from trustsim.validate.patterns.hypercube import points
from trustsim.validate.patterns.lived import Lived, World, live
from trustsim.validate.patterns.moments import in_tenth, stages_in_order, wait
from trustsim.validate.patterns.pattern import Criterion, Finding, Pattern, Verdict, verdict
from trustsim.validate.patterns.scorecard import FULL, QUICK, Depth, Score, asks, score, values
from trustsim.validate.plausible import ALTERNATIVES, plausible
from trustsim.vocabulary import TrustRule

BY_NUMBER = {pattern.number: pattern for pattern in PATTERNS}
EACH = pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: str(pattern.number))


def test_there_are_eighteen() -> None:
    assert [pattern.number for pattern in PATTERNS] == list(range(1, 19))


@EACH
def test_worlds_differ_and_can_be(pattern: Pattern) -> None:
    assert len({world.identity for world in pattern.worlds.values()}) == len(pattern.worlds)
    for world in pattern.worlds.values():
        world.scenario({})
        world.scenario(points(1)[0])


@dataclass(frozen=True)
class Anything(Mapping[str, float]):
    """Every figure that there is, each with a value of its own; it fails on any other name."""

    names: frozenset[str]

    def __getitem__(self, name: str) -> float:
        assert name in self.names, name
        return 0.5

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


@pytest.fixture(scope="module")
def known() -> Lived:
    lived = live(World("partnership", {"run": {"horizon_days": 60}}), 1, {})
    curves = {name: np.linspace(0.0, 1.0, 1250) for name in lived.curves}
    return Lived(Anything(frozenset(lived.figures)), curves)


@EACH
def test_every_criterion_asks_for_what_there_is(pattern: Pattern, known: Lived) -> None:
    for criterion in pattern.criteria:
        assert math.isfinite(criterion.of(dict.fromkeys(pattern.worlds, known)))


@EACH
def test_no_claim_holds_where_all_worlds_are_the_same(pattern: Pattern, known: Lived) -> None:
    worlds = dict.fromkeys(pattern.worlds, known)
    assert not all(criterion.of(worlds) > criterion.above for criterion in pattern.criteria)


def finding(low: float, estimate: float, high: float, above: float = 0.1) -> Finding:
    return Finding(Criterion("x", lambda _: 0.0, above), Interval(low, estimate, high), 10)


def test_verdicts_follow_from_the_whole_interval() -> None:
    assert finding(0.11, 0.2, 0.3).verdict == Verdict.HELD
    assert finding(0.09, 0.2, 0.3).verdict == Verdict.CANNOT_TELL
    assert finding(-0.2, 0.0, 0.1).verdict == Verdict.NOT_HELD
    assert finding(-math.inf, 0.5, math.inf).verdict == Verdict.CANNOT_TELL
    assert finding(0.09, 0.2, 0.3).points_up
    assert not finding(-0.2, 0.1, 0.3).points_up


def test_a_claim_holds_where_all_of_it_does() -> None:
    held, not_held, unclear = finding(0.2, 0.3, 0.4), finding(-0.3, -0.2, -0.1), finding(-0.2, 0.2, 0.5)
    assert verdict([held, held]) == Verdict.HELD
    assert verdict([held, unclear]) == Verdict.CANNOT_TELL
    assert verdict([held, unclear, not_held]) == Verdict.NOT_HELD


def test_half_of_all_falls_in_a_tenth_of_days_by_hand() -> None:
    changes = np.zeros(20)
    changes[3], changes[7], changes[9] = -3.0, -2.0, -1.0
    assert in_tenth(changes) == pytest.approx(5.0 / 6.0)
    assert math.isnan(in_tenth(np.zeros(20)))


@pytest.mark.parametrize(
    ("stages", "in_order"),
    [([0, 1, 2, 3], 1.0), ([0, 2, 3], 0.0), ([0, 1, 1, 0, 1, 2], 1.0), ([0, 3, 2, 1], 0.0), ([4, 3], 0.0)],
)
def test_stages_in_order_by_hand(stages: list[int], in_order: float) -> None:
    assert stages_in_order(np.array(stages)) == in_order


def test_there_is_no_order_without_stages() -> None:
    assert math.isnan(stages_in_order(np.array([0, 0])))


def test_a_wait_counts_what_never_came() -> None:
    rows = pd.DataFrame({
        "channel": ["it", "it", "it", "it", "shadow", "it"], "arose": [1, 10, 40, 60, 20, 0],
        "live": pd.array([11, pd.NA, 100, 61, 21, 9], dtype="Int64"),
    })  # fmt: skip
    assert wait(rows, 50) == pytest.approx((10 + 50 + 50) / 3.0)
    assert math.isnan(wait(rows[rows["arose"] > 50], 50))


def test_points_spread_over_every_range() -> None:
    number = 20
    found = points(number)
    kinds = {key.dotted: key.kind for group in groups().values() for key in group.keys.values()}
    for name, (low, high) in plausible().items():
        lived = sorted(_at(point, name) for point in found)
        assert low <= lived[0] <= lived[-1] <= high
        if kinds[name] == "float":  # one in each twentieth
            assert [int((value - low) / (high - low) * number) for value in lived] == list(range(number))
    for name, words in ALTERNATIVES.items():
        assert {_at(point, name) for point in found} == set(words)


def _at(point: object, name: str) -> float:
    for part in name.split("."):
        assert isinstance(point, dict)
        point = point[part]
    return point  # type: ignore[return-value]


def test_what_a_pattern_sets_stays_whatever_lies_below() -> None:
    world = World("edicts", {"edicts": {"rate": 2.5}})
    below = {"edicts": {"rate": 0.5, "effort": 7.0}}
    assert world.scenario(below).edicts.rate == 2.5
    assert world.scenario(below).edicts.effort == 7.0


def test_every_run_is_counted() -> None:
    for depth in (FULL, QUICK):
        pairs, spread, rules = asks(depth)
        assert len(pairs) == depth.pairs
        assert sum(map(len, spread)) == depth.points * depth.pairs_a_point
        assert [ask.below for rule in rules for ask in rule[:1]] == [
            {"trust": {"rule": rule.value}} for rule in TrustRule
        ]


SMALL = Depth(3, 2, 1, 1)


@pytest.fixture(scope="module")
def slips() -> list[Score]:
    return score(SMALL, 1, patterns=[BY_NUMBER[3]])


def test_a_score_does_not_depend_on_the_number_of_processes(slips: list[Score]) -> None:
    assert score(SMALL, 2, patterns=[BY_NUMBER[3]]) == slips


def test_a_score_is_that_of_its_runs(slips: list[Score]) -> None:
    ((one, other),) = values(1, {}, (3,))
    again = [values(seed, {}, (3,))[0] for seed in (2, 3)]
    means = [sum(column) / 3.0 for column in zip((one, other), *again, strict=True)]
    assert [found.effect.estimate for found in slips[0].findings] == pytest.approx(means)
    assert slips[0].looked_at == 2


def test_effects_over_the_ranges_are_means_over_their_points(slips: list[Score]) -> None:
    rows = [values(1, point, (3,))[0] for point in points(SMALL.points)]
    means = [sum(column) / SMALL.points for column in zip(*rows, strict=True)]
    assert [over.estimate for over in slips[0].over_ranges] == pytest.approx(means)


def test_a_world_that_cannot_be_counts_for_nothing() -> None:
    impossible = {"organisation": {"users": 0}}
    assert all(math.isnan(value) for found in values(1, impossible, (3,)) for value in found)


def test_the_print_tells_every_claim_and_criterion(slips: list[Score]) -> None:
    text = printed(slips, SMALL)
    flat = " ".join(text.split())
    assert slips[0].pattern.claim in flat
    for found in slips[0].findings:
        assert found.criterion.says in flat
    assert f"{slips[0].held_at} of 2 points" in flat
    (glance,) = (line for line in text.splitlines() if line.startswith("  3 "))
    assert f" {slips[0].verdict.value} {slips[0].held_at} of 2 {len(slips[0].rules)} " in " ".join(glance.split())
    assert f"{len(slips[0].rules)} of 6 rules" in flat
    assert max(map(len, text.splitlines())) <= 100


def test_a_claim_that_does_not_hold_is_told(slips: list[Score]) -> None:
    raised = tuple(replace(found, criterion=replace(found.criterion, above=9.0)) for found in slips[0].findings)
    failed = replace(slips[0], findings=raised)
    assert failed.verdict == Verdict.NOT_HELD
    assert "NOT HELD" in printed([failed], SMALL)
    assert "0 held, 1 not held, 0 cannot tell" in printed([failed], SMALL)
