"""What a step from the first level of a factor to another does, over all else, in a grid.

Each seed gives one difference of means over the combinations of the rest; intervals are Student's t over them, so the
luck that the points share cancels. The first level is that of the file: nobody looked at results to choose it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trustsim.analysis.data import Flags, Floats, SweepData, row_id
from trustsim.analysis.intervals import spread
from trustsim.analysis.levels import places
from trustsim.analysis.making import rows
from trustsim.analysis.results import ID, ResultTable


def steps(data: SweepData, measures: Sequence[str]) -> ResultTable:
    """Mean at each level less the mean at the first, for each factor of a grid."""
    told: list[dict[str, Any]] = []
    for name, ((first, before), *others) in places(data).items():
        for level, after in others:
            for view in data.views:
                for measure in measures:
                    key = {ID: row_id(view.label, measure, f"{name}={level}"), "view": view.label, "measure": measure}
                    step = _step(data.response(measure, view), before, after)
                    told.append({**key, "factor": name, "from_level": first, "level": level, **step})
    return rows("steps", told)


def _step(values: Floats, before: Flags, after: Flags) -> dict[str, float]:
    """Of values [points, replications]; a seed that lacks one of them gives no difference."""
    found = spread(values[after].mean(axis=0) - values[before].mean(axis=0))
    return {"step": float(found.mean), "low": float(found.low), "high": float(found.high), "n": float(found.n)}
