"""Whatever the design, every figure in a sentence is a reference that leads to where the figure stands."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from tests.analysis.made_up import (
    MEASURE,
    TRUST,
    MadeUp,
    experiment,
    from_units,
    levels,
    made_up,
    normal,
    on_a_grid,
    ranges,
)
from tests.analysis.sweeps import MEASURES, analysed, every_design
from trustsim.analysis.analyse import analyse
from trustsim.analysis.columns import TABLES
from trustsim.analysis.findings import BASES, FACTORS, GROUNDS, LUCK, POINTS, SHORT, TIME
from trustsim.analysis.results import Analysis
from trustsim.analysis.statement import FORMATS, MISSING, REFERENCE, fill
from trustsim.errors import InputError
from trustsim.experiment.plan import Design, DesignKind, Factor

SWEEPS = every_design()
NAMES_WITH_FIGURES = re.compile(r"partnership-2|x[123]\b|95 % interval")


@pytest.fixture(scope="module")
def analyses() -> dict[str, Analysis]:
    return {name: analysed(name) for name in SWEEPS}


@pytest.mark.parametrize("name", list(SWEEPS))
def test_no_figure_is_told_but_by_reference(name: str, analyses: dict[str, Analysis]) -> None:
    for section in analyses[name].statements.values():
        for template in section:
            plain = NAMES_WITH_FIGURES.sub("", REFERENCE.sub("", template))
            assert not re.search(r"\d", plain), template


@pytest.mark.parametrize("name", list(SWEEPS))
def test_every_reference_leads_to_a_figure(name: str, analyses: dict[str, Analysis]) -> None:
    analysis = analyses[name]
    told = 0
    for section in analysis.statements.values():
        for template in section:
            assert MISSING not in fill(template, analysis), template
            told += len(REFERENCE.findall(template))
    assert told > 0


@pytest.mark.parametrize("name", list(SWEEPS))
def test_every_id_is_there_once_and_leads_back(name: str, analyses: dict[str, Analysis]) -> None:
    for table in analyses[name].tables.values():
        assert table.frame["id"].is_unique, table.name
        assert list(table.frame.columns) == ["id", *table.columns]
        last = table.frame["id"].iloc[-1]
        for column in table.columns:
            assert analyses[name].value(f"{table.name}:{last}:{column}") == table.value(last, column)


def test_every_kind_of_table_comes_about(analyses: dict[str, Analysis]) -> None:
    assert set(TABLES) - {name for analysis in analyses.values() for name in analysis.tables} == set()


@pytest.mark.parametrize(
    ("name", "section", "told"),
    [
        ("sobol", GROUNDS, "256 design points in 2 bases, run 4 times each: 2,048 runs."),
        ("sobol", SHORT, f"Of the variance of the mean of {TRUST} in contract over the space,"),
        ("morris", FACTORS, f"Over its whole range a factor moves {TRUST} in contract by about"),
        (
            "ofat",
            FACTORS,
            f"Varied alone, this factor moves {TRUST} in contract, picked after looking: policy, from ",
        ),
        ("policies", FACTORS, f"On average over all else, {TRUST} in contract is moved by a, from old to new, by +"),
        ("policies", FACTORS, f"From the levels of the first base, swapping a alone to new moves {TRUST} in contract"),
        ("lhs", FACTORS, f"Of the variance of {TRUST} in contract between single runs,"),
        ("grid", FACTORS, f"The mean of {TRUST} in contract moves from a = 0.0025 to 1e+06 by +"),
        ("list", BASES, f"The difference in {TRUST[:-1]}; partnership-2 less contract) is +"),
        ("list", POINTS, f"The mean of {TRUST} in contract, picked after looking at 2 points, is highest at point 1,"),
        ("one point", BASES, f"The difference in {TRUST[:-1]}; partnership-2 less contract) is +"),
        ("single runs", GROUNDS, "8 design points in one base, run once each: 8 runs."),
    ],
)
def test_what_is_told(name: str, section: str, told: str, analyses: dict[str, Analysis]) -> None:
    texts = [fill(template, analyses[name]) for template in analyses[name].statements[section]]
    assert any(text.startswith(told) for text in texts), texts


def test_whether_bases_differ_at_every_point_is_told_for_all_measures_at_once() -> None:
    plan = experiment(
        (levels("rule", "x", "y"),), Design(DesignKind.GRID), 4, bases=("old", "new"), measures=MEASURES[:2]
    )
    sweep = on_a_grid(plan, lambda base, **_: float(base == "new"), 0.01 * normal((2, 2, 4)))
    sweep.table[MEASURES[1]] = -sweep.table[MEASURE]
    found = analyse(sweep)
    wanted = f"is clearly above zero in {TRUST} and clearly below zero in "
    wanted += "need-fit of deliveries (requests.need_fit)."
    assert any(text.endswith(wanted) for text in found.statements[SHORT])


def test_odd_indices_are_explained_on_the_first_page(analyses: dict[str, Analysis]) -> None:
    assert any("noise of estimation" in text for text in analyses["sobol"].statements[SHORT])


def test_measures_that_are_asked_for_come_first() -> None:
    found = analyse(SWEEPS["policies"], ["organisation.cost", MEASURE, MEASURE])
    assert list(dict.fromkeys(found.tables["points"].frame["measure"])) == ["organisation.cost", MEASURE]
    assert "organisation.cost" in found.statements[SHORT][0]


def test_every_measure_that_there_is_not_is_told_at_once() -> None:
    with pytest.raises(InputError, match=r"trust.ed: no such measure; did you mean trust.end(.|\n)*nonsense: no such"):
        analyse(SWEEPS["policies"], ["trust.ed", "nonsense"])


@pytest.mark.parametrize("name", ["sobol", "grid"])
def test_the_same_sweep_gives_the_same_analysis(name: str) -> None:
    def again(sweep: MadeUp) -> Analysis:
        return analyse(MadeUp(sweep.experiment, sweep.design, sweep.table))

    one, two = again(SWEEPS[name]), again(SWEEPS[name])
    assert all(one.tables[table].frame.equals(two.tables[table].frame) for table in one.tables)
    assert one.statements == two.statements


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (12345.6, "g3", "12,346"),
        (12345.6, "sg3", "+12,346"),
        (-0.0123456, "g3", "-0.0123"),
        (-0.001, "pct", "0 %"),
        (-0.0004, "pct1", "0.0 %"),
        (-0.12, "pct", "-12 %"),
    ],
)
def test_figures_are_written_with_as_many_digits_as_make_sense(value: float, form: str, text: str) -> None:
    assert FORMATS[form](value) == text


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (-0.0004, "s3", "-0.0004"),
        (0.0004, "s3", "+0.0004"),
        (1e-12, "s3", "0.000"),
        (-1e-12, "f3", "0.000"),
        (-0.004, "s2", "-0.004"),
        (-0.0, "g3", "0"),
        (0.0, "sg3", "0"),
        (-0.0, "g6", "0"),
        (-0.0012, "s3", "-0.001"),
        (999.7, "g3", "1,000"),
        (-999.7, "sg3", "-1,000"),
    ],
)
def test_nothing_is_written_as_minus_nought_nor_three_digits_as_a_power_of_ten(
    value: float, form: str, text: str
) -> None:
    assert FORMATS[form](value) == text


def test_levels_have_six_digits_or_all_whether_of_a_range_or_written_out() -> None:
    factors = (Factor("wide", key="x.w", low=1.23456789, high=6.0), Factor("narrow", key="x.n", low=1.0, high=1.0001))
    plan = experiment(factors, Design(DesignKind.GRID, steps=3), 2)
    points = [(one.label, other.label) for one in factors[0].over(3) for other in factors[1].over(3)]
    frame = pd.DataFrame(points, columns=["wide", "narrow"]).assign(point=range(9))
    found = analyse(made_up(plan, frame, frame[["wide"]].to_numpy(), normal((9, 1, 2))))
    levels_told = found.tables["levels"].frame
    assert levels_told[levels_told["factor"] == "wide"]["level"].tolist() == ["1.23457", "3.61728", "6"]
    assert levels_told[levels_told["factor"] == "narrow"]["level"].tolist() == ["1", "1.00005", "1.0001"]
    written = [levels(one.name, *(level.label for level in one.over(3))) for one in factors]
    same = made_up(
        experiment(written, Design(DesignKind.GRID), 2), frame, frame[["wide"]].to_numpy(), normal((9, 1, 2))
    )
    assert analyse(same).tables["levels"].frame["id"].tolist() == levels_told["id"].tolist()
    told = " ".join(fill(one, found) for one in found.statements[POINTS])
    assert re.search(r"wide = 6, narrow = 1[:;,. ]", told)


def test_points_that_hardly_differ_are_not_told_as_differing_by_thousands_of_percent() -> None:
    plan = experiment((levels("a", "x", "y"), levels("b", "x", "y")), Design(DesignKind.GRID), 3)
    same = on_a_grid(plan, lambda *_, **__: 5.0, normal((4, 1, 3)))
    found = analyse(same)
    assert found.value(f"replications:world/{MEASURE}/3:of_span") > 1
    told = " ".join(fill(one, found) for one in found.statements[GROUNDS])
    assert "these means differ by less: each by itself, points hardly differ beyond the noise of their seeds." in told
    assert "of how far points differ" not in told


def test_the_second_thing_that_is_measured_is_told_in_short_too_and_what_acts_together_with_it() -> None:
    names = ("trust.end", "trust@mean", "requests.need_fit", "organisation.cost")
    plan = experiment((levels("a", 1, 2, 3), levels("b", 1, 2)), Design(DesignKind.GRID), 4, measures=names)
    sweep = on_a_grid(plan, lambda _, a, b: float(a * b), 0.01 * normal((6, 1, 4)))
    found = analyse(sweep)
    short, fit = [fill(one, found) for one in found.statements[SHORT]], "need-fit of deliveries (requests.need_fit)"
    assert any(text.startswith(f"The mean of {fit} moves from a = 1 to 3 by") for text in short)
    assert any(text.startswith(f"What a does to {fit} depends on b:") for text in short)
    assert not any("trust@mean" in text or "organisation.cost" in text for text in short)
    assert (
        "Units: person-days for cost of IT, own teams and provider (organisation.cost); shares and levels have none."
        in found.statements[GROUNDS]
    )


def test_the_answer_comes_before_what_it_rests_on(analyses: dict[str, Analysis]) -> None:
    for analysis in analyses.values():
        headings = list(analysis.statements)
        assert headings.index(GROUNDS) == (1 if SHORT in headings else 0)
        assert not any("design point" in text and " run " in text for text in analysis.statements.get(SHORT, []))


def test_what_a_base_and_a_difference_are_is_said_where_they_are_first_told(analyses: dict[str, Analysis]) -> None:
    assert "A base is a scenario that the experiment starts from." in analyses["single runs"].statements[GROUNDS][0]
    assert "a difference is one base less another, run by run" in analyses["list"].statements[GROUNDS][0]


def test_one_word_is_used_for_one_thing(analyses: dict[str, Analysis]) -> None:
    for analysis in analyses.values():
        told = [text for section in analysis.statements.values() for text in section]
        told += [f"{table.title} {table.note}" for table in analysis.tables.values()]
        told += [column.meaning for table in analysis.tables.values() for column in table.columns.values()]
        assert not [text for text in told if re.search(r"\b(contrasts?|worlds?)\b", REFERENCE.sub("", text))]


def test_a_curve_that_one_factor_leads_all_along_is_told_once(analyses: dict[str, Analysis]) -> None:
    told = [fill(one, analyses["policies"]) for one in analyses["policies"].statements[TIME]]
    assert told
    for text in told:
        leaders = re.findall(r"(\S+) matters most", text)
        assert len(leaders) == len(set(leaders))
        assert "(share" not in text or not re.search(r"\([^()]*\(", text.partition("), ")[2])


def test_factors_without_a_clear_share_are_named_and_not_told_as_negative_shares() -> None:
    plan = experiment((levels("a", 0, 1), levels("idle", 0, 1)), Design(DesignKind.GRID), 5)
    found = analyse(on_a_grid(plan, lambda _, a, **__: 5.0 * a, normal((4, 1, 5))))
    (text,) = [fill(one, found) for one in found.statements[FACTORS] if "between single runs" in one]
    assert "is due to a alone" in text
    assert re.search(r"no share can be told from zero for .*idle", text)
    assert "-" not in text.partition("no share")[0].replace("95", "")


def screening(factors: int) -> Analysis:
    """Two runs a point, so that the share of luck has no interval; the first factor matters, and in steps."""
    plan = experiment(
        ranges(*(f"f{place}" for place in range(factors))), Design(DesignKind.MORRIS, samples=40, steps=6), 2
    )
    steep = {"world": lambda units: np.where(units[:, 0] > 0.9, 50.0, 0.0)}
    return analyse(from_units(plan, steep, normal((40 * (factors + 1), 1, 2))))


@pytest.mark.parametrize(("factors", "are_told"), [(12, True), (13, False)])
def test_settings_of_a_point_are_told_as_long_as_they_are_not_too_many(factors: int, are_told: bool) -> None:
    found = screening(factors)
    told = [fill(one, found) for one in found.statements[POINTS]]
    many = f"Points are told by their numbers; what the {factors} factors are set to stands in points.csv."
    assert (many in told) is not are_told
    assert bool(re.search(r"\bf\d+ = ", " ".join(told))) is are_told


@pytest.mark.parametrize("kind", [DesignKind.MORRIS, DesignKind.SOBOL])
def test_of_single_runs_no_effect_is_told_from_luck(kind: DesignKind) -> None:
    plan = experiment(ranges("a", "b"), Design(kind, samples=16, steps=4))
    units = len(from_units(plan, {"world": lambda places: places[:, 0]}).design)
    found = analyse(from_units(plan, {"world": lambda places: 0.0 * places[:, 0]}, normal((units, 1, 1))))
    told = [fill(one, found) for one in found.statements[FACTORS]]
    said = f"No effect on {TRUST} can be told from luck: for that, points need two runs or more."
    assert said in [one.replace(" in world", "") for one in told], told
    assert not any("above what luck makes" in one for one in told)


def test_where_no_point_is_told_nothing_is_said_of_their_numbers() -> None:
    plan = experiment(ranges(*(f"f{place}" for place in range(13))), Design(DesignKind.MORRIS, samples=4, steps=4), 2)
    found = analyse(from_units(plan, {"world": lambda units: np.ones(len(units))}))
    (told,) = [fill(one, found) for one in found.statements[POINTS]]
    assert "at every point" in told


def test_a_share_of_luck_without_an_interval_is_told_without_one() -> None:
    found = screening(3)
    (told,) = [fill(one, found) for one in found.statements[LUCK] if "luck is" in one]
    assert re.search(r"luck is \d+ %, of which", told)
    assert f"{MISSING} to {MISSING}" not in " ".join(fill(s, found) for part in found.statements.values() for s in part)


def test_only_of_factors_that_matter_is_it_told_that_their_effects_spread() -> None:
    found = screening(6)
    rows = found.tables["morris"].frame.set_index("factor")
    spread = set(rows.index[rows["sigma"] > rows["mu_star"]])
    matter = set(rows.index[rows["mu_star_low"] > rows["floor"]])
    assert "f0" in spread & matter
    assert spread - matter
    (told,) = [fill(one, found) for one in found.statements[FACTORS] if "spread wider" in one]
    assert set(re.findall(r"\bf\d\b", told)) == spread & matter
