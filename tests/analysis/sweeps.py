"""One made-up sweep of each kind of design, with all that an analysis can meet in it."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
import pandas as pd

from tests.analysis.functions import ishigami
from tests.analysis.made_up import MadeUp, experiment, failing, from_units, levels, made_up, normal, on_a_grid, ranges
from trustsim.analysis.analyse import analyse
from trustsim.analysis.data import Floats
from trustsim.analysis.results import Analysis
from trustsim.experiment.design import design
from trustsim.experiment.plan import Design, DesignKind, Experiment, Factor
from trustsim.measures.responses import checkpoints

MEASURES = ("trust.end", "requests.need_fit", "organisation.cost")
BASES = ("contract", "partnership-2")
XS = ranges("x1", "x2", "x3")


@cache
def analysed(name: str) -> Analysis:
    """The analysis of one of the sweeps."""
    return analyse(every_design()[name])


@cache
def every_design() -> dict[str, MadeUp]:
    """Sweeps by a name."""
    return {
        "sobol": failing(_of_units(DesignKind.SOBOL, 32, second_order=True), [0, 9]),
        "morris": _of_units(DesignKind.MORRIS, 6, steps=4),
        "lhs": _of_units(DesignKind.LHS, 70),
        "ofat": _one_at_a_time(),
        "policies": _policies(),
        "grid": _grid(),
        "list": _list(),
        "one point": _point(),
        "single runs": _single(),
    }


def _plan(factors: tuple[Factor, ...], kind: DesignKind, reps: int = 4, **layout: int) -> Experiment:
    return experiment(factors, Design(kind, **layout), reps, bases=BASES, measures=MEASURES, over_time=("trust",))


def _of_units(kind: DesignKind, samples: int, **layout: int) -> MadeUp:
    plan = _plan(XS, kind, samples=samples, **layout)
    units = len(from_units(plan, dict.fromkeys(BASES, ishigami)).design)
    sweep = from_units(plan, {BASES[0]: ishigami, BASES[1]: lambda places: places[:, 0]}, 0.5 * normal((units, 2, 4)))
    return with_curves(sweep)


def _one_at_a_time() -> MadeUp:
    plan = _plan((*XS[:2], levels("policy", "none", "some", "all")), DesignKind.OFAT, steps=3)
    frame = design(plan).frame()
    values = (frame["x1"] + 2.0 * (frame["policy"] == "all")).to_numpy()
    return with_curves(made_up(plan, frame, np.stack([values, 2.0 * values], axis=1), 0.1 * normal((len(frame), 2, 4))))


def _policies() -> MadeUp:
    plan = _plan(tuple(levels(name, "old", "new") for name in "abc"), DesignKind.GRID)
    noise = 0.1 * normal((8, 2, 4))
    return with_curves(on_a_grid(plan, lambda base, a, b, c: (a == "new") + (b == c) * (base == BASES[1]), noise))


def _grid() -> MadeUp:
    plan = _plan((levels("a", 0.0025, 0.1, 1e6), levels("b", True, False)), DesignKind.GRID)
    return failing(with_curves(on_a_grid(plan, lambda _, a, b: b + a / 1e6, normal((6, 2, 4)))), [1])


def _list() -> MadeUp:
    plan = _plan((levels("a", "x", "y"),), DesignKind.LIST)
    frame = pd.DataFrame({"point": [0, 1], "a": ["x", "y"]})
    return with_curves(made_up(plan, frame, np.array([[1.0, 2.0], [3.0, 5.0]]), normal((2, 2, 4))))


def _point() -> MadeUp:
    plan = _plan((), DesignKind.GRID)
    return with_curves(made_up(plan, pd.DataFrame({"point": [0]}), np.array([[1.0, 2.0]]), normal((1, 2, 4))))


def _single() -> MadeUp:
    plan = experiment(XS, Design(DesignKind.GRID, steps=2), 1, measures=MEASURES)
    points = pd.DataFrame(list(product([0.0, 1.0], repeat=3)), columns=["x1", "x2", "x3"])
    points.insert(0, "point", range(8))
    return made_up(plan, points, points[["x1"]].to_numpy())


def with_curves(sweep: MadeUp) -> MadeUp:
    """With a curve of trust that goes up to the measure."""
    days: Floats = np.array(checkpoints(500)) / 500.0
    table = sweep.table.copy()
    ends = table["trust.end"].to_numpy()
    table["trust@days"] = [end * days + (1.0 - days) * (number % 7) for number, end in enumerate(ends)]
    table["requests.need_fit"] = np.where(table["run"] % 5 == 0, np.nan, ends)
    return MadeUp(sweep.experiment, sweep.design, table)
