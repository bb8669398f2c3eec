"""Boxes one after another, and what they come to on points that had no part in finding them."""

from __future__ import annotations

import numpy as np
import pytest

from tests.analysis.test_prim import ends, flipped, problem, restricted, uniform
from trustsim.analysis.boxes import MOST_BOXES, SPLITS, cover, halves, independent, is_enough, share_in
from trustsim.draws import Resampling, generator
from trustsim.experiment.schema import FEWEST_OF_INTEREST as FEWEST
from trustsim.statistics.intervals import share_interval


def alone(points: int) -> np.ndarray:
    """Every point is a block of its own."""
    return np.arange(points)


def test_a_box_that_is_there_holds_up_on_points_that_had_no_part_in_finding_it() -> None:
    values = uniform(250, 4)
    told = problem(values, flipped((values[:, 0] > 0.6) & (values[:, 3] < 0.5), 0.05))
    found, *_ = cover(told, alone(250), 1)
    assert found.holds
    assert restricted(found.box) == {0, 3}
    assert list(found.tried.again.round()) == [1, 0, 0, 1]
    assert found.tried.density.low > found.base
    assert found.tried.density.estimate == pytest.approx(found.search.found.density, abs=0.1)


def test_luck_does_not_hold_up() -> None:
    held = [
        cover(problem(uniform(100, 2, seed), uniform(100, 1, seed + 90)[:, 0] < 0.3), alone(100), 1)[0].holds
        for seed in range(4)
    ]
    assert sum(held) <= 1


def test_density_as_found_is_better_than_elsewhere_where_points_are_few() -> None:
    """The reason why it is asked for: the limits were chosen on the same points."""
    gaps = []
    for seed in range(4):
        values = uniform(60, 3, seed)
        found, *_ = cover(problem(values, flipped(values[:, 0] > 0.6, 0.2, seed + 40)), alone(60), 1)
        gaps.append(found.search.found.density - found.tried.density.estimate)
    assert np.mean(gaps) > 0.02


def test_two_boxes_apart_are_found_one_after_the_other() -> None:
    values = uniform(300, 3)
    large, small = (values[:, 0] > 0.6) & (values[:, 1] < 0.8), (values[:, 0] < 0.25) & (values[:, 2] < 0.5)
    told = problem(values, large | small)
    first, second = cover(told, alone(300), 1)[:2]
    assert restricted(first.box) == {0, 1}
    assert ends(first.box, 0).low == pytest.approx(0.6, abs=0.03)
    assert restricted(second.box) == {0, 2}
    assert ends(second.box, 0).high == pytest.approx(0.25, abs=0.03)
    assert not (first.inside & second.inside).any()
    assert ((first.inside | second.inside) & told.interest).sum() >= 0.95 * told.hits
    # coverage on other points is of all points of interest, not only of those that the first box leaves
    assert second.tried.coverage == pytest.approx(small.sum() / told.hits, abs=0.05)


def test_there_are_never_more_boxes_than_anyone_keeps_in_mind() -> None:
    values = uniform(400, 1)
    told = problem(values, np.floor(values[:, 0] * 10) % 2 == 0)
    assert len(cover(told, alone(400), 1)) <= MOST_BOXES


@pytest.mark.parametrize("hits", [0, FEWEST - 1, 40 - FEWEST + 1, 40])
def test_nothing_is_looked_for_among_too_few_of_a_kind(hits: int) -> None:
    told = problem(uniform(40, 3), np.arange(40) < hits)
    assert not is_enough(told)
    assert cover(told, alone(40), 1) == []


def test_halves_keep_blocks_whole_and_come_in_pairs() -> None:
    blocks = np.repeat(np.arange(10), 3)
    found = list(halves(blocks, generator(1, Resampling.BOOTSTRAP)))
    assert len(found) == 2 * SPLITS
    for one, other in zip(found[::2], found[1::2], strict=True):
        assert (one ^ other).all()
        assert one.sum() == 15
        assert all(len(set(one[blocks == block])) == 1 for block in range(10))


def test_the_same_seed_gives_the_same_boxes_and_another_one_other_halves() -> None:
    values = uniform(100, 2)
    told = problem(values, flipped(values[:, 0] > 0.6, 0.2))
    one, again, other = (cover(told, alone(100), seed)[0] for seed in (1, 1, 2))
    assert one.search == again.search == other.search
    assert one.tried.density == again.tried.density
    assert one.tried.density != other.tried.density


def test_a_point_of_its_own_counts_for_one() -> None:
    flags = uniform(40, 1)[:, 0] < 0.3
    assert independent(flags, alone(40)) == 40
    assert share_in(flags, alone(40)) == share_interval(flags.mean(), 40)


def test_points_of_a_block_that_are_all_alike_count_for_one() -> None:
    flags = np.repeat(np.arange(20) % 2 == 0, 5)
    blocks = np.repeat(np.arange(20), 5)
    # 20 blocks: variance of a share is p(1-p)/20, times 20/19 for the mean that is taken off
    assert independent(flags, blocks) == pytest.approx(19)
    assert independent(np.ones(100, bool), blocks) == 20


def test_points_of_a_block_that_differ_like_any_others_count_for_themselves() -> None:
    flags = uniform(3000, 1)[:, 0] < 0.3
    assert independent(flags, np.repeat(np.arange(1000), 3)) == pytest.approx(3000, rel=0.1)


def test_the_share_of_no_points_is_unknown() -> None:
    share = share_in(np.empty(0, bool), np.empty(0, int))
    assert np.isnan(share.estimate)
    assert (share.low, share.high) == (0, 1)
