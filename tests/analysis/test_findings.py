"""Whatever the design, every figure in a sentence is a reference that leads to where the figure stands."""

from __future__ import annotations

import re

import pytest

from tests.analysis.made_up import MEASURE, MadeUp, experiment, levels, normal, on_a_grid
from tests.analysis.sweeps import MEASURES, analysed, every_design
from trustsim.analysis.analyse import analyse
from trustsim.analysis.columns import TABLES
from trustsim.analysis.findings import BASES, FACTORS, POINTS, SHORT
from trustsim.analysis.results import Analysis
from trustsim.analysis.statement import FORMATS, MISSING, REFERENCE, fill
from trustsim.errors import InputError
from trustsim.experiment.plan import Design, DesignKind

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
        ("sobol", SHORT, "256 design points in 2 bases, run 4 times each: 2,048 runs."),
        ("sobol", SHORT, "Of the variance of the mean of trust.end in contract over the space,"),
        ("morris", FACTORS, "Over its whole range a factor moves trust.end in contract by about"),
        ("ofat", FACTORS, "Varied alone, these factors move trust.end in contract most: policy, from some to all"),
        ("policies", FACTORS, "On average over all else, trust.end in contract is moved by a, from old to new, by +"),
        ("policies", FACTORS, "From the levels of the first base, swapping a alone to new moves trust.end in contract"),
        ("lhs", FACTORS, "Of the variance of trust.end in contract between single runs,"),
        ("grid", FACTORS, "The mean of trust.end in contract moves from a = 0.0025 to 1e+06 by +"),
        ("list", BASES, "The difference in trust.end (partnership-2 less contract) is +"),
        ("list", POINTS, "The mean of trust.end in contract is highest at point 1,"),
        ("one point", BASES, "The difference in trust.end (partnership-2 less contract) is +"),
        ("single runs", SHORT, "8 design points in one base, run once each: 8 runs."),
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
    wanted = f"is clearly above zero in {MEASURE} and clearly below zero in {MEASURES[1]}."
    assert any(text.endswith(wanted) for text in found.statements[SHORT])


def test_odd_indices_are_explained_on_the_first_page(analyses: dict[str, Analysis]) -> None:
    assert any("noise of estimation" in text for text in analyses["sobol"].statements[SHORT])


def test_measures_that_are_asked_for_come_first() -> None:
    found = analyse(SWEEPS["policies"], ["organisation.cost", MEASURE, MEASURE])
    assert list(dict.fromkeys(found.tables["points"].frame["measure"])) == ["organisation.cost", MEASURE]
    assert "organisation.cost" in found.statements[SHORT][1]


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
