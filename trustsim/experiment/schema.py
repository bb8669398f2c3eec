"""Every key of an experiment file, declared once: reading, messages and the reference are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from trustsim.experiment.plan import DesignKind, Scale
from trustsim.measures.responses import CURVES, USUAL
from trustsim.scenario.catalogue import Key, key_at
from trustsim.scenario.wording import listed

MOST_POINTS = 10_000_000
MOST_STEPS = 1000
LARGEST_SEED = 2**53

TAKERS = MappingProxyType(
    {
        "samples": (DesignKind.LHS, DesignKind.SOBOL, DesignKind.MORRIS),
        "steps": (DesignKind.GRID, DesignKind.OFAT, DesignKind.MORRIS),
        "second_order": (DesignKind.SOBOL,),
        "seed": (DesignKind.LHS, DesignKind.SOBOL, DesignKind.MORRIS),
        "points": (DesignKind.LIST,),
    }
)
"""Which kinds of design take a key of [design]; every kind takes ``kind``."""

FOLLOWED = (DesignKind.GRID, DesignKind.SOBOL, DesignKind.MORRIS)
"""Kinds of design whose indices can be followed over time."""

FEWEST_FOR_SHARES = 64
"""Points of a Latin hypercube from which the harmonics of a factor are told apart even in one half of them."""

FEWEST_OF_INTEREST = 5
"""Points that must be of interest, and others that must not, before conditions are looked for."""

USUAL_SAMPLES = MappingProxyType({DesignKind.LHS: 64, DesignKind.SOBOL: 64, DesignKind.MORRIS: 20})
USUAL_STEPS = MappingProxyType({DesignKind.GRID: 5, DesignKind.OFAT: 5, DesignKind.MORRIS: 4})


@dataclass(frozen=True)
class Section:
    """One table of an experiment file.

    Attributes:
        name: as in its header; empty for the top of the file.
        meaning: what it is about.
        keys: by name; empty where any key will do.
        repeated: whether it may be given more than once.
    """

    name: str
    meaning: str
    keys: MappingProxyType[str, Key]
    repeated: bool = False

    @property
    def header(self) -> str:
        """``[name]``, or ``[[name]]``."""
        return f"[[{self.name}]]" if self.repeated else f"[{self.name}]"


def _whole(name: str, default: Any, low: float, high: float, unit: str, meaning: str, left_out: str = "") -> Key:
    return Key("", name, "int", unit, default, meaning, "", low=low, high=high, left_out=left_out)


def _number(name: str, unit: str, meaning: str) -> Key:
    return Key("", name, "float", unit, None, meaning, "", low=-1e300, high=1e300, form="a number", left_out="none")


def _text(name: str, meaning: str, left_out: str, longest: int = 500) -> Key:
    return Key("", name, "text", "text", None, meaning, "", longest=longest, left_out=left_out)


def _flag(name: str, default: bool, meaning: str) -> Key:
    return Key("", name, "bool", "true or false", default, meaning, "")


def _word(name: str, default: str, words: tuple[str, ...], meaning: str) -> Key:
    return Key("", name, "word", "word", default, meaning, "", words=words)


def _made_of(name: str, form: str, meaning: str, left_out: str = "none", *, required: bool = False) -> Key:
    """A key that holds an array or tables; ``form`` says of what."""
    return Key("", name, "array", "", None, meaning, "", required=required, form=form, left_out=left_out)


def _section(name: str, meaning: str, *keys: Key, repeated: bool = False) -> Section:
    return Section(name, meaning, MappingProxyType({key.name: key for key in keys}), repeated)


def _horizon() -> Key:
    days = key_at(("run", "horizon_days"))
    assert days is not None
    return _whole("horizon_days", None, days.low, days.high, days.unit, days.meaning, "as each scenario has it")


def _by_kind(usual: MappingProxyType[DesignKind, int]) -> str:
    return ", ".join(f"{number} ({kind})" for kind, number in usual.items())


TOP = _section(
    "",
    "What is asked.",
    _text("title", "a line that names the experiment", "the name of the file"),
    _text("question", "what the experiment is to answer", "empty", 2000),
)
SCENARIOS = "an array of paths of scenario files, or of names that 'trustsim list' shows"
SETS = 'an array of "section.key=value", as --set takes them'
LEVELS = "an array of at least two different values"
RANGE = "two numbers, [low, high]"
SETTINGS = "at least two tables [factor.settings.NAME]"
POINTS = "an array of tables, each with a level of every factor by the factor's name"
MEASURES = "an array of measures, such as trust.end or trust@mean"
CURVED = "an array of daily columns"

SECTIONS = MappingProxyType(
    {
        section.name: section
        for section in (
            _section(
                "base",
                "the worlds that the experiment starts from; every point of the design is run in each of them",
                _made_of("scenarios", SCENARIOS, "scenario files; paths are relative to this file", required=True),
                _made_of("set", SETS, "keys that are set in each of them, before any factor is"),
                _horizon(),
            ),
            _section(
                "factor",
                "one thing that is varied: values of a key (levels), a range of a key, or named settings of several "
                "keys; exactly one of these",
                _text("key", "dotted key of a scenario, for levels and range", "none, with settings"),
                _text("name", "as it is called in tables and plots", "its key", 60),
                _made_of("levels", LEVELS, "values that the key takes in turn"),
                _made_of("range", RANGE, "lowest and highest value of the key, both included"),
                _word("scale", Scale.LINEAR.value, tuple(Scale), "how a range is walked: in equal steps or in ratios"),
                _made_of("settings", SETTINGS, "by their names, tables of dotted keys and values, a timeline included"),
                repeated=True,
            ),
            _section(
                "design",
                "where in the space of the factors the points lie",
                _word("kind", DesignKind.GRID.value, tuple(DesignKind), "which design, below"),
                _whole(
                    "samples",
                    None,
                    1,
                    1_000_000,
                    "samples",
                    "lhs: points; sobol: base samples, a power of two; morris: trajectories, two or more",
                    _by_kind(USUAL_SAMPLES),
                ),
                _whole(
                    "steps",
                    None,
                    2,
                    MOST_STEPS,
                    "steps",
                    "levels of a range; morris: an even number",
                    _by_kind(USUAL_STEPS),
                ),
                _flag("second_order", False, "sobol: whether pairs of factors get indices of their own"),
                _whole("seed", 1, 0, LARGEST_SEED, "seed", "luck of the sampling; the runs have seeds of their own"),
                _made_of("points", POINTS, "list: the points"),
            ),
            _section(
                "runs",
                "how often each point is run in each base",
                _whole("replications", 20, 1, 100_000, "runs", "runs of each point in each base"),
                _whole("first_seed", 1, 0, LARGEST_SEED, "seed", "the runs have this seed and those that follow on it"),
                _flag(
                    "common", True, "whether all points share those seeds (common random numbers), or each has its own"
                ),
            ),
            _section(
                "measures",
                "what is measured",
                _made_of("names", MEASURES, "measures that tables and plots are about", ", ".join(USUAL)),
                _made_of(
                    "over_time",
                    CURVED,
                    f"daily columns whose sensitivity is followed over time ({', '.join(FOLLOWED)}): any of "
                    f"{', '.join(CURVES)}",
                ),
            ),
            _section(
                "discovery",
                "which points are of interest: by the paired difference of a measure, second base less first, or with "
                "one base by the measure itself; under what conditions they come about is then looked for",
                _text("measure", "one of the measures", "required"),
                _number("below", "as the measure", "points are of interest where it is below this"),
                _number("above", "as the measure", "points are of interest where it is above this"),
            ),
            _section("slurm", "how jobs are asked for on a cluster; given to dask_jobqueue.SLURMCluster as it is"),
        )
    }
)


def takers(name: str) -> str:
    """That some kinds of design take a key of [design], in words."""
    kinds = [kind.value for kind in TAKERS[name]]
    return f"{listed(kinds, 'and')} {'takes it' if len(kinds) == 1 else 'take it'}"
