"""Every column of the tables of grids: means by level, steps, effects and swaps."""

from __future__ import annotations

from trustsim.analysis.kinds import (
    ALL,
    COMBINATIONS,
    FACTOR,
    HIGH,
    LEVEL,
    LOW,
    MEASURE,
    N_OF_INTERVAL,
    OF_MEASURE,
    SEEDS,
    VERDICT,
    VIEW,
    TableKind,
)
from trustsim.records.columns import Column

GRIDS: dict[str, TableKind] = {
    "levels": TableKind(
        "Means by level of a factor",
        "Over all points with this level. In grids n counts seeds, and the interval is over them; in random samples n "
        "counts points, and the interval is over them. Those that hold for all are over the levels of all factors: of "
        "so many means some lie high or low by luck. Where points of a grid have no value, the combinations of the "
        "rest are left out that not all levels meet.",
        {
            "view": VIEW,
            "measure": MEASURE,
            "factor": FACTOR,
            "level": LEVEL,
            "points": Column("int", "points", "points that have this level and are counted"),
            "n": N_OF_INTERVAL,
            "mean": Column("float", OF_MEASURE, "mean over these points and their runs"),
            "low": LOW,
            "high": HIGH,
            **ALL,
        },
    ),
    "steps": TableKind(
        "From the first level of a factor to each other one",
        "Over all else, in a grid. Each seed gives one difference, and the interval is over them. Those that hold for "
        "all are over the steps of a factor.",
        {
            "view": VIEW,
            "measure": MEASURE,
            "factor": FACTOR,
            "from_level": Column("text", "label", "first level of the factor"),
            "level": LEVEL,
            "step": Column("float", OF_MEASURE, "mean at this level less the mean at the first"),
            "low": Column("float", OF_MEASURE, "lower end of the 95 % interval of the step (Student's t)"),
            "high": HIGH,
            **ALL,
            "n": SEEDS,
            **COMBINATIONS,
            "verdict": VERDICT,
        },
    ),
    "interactions": TableKind(
        "What a step does where another factor differs",
        "The step of one factor at the first level of another one and at a later one, over the same combinations of "
        "the rest, and the difference of the two: zero where the factors do not act together. Intervals are over "
        "seeds. Of many such differences, one in twenty leaves zero out by chance; the intervals that "
        "hold for all allow for that.",
        {
            "view": VIEW,
            "measure": MEASURE,
            "factor": FACTOR,
            "from_level": Column("text", "label", "first level of the factor"),
            "level": LEVEL,
            "other": Column("text", "name", "the other factor"),
            "other_from": Column("text", "label", "first level of the other factor"),
            "other_level": Column("text", "label", "level of the other factor"),
            "step": Column("float", OF_MEASURE, "the step at the first level of the other factor"),
            "step_low": Column("float", OF_MEASURE, "lower end of its 95 % interval (Student's t)"),
            "step_high": HIGH,
            "there": Column("float", OF_MEASURE, "the step at the other level of it"),
            "there_low": Column("float", OF_MEASURE, "lower end of its 95 % interval (Student's t)"),
            "there_high": HIGH,
            "difference": Column("float", OF_MEASURE, "the latter less the former"),
            "low": Column("float", OF_MEASURE, "lower end of its 95 % interval (Student's t)"),
            "high": HIGH,
            **ALL,
            "n": SEEDS,
            **COMBINATIONS,
        },
    ),
    "pairs": TableKind(
        "Means by levels of two factors",
        "Over all points with both levels; the interval is over seeds. Where points have no value, the combinations of "
        "the rest are left out that not all pairs of levels meet.",
        {
            "view": VIEW,
            "measure": MEASURE,
            "factor": FACTOR,
            "level": LEVEL,
            "other": Column("text", "name", "the other factor"),
            "other_level": Column("text", "label", "level of the other factor"),
            "points": Column("int", "points", "points that have both levels and are counted"),
            "n": N_OF_INTERVAL,
            "mean": Column("float", OF_MEASURE, "mean over these points and their runs"),
            "low": LOW,
            "high": HIGH,
        },
    ),
    "effects": TableKind(
        "Effects of factors with two levels",
        "An effect is the mean at the second level less that at the first, over all combinations of the rest; an "
        "interaction is half of how much one effect differs between the levels of the other. Intervals are over seeds; "
        "those that hold for all are over all main effects, or over all interactions.",
        {
            "view": VIEW,
            "measure": MEASURE,
            "factor": FACTOR,
            "other": Column("text", "name", "the other factor of an interaction; empty for a main effect"),
            "from_level": Column("text", "label", "first level of the factor; empty for an interaction"),
            "to_level": Column("text", "label", "second level of it; empty for an interaction"),
            "effect": Column("float", OF_MEASURE, "the effect"),
            "low": Column("float", OF_MEASURE, "lower end of its 95 % interval (Student's t over seeds)"),
            "high": HIGH,
            **ALL,
            "n": N_OF_INTERVAL,
            **COMBINATIONS,
            "verdict": VERDICT,
        },
    ),
    "swaps": TableKind(
        "One factor swapped at a time",
        "From the corner that the first base has (usual) and from the one in which every factor is swapped (opposite). "
        "Differences are taken between runs of the same seed. Below the single swaps stand all of them at once, their "
        "sum, and what is left of the whole without the sum: what factors do only together. Intervals that hold for "
        "all are over the single swaps from one corner.",
        {
            "view": VIEW,
            "measure": MEASURE,
            "corner": Column("text", "word", "usual or opposite"),
            "factor": Column(
                "text", "name", "the factor that is swapped; or all at once, single swaps summed, or all less that sum"
            ),
            "level": Column("text", "label", "what it is swapped to"),
            "from_point": Column("int", "number", "the point of the corner"),
            "point": Column("int", "number", "the point with the factor (or all of them) swapped"),
            "effect": Column("float", OF_MEASURE, "what this does on average"),
            "low": Column("float", OF_MEASURE, "lower end of its 95 % interval (Student's t over pairs)"),
            "high": HIGH,
            **ALL,
            "n": Column("int", "pairs", "pairs of runs"),
        },
    ),
}
"""Tables by name, in the order in which they are told."""
