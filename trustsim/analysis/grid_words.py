"""Which factors of a grid matter, in sentences: effects, swaps, steps, and what acts together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby

from trustsim.analysis.columns import AT_ONCE, SUMMED
from trustsim.analysis.columns import TOGETHER as LEFT
from trustsim.analysis.data import View
from trustsim.analysis.idle import MOVES, NOT_TOLD, is_idle
from trustsim.analysis.telling import OF_ALL, Row, Teller, each, figure, form_of, is_clear, no_effect, picked, ref

TOGETHER = ("What ", "No two factors", "The strongest interaction", "Swapping all")
"""What sentences begin with that tell what factors do together, or that they do nothing."""

CLEARLY_TOGETHER = tuple(start for start in TOGETHER if not start.startswith("No "))

MOST_EFFECTS = 6
"""Factors that are told one by one where each has one effect."""

MOST_PAIRS = 2
"""Pairs of factors that act together, told one by one."""

ROUNDING = 1e-9
"""An effect below this is none."""

FEW_FACTORS = 2
"""Up to so many factors it is told how far a step has come half-way."""


def effects(teller: Teller, view: View, measure: str, found: Sequence[Row]) -> Iterator[str]:
    """Main effects of factors with two levels, and the strongest interaction."""
    signed, subject = form_of(measure, signed=True), teller.subject(view, measure)
    main = [row for row in found if not row["other"]]
    clear = [row for row in main if row["verdict"] == MOVES][:MOST_EFFECTS]
    parts = [
        f"{row['factor']}, from {ref('effects', row['id'], 'from_level', 'text')} to "
        f"{ref('effects', row['id'], 'to_level', 'text')}, by {figure('effects', row, 'effect', signed)}"
        for row in clear
    ]
    if parts:
        yield f"On average over all else, {subject} is moved by {'; '.join(parts)}.{_over('effects', clear)}"
    unclear = [row["factor"] for row in main if row["verdict"] == NOT_TOLD]
    if unclear:
        yield f"No effect on {subject} can be told from zero for {each(unclear)}."
    yield from no_effect(subject, main)
    yield from _lost([row["factor"] for row in main if math.isnan(row["effect"])], subject, "effect")
    for row in [row for row in found if row["other"] and is_clear(row, "effect", *OF_ALL)][:1]:
        effect = picked("effects", row, "effect", signed)
        yield (
            f"The strongest interaction in {subject}, picked after looking, is that of {row['factor']} with "
            f"{row['other']}: {effect}."
        )


def swaps(teller: Teller, view: View, measure: str, found: Sequence[Row]) -> Iterator[str]:
    """All factors swapped at once against the sum of single swaps, and the strongest single one from either corner."""
    yield from _at_once(teller, view, measure, [row for row in found if row["corner"] == "usual"])
    signed, subject = form_of(measure, signed=True), teller.subject(view, measure)
    single = [row for row in found if row["factor"] not in (AT_ONCE, SUMMED, LEFT)]
    for corner, words in (("usual", "the levels of the first base"), ("opposite", "the opposite levels")):
        here = [row for row in single if row["corner"] == corner]
        known = [row for row in here if not math.isnan(row["effect"])]
        clear = [row for row in known if is_clear(row, "effect", *OF_ALL)]
        if known and not clear:
            yield f"From {words}, no factor that is swapped alone can be told to move {subject}."
        if clear:
            row = max(clear, key=lambda row: abs(row["effect"]))
            yield (
                f"From {words}, swapping {row['factor']} alone to {ref('swaps', row['id'], 'level', 'text')} moves "
                f"{subject} most: {picked('swaps', row, 'effect', signed)}, picked after looking."
            )
        lost = [row["factor"] for row in here if row not in known]
        if lost:
            yield (
                f"From {words}, what swapping {each(lost)} alone does to {subject} cannot be told: a point that it "
                "takes has no value."
            )


def _at_once(teller: Teller, view: View, measure: str, found: Sequence[Row]) -> Iterator[str]:
    """What all swaps do at once, what they do one by one and summed, and what is left."""
    rows = {row["factor"]: row for row in found}
    signed, subject = form_of(measure, signed=True), teller.subject(view, measure)
    whole, summed, left = (rows[name] for name in (AT_ONCE, SUMMED, LEFT))
    if math.isnan(whole["effect"]):
        yield f"What swapping all factors at once does to {subject} cannot be told: an end of it has no value."
        return
    told = f"Swapping all factors at once, from the levels of the first base on, moves {subject} by"
    told = f"{told} {figure('swaps', whole, 'effect', signed)}"
    if math.isnan(left["effect"]):
        yield f"{told}; the sum of single swaps is not known."
        return
    if max(abs(left[name]) for name in ("effect", "low", "high")) < ROUNDING:
        yield f"{told}, as single swaps do together."
        return
    rest = figure("swaps", left, "effect", signed)
    more = f"the rest, {rest}, comes of what they do only together"
    if not is_clear(left, "effect"):
        more = f"the rest, {rest}, cannot be told from zero"
    yield f"{told}; single swaps sum to {figure('swaps', summed, 'effect', signed)}, and {more}."


def steps(teller: Teller, view: View, measure: str, found: Sequence[Row]) -> Iterator[str]:
    """What each factor does from its first level on: to the last number, or to the furthest word."""
    if "effects" in teller.tables:
        return
    signed, subject = form_of(measure, signed=True), teller.subject(view, measure)
    parts, shown, still, lost = [], [], [], []
    for name, rows in groupby(found, key=lambda row: row["factor"]):
        every = list(rows)
        known = [row for row in every if not math.isnan(row["step"])]
        if not known:
            lost.append(name)
        elif is_idle(known[0]["verdict"]):
            still.append(known[0])
        else:
            numbers = is_number(known[-1]["level"])
            row = known[-1] if numbers else max(known, key=lambda row: abs(row["step"]))
            first, level = ref("steps", row["id"], "from_level", "text"), ref("steps", row["id"], "level", "text")
            last = "" if row is every[-1] else " (the last that is known)"
            furthest = last if numbers else " (the furthest from it, picked after looking)" if len(every) > 1 else ""
            half = _half_way(known, signed) if numbers and len(teller.data.factors) <= FEW_FACTORS else ""
            step = figure("steps", row, "step", signed) if numbers else picked("steps", row, "step", signed)
            parts.append(f"from {name} = {first} to {level}{furthest} by {step}{half}")
            shown.append(row)
    if parts:
        rest = ", each over all else" if len(parts) > 1 else ""
        told = f"The mean of {subject} moves {'; '.join(parts)}{rest}."
        yield f"{told}{_doubt(shown)}{_over('steps', shown)}"
    yield from no_effect(subject, still)
    yield from _lost(lost, subject, "step")


def interactions(teller: Teller, view: View, measure: str, found: Sequence[Row]) -> Iterator[str]:
    """Which factors act together: where the step of one differs most between the levels of another."""
    signed, subject = form_of(measure, signed=True), teller.subject(view, measure)
    known = [row for row in found if not math.isnan(row["low"])]
    if not known:
        yield f"Whether factors act together on {subject} cannot be told: fewer than two seeds have the values for it."
        return
    chosen = [_furthest(list(rows)) for _, rows in groupby(known, key=lambda row: (row["factor"], row["other"]))]
    clear = sorted(
        (row for row in chosen if is_clear(row, "difference", *OF_ALL)), key=lambda row: -abs(row["difference"])
    )
    for row in clear[:MOST_PAIRS]:
        told = {name: ref("interactions", row["id"], name, "text") for name in _ENDS}
        here = figure("interactions", row, "step", signed, "step_low", "step_high")
        there = figure("interactions", row, "there", signed, "there_low", "there_high")
        more = f"a difference of {picked('interactions', row, 'difference', signed)}, picked after looking"
        yield (
            f"What {row['factor']} does to {subject} depends on {row['other']}: from {told['from_level']} to "
            f"{told['level']} it moves it by {here} where {row['other']} = {told['other_from']}, and by {there} where "
            f"{row['other']} = {told['other_level']}; that is {more}.{_over('interactions', [row])}"
        )
    if not clear:
        yield f"No two factors can be told to act together on {subject}."


_ENDS = ("from_level", "level", "other_from", "other_level")


def _furthest(rows: Sequence[Row]) -> Row:
    """Of one pair of factors the row to be told: between the ends of numbers; of words, where most differs."""
    numbers = {name: is_number(rows[-1][name]) for name in ("level", "other_level")}
    ends = [row for row in rows if all(not numbers[name] or row[name] == rows[-1][name] for name in numbers)]
    return max(ends, key=lambda row: abs(row["difference"]))


def _half_way(known: Sequence[Row], signed: str) -> str:
    """``, of which +0.02 (…) up to 2``: how much of a step is done half-way along the numbers."""
    first, last = float(known[0]["from_level"]), float(known[-1]["level"])
    row = min(known, key=lambda row: abs(float(row["level"]) - (first + last) / 2))
    if row is known[-1]:
        return ""
    return f", of which {figure('steps', row, 'step', signed)} up to {ref('steps', row['id'], 'level', 'text')}"


def _doubt(shown: Sequence[Row]) -> str:
    if any(math.isnan(row["low"]) for row in shown):
        return " What has no interval rests on fewer than two seeds that have all values."
    doubtful = [
        row["factor"] for row in shown if not is_clear(row, "step", *(() if is_number(row["level"]) else OF_ALL))
    ]
    if not doubtful:
        return ""
    those = f"The step{'s' if len(doubtful) > 1 else ''} of {each(doubtful)}" if len(shown) > 1 else "This step"
    return f" {those} cannot be told from zero."


def _over(table: str, shown: Sequence[Row]) -> str:
    """Over how many combinations of the rest figures are, where it is not all of them."""
    fewer = [row for row in shown if row["combinations"] < row["of"]]
    parts = [
        f"{ref(table, row['id'], 'combinations', 'int')} of {ref(table, row['id'], 'of', 'int')}"
        f"{' for ' + row['factor'] if len(shown) > 1 else ''}"
        for row in fewer
    ]
    return (
        f" Points without a value leave fewer combinations of the rest to compare over: {each(parts)}." if parts else ""
    )


def _lost(names: Sequence[str], subject: str, what: str) -> Iterator[str]:
    if names:
        yield f"No {what} on {subject} can be told for {each(names)}: points without a value leave nothing to compare."


def is_number(text: str) -> bool:
    """Whether a level is a number."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def level_means(teller: Teller, view: View, measure: str, found: Sequence[Row]) -> Iterator[str]:
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
        f"{picked('levels', row, 'mean', form_of(measure))} at {ref('levels', row['id'], 'level', 'text')}"
        for row in spans[widest]
    ]
    subject = teller.subject(view, measure)
    yield (
        f"The levels of {widest} differ most, picked after looking: over all else the mean of {subject} is "
        f"{' and '.join(ends)}."
    )


def _mean(row: Row) -> float:
    return float(row["mean"])
