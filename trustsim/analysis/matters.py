"""Which factors matter, in sentences; told by the design at hand."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from trustsim.analysis.data import View
from trustsim.analysis.grid_words import TOGETHER, effects, interactions, level_means, steps, swaps
from trustsim.analysis.idle import MOVES, NOT_TOLD, is_idle, is_told
from trustsim.analysis.possible import ABOVE, BELOW
from trustsim.analysis.telling import (
    Row,
    Teller,
    each,
    figure,
    form_of,
    hardly_differ,
    no_effect,
    ranked,
    ref,
    with_interval,
)
from trustsim.analysis.variance import HARDLY

MAIN = ("Index", "No effect", "No step", "Only ", "Here ", "From the levels", "From the opposite", *TOGETHER)
"""What sentences begin with that belong to the main things although they are not the first."""

MOST = 3
"""Factors that are told one by one."""

_LEADING = {"total": ("total index", "f2"), "mu_star": ("mu*", "g3"), "share": ("share", "pct")}
"""Indices by which factors are put in order, how they are called and written."""

_SOURCES = {"interactions": "interactions", "luck": "luck"}


def about_factors(teller: Teller, view: View, measure: str) -> Iterator[str]:
    """What the tables of the design say about its factors, the main thing first."""
    for table, tell in _TOLD.items():
        found = _rows(teller, table, view, measure)
        if found:
            yield from tell(teller, view, measure, found)


def main_things(teller: Teller, view: View, measure: str, beside: tuple[str, ...] = MAIN) -> Iterator[str]:
    """Which factors matter, for which no effect can be told, what acts together, and what is odd.

    Args:
        teller: the results.
        view: a base or a difference.
        measure: what is told about.
        beside: what sentences begin with that are told besides the first.
    """
    told = list(about_factors(teller, view, measure))
    yield from told[:1]
    yield from (text for text in told[1:] if text.startswith(beside))


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
    if not _leads(last) or last["factor"] != first["factor"] or not _leads(first):
        return f"{begin}, and {_on_day(last)}."
    between = [row["factor"] == first["factor"] and _leads(row) for row in leads[1:-1]]
    since = ", as on every checkpoint between" if between and all(between) else ""
    return f"{begin} and on day {ref('over_time', last['id'], 'day', 'int')} ({_size(last)}){since}."


def _on_day(row: Row) -> str:
    """Who leads on a day; nobody, where the interval of the largest index reaches what luck alone would make."""
    day = ref("over_time", row["id"], "day", "int")
    if not _leads(row):
        return f"no factor can be told to matter most on day {day}"
    return f"{row['factor']} matters most on day {day} ({_size(row)})"


def _size(row: Row) -> str:
    """``share 30 %, 9 % to 50 %``: in brackets, and so without brackets of its own."""
    name, form = _LEADING[row["index"]]
    low, value, high = (ref("over_time", row["id"], column, form) for column in ("low", "value", "high"))
    return f"{name} {value}" if math.isnan(row["low"]) else f"{name} {value}, {low} to {high}"


def _leads(row: Row) -> bool:
    return bool(row["value"]) and is_told(row["low"], row["high"], row["floor"])


def _sobol(teller: Teller, view: View, measure: str, found: Sequence[Row]) -> Iterator[str]:
    known, subject = ranked(found, "total"), teller.subject(view, measure)
    if not known:
        yield f"No indices of {subject}: {found[0]['remark']}."
        return
    leading, unclear = _sides(known)
    parts = [
        f"{with_interval('sobol', row['id'], 'first', 'pct', 'first_low', 'first_high')} is due to {row['factor']} "
        f"alone, {with_interval('sobol', row['id'], 'total', 'pct', 'total_low', 'total_high')} with its interactions"
        for row in leading[:MOST]
    ]
    if parts:
        yield f"Of the variance of the mean of {subject} over the space, {'; '.join(parts)}."
    if math.isnan(known[0]["floor"]):
        yield _unknown_luck(subject)
    elif unclear:
        yield (
            f"No effect on {subject} can be told for {each(unclear)}: "
            f"{'its total index is not' if len(unclear) == 1 else 'no total index of theirs is'} clearly above what "
            "luck makes."
        )
    elif len(leading) > MOST:
        most = ref("sobol", leading[MOST]["id"], "total", "pct")
        yield f"The total index of any other factor on {subject} is at most {most}."
    yield from no_effect(subject, known)
    for remark in dict.fromkeys(row["remark"] for row in known if row["remark"]):
        odd = each(row["factor"] for row in known if row["remark"] == remark)
        yield f"Index of {subject} for {odd}: {remark}."


def _sides(known: Sequence[Row]) -> tuple[list[Row], list[str]]:
    """Factors that are told one by one, and the names of those that cannot be told from luck, by their verdicts.

    Where what luck makes is not known, all that may do something are told.
    """
    if known and math.isnan(known[0].get("floor", 0.0)):
        return [row for row in known if not is_idle(row["verdict"])], []
    leading = [row for row in known if row["verdict"] == MOVES]
    return leading, [row["factor"] for row in known if row["verdict"] == NOT_TOLD]


def _unknown_luck(subject: str) -> str:
    return f"No effect on {subject} can be told from luck: for that, points need two runs or more."


def _second(teller: Teller, view: View, measure: str, found: Sequence[Row]) -> Iterator[str]:
    clear, subject = [row for row in ranked(found, "value") if row["low"] > 0][:MOST], teller.subject(view, measure)
    parts = [
        f"{row['factor']} with {row['other']}, {with_interval('sobol_second', row['id'], 'value', 'pct')}"
        for row in clear
    ]
    if parts:
        yield f"Pairs of factors that act together on {subject}: {'; '.join(parts)}."
    else:
        yield f"No pair of factors can be told to act together on {subject}."


def _morris(teller: Teller, view: View, measure: str, found: Sequence[Row]) -> Iterator[str]:
    known, subject = ranked(found, "mu_star"), teller.subject(view, measure)
    if not known:
        yield f"No elementary effects on {subject}: {found[0]['remark']}."
        return
    form = form_of(measure)
    parts = [
        f"{row['factor']}, {with_interval('morris', row['id'], 'mu_star', form, 'mu_star_low', 'mu_star_high')}"
        for row in _sides(known)[0][:MOST]
    ]
    if parts:
        yield f"Over its whole range a factor moves {subject} by about (mean size of effects, mu*): {'; '.join(parts)}."
    yield from _beyond_luck(subject, known, form)
    yield from no_effect(subject, known)
    uneven = [row["factor"] for row in known if row["sigma"] > row["mu_star"] > 0 and row["verdict"] == MOVES]
    if uneven:
        yield f"Effects on {subject} spread wider than their mean size (sigma above mu*) for {each(uneven)}."


def _beyond_luck(subject: str, known: Sequence[Row], form: str) -> Iterator[str]:
    """Which factors can be left alone, or, where they are fewer, which cannot."""
    if math.isnan(known[0]["floor"]):
        yield _unknown_luck(subject)
        return
    leading, unclear = _sides(known)
    told = [row["factor"] for row in leading]
    if unclear and len(unclear) <= len(told):
        whose = "its mu* is not" if len(unclear) == 1 else "no mu* of theirs is"
        yield f"No effect on {subject} can be told for {each(unclear)}: {whose} clearly above what luck makes."
    elif unclear and not told:
        yield f"No effect on {subject} can be told: no mu* is clearly above what luck makes."
    elif unclear and len(told) <= MOST:
        yield f"No effect on {subject} can be told for any other factor: no other mu* is clearly above what luck makes."
    elif unclear:
        first = told[:MOST]
        sizes = {row["factor"]: ref("morris", row["id"], "mu_star", form) for row in known}
        names = each(name if name in first else f"{name} ({sizes[name]})" for name in told)
        yield f"Only for {names}, mu* on {subject} is clearly above what luck makes."


def _swings(teller: Teller, view: View, measure: str, found: Sequence[Row]) -> Iterator[str]:
    form, subject = form_of(measure), teller.subject(view, measure)
    leading, unclear = _sides(ranked(found, "swing"))
    parts = [
        f"{row['factor']}, from {ref('swings', row['id'], 'lowest', 'text')} to "
        f"{ref('swings', row['id'], 'highest', 'text')}, by {figure('swings', row, 'swing', form)}"
        for row in leading[:MOST]
    ]
    if parts:
        these = "this factor moves" if len(parts) == 1 else "these factors move"
        beyond = [row for row in found if row["factor"] in unclear and row["swing"] > leading[0]["swing"]]
        most = "" if len(parts) == 1 or beyond else " most"
        yield f"Varied alone, {these} {subject}{most}, picked after looking: {'; '.join(parts)}."
    if unclear:
        yield f"No effect on {subject} can be told for {each(unclear)}, varied alone."
    yield from no_effect(subject, found)
    lost = [row["factor"] for row in found if math.isnan(row["swing"])]
    if lost:
        yield f"What {each(lost)} varied alone does to {subject} cannot be told: no point of it has a value."


def _variance(teller: Teller, view: View, measure: str, found: Sequence[Row]) -> Iterator[str]:
    """Shares of grids and Latin hypercubes; what Sobol indices say better is not told again."""
    subject = teller.subject(view, measure)
    if all(math.isnan(row["share"]) for row in found):
        hardly = found[0]["remark"] == HARDLY
        yield f"{hardly_differ(subject)}." if hardly else f"The variance of {subject}: {found[0]['remark']}."
        return
    if "sobol" in teller.tables or all(row["kind"] != "factor" for row in found):
        return
    if "steps" not in teller.tables:  # which tell it
        yield from no_effect(subject, found)
    found = [row for row in found if not is_idle(row["verdict"])]
    factors = ranked([row for row in found if row["kind"] == "factor"], "share")
    every = [*factors, *(row for row in found if row["kind"] in _SOURCES)]
    clear = [row["source"] for row in every if math.isnan(row["low"]) or row["low"] > 0]
    shown = [row for row in [*factors[:MOST], *every[len(factors) :]] if row["source"] in clear]
    parts = [
        f"{figure('variance', row, 'share', 'pct')} is due to {_SOURCES.get(row['kind'], row['source'] + ' alone')}"
        for row in shown
    ]
    none = [row["source"] for row in every if row["source"] not in clear]
    parts += [f"no share can be told from zero for {each(none)}"] if none else []
    yield f"Of the variance of {subject} between single runs, {'; '.join(parts)}."
    yield from _cut(subject, [row for row in found if row["kind"] != "part of luck"])


def _cut(subject: str, found: Sequence[Row]) -> Iterator[str]:
    """Which shares are told as an end that their estimates lie beyond."""
    for remark in (BELOW, ABOVE):
        sources = [row["source"] for row in found if remark in row["remark"]]
        if sources:
            yield f"Share of {subject} for {each(sources)}: {remark}."


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
    "effects": effects,
    "swaps": swaps,
    "steps": steps,
    "interactions": interactions,
    "variance": _variance,
    "levels": level_means,
}
