"""Under which conditions does one world not do better than another? What is found, and how it is told."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from scipy.stats import binomtest

from tests.analysis.made_up import (
    MEASURE,
    TRUST,
    MadeUp,
    Response,
    experiment,
    failing,
    from_units,
    levels,
    normal,
    on_a_grid,
    ranges,
    units_of,
)
from trustsim.analysis.analyse import analyse
from trustsim.analysis.data import SweepData
from trustsim.analysis.discovery import discover, setting_name
from trustsim.analysis.discovery_columns import DISCOVERY
from trustsim.analysis.findings import SHORT
from trustsim.analysis.results import Analysis
from trustsim.analysis.statement import REFERENCE, fill
from trustsim.experiment.plan import Design, DesignKind, Discovery, Factor

WORLDS = ("waterfall-contract", "partnership")
FACTORS = (
    *ranges("demand", "talk"),
    levels("batching", "release", "flow", "monthly"),
    Factor("users", key="x.users", low=3, high=40, whole=True),
)
BATCHED = 1 / 3


def where(condition: Any) -> Response:
    """A difference of -0.1 under a condition, else of +0.1."""
    return lambda units: np.where(condition(units), -0.1, 0.1)


HARD: Response = where(lambda u: (u[:, 0] > 0.6) & (u[:, 2] > BATCHED))


def sweep(difference: Response = HARD, noise: float = 0.02, points: int = 120, **more: Any) -> MadeUp:
    """Two worlds that differ so, over ten (or ``replications``) seeds."""
    replications = more.pop("replications", 10)
    design = more.pop("design", Design(DesignKind.LHS, samples=points))
    asked = more.pop("discovery", Discovery(MEASURE, below=0.0))
    plan = experiment(more.pop("factors", FACTORS), design, replications, bases=WORLDS, discovery=asked)
    size = len(units_of(plan.factors, plan.design))
    responses: dict[str, Response] = {
        "waterfall-contract": lambda units: np.full(len(units), 0.5),
        "partnership": lambda units: 0.5 + difference(units),
    }
    return from_units(plan, responses, noise * normal((size, 2, replications)))


def results(of: MadeUp) -> tuple[Analysis, list[str]]:
    tables, statements = discover(SweepData(of))
    return Analysis({one.name: one for one in tables}, {"discovery": statements}), statements


def words(of: MadeUp) -> str:
    analysis, statements = results(of)
    return " ".join(fill(one, analysis) for one in statements)


@pytest.fixture(scope="module")
def found() -> Analysis:
    return results(sweep())[0]


def test_the_box_is_told_in_the_units_and_levels_of_the_factors(found: Analysis) -> None:
    assert found.value("limits:1/demand:low") == pytest.approx(0.6, abs=0.03)
    assert found.value("limits:1/demand:high") is None
    assert found.value("limits:1/batching:levels") == "flow or monthly"
    assert found.value("limits:1/batching:of_levels") == "release, flow or monthly"
    assert list(found.tables["limits"].frame["factor"]) == ["demand", "batching"]
    assert found.value("boxes:1:factors") == "demand, batching"


def test_limits_of_whole_numbers_are_whole() -> None:
    analysis, _ = results(sweep(where(lambda u: u[:, 3] > 0.5)))
    low = analysis.value("limits:1/users:low")
    assert low == pytest.approx(3 + 38 * 0.5, abs=1)
    assert low == round(low)
    assert (analysis.value("limits:1/users:lowest"), analysis.value("limits:1/users:highest")) == (3, 40)


def test_figures_of_a_box_are_what_its_verdicts_say(found: Analysis) -> None:
    verdicts = found.tables["verdicts"].frame
    inside, interest = (verdicts["box"] == 1).fillna(False).astype(bool), (verdicts["of_interest"] == 1).astype(bool)
    both = int((inside & interest).sum())
    assert found.value("boxes:1:points") == inside.sum()
    assert found.value("boxes:1:of_interest") == both
    assert found.value("boxes:1:coverage") == pytest.approx(both / interest.sum())
    assert found.value("boxes:1:density") == pytest.approx(both / inside.sum())
    assert found.value("boxes:1:mass") == pytest.approx(inside.mean())
    assert found.value("boxes:1:mean") == pytest.approx(verdicts["mean"][inside].mean())
    assert found.value("discovery:all:coverage") == found.value("boxes:1:coverage")
    assert found.value("discovery:all:elsewhere") == pytest.approx(interest[~inside].mean())


def test_points_in_a_box_are_those_within_its_limits(found: Analysis) -> None:
    verdicts = found.tables["verdicts"].frame
    within = (verdicts["demand"] >= found.value("limits:1/demand:low")) & verdicts["batching"].isin(["flow", "monthly"])
    assert ((verdicts["box"] == 1) == within).all()


def test_without_its_limit_a_box_is_what_the_other_limits_hold(found: Analysis) -> None:
    verdicts = found.tables["verdicts"].frame
    other = verdicts["batching"].isin(["flow", "monthly"])
    assert found.value("limits:1/demand:density_without") == pytest.approx(verdicts["of_interest"][other].mean())
    assert found.value("limits:1/demand:quasi_p") < 1e-6


def test_the_way_to_a_box_is_told_step_by_step(found: Analysis) -> None:
    peeling = found.tables["peeling"].frame
    assert peeling["phase"].iloc[0] == "all"
    assert (peeling["coverage"].iloc[0], peeling["mass"].iloc[0]) == (1, 1)
    (chosen,) = peeling[peeling["chosen"] == 1].to_dict("records")
    for column in ("points", "of_interest", "coverage", "density", "factors"):
        assert chosen[column] == found.value(f"boxes:1:{column}")


def test_the_statement_of_a_box_tells_where_how_many_and_how_far_to_trust_it() -> None:
    told = words(sweep())
    assert f"design points partnership does worse than waterfall-contract in {TRUST}" in told
    assert re.search(r"Box 1: .* mostly where demand is at least 0\.\d+ and batching is flow or monthly\.", told)
    assert re.search(r"for \d+ % of all such points \(coverage\), and \d+ % of the \d+ points there are such", told)
    assert "On points that had no part in finding the box, its density is" in told
    assert "demand in 100 % and batching in 100 %." in told
    assert "is not steady" not in told


def test_the_box_is_told_on_the_first_page() -> None:
    analysis = analyse(sweep())
    short = " ".join(fill(one, analysis) for one in analysis.statements[SHORT])
    assert f"partnership does worse than waterfall-contract in {TRUST} mostly where" in short
    assert "On points that had no part in finding the box" in short


def test_no_figure_is_written_by_hand() -> None:
    for one in (sweep(), sweep(noise=0.4), sweep(HARD, points=8), sweep(where(lambda u: u[:, 0] < 2))):
        for statement in results(one)[1]:
            assert not re.search(r"\d", REFERENCE.sub("", statement).replace("95 %", ""))


def test_every_figure_has_an_address() -> None:
    analysis, statements = results(sweep(noise=0.3))
    assert statements
    for statement in statements:
        assert "–" not in fill(statement, analysis)


def test_every_column_is_described(found: Analysis) -> None:
    for name, table in found.tables.items():
        assert list(table.frame.columns) == ["id", *table.columns]
        assert table.frame["id"].is_unique
        assert set(DISCOVERY[name].columns) <= set(table.columns)


@pytest.mark.parametrize(
    ("difference", "said", "bound"),
    [
        (
            0.8,
            "There is none among the 120 design points at which partnership does worse than waterfall-contract in",
            "at most",
        ),
        (
            -0.8,
            f"At all of the 120 design points partnership does worse than waterfall-contract in {TRUST}.",
            "least",
        ),
    ],
)
def test_where_no_point_or_every_point_is_of_interest_the_share_has_an_exact_bound_and_no_box_is_spoken_of(
    difference: float, said: str, bound: str
) -> None:
    analysis, statements = results(sweep(lambda u: np.full(len(u), difference), noise=0.5))
    told = " ".join(fill(one, analysis) for one in statements)
    end = binomtest(0, 120).proportion_ci(0.90, method="exact").high  # two-sided 90 % is one-sided 95 %
    share = end if difference > 0 else 1 - end
    assert analysis.value(f"discovery:all:{'high' if difference > 0 else 'low'}") == pytest.approx(share)
    assert share == pytest.approx(3 / 120 if difference > 0 else 1 - 3 / 120, abs=0.0005)
    assert told.startswith(said)
    assert f"{bound} {100 * share:.1f} % (one-sided 95 % interval, exact binomial)" in told
    assert "within the noise" in told
    assert "box" not in told.lower()
    assert set(analysis.tables) == {"discovery", "verdicts"}
    assert analysis.value("discovery:all:boxes") is None


def test_of_a_grid_nothing_is_said_about_the_space_between_its_points() -> None:
    plan = experiment(
        (levels("a", 1, 2, 3),), Design(DesignKind.GRID), 3, bases=WORLDS, discovery=Discovery(MEASURE, below=0.0)
    )
    analysis, statements = results(on_a_grid(plan, lambda base, **_: float(base == "partnership")))
    told = " ".join(fill(one, analysis) for one in statements)
    assert told.endswith(
        "Conditions that tell points apart need some of either kind. Between the points nothing is known."
    )
    assert analysis.value("discovery:all:high") is None


def test_too_few_points_are_not_searched() -> None:
    analysis, statements = results(sweep(points=8))
    assert "boxes" not in analysis.tables
    assert "Too few points" in statements[-1]


def test_luck_is_not_told_as_a_finding() -> None:
    told = words(sweep(lambda u: np.zeros(len(u)), noise=0.2))
    assert "No condition tells these points from the others" in told
    assert "mostly where" not in told


def test_verdicts_within_the_noise_are_counted_and_boxes_told_without_them_as_well() -> None:
    analysis, statements = results(sweep(lambda u: 0.15 - 0.3 * u[:, 0], noise=0.1))
    verdicts = analysis.tables["verdicts"].frame
    unclear = (verdicts["low"] <= 0) & (verdicts["high"] >= 0)
    assert 0 < unclear.sum() < len(verdicts)
    assert analysis.value("discovery:all:unclear") == unclear.sum()
    clear = (verdicts["box"] == 1) & ~unclear
    assert analysis.value("boxes:1:clear_points") == clear.sum()
    assert analysis.value("boxes:1:clear_density") == pytest.approx(verdicts["of_interest"][clear].mean())
    assert any("lie within the noise" in one and "boxes" in one for one in statements)
    assert any("whose verdict is clear" in one for one in statements)


def test_with_one_run_a_point_it_is_said_that_luck_cannot_be_told() -> None:
    told = words(sweep(replications=1))
    assert "With one run a point it cannot be told which of these verdicts are luck." in told
    assert "whose verdict is clear" not in told


def test_a_threshold_may_be_above_and_other_than_zero() -> None:
    of = sweep(discovery=Discovery(MEASURE, above=0.05))
    analysis, _ = results(of)
    assert analysis.value("discovery:all:side") == "above"
    assert analysis.value("discovery:all:of_interest") == (analysis.tables["verdicts"].frame["mean"] > 0.05).sum()
    assert f"the difference in {TRUST[:-1]}; partnership less waterfall-contract) is above 0.050" in words(of)


def test_better_and_worse_follow_from_the_measure() -> None:
    assert "partnership does better than waterfall-contract" in words(sweep(discovery=Discovery(MEASURE, above=0.0)))


def test_with_one_base_it_is_the_measure_itself() -> None:
    plan = experiment(ranges("a", "b"), Design(DesignKind.LHS, samples=100), 2, discovery=Discovery(MEASURE, below=0.3))
    of = from_units(plan, {"world": lambda units: units[:, 0]})
    analysis, statements = results(of)
    assert analysis.value("discovery:all:view") == "world"
    assert analysis.value("limits:1/a:high") == pytest.approx(0.3, abs=0.02)
    assert f"{TRUST} is below 0.300" in fill(statements[0], analysis)


def test_points_without_a_value_are_left_out_and_counted() -> None:
    of = sweep()
    rows = of.table.index[of.table["point"].isin([3, 7])]
    analysis, statements = results(failing(of, list(rows)))
    assert analysis.value("discovery:all:missing") == 2
    assert analysis.value("discovery:all:points") == 118
    assert analysis.value("verdicts:3:of_interest") is None
    assert "points have no value and no part in this." in " ".join(statements)


@pytest.mark.parametrize("kind", [DesignKind.SOBOL, DesignKind.MORRIS])
def test_points_of_a_block_are_not_taken_for_independent(kind: DesignKind) -> None:
    analysis, _ = results(sweep(design=Design(kind, samples=32, steps=4)))
    share, points = analysis.value("discovery:all:share"), analysis.value("discovery:all:points")
    width = analysis.value("discovery:all:high") - analysis.value("discovery:all:low")
    assert width > 1.05 * 2 * 1.96 * np.sqrt(share * (1 - share) / points)
    assert ("does not cover the space evenly" in analysis.tables["discovery"].note) == (kind == DesignKind.MORRIS)


def test_a_grid_of_numbers_and_truth_values_is_told_by_its_levels() -> None:
    factors = (levels("people", 5, 10, 20, 40), levels("honest", False, True), levels("way", *"abcdefgh"))
    plan = experiment(factors, Design(DesignKind.GRID), 3, bases=WORLDS, discovery=Discovery(MEASURE, below=0.0))

    def response(base: str, **set_to: Any) -> float:
        return 0.5 - 0.1 * (base == "partnership" and set_to["people"] >= 20 and not set_to["honest"])

    analysis, statements = results(on_a_grid(plan, response))
    told = " ".join(fill(one, analysis) for one in statements)
    assert analysis.value("limits:1/people:low") == 20
    assert analysis.value("limits:1/honest:levels") == "false"
    assert "people is at least 20" in told
    assert "honest is false" in told
    assert "way" not in analysis.value("boxes:1:factors")


def test_names_that_mean_something_else_in_a_table_are_told_apart() -> None:
    assert setting_name("box") == "factor.box"
    assert setting_name("demand") == "demand"
    analysis, _ = results(sweep(where(lambda u: u[:, 0] > 0.7), factors=ranges("mean", "id", "clear")))
    assert analysis.value("limits:1/mean:low") == pytest.approx(0.7, abs=0.03)
    assert {"factor.mean", "factor.id", "factor.clear"} <= set(analysis.tables["verdicts"].frame.columns)


def test_without_factors_there_are_no_conditions() -> None:
    of = on_a_grid(experiment((), Design(DesignKind.GRID), 3, bases=WORLDS, discovery=Discovery(MEASURE, below=0.0)),
                   lambda base: 0.5 - 0.1 * (base == "partnership"))  # fmt: skip
    assert (
        words(of)
        == f"At the only design point it is so that partnership does worse than waterfall-contract in {TRUST}."
    )


def test_the_same_sweep_gives_the_same_tables_and_statements() -> None:
    (one, said), (other, again) = (results(sweep(noise=0.2)) for _ in range(2))
    assert said == again
    for name, table in one.tables.items():
        assert table.frame.equals(other.tables[name].frame)
