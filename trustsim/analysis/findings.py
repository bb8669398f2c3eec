"""What the tables say, in sentences; every figure in them is a reference to where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from trustsim.analysis.blocks import block_size
from trustsim.analysis.data import SweepData, View, label_of, row_id
from trustsim.analysis.grid_words import CLEARLY_TOGETHER
from trustsim.analysis.matters import about_factors, main_things, over_time
from trustsim.analysis.replications import ENOUGH
from trustsim.analysis.results import ResultTable
from trustsim.analysis.telling import Teller, each, form_of, hardly_differ, ref, with_interval
from trustsim.analysis.variance import HARDLY
from trustsim.experiment.plan import DesignKind
from trustsim.measures.responses import CURVES, MEAN, label_of_measure, responses
from trustsim.records.columns import FRACTIONS

SHORT = "In short"
GROUNDS = "How sure it is"
POINTS = "Where it is high and low"
BASES = "One base against another"
FACTORS = "Which factors matter"
LUCK = "How much is luck"
TIME = "Over time"
REPLICATIONS = "Are there enough replications"
LEFT_OUT = "What failed and was left out"
CONDITIONS = "Under which conditions"
"""Headings of sections, in the order in which they are told."""

_MAIN_CONDITIONS = ("Box ", "On points that had no part", "No condition", "Too few points")
"""What the main sentences about conditions begin with, besides the first."""

MOST_SETTINGS, MOST_SETTINGS_OF_ENDS = 3, 12
"""Factors up to which it is told beside a point what they are there."""

_BASES_AND_DIFFERENCES = (
    " A base is a scenario that the experiment starts from; a difference is one base less another, run by run with the "
    "same seed."
)
_PICKED = (
    " What is called picked after looking was the highest, the lowest or the strongest of several: its interval holds "
    "for all of them at once."
)
_UNITLESS = (*FRACTIONS, "0-4")
_PLAINLY = {"day": "the number of a day", "value": "units of value"}
"""Units of measures that are none, and those that are not plain by themselves."""

_WITHOUT = {
    DesignKind.GRID: (
        "Levels are compared over the combinations of the rest that all of them meet, and shares of variance cannot be "
        "told"
    ),
    DesignKind.OFAT: "Curves and swings are without them",
    DesignKind.LHS: "They are left out",
    DesignKind.LIST: "They are left out",
}
"""What becomes of points without a value."""

_LUCK_OF_POINTS = (
    "Luck is what differs between runs of one point. All points share their seeds, so luck that lifts or lowers every "
    "point alike cancels when points are compared; only the rest of it blurs a comparison."
)
_LUCK_APART = (
    "Luck is what differs between runs of one point. Each point has seeds of its own, so all of it blurs comparisons."
)


def findings(
    data: SweepData, tables: Mapping[str, ResultTable], measures: Sequence[str], conditions: Sequence[str] = ()
) -> dict[str, list[str]]:
    """Sentences by section; a section of which there is nothing to tell is missing.

    Args:
        data: the sweep.
        tables: its results.
        measures: what is told about, the first first.
        conditions: what scenario discovery says.
    """
    teller = Teller(data, dict(tables))
    sections = {
        SHORT: list(_in_short(teller, measures, conditions)),
        GROUNDS: list(_grounds(teller, measures)),
        BASES: _for_all(teller, measures, _sides, differences=True),
        POINTS: _points(teller, measures),
        FACTORS: _for_all(teller, measures, about_factors),
        LUCK: _luck(teller, measures),
        TIME: list(over_time(teller)),
        CONDITIONS: list(conditions),
        REPLICATIONS: _for_all(teller, measures, _replications),
        LEFT_OUT: list(_left_out(teller)),
    }
    return {heading: told for heading, told in sections.items() if told}


def _in_short(teller: Teller, measures: Sequence[str], conditions: Sequence[str]) -> Iterator[str]:
    """Under which conditions, and the main findings about the first two subjects.

    Of the first measure all main things are told; of the second, in a grid, the very first, and what acts together.
    """
    yield from conditions[:1]
    yield from (text for text in conditions[1:] if text.startswith(_MAIN_CONDITIONS))
    grid = teller.data.experiment.design.kind == DesignKind.GRID
    first, second = measures[0], _second(measures) if grid else []
    for view in teller.data.views:
        if view.is_difference:
            yield from _sides(teller, view, first)
            yield from _everywhere(teller, view, measures)
    for view in teller.data.views:
        yield from main_things(teller, view, first)
    for measure in second:
        for view in teller.data.views:
            yield from _first(_sides(teller, view, measure)) if view.is_difference else ()
        for view in teller.data.views:
            yield from main_things(teller, view, measure, CLEARLY_TOGETHER)


def _grounds(teller: Teller, measures: Sequence[str]) -> Iterator[str]:
    """What the main findings rest on: what was run, whether that is enough, what failed, and the units."""
    grid = teller.data.experiment.design.kind == DesignKind.GRID
    yield _what_was_run(teller)
    yield from _first(_replications(teller, teller.data.views[-1], measures[0]))
    yield from _failed(teller)
    yield from _holes(teller, [measures[0], *(_second(measures) if grid else [])])
    yield from _units(measures)


def _second(measures: Sequence[str]) -> list[str]:
    """The first measure that is about something else than the very first: of trust.end and trust@mean one will do."""
    others = [one for one in measures if _subject(one) != _subject(measures[0])]
    return others[:1]


def _subject(measure: str) -> str:
    """The curve that a measure is a figure of, or else the measure."""
    curve = measure.removesuffix(MEAN) if measure.endswith(MEAN) else measure.partition(".")[0]
    return curve if curve in CURVES else measure


def _holes(teller: Teller, measures: Sequence[str]) -> Iterator[str]:
    """At how many points a measure has no value at all, and what becomes of them."""
    kind = teller.data.experiment.design.kind
    if "left_out" not in teller.tables or kind not in _WITHOUT:
        return
    table, told = teller.tables["left_out"], []
    for measure in measures:
        for view in teller.data.views:
            row = row_id(view.label, measure)
            if not view.is_difference and (table.frame["id"] == row).any() and table.value(row, "empty_points"):
                number, points = ref("left_out", row, "empty_points", "int"), ref("sweep", "points", "value", "int")
                told.append(f"{number} of {points} for {teller.subject(view, measure)}")
    if told:
        yield f"Points at which no run has a value: {'; '.join(told)}. {_WITHOUT[kind]}."


def _what_was_run(teller: Teller) -> str:
    def count(row: str) -> str:
        return ref("sweep", row, "value", "int")

    points, bases, runs = teller.data.shape
    told = "One design point" if points == 1 else f"{count('points')} design points"
    told += " in one base" if bases == 1 else f" in {count('bases')} bases"
    told += ", run once each" if runs == 1 else f", run {count('replications')} times each"
    brackets = (
        f" In brackets behind a figure stands its 95 % interval.{_PICKED if points > 1 else ''}" if runs > 1 else ""
    )
    base = " A base is a scenario that the experiment starts from." if bases == 1 else _BASES_AND_DIFFERENCES
    return f"{told}: {count('runs')} runs.{base}{brackets}"


def _units(measures: Sequence[str]) -> Iterator[str]:
    """In which units measures are; nothing where all are shares or levels, which have none."""
    units: dict[str, list[str]] = {}
    for measure in measures:
        unit = responses()[measure].unit
        units.setdefault("" if unit in _UNITLESS else _PLAINLY.get(unit, unit), []).append(measure)
    without = units.pop("", [])
    if units:
        told = [f"{unit} for {each(map(label_of_measure, names))}" for unit, names in units.items()]
        yield f"Units: {'; '.join([*told, *(['shares and levels have none'] if without else [])])}."


def _failed(teller: Teller) -> Iterator[str]:
    if not teller.data.failed.any():
        return
    failed, points = ref("sweep", "failed", "value", "int"), ref("sweep", "points_with_failures", "value", "int")
    done = ref("sweep", "done", "value", "int")
    yield f"Of these runs {failed} failed, at {points} of the points. All figures here rest on the other {done} alone."


def _left_out(teller: Teller) -> Iterator[str]:
    yield from _failed(teller)
    if "failed" in teller.tables:
        for row in teller.tables["failed"].frame["id"].iloc[:5]:
            runs, points = ref("failed", row, "runs", "int"), ref("failed", row, "points", "int")
            error, base = ref("failed", row, "error", "text"), ref("failed", row, "base", "text")
            yield f"Runs: {runs}, at points: {points}, in {base}: {error}"
    if "left_out" in teller.tables:
        for view in teller.data.views:
            for measure in dict.fromkeys(teller.tables["left_out"].frame["measure"]):
                yield from _blocks(teller, view, measure)
        yield "Where a value is missing for a reason that has to do with the factors, what is left is no fair sample."


def _blocks(teller: Teller, view: View, measure: str) -> Iterator[str]:
    """How much of the design could not be used for a measure."""
    row, table = row_id(view.label, measure), teller.tables["left_out"]
    if not (table.frame["id"] == row).any() or not table.value(row, "points"):
        return
    points, blocks = ref("left_out", row, "points", "int"), ref("left_out", row, "blocks", "int")
    empty, subject = ref("left_out", row, "empty_points", "int"), teller.subject(view, measure)
    in_blocks = block_size(teller.data.experiment.design, len(teller.data.factors)) > 1
    together = f" (whole blocks of the design: {blocks})" if in_blocks else ""
    yield f"For {subject}, points left out: {points}{together}; points at which no run has a value: {empty}."


def _points(teller: Teller, measures: Sequence[str]) -> list[str]:
    """The ends of every measure, and where to look for their settings if these are too many to be told."""
    told = _for_all(teller, measures, _extremes, differences=False)
    by_number = any("_point|int}" in one for one in told)
    if len(teller.data.factors) <= MOST_SETTINGS_OF_ENDS or not by_number:
        return told
    factors = ref("sweep", "factors", "value", "int")
    return [f"Points are told by their numbers; what the {factors} factors are set to stands in points.csv.", *told]


def _extremes(teller: Teller, view: View, measure: str) -> Iterator[str]:
    """The points with the highest and the lowest mean, or the mean of the only one."""
    row, table, subject = row_id(view.label, measure), teller.tables["extremes"], teller.subject(view, measure)
    ends = {name: table.value(row, f"{name}_point") for name in ("highest", "lowest")}
    if ends["highest"] is None:
        return
    if ends["highest"] == ends["lowest"]:
        where = " at every point" if teller.data.shape[0] > 1 else ""
        yield f"The mean of {subject} is {_mean_at(teller, ends['lowest'], view, measure)}{where}."
        return
    told, are_told = [], 0 < len(teller.data.factors) <= MOST_SETTINGS_OF_ENDS
    for name, point in ends.items():
        settings = f": {teller.settings(row_id(point, view.label, measure))}" if are_told else ""
        number = ref("extremes", row, f"{name}_point", "int")
        told.append(f"{name} at point {number}, {_extreme(teller, 'extremes', row, name, form_of(measure))}{settings}")
    points = ref("extremes", row, "points", "int")
    yield f"The mean of {subject}, picked after looking at {points} points, is {'; '.join(told)}."


def _extreme(teller: Teller, table: str, row: str, name: str, form: str) -> str:
    """The highest or the lowest of many, with the interval that holds at all points at once."""
    if teller.tables[table].value(row, f"{name}_low") is None:
        return ref(table, row, name, form)
    return with_interval(table, row, name, form, f"{name}_low", f"{name}_high")


def _mean_at(teller: Teller, point: int, view: View, measure: str) -> str:
    row = row_id(point, view.label, measure)
    if teller.tables["points"].value(row, "low") is None:
        return ref("points", row, "mean", form_of(measure))
    return with_interval("points", row, "mean", form_of(measure))


def _sides(teller: Teller, view: View, measure: str) -> Iterator[str]:
    """How far apart two bases are, and at how many points which is above."""
    row, signed = row_id(view.label, measure), form_of(measure, signed=True)
    table, subject = teller.tables["sides"], teller.subject(view, measure)
    if table.value(row, "mean") is None:
        return
    known = table.value(row, "low") is not None
    mean = with_interval("sides", row, "mean", signed) if known else ref("sides", row, "mean", signed)
    several, points = teller.data.shape[0] > 1, ref("sides", row, "points", "int")
    every = table.value(row, "points") == teller.data.shape[0]
    over = " on average over the points" if every else f" on average over the {points} points at which it is known"
    yield f"{subject[0].upper()}{subject[1:]} is {mean}{over if several else ''}."
    if several:
        above, below, left, points = (ref("sides", row, name, "int") for name in ("above", "below", "open", "points"))
        place = {name: _point(teller, view, measure, f"{name}_point") for name in ("largest", "smallest")}
        most, least = (_extreme(teller, "sides", row, name, signed) for name in ("largest", "smallest"))
        yield (
            f"Of {points} points it is clearly above zero at {above} and clearly below at {below}; at {left} that "
            f"cannot be told. Picked after looking, it is lowest, {least}, at {place['smallest']}; highest, {most}, at "
            f"{place['largest']}."
        )


def _point(teller: Teller, view: View, measure: str, column: str) -> str:
    """``point 3: rule = cusp``; without the settings where there are many."""
    row = row_id(view.label, measure)
    told = f"point {ref('sides', row, column, 'int')}"
    if not 0 < len(teller.data.factors) <= MOST_SETTINGS:
        return told
    base = label_of(teller.data.views[view.base].label)
    return f"{told}: {teller.settings(row_id(int(teller.tables['sides'].value(row, column)), base, measure))}"


def _everywhere(teller: Teller, view: View, measures: Sequence[str]) -> Iterator[str]:
    """For which measures two bases differ the same way at every point; not of random points, which are many."""
    table, kind = teller.tables["sides"], teller.data.experiment.design.kind
    rows = {measure: row_id(view.label, measure) for measure in measures}
    known = [measure for measure, row in rows.items() if table.value(row, "mean") is not None]
    if len(known) < 2 or teller.data.shape[0] == 1 or kind in (DesignKind.LHS, DesignKind.SOBOL, DesignKind.MORRIS):
        return
    left, told = list(known), []
    for side in ("above", "below"):
        some = [one for one in known if table.value(rows[one], side) == table.value(rows[one], "points")]
        told += [f"clearly {side} zero in {each(map(label_of_measure, some))}"] if some else []
        left = [one for one in left if one not in some]
    those, every = f"the difference ({teller.pair(view)})", "point"
    if any(table.value(rows[measure], "points") < teller.data.shape[0] for measure in known):
        every = "point at which it is known"
    if not told:
        yield f"In no measure is {those} clearly above zero at every {every}, nor clearly below."
        return
    rest = f"; it is neither at every point in {each(map(label_of_measure, left))}" if left else ""
    yield f"At every {every} {those} is {each(told)}{rest}."


def _luck(teller: Teller, measures: Sequence[str]) -> list[str]:
    told = _for_all(teller, measures, _share_of_luck)
    return [_LUCK_OF_POINTS if teller.data.experiment.common else _LUCK_APART, *told] if told else []


def _share_of_luck(teller: Teller, view: View, measure: str) -> Iterator[str]:
    row = row_id(view.label, measure, "luck")
    table = teller.tables.get("variance")
    if table is None or not (table.frame["id"] == row).any():
        return
    if table.value(row, "share") is None:
        yield from [f"{hardly_differ(teller.subject(view, measure))}."] if table.value(row, "remark") == HARDLY else []
        return
    is_known = table.value(row, "low") is not None  # of few runs it is not
    share = with_interval("variance", row, "share", "pct") if is_known else ref("variance", row, "share", "pct")
    own = row_id(view.label, measure, "luck.own")
    apart = ""
    if (table.frame["id"] == own).any():
        every = table.value(own, "share") >= table.value(row, "share")
        apart = f", of which {ref('variance', own, 'share', 'pct')} of the whole is a point's own"
        apart = ", all of it each point's own" if every else apart
    yield f"Of the variance of {teller.subject(view, measure)} between single runs, luck is {share}{apart}."


def _replications(teller: Teller, view: View, measure: str) -> Iterator[str]:
    """Whether there are enough, and how many it takes for half of the width."""
    row, table = row_id(view.label, measure, teller.data.shape[2]), teller.tables.get("replications")
    if table is None or table.value(row, "half_median") is None:
        return
    width = ref("replications", row, "half_median", form_of(measure))
    known = f"after {ref('replications', row, 'runs', 'int')} runs a mean of {teller.subject(view, measure)} is known"
    share = table.value(row, "of_span")
    if share is None:
        yield f"{known[0].upper()}{known[1:]} to ± {width}; {_for_half(row)}."
        return
    if share > 1:
        differ = "and these means differ by less: each by itself, points hardly differ beyond the noise of their seeds"
        yield f"Not enough: {known} to ± {width} at the median point, {differ}."
        return
    known += f" to ± {width} at the median point, {ref('replications', row, 'of_span', 'pct')} of how far points differ"
    if share <= ENOUGH:
        yield f"Enough: {known}; {_for_half(row)}."
        return
    more = "far more runs than can be made"
    if table.value(row, "for_enough") is not None:
        more = f"about {ref('replications', row, 'for_enough', 'int')} runs a point"
    yield f"Not enough: {known}; to tell points apart takes {more}."


def _for_half(row: str) -> str:
    return f"half of that would take about {ref('replications', row, 'for_half', 'int')} runs"


def _for_all(
    teller: Teller,
    measures: Sequence[str],
    tell: Callable[[Teller, View, str], Iterator[str]],
    *,
    differences: bool | None = None,
) -> list[str]:
    """Tell about each measure in each view, or only in bases or only in differences."""
    views = [view for view in teller.data.views if differences is None or view.is_difference == differences]
    return [text for measure in measures for view in views for text in tell(teller, view, measure)]


def _first(told: Iterator[str]) -> Iterator[str]:
    for text in told:
        yield text
        return
