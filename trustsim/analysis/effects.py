"""Factors of two levels in all combinations: effects, interactions, and one swap at a time from either corner.

An effect is the mean at the second level less that at the first, over all combinations of the rest. The
interaction of two factors is half of how much the effect of one differs between the levels of the other (Box,
Hunter and Hunter 2005, Statistics for Experimenters, ch. 5). Each seed gives one value of each; intervals are
Student's t over them, so the luck that the points share cancels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from trustsim.analysis.columns import AT_ONCE, SUMMED, TOGETHER, factor_name
from trustsim.analysis.data import Flags, Floats, SweepData, row_id
from trustsim.analysis.holes import Codes, codes, codes_of_rest, fair, nothing, over_seeds
from trustsim.analysis.idle import idle, verdict
from trustsim.analysis.intervals import INTERVALS, Spread, spread
from trustsim.analysis.making import rows
from trustsim.analysis.results import ID, ResultTable
from trustsim.experiment.plan import DesignKind
from trustsim.scenario.wording import listed
from trustsim.statistics.bounds import ANY, Bounds


def is_two_level(data: SweepData) -> bool:
    """Whether the design has all combinations of two or more factors with two levels each."""
    if data.experiment.design.kind != DesignKind.GRID or len(data.factors) < 2:
        return False
    two = all(data.design[factor.name].nunique() == 2 for factor in data.factors)
    return bool(two and len(data.design) == 2 ** len(data.factors))


def effects(data: SweepData, measures: Sequence[str]) -> ResultTable:
    """Main effects, and interactions of two factors, the largest first within a view and measure."""
    told: list[dict[str, Any]] = []
    terms = list(_terms(data))
    for view in data.views:
        for measure in measures:
            values, bounds = data.response(measure, view), data.bounds(measure, view).of_difference
            key = {"view": view.label, "measure": measure}
            alike = Counter(term.about["other"] != "" for term in terms)
            still = idle(data, view, values, data.lost(view))
            found = [
                {
                    **key,
                    **term.about,
                    **_effect(term, values, bounds, alike[term.about["other"] != ""], _still(term, still)),
                }
                for term in terms
            ]
            told += sorted(found, key=lambda row: (row["other"] != "", -np.nan_to_num(abs(row["effect"]))))
    for row in told:
        both = f"{row['factor']}*{row['other']}" if row["other"] else row["factor"]
        row[ID] = row_id(row["view"], row["measure"], both)
    return rows("effects", told)


def swaps(data: SweepData, measures: Sequence[str]) -> ResultTable:
    """What swapping each factor alone does, and all at once, from the corner of the first base and from the opposite.

    Beside the whole stands the sum of the single swaps, seed by seed, and what is left of the whole without it: what
    factors do only together.
    """
    told: list[dict[str, Any]] = []
    for corner, start, single, opposite in _corners(data):
        for view in data.views:
            for measure in measures:
                values, bounds = data.response(measure, view), data.bounds(measure, view).of_difference
                at_once = values[opposite] - values[start]
                alone = {name: values[end] - values[start] for name, end in single.items()}
                summed = np.sum(list(alone.values()), axis=0)
                ends = {**alone, AT_ONCE: at_once, SUMMED: summed, TOGETHER: at_once - summed}
                for name, changes in ends.items():
                    key: dict[str, Any] = {
                        ID: row_id(view.label, measure, corner, name),
                        "view": view.label,
                        "measure": measure,
                    }
                    key |= {"corner": corner, "factor": name, "from_point": start}
                    key |= {"level": _label(data, single[name], name) if name in single else ""}
                    key |= {"point": opposite if name == AT_ONCE else single.get(name, np.nan)}
                    told.append(
                        {**key, **_swap(changes, bounds if name not in (SUMMED, TOGETHER) else ANY, len(single))}
                    )
    return rows("swaps", told)


def _swap(changes: Floats, bounds: Bounds, together: int) -> dict[str, float]:
    return _named(*(spread(changes, bounds=bounds, together=number) for number in (1, together)))


class _Term(NamedTuple):
    """A factor, or a pair of them.

    Attributes:
        about: its columns in the table.
        sign: −1 or +1 for each point.
        cells: for each point which levels the factors of the term have.
        rest: for each point the combination of the others.
    """

    about: dict[str, str]
    sign: Floats
    cells: Codes
    rest: Codes


def _terms(data: SweepData) -> Iterator[_Term]:
    """Each factor and each pair of them."""
    signs = _signs(data)
    for number, factor in enumerate(data.factors):
        first, second = data.level_texts[factor.name].values()
        about = {"factor": factor_name(factor.name), "other": "", "from_level": first, "to_level": second}
        yield _Term(about, signs[number], *_parts(data, [factor.name]))
    for (one, factor), (two, other) in combinations(enumerate(data.factors), 2):
        about = {"factor": factor_name(factor.name), "other": factor_name(other.name), "from_level": "", "to_level": ""}
        yield _Term(about, signs[one] * signs[two], *_parts(data, [factor.name, other.name]))


def _parts(data: SweepData, names: Sequence[str]) -> tuple[Codes, Codes]:
    return codes(data, names), codes_of_rest(data, names)


def _still(term: _Term, still: Mapping[str, str]) -> str:
    """Why a factor, or a pair of them, does nothing; empty where it may do something."""
    names = (term.about["factor"], term.about["other"])
    if not names[1]:
        return still.get(names[0], "")
    idle_ones = [name for name in names if name in still]
    return f"{listed(idle_ones, 'and')} {'does' if len(idle_ones) == 1 else 'do'} nothing" if idle_ones else ""


def _effect(term: _Term, values: Floats, bounds: Bounds, together: int, why_idle: str) -> dict[str, Any]:
    """Of a term, with an interval by itself and one that holds together with those of so many others like it."""
    may = fair(values, term.cells, term.rest)
    whole = may.cells == term.cells.max() + 1
    found = wide = nothing()
    if whole:
        sums = (2.0 * term.sign[:, None] * values)[may.points]
        found, wide = (over_seeds(sums, bounds, number) for number in (1, together))
    told = _named(found, wide)
    if why_idle:
        told |= {"effect": 0.0, **dict.fromkeys(INTERVALS, np.nan)}  # nothing was estimated
    told_of = (told["effect"], told["low"], told["high"])
    return {**told, "combinations": may.combinations, "of": may.of, "verdict": verdict(why_idle, *told_of)}


def _named(found: Spread, wide: Spread) -> dict[str, float]:
    ends = {"low": float(found.low), "high": float(found.high)}
    ends |= {"low_all": float(wide.low), "high_all": float(wide.high)}
    return {"effect": float(found.mean), **ends, "n": float(found.n)}


def _signs(data: SweepData) -> Floats:
    """−1 at the first level of each factor and +1 at the second, [factors, points]."""
    return np.stack([np.where(_at_second(data, factor.name), 1.0, -1.0) for factor in data.factors])


def _at_second(data: SweepData, name: str) -> Flags:
    column = data.design[name]
    return np.asarray((column != column.unique()[0]).to_numpy(dtype=bool))


def _corners(data: SweepData) -> Iterator[tuple[str, int, dict[str, int], int]]:
    """Corner, its point, for each factor the point with it swapped, and the point with all swapped."""
    second = np.stack([_at_second(data, factor.name) for factor in data.factors], axis=1)
    usual = np.array(
        [factor.usual is not None and factor.usual == data.design[factor.name].unique()[1] for factor in data.factors]
    )
    for corner, at in (("usual", usual), ("opposite", ~usual)):
        single = {}
        for number, factor in enumerate(data.factors):
            to = at.copy()
            to[number] = ~to[number]
            single[factor_name(factor.name)] = _point(second, to)
        yield corner, _point(second, at), single, _point(second, ~at)


def _point(second: Flags, at: Flags) -> int:
    """The point that is at the second level of these factors, and of no others."""
    return int(np.flatnonzero((second == at).all(axis=1))[0])


def _label(data: SweepData, point: int, name: str) -> str:
    original = next(factor.name for factor in data.factors if factor_name(factor.name) == name)
    return data.level_texts[original][data.design[original].iloc[point]]
