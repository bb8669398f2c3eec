"""From an experiment file to an ``Experiment``: read, resolved and checked, with all that is wrong told at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from trustsim.errors import Problem, ScenarioError
from trustsim.experiment.bases import read_bases
from trustsim.experiment.factors import read_factors, with_usual
from trustsim.experiment.layout import read_design
from trustsim.experiment.plan import Discovery, Experiment
from trustsim.experiment.schema import CURVED, MEASURES, SECTIONS
from trustsim.experiment.sheet import Sheet, is_number, one_of
from trustsim.experiment.together import check_together
from trustsim.measures.responses import CURVES, USUAL, advice, responses
from trustsim.scenario.faults import named
from trustsim.scenario.loading import ordered
from trustsim.scenario.locate import KeyPath
from trustsim.scenario.problems import MOST_PROBLEMS
from trustsim.scenario.reading import CannotReadError, Layer, parse, read_bytes
from trustsim.scenario.wording import listed, quoted


def load_experiment(path: str | Path) -> Experiment:
    """Read an experiment from a TOML file, with the scenarios that it names.

    Whether values of different keys go together is only checked where a level alone decides it; what
    does not go together at a point becomes a failed run.

    Raises:
        ScenarioError: with every problem found in the file and in the scenarios, sorted by file and line.
    """
    layer, text = _read(str(path))
    sheet = Sheet(layer)
    top = sheet.top()
    bases = read_bases(sheet)
    factors = read_factors(sheet)
    measures, over_time = _measures(sheet)
    experiment = Experiment(
        name=Path(layer.file).stem,
        file=layer.file,
        text=text,
        title=top.get("title", Path(layer.file).stem),
        question=top.get("question", ""),
        bases=bases,
        factors=tuple(with_usual(factor, bases[0].scenario) for factor in factors) if bases else factors,
        design=read_design(sheet, factors),
        **_runs(sheet),
        measures=measures,
        over_time=over_time,
        discovery=_discovery(sheet, measures),
        slurm=_slurm(sheet),
    )
    if not sheet.problems:
        check_together(sheet, experiment)
    if sheet.problems:
        raise ScenarioError(_at_most(ordered(sheet.problems)))
    return experiment


def _read(file: str) -> tuple[Layer, str]:
    try:
        raw = read_bytes(file, "an experiment file")
    except CannotReadError as error:
        raise ScenarioError([Problem(file, 0, "", str(error))]) from None
    return parse(file, raw), raw.decode("utf-8-sig")


def _at_most(problems: list[Problem]) -> list[Problem]:
    """The first ``MOST_PROBLEMS``, and how many more there are."""
    rest = len(problems) - MOST_PROBLEMS
    if rest <= 0:
        return problems
    return [*problems[:MOST_PROBLEMS], Problem(problems[0].file, 0, "", f"and {rest:,} more problems")]


def _runs(sheet: Sheet) -> dict[str, Any]:
    table = sheet.section("runs") or {}
    return {name: table.get(name, key.default) for name, key in SECTIONS["runs"].keys.items()}


def _measures(sheet: Sheet) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of responses, and of daily columns."""
    table = sheet.section("measures") or {}
    known = responses()
    names = list(USUAL)
    if "names" in table:
        names = []
        for number, name in sheet.texts(("measures", "names"), table["names"], MEASURES):
            if name in known:
                names.append(name)
            else:
                sheet.wrong(("measures", "names", number), f"{quoted(name)} is no measure; {advice(name, known)}")
    columns = []
    if table.get("over_time", []) != []:  # none is what is usual
        for number, name in sheet.texts(("measures", "over_time"), table["over_time"], CURVED):
            if name in CURVES:
                columns.append(name)
            else:
                message = f"{quoted(name)} is no daily column that is kept; {one_of(CURVES, name)}"
                sheet.wrong(("measures", "over_time", number), message)
    return tuple(names) or USUAL, tuple(columns)


def _discovery(sheet: Sheet, measures: tuple[str, ...]) -> Discovery | None:
    given = sheet.layer.data.get("discovery")
    table = sheet.section("discovery")
    if given is None or table is None:
        return None
    thresholds = [name for name in ("below", "above") if name in given]
    if len(thresholds) != 1:
        what = "below and above are both given" if thresholds else "no threshold is given"
        sheet.wrong(("discovery",), f"{what}; expected exactly one of below and above")
    if "measure" not in given:
        sheet.wrong(("discovery", "measure"), f"missing; expected one of the measures: {listed(measures)}")
    name = table.get("measure", "")
    if name and name not in measures:
        sheet.wrong(("discovery", "measure"), f"{quoted(name)} is not among the measures; {one_of(measures, name)}")
    return Discovery(name, *(None if name not in table else float(table[name]) for name in ("below", "above")))


def _slurm(sheet: Sheet) -> Mapping[str, Any]:
    """What is given to the cluster: numbers, texts, truth values, and arrays and tables of them."""
    table = sheet.section("slurm") or {}
    for path, value in _leaves(table, ("slurm",)):
        if not isinstance(value, str | bool) and not is_number(value):
            what = f"{quoted(value)} is not a finite number" if isinstance(value, float) else named(value)
            sheet.wrong(path, f"{what}; expected text, a number, true or false")
    return table


def _leaves(value: Any, path: KeyPath) -> Iterator[tuple[KeyPath, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, (*path, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(inner, (*path, number))
    else:
        yield path, value
