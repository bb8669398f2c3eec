"""How much was run, what failed, and what had to be left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from trustsim.analysis.blocks import block_size, rows_left_out
from trustsim.analysis.data import SweepData, means, row_id
from trustsim.analysis.making import rows
from trustsim.analysis.results import ID, ResultTable
from trustsim.experiment.failures import by_cause


def sweep_counts(data: SweepData) -> ResultTable:
    """How many points, bases, replications and runs there are."""
    points, bases, replications = data.shape
    failed = data.failed
    empty = np.all(failed, axis=2).any(axis=1)
    counted = {
        "points": ("design points", points),
        "bases": ("bases, each run at every point", bases),
        "factors": ("factors", len(data.factors)),
        "replications": ("runs of each point in each base", replications),
        "runs": ("runs in all", failed.size),
        "done": ("runs that came to their end, on which all figures rest", int((~failed).sum())),
        "failed": ("runs that failed", int(failed.sum())),
        "points_with_failures": ("points of which a run failed", int(np.any(failed, axis=(1, 2)).sum())),
        "points_without_runs": ("points of which every run failed in some base", int(empty.sum())),
    }
    return rows("sweep", [{ID: key, "what": what, "value": value} for key, (what, value) in counted.items()])


def failures(data: SweepData) -> ResultTable:
    """Failed runs by base and cause, the most frequent first; errors that differ in their numbers alone have one."""
    if not data.failed.any():
        return rows("failed", [])
    errors = data.errors.assign(error=data.errors["error"].map(by_cause(data.errors["error"])))
    found = errors.groupby(["base", "error"], sort=True)["point"].agg(["count", "nunique", "min"]).reset_index()
    found = found.sort_values(["count", "base", "error"], ascending=[False, True, True], kind="stable")
    told = [
        {ID: str(number), "base": base, "error": error, "runs": runs, "points": points, "first_point": first}
        for number, (base, error, runs, points, first) in enumerate(found.itertuples(index=False), start=1)
    ]
    return rows("failed", told)


def left_out(data: SweepData, measures: Sequence[str]) -> ResultTable:
    """What cannot be used of the design, for each measure and view; only rows where something is left out."""
    told = []
    for view in data.views:
        lost = data.lost(view)
        for measure in measures:
            values = data.response(measure, view)
            without = ~np.isfinite(means(values))
            points = rows_left_out(data.experiment.design, len(data.factors), values, lost)
            told.append(
                {
                    ID: row_id(view.label, measure),
                    "view": view.label,
                    "measure": measure,
                    "failed_points": lost.any(axis=1).sum(),
                    "empty_points": without.sum(),
                    "blocks": points.sum() // block_size(data.experiment.design, len(data.factors)),
                    "points": points.sum(),
                }
            )
    return rows("left_out", [row for row in told if row["failed_points"] or row["points"]])
