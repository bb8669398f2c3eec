"""Sweeps that were never run: their responses are functions of the design, so that what comes out is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from SALib.sample import latin, morris, sobol

from trustsim.analysis.data import Floats
from trustsim.draws import Resampling, generator
from trustsim.experiment.plan import Base, Design, DesignKind, Experiment, Factor, Level
from trustsim.scenario.schema import Scenario

MEASURE = "trust.end"
TRUST = "trust of users in IT at the end (trust.end)"
"""The measure as it is told: by its name, with its id behind it."""
Response = Callable[[Floats], Floats]
"""From places in the unit cube, [points, factors], to values, [points]."""


@dataclass(frozen=True)
class MadeUp:
    """A sweep in memory."""

    experiment: Experiment
    design: pd.DataFrame
    table: pd.DataFrame

    def runs(self, columns: Sequence[str]) -> pd.DataFrame:
        return self.table[list(columns)]


def ranges(*names: str) -> tuple[Factor, ...]:
    """Factors over [0, 1], called as given."""
    return tuple(Factor(name, key=f"x.{name}") for name in names)


def levels(name: str, *labels: Any) -> Factor:
    """A factor of named levels; the first is the usual one."""
    return Factor(name, tuple(Level(label, ((f"x.{name}", label),)) for label in labels), usual=labels[0])


def experiment(factors: Sequence[Factor], design: Design, replications: int = 1, **more: Any) -> Experiment:
    """An experiment of one base called ``world``, unless ``bases`` says otherwise."""
    bases = tuple(Base(label, Scenario()) for label in more.pop("bases", ("world",)))
    given: dict[str, Any] = {"first_seed": 1, "common": True, "measures": (MEASURE,), **more}
    return Experiment(
        "made-up", "made-up.toml", "", "Made up", "Does it come out?", bases, tuple(factors), design, replications,
        **given,
    )  # fmt: skip


def units_of(factors: Sequence[Factor], design: Design) -> Floats:
    """Where the points of a design of SALib's lie, as the experiments lay them out."""
    names = [factor.name for factor in factors]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0, 1]] * len(names)}
    if design.kind == DesignKind.SOBOL:
        return np.asarray(
            sobol.sample(problem, design.samples, calc_second_order=design.second_order, seed=design.seed)
        )
    if design.kind == DesignKind.MORRIS:
        return np.asarray(morris.sample(problem, design.samples, num_levels=design.steps, seed=design.seed))
    return np.asarray(latin.sample(problem, design.samples, seed=design.seed))


def normal(shape: tuple[int, ...], seed: int = 1) -> Floats:
    """Standard normal noise, the same every time."""
    return generator(seed, Resampling.DESIGN).standard_normal(shape)


def from_units(plan: Experiment, responses: Mapping[str, Response], noise: Floats | None = None) -> MadeUp:
    """A sweep over a design of SALib's: a response for each base by its label, plus noise [points, bases, reps]."""
    units = units_of(plan.factors, plan.design)
    design = pd.DataFrame({"point": range(len(units))})
    for column, factor in enumerate(plan.factors):
        design[factor.name] = [factor.at(unit).label for unit in units[:, column]]
        design[f"u.{factor.name}"] = units[:, column]
    values = np.stack([responses[base.label](units) for base in plan.bases], axis=1)
    return made_up(plan, design, values, noise)


def on_a_grid(plan: Experiment, response: Callable[..., float], noise: Floats | None = None) -> MadeUp:
    """A sweep over all combinations of levels: the response of (base label, levels by name), plus noise."""
    labels = [[level.label for level in factor.levels] for factor in plan.factors]
    points = list(product(*labels))
    names = [factor.name for factor in plan.factors]
    design = pd.DataFrame(points, columns=names)
    design.insert(0, "point", range(len(points)))
    design = design.assign(**{f"u.{name}": np.nan for name in names})
    told = [[response(base.label, **dict(zip(names, point, strict=True))) for base in plan.bases] for point in points]
    return made_up(plan, design, np.array(told, dtype=float), noise)


def made_up(plan: Experiment, design: pd.DataFrame, values: Floats, noise: Floats | None = None) -> MadeUp:
    """A sweep with these values, [points, bases], in every replication, plus noise [points, bases, reps]."""
    every = np.repeat(values[:, :, None], plan.replications, axis=2) + (0.0 if noise is None else noise)
    point, base, rep = (axis.ravel() for axis in np.meshgrid(*map(np.arange, every.shape), indexing="ij"))
    table = pd.DataFrame({"run": np.arange(every.size), "point": point, "rep": rep, "status": "done", "error": ""})
    table["base"] = [plan.bases[one].label for one in base]
    table["seed"] = plan.first_seed + rep
    for measure in plan.measures:
        table[measure] = every.ravel()
    return MadeUp(plan, design, table)


def failing(sweep: MadeUp, rows: Sequence[int], error: str = "RunError: no luck") -> MadeUp:
    """The same sweep, in which some runs failed."""
    table = sweep.table.copy()
    table.loc[list(rows), "status"] = "failed"
    table.loc[list(rows), "error"] = error
    table.loc[list(rows), list(sweep.experiment.measures)] = np.nan
    return MadeUp(sweep.experiment, sweep.design, table)
