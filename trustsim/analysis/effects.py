"""Factors of two levels in all combinations: effects, interactions, and one swap at a time from either corner.

An effect is the mean at the second level less that at the first, over all combinations of the rest. The
interaction of two factors is half of how much the effect of one differs between the levels of the other (Box,
Hunter and Hunter 2005, Statistics for Experimenters, ch. 5). Each seed gives one value of each; intervals are
Student's t over them, so the luck that the points share cancels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from trustsim.analysis.columns import factor_name
from trustsim.analysis.data import Flags, Floats, SweepData, row_id
from trustsim.analysis.intervals import Spread, spread
from trustsim.analysis.levels import over_seeds
from trustsim.analysis.making import rows
from trustsim.analysis.results import ID, ResultTable
from trustsim.experiment.plan import DesignKind


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
            values = data.response(measure, view)
            key = {"view": view.label, "measure": measure}
            found = [{**key, **about, **_effect(sign, values)} for about, sign in terms]
            told += sorted(found, key=lambda row: (row["other"] != "", -np.nan_to_num(abs(row["effect"]))))
    for row in told:
        both = f"{row['factor']}*{row['other']}" if row["other"] else row["factor"]
        row[ID] = row_id(row["view"], row["measure"], both)
    return rows("effects", told)


def swaps(data: SweepData, measures: Sequence[str]) -> ResultTable:
    """What swapping each factor alone does, seen from the corner that the first base has and from the opposite one."""
    told: list[dict[str, Any]] = []
    for corner, start, factor, end in _moves(data):
        for view in data.views:
            for measure in measures:
                values = data.response(measure, view)
                found = spread(values[end] - values[start])
                key = {ID: row_id(view.label, measure, corner, factor), "view": view.label, "measure": measure}
                key |= {"corner": corner, "factor": factor, "level": _label(data, end, factor)}
                told.append({**key, "from_point": start, "point": end, **_named(found)})
    return rows("swaps", told)


def _terms(data: SweepData) -> Iterator[tuple[dict[str, str], Floats]]:
    """Each factor and each pair of them, with −1 or +1 for each point."""
    signs = _signs(data)
    names = [factor_name(factor.name) for factor in data.factors]
    for factor, name, sign in zip(data.factors, names, signs, strict=True):
        first, second = data.level_texts[factor.name].values()
        yield {"factor": name, "other": "", "from_level": first, "to_level": second}, sign
    for one, two in combinations(range(len(names)), 2):
        yield {"factor": names[one], "other": names[two], "from_level": "", "to_level": ""}, signs[one] * signs[two]


def _effect(sign: Floats, values: Floats) -> dict[str, float]:
    return _named(over_seeds(2.0 * sign[:, None] * values))


def _named(found: Spread) -> dict[str, float]:
    return {"effect": float(found.mean), "low": float(found.low), "high": float(found.high), "n": float(found.n)}


def _signs(data: SweepData) -> Floats:
    """−1 at the first level of each factor and +1 at the second, [factors, points]."""
    return np.stack([np.where(_at_second(data, factor.name), 1.0, -1.0) for factor in data.factors])


def _at_second(data: SweepData, name: str) -> Flags:
    column = data.design[name]
    return np.asarray((column != column.unique()[0]).to_numpy(dtype=bool))


def _moves(data: SweepData) -> Iterator[tuple[str, int, str, int]]:
    """Corner, its point, the factor that is swapped, and the point with it swapped."""
    second = np.stack([_at_second(data, factor.name) for factor in data.factors], axis=1)
    usual = [
        factor.usual is not None and factor.usual == data.design[factor.name].unique()[1] for factor in data.factors
    ]
    for corner, at in (("usual", np.array(usual)), ("opposite", ~np.array(usual))):
        start = int(np.flatnonzero((second == at).all(axis=1))[0])
        for number, factor in enumerate(data.factors):
            to = at.copy()
            to[number] = ~to[number]
            yield corner, start, factor_name(factor.name), int(np.flatnonzero((second == to).all(axis=1))[0])


def _label(data: SweepData, point: int, name: str) -> str:
    original = next(factor.name for factor in data.factors if factor_name(factor.name) == name)
    return data.level_texts[original][data.design[original].iloc[point]]
