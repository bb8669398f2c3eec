"""What the runs of a sweep say: all tables, and the sentences about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from trustsim.analysis.counts import failures, left_out, sweep_counts
from trustsim.analysis.data import Sweep, SweepData
from trustsim.analysis.effects import effects, is_two_level, swaps
from trustsim.analysis.findings import findings
from trustsim.analysis.levels import levels, pairs
from trustsim.analysis.morris import morris
from trustsim.analysis.ofat import ofat
from trustsim.analysis.over_time import over_time
from trustsim.analysis.points import differences, extremes, points, sides
from trustsim.analysis.replications import replications
from trustsim.analysis.results import Analysis, ResultTable
from trustsim.analysis.sobol import sobol
from trustsim.analysis.steps import interactions, steps
from trustsim.analysis.variance import variance
from trustsim.errors import InputError
from trustsim.experiment.failures import all_failed
from trustsim.experiment.plan import DesignKind
from trustsim.measures.responses import advice, responses


def analyse(sweep: Sweep, measures: Sequence[str] | None = None) -> Analysis:
    """Analyse a sweep.

    Args:
        sweep: as ``experiment.record.read_sweep`` returns it.
        measures: names of measures, the first is told most about; else those of the experiment.

    Raises:
        InputError: there is no such measure.
        RunError: every run failed; it says why.
    """
    data = SweepData(sweep)
    names = list(dict.fromkeys(measures or data.experiment.measures))
    _check(names)
    if data.failed.all():
        errors = Counter(data.errors["error"])
        raise all_failed(data.experiment.name, data.failed.size, errors)
    tables = {one.name: one for one in _tables(data, names) if len(one.frame)}
    conditions: list[str] = []
    if data.experiment.discovery is not None:
        from trustsim.analysis.discovery import discover

        found, conditions = discover(data)
        tables |= {one.name: one for one in found}
    return Analysis(tables, findings(data, tables, names, conditions))


def _check(names: Sequence[str]) -> None:
    """All measures that there are not, at once."""
    known = responses()
    wrong = [f"{name}: no such measure; {advice(name, known)}" for name in names if name not in known]
    if wrong:
        raise InputError(*wrong)


def _tables(data: SweepData, measures: Sequence[str]) -> Iterator[ResultTable]:
    """Every table of the design at hand; some may turn out empty."""
    yield sweep_counts(data)
    yield points(data, measures)
    yield extremes(data, measures)
    yield differences(data, measures)
    yield sides(data, measures)
    if data.factors:
        yield from _of_factors(data, measures)
    yield variance(data, measures)
    yield over_time(data)
    yield replications(data, measures)
    yield failures(data)
    yield left_out(data, measures)


def _of_factors(data: SweepData, measures: Sequence[str]) -> Iterator[ResultTable]:
    kind = data.experiment.design.kind
    yield levels(data, measures)
    yield steps(data, measures)
    yield pairs(data, measures)
    if is_two_level(data):
        yield effects(data, measures)
        yield swaps(data, measures)
    else:
        yield interactions(data, measures)
    if kind == DesignKind.OFAT:
        yield from ofat(data, measures)
    if kind == DesignKind.SOBOL:
        yield from sobol(data, measures)
    if kind == DesignKind.MORRIS:
        yield morris(data, measures)
