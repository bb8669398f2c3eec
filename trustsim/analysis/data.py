"""The runs of a sweep as arrays: a value for each design point, base and replication."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, combinations, count
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from trustsim.experiment.plan import Experiment, Factor
from trustsim.measures.responses import bounds_of_measure, checkpoints
from trustsim.statistics.bounds import Bounds
from trustsim.text import visible

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

PRIME = "′"

_PLACE = ("point", "base", "rep")
_UNSAFE = str.maketrans("{}|", "‹›¦")


class Sweep(Protocol):
    """What is read of a sweep; ``experiment.record.SweepRecord`` is one."""

    @property
    def experiment(self) -> Experiment:
        """The experiment, resolved."""
        ...

    @property
    def design(self) -> pd.DataFrame:
        """A row a point: ``point``, a column a factor, and its places ``u.NAME`` in the unit cube."""
        ...

    def runs(self, columns: Sequence[str]) -> pd.DataFrame:
        """Columns of the table of runs, a row a run."""
        ...


@dataclass(frozen=True)
class View:
    """What is looked at: one base, or the difference between two, run by run.

    Attributes:
        label: as in the ids of results: ``partnership``, ``partnership-waterfall-contract``.
        base: which base, from 0.
        less: which base is taken off it, seed by seed; None: none.
    """

    label: str
    base: int
    less: int | None = None

    @property
    def is_difference(self) -> bool:
        """Whether it is a difference."""
        return self.less is not None


@dataclass(frozen=True)
class SweepData:
    """The runs of a sweep, read column by column as they are asked for.

    Arrays have the shape [points, bases, replications]. A value that a run does not have is NaN, and so are
    all values of a run that failed or was never made.
    """

    sweep: Sweep
    _kept: dict[str, Floats] = field(default_factory=dict, repr=False)

    @property
    def experiment(self) -> Experiment:
        """The experiment, resolved."""
        return self.sweep.experiment

    @property
    def design(self) -> pd.DataFrame:
        """A row a point, in their order."""
        return self.sweep.design

    @property
    def factors(self) -> tuple[Factor, ...]:
        """What is varied."""
        return self.experiment.factors

    @property
    def bases(self) -> tuple[str, ...]:
        """Labels of the scenarios that the experiment starts from."""
        return tuple(base.label for base in self.experiment.bases)

    @property
    def shape(self) -> tuple[int, int, int]:
        """How many points, bases and replications there are."""
        return len(self.design), len(self.bases), self.experiment.replications

    @cached_property
    def views(self) -> tuple[View, ...]:
        """Each base, and each later base less each earlier one; no two of them are called the same."""
        pairs = [(later, earlier) for earlier, later in combinations(range(len(self.bases)), 2)]
        labels = distinct([*self.bases, *(f"{self.bases[one]}-{self.bases[less]}" for one, less in pairs)])
        alone = [View(label, base) for base, label in enumerate(labels[: len(self.bases)])]
        both = zip(labels[len(self.bases) :], pairs, strict=True)
        return (*alone, *(View(label, one, less) for label, (one, less) in both))

    @cached_property
    def units(self) -> Floats:
        """Places of the points in the unit cube, [points, factors]; NaN where the design has none."""
        columns = [f"u.{factor.name}" for factor in self.factors]
        return np.asarray(self.design.reindex(columns=columns).to_numpy(dtype=np.float64))

    @cached_property
    def moved_alone(self) -> tuple[tuple[NDArray[np.int64], NDArray[np.int64]], ...]:
        """For each factor, points and for each of them another one, from which it differs in this factor alone."""
        import pandas as pd

        codes = [pd.factorize(self.design[one.name])[0] for one in self.factors]
        start = np.zeros(len(self.design), dtype=np.int64)
        before = list(accumulate(codes, _together, initial=start))
        after = list(accumulate(reversed(codes), _together, initial=start))
        found = []
        for number, code in enumerate(codes):
            rest = _together(before[number], after[len(codes) - 1 - number])
            other = np.unique(rest, return_index=True)[1][rest]
            points = np.flatnonzero(code != code[other])
            found.append((points, other[points]))
        return tuple(found)

    @cached_property
    def level_texts(self) -> dict[str, dict[Any, str]]:
        """For each factor its levels as they are told: numbers with six digits, whether of a range or given.

        Where six do not tell levels apart, with all of their digits.
        """
        told = {}
        for factor in self.factors:
            levels = self.design[factor.name].unique().tolist()
            short = _told(levels, 6)
            pairs = zip(levels, short, strict=True)
            told[factor.name] = {one: text if short.count(text) == 1 else label_of(one) for one, text in pairs}
        return told

    @cached_property
    def failed(self) -> Flags:
        """Which runs failed, or were never made."""
        done = self._scattered((self._status["status"] == "done").to_numpy(dtype=np.float64))
        return np.asarray(np.nan_to_num(done) == 0.0)

    @cached_property
    def errors(self) -> pd.DataFrame:
        """Point, base, replication and error of each run that failed; one that was never made says so."""
        import pandas as pd

        where = np.argwhere(self.failed)
        frame = pd.DataFrame({name: where[:, axis] for axis, name in enumerate(_PLACE)})
        frame["base"] = [self.bases[base] for base in frame["base"]]
        told = self._status.drop_duplicates(list(_PLACE)).astype({"base": "object"})
        frame = frame.astype({"base": "object"}).merge(told, how="left", on=list(_PLACE))
        frame["error"] = frame["error"].fillna("").astype(str).replace("", "not run")
        return frame.drop(columns="status")

    def response(self, name: str, view: View) -> Floats:
        """Values of a measure, [points, replications]; of a difference those within each seed."""
        values = self._all(name)
        return values[:, view.base] if view.less is None else values[:, view.base] - values[:, view.less]

    def bounds(self, name: str, view: View) -> Bounds:
        """Between which values a measure or a daily curve can lie in a base, or its difference between two."""
        found = bounds_of_measure(name)
        return found.of_difference if view.is_difference else found

    def lost(self, view: View) -> Flags:
        """Which runs (pairs of runs, for a difference) failed or were never made, [points, replications]."""
        failed = self.failed
        return failed[:, view.base] if view.less is None else failed[:, view.base] | failed[:, view.less]

    def curve(self, name: str, view: View) -> tuple[tuple[int, ...], Floats]:
        """Days and values on them of a daily column, [points, replications, days]; nothing of it is kept.

        The days are the checkpoints that all bases share.
        """
        horizons = [base.scenario.run.horizon_days for base in self.experiment.bases]
        days = tuple(sorted(set.intersection(*(set(checkpoints(horizon)) for horizon in horizons))))
        column = f"{name}@days"
        frame = self.sweep.runs([*_PLACE, column])
        parts = [
            self._curves(frame[frame["base"] == self.bases[base]], column, checkpoints(horizons[base]), days)
            for base in (view.base, view.less)
            if base is not None
        ]
        return days, parts[0] if view.less is None else parts[0] - parts[1]

    def _curves(self, frame: pd.DataFrame, column: str, has: tuple[int, ...], days: tuple[int, ...]) -> Floats:
        points, _, reps = self.shape
        result = np.full((points, reps, len(days)), np.nan)
        picked = [has.index(day) for day in days]
        told = zip(frame["point"], frame["rep"], frame[column], strict=True)
        for point, rep, values in told:
            if values is not None and np.size(values) == len(has):
                result[point, rep] = np.asarray(values, dtype=np.float64)[picked]
        return result

    def _all(self, name: str) -> Floats:
        if name not in self._kept:
            self._kept[name] = self._scattered(self.sweep.runs([name])[name].to_numpy(dtype=np.float64))
        return self._kept[name]

    @cached_property
    def _status(self) -> pd.DataFrame:
        return self.sweep.runs([*_PLACE, "status", "error"])

    @cached_property
    def _order(self) -> NDArray[np.int64]:
        """Where each row of the table of runs belongs in the flat array."""
        _, bases, reps = self.shape
        number = {label: index for index, label in enumerate(self.bases)}
        base = self._status["base"].astype("object").map(number).to_numpy(dtype=np.int64)
        point, rep = (self._status[name].to_numpy(dtype=np.int64) for name in ("point", "rep"))
        order: NDArray[np.int64] = (point * bases + base) * reps + rep
        return order

    def _scattered(self, values: NDArray[Any]) -> Floats:
        flat = np.full(int(np.prod(self.shape)), np.nan)
        flat[self._order] = values
        return flat.reshape(self.shape)


def _together(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    """A number from 0 for each pair of two codes, the same for the same pair."""
    found = np.unique(one * (int(other.max(initial=0)) + 1) + other, return_inverse=True)[1]
    return np.asarray(found, dtype=np.int64)


def _told(levels: Sequence[object], digits: int) -> list[str]:
    return [f"{level:.{digits}g}" if isinstance(level, float) else label_of(level) for level in levels]


def label_of(text: object) -> str:
    """A text as a part of an id; the marks that references are made of are replaced by others like them."""
    return visible(str(text)).translate(_UNSAFE)


def distinct(texts: Sequence[str]) -> list[str]:
    """Texts as parts of ids; those that would be called as an earlier one have a prime behind them, or several."""
    found: list[str] = []
    for text in map(label_of, texts):
        found.append(next(one for number in count() if (one := text + number * PRIME) not in found))
    return found


def row_id(*parts: object) -> str:
    """``partnership/trust.end/defects`` of its parts."""
    return "/".join(label_of(part) for part in parts)


def means(values: Floats, axis: int = -1) -> Floats:
    """Means along an axis over what is there; NaN where nothing is."""
    known = np.isfinite(values)
    count = known.sum(axis=axis)
    total = np.where(known, values, 0.0).sum(axis=axis)
    return np.asarray(np.divide(total, count, out=np.full(np.shape(total), np.nan), where=count > 0))
