"""Which factors matter, in sentences; told by the design at hand."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from trustsim.analysis.data import View
from trustsim.analysis.telling import Teller, each, form_of, is_told, ref, with_interval

Row = Mapping[Hashable, Any]

MAIN = (
    "Index",
    "No effect",
    "Only ",
    "At every level",
    "The strongest interaction",
    "From the levels",
    "From the opposite",
)
"""What sentences begin with that belong to the main things although they are not the first."""

MOST = 3
"""Factors that are told one by one."""

MOST_EFFECTS = 6
"""The same where each has one effect."""

_LEADING = {"total": ("total index", "f2"), "mu_star": ("mu*", "g3"), "share": ("share", "pct")}
"""Indices by which factors are put in order, how they are called and written."""

_SOURCES = {"interactions": "to interactions", "luck": "to luck"}


def about_factors(teller: Teller, view: View, measure: str) -> Iterator[str]:
    """What the tables of the design say about its factors, the main thing first."""
    for table, tell in _TOLD.items():
        found = _rows(teller, table, view, measure)
        if found:
            yield from tell(teller, view, measure, found)


def main_things(teller: Teller, view: View, measure: str) -> Iterator[str]:
    """Which factors matter, for which no effect can be told, what acts together, and what is odd."""
    told = list(about_factors(teller, view, measure))
    yield from told[:1]
    yield from (text for text in told[1:] if text.startswith(MAIN))


def over_time(teller: Teller) -> Iterator[str]:
    """For each curve and view, which factor matters most at first and at the end."""
    table = teller.tables.get("over_time")
    if table is None:
        return
    frame = table.frame[table.frame["index"].isin(list(_LEADING))].dropna(subset=["value"])
    for (label, curve), rows in groupby(frame.to_dict("records"), key=lambda row: (row["view"], row["curve"])):
        leads = [max(day, key=_value) for _, day in groupby(rows, key=lambda row: row["day"])]
        yield _turn(teller, label, curve, leads)


def _value(row: Row) -> float:
    return float(row["value"])


def _turn(teller: Teller, label: str, curve: str, leads: Sequence[Row]) -> str:
    """Who matters most on the first and on the last checkpoint."""
    view = next(view for view in teller.data.views if view.label == label)
    first, last = leads[0], leads[-1]
    begin = f"For the curve {teller.subject(view, curve)}, {_on_day(first)}"
    if len(leads) == 1:
        return f"{begin}."
    if not _leads(first) and not _leads(last):
        return f"{begin}, nor on day {ref('over_time', last['id'], 'day', 'int')}."
    told = all(row["factor"] == first["factor"] and row["low"] > 0 for row in leads)
    return f"{begin}, as on every checkpoint since, and {_on_day(last)}." if told else f"{begin}, and {_on_day(last)}."


def _on_day(row: Row) -> str:
    """Who leads on a day; nobody, where the interval of the largest index reaches zero."""
    name, form = _LEADING[row["index"]]
    day = ref("over_time", row["id"], "day", "int")
    if not _leads(row):
        return f"no factor can be told to matter most on day {day}"
    return f"{row['factor']} matters most on day {day} ({name} {_figure('over_time', row, 'value', form)})"


def _leads(row: Row) -> bool:
    return is_told(row["low"], row["high"])


def _sobol(teller: Teller, view: View, measure: str, found: Sequence[Row]) -> Iterator[str]:
    known, subject = _ranked(found, "total"), teller.subject(view, measure)
    if not known:
        yield f"No indices of {subject}: {found[0]['remark']}."
        return
    parts = [
        f"{with_interval('sobol', row['id'], 'first', 'pct', 'first_low', 'first_high')} is due to {row['factor']} "
        f"alone, {with_interval('sobol', row['id'], 'total', 'pct', 'total_low', 'total_high')} with its interactions"
        for row in known[:MOST]
    ]
    yield f"Of the variance of the mean of {subject} over the space, {'; '.join(parts)}."
    idle = [row["factor"] for row in known if not is_told(row["total_low"], row["total_high"], row["floor"])]
    if idle:
        yield (
            f"No effect on {subject} can be told for {each(idle)}: no total index of theirs is clearly above what luck "
            "makes."
        )
    elif len(known) > MOST:
        most = ref("sobol", known[MOST]["id"], "total", "pct")
        yield f"The total index of any other factor on {subject} is at most {most}."
    for remark in dict.fromkeys(row["remark"] for row in known if row["remark"]):
        odd = each(row["factor"] for row in known if row["remark"] == remark)
        yield f"Index of {subject} for {odd}: {remark}."


def _second(teller: Teller, view: View, measure: str, found: Sequence[Row]) -> Iterator[str]:
    clear, subject = [row for row in _ranked(found, "value") if row["low"] > 0][:MOST], teller.subject(view, measure)
    parts = [
        f"{row['factor']} with {row['other']}, {with_interval('sobol_second', row['id'], 'value', 'pct')}"
        for row in clear
    ]
    if parts:
        yield f"Pairs of factors that act together on {subject}: {'; '.join(parts)}."
    else:
        yield f"No pair of factors can be told to act together on {subject}."


def _morris(teller: Teller, view: View, measure: str, found: Sequence[Row]) -> Iterator[str]:
    known, subject = _ranked(found, "mu_star"), teller.subject(view, measure)
    if not known:
        yield f"No elementary effects on {subject}: {found[0]['remark']}."
        return
    form = form_of(measure)
    parts = [
        f"{row['factor']}, {with_interval('morris', row['id'], 'mu_star', form, 'mu_star_low', 'mu_star_high')}"
        for row in known[:MOST]
    ]
    yield f"Over its whole range a factor moves {subject} by about (mean size of effects, mu*): {'; '.join(parts)}."
    yield from _beyond_luck(subject, known)
    uneven = [row["factor"] for row in known if row["sigma"] > row["mu_star"] > 0]
    if uneven:
        yield f"Effects on {subject} spread wider than their mean size (sigma above mu*) for {each(uneven)}."


def _beyond_luck(subject: str, known: Sequence[Row]) -> Iterator[str]:
    """Which factors can be left alone, or, where they are fewer, which cannot."""
    told = [row["factor"] for row in known if is_told(row["mu_star_low"], row["mu_star_high"], row["floor"])]
    idle = [row["factor"] for row in known if row["factor"] not in told]
    if idle and len(idle) <= len(told):
        yield f"No effect on {subject} can be told for {each(idle)}: no mu* of theirs is clearly above what luck makes."
    elif idle:
        whose = f"Only for {each(told)}, mu* on {subject}" if told else f"No effect on {subject} can be told: no mu*"
        yield f"{whose} is clearly above what luck makes."


def _swings(teller: Teller, view: View, measure: str, found: Sequence[Row]) -> Iterator[str]:
    form, subject = form_of(measure), teller.subject(view, measure)
    parts = [
        f"{row['factor']}, from {ref('swings', row['id'], 'lowest', 'text')} to "
        f"{ref('swings', row['id'], 'highest', 'text')}, by {_figure('swings', row, 'swing', form)}"
        for row in _ranked(found, "swing")[:MOST]
    ]
    if parts:
        yield f"Varied alone, these factors move {subject} most: {'; '.join(parts)}."


def _effects(teller: Teller, view: View, measure: str, found: Sequence[Row]) -> Iterator[str]:
    signed, subject = form_of(measure, signed=True), teller.subject(view, measure)
    main = [row for row in found if not row["other"]]
    clear = [row for row in main if _is_clear(row)][:MOST_EFFECTS]
    parts = [f"{row['factor']}, from {_levels(row)}, by {_figure('effects', row, 'effect', signed)}" for row in clear]
    if parts:
        yield f"On average over all else, {subject} is moved by {'; '.join(parts)}."
    idle = [row["factor"] for row in main if row["low"] <= 0 <= row["high"]]
    if idle:
        yield f"No effect on {subject} can be told from zero for {each(idle)}."
    for row in [row for row in found if row["other"] and _is_clear(row)][:1]:
        effect = _figure("effects", row, "effect", signed)
        yield f"The strongest interaction in {subject} is that of {row['factor']} with {row['other']}: {effect}."


def _swaps(teller: Teller, view: View, measure: str, found: Sequence[Row]) -> Iterator[str]:
    signed, subject = form_of(measure, signed=True), teller.subject(view, measure)
    for corner, words in (("usual", "the levels of the first base"), ("opposite", "the opposite levels")):
        known = [row for row in found if row["corner"] == corner and not math.isnan(row["effect"])]
        clear = [row for row in known if _is_clear(row)]
        if known and not clear:
            yield f"From {words}, no factor that is swapped alone can be told to move {subject}."
        if clear:
            row = max(clear, key=lambda row: abs(row["effect"]))
            yield (
                f"From {words}, swapping {row['factor']} alone to {ref('swaps', row['id'], 'level', 'text')} moves "
                f"{subject} most: {_figure('swaps', row, 'effect', signed)}."
            )


def _variance(teller: Teller, view: View, measure: str, found: Sequence[Row]) -> Iterator[str]:
    """Shares of grids and Latin hypercubes; what Sobol indices say better is not told again."""
    subject = teller.subject(view, measure)
    if all(math.isnan(row["share"]) for row in found):
        yield f"The variance of {subject}: {found[0]['remark']}."
        return
    if "sobol" in teller.tables or all(row["kind"] != "factor" for row in found):
        return
    factors = _ranked([row for row in found if row["kind"] == "factor"], "share")[:MOST]
    parts = [f"{_figure('variance', row, 'share', 'pct')} is due to {row['source']} alone" for row in factors]
    parts += [
        f"{_figure('variance', row, 'share', 'pct')} {_SOURCES[row['kind']]}"
        for row in found
        if row["kind"] in _SOURCES
    ]
    yield f"Of the variance of {subject} between single runs, {'; '.join(parts)}."


def _steps(teller: Teller, view: View, measure: str, found: Sequence[Row]) -> Iterator[str]:
    """What each factor does from its first level on: to the last number, or to the furthest word."""
    if "effects" in teller.tables:
        return
    signed, parts, doubtful, still = form_of(measure, signed=True), [], [], []
    for name, rows in groupby(found, key=lambda row: row["factor"]):
        known = [row for row in rows if not math.isnan(row["step"])]
        if known and all(row["low"] == row["high"] == 0.0 for row in known):
            still.append(name)
        elif known:
            row = known[-1] if _is_number(known[-1]["level"]) else max(known, key=lambda row: abs(row["step"]))
            first, level = ref("steps", row["id"], "from_level", "text"), ref("steps", row["id"], "level", "text")
            furthest = "" if row is known[-1] else " (the furthest from it)"
            parts.append(f"from {name} = {first} to {level}{furthest} by {_figure('steps', row, 'step', signed)}")
            doubtful += [] if _is_clear({**row, "effect": row["step"]}) else [name]
    if parts:
        rest, those = ", each over all else" if len(parts) > 1 else "", "This step"
        if len(parts) > 1:
            those = f"The step{'s' if len(doubtful) > 1 else ''} of {each(doubtful)}" if doubtful else ""
        doubt = f" {those} cannot be told from zero." if doubtful else ""
        yield f"The mean of {teller.subject(view, measure)} moves {'; '.join(parts)}{rest}.{doubt}"
    if still:
        yield f"At every level of {each(still)}, the mean of {teller.subject(view, measure)} is the same, seed by seed."


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _level_means(teller: Teller, view: View, measure: str, found: Sequence[Row]) -> Iterator[str]:
    """The best and the worst level of the factor whose levels lie farthest apart, where steps are not told."""
    if "effects" in teller.tables or "steps" in teller.tables:
        return
    known = [row for row in found if not math.isnan(row["mean"])]
    by_factor = {name: [row for row in known if row["factor"] == name] for name in {row["factor"]: 0 for row in known}}
    spans = {name: (max(rows, key=_mean), min(rows, key=_mean)) for name, rows in by_factor.items()}
    widest = max(spans, key=lambda name: _mean(spans[name][0]) - _mean(spans[name][1]), default=None)
    if widest is None or _mean(spans[widest][0]) == _mean(spans[widest][1]):
        return
    ends = [
        f"{_figure('levels', row, 'mean', form_of(measure))} at {ref('levels', row['id'], 'level', 'text')}"
        for row in spans[widest]
    ]
    subject = teller.subject(view, measure)
    yield f"The levels of {widest} differ most: over all else the mean of {subject} is {' and '.join(ends)}."


def _mean(row: Row) -> float:
    return float(row["mean"])


def _is_clear(row: Row) -> bool:
    """Whether an effect can be told from zero; without an interval, whether there is any."""
    return bool(row["low"] > 0 or row["high"] < 0 or (math.isnan(row["low"]) and row["effect"]))


def _levels(row: Row) -> str:
    """``release to flow``: the two levels of a factor."""
    return f"{ref('effects', row['id'], 'from_level', 'text')} to {ref('effects', row['id'], 'to_level', 'text')}"


def _figure(table: str, row: Row, column: str, form: str) -> str:
    """A figure, with its interval where it has one."""
    if math.isnan(row["low"]):
        return ref(table, row["id"], column, form)
    return with_interval(table, row["id"], column, form)


def _ranked(rows: Iterable[Row], column: str) -> Sequence[Row]:
    """Those that have a figure, the highest first."""
    return sorted((row for row in rows if not math.isnan(row[column])), key=lambda row: -float(row[column]))


def _rows(teller: Teller, table: str, view: View, measure: str) -> Sequence[Row]:
    found = teller.tables.get(table)
    if found is None:
        return []
    here = (found.frame["view"] == view.label) & (found.frame["measure"] == measure)
    rows: Sequence[Row] = found.frame[here].to_dict("records")
    return rows


_TOLD: dict[str, Callable[[Teller, View, str, Sequence[Row]], Iterator[str]]] = {
    "sobol": _sobol,
    "sobol_second": _second,
    "morris": _morris,
    "swings": _swings,
    "effects": _effects,
    "swaps": _swaps,
    "steps": _steps,
    "variance": _variance,
    "levels": _level_means,
}
