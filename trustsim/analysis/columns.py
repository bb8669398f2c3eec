"""Every column of every table of results, defined once: type, unit, meaning."""

from __future__ import annotations

from trustsim.analysis.grid_columns import GRIDS
from trustsim.analysis.kinds import (
    FACTOR,
    HIGH,
    LEVEL,
    LOW,
    MEAN,
    MEASURE,
    OF_MEASURE,
    REMARK,
    SD,
    VERDICT,
    VIEW,
    N,
    TableKind,
)
from trustsim.records.columns import Column


def _picked(name: str) -> dict[str, Column]:
    """Columns that go with an extreme: its interval, which holds at all points at once, and where it is."""
    return {
        f"{name}_low": Column(
            "float", OF_MEASURE, "lower end of its interval; with 95 % it holds at all points at once"
        ),
        f"{name}_high": Column("float", OF_MEASURE, "upper end of it"),
        f"{name}_point": Column("int", "number", "which point that is"),
    }


TABLES: dict[str, TableKind] = {
    "sweep": TableKind(
        "What was run",
        "",
        {
            "what": Column("text", "sentence", "what is counted"),
            "value": Column("int", "count", "how many"),
        },
    ),
    "points": TableKind(
        "Every measure at every design point",
        "Intervals are Student's t over the replications of a point. A column for each factor follows the base.",
        {
            "point": Column("int", "number", "design point, from 0"),
            "base": Column("text", "label", "the scenario that the run started from"),
            "measure": MEASURE,
            "n": Column("int", "runs", "runs that have a value"),
            "mean": MEAN,
            "low": LOW,
            "high": HIGH,
            "sd": SD,
            "missing": Column("int", "runs", "runs that were made but have no such value"),
            "failed": Column("int", "runs", "runs that failed"),
        },
    ),
    "differences": TableKind(
        "Differences between bases at every design point",
        "Differences are taken between runs of the same seed; intervals are Student's t over the pairs.",
        {
            "point": Column("int", "number", "design point, from 0"),
            "difference": Column("text", "label", "B-A: base B less base A"),
            "measure": MEASURE,
            "n": Column("int", "pairs", "pairs of runs in which both have a value"),
            "mean": Column("float", OF_MEASURE, "mean difference; missing: no pair has a value"),
            "low": Column("float", OF_MEASURE, "lower end of the 95 % interval of the mean difference (Student's t)"),
            "high": HIGH,
            "sd": Column("float", OF_MEASURE, "standard deviation of the differences"),
            "missing": Column("int", "pairs", "pairs of which a run was made but has no such value"),
            "failed": Column("int", "pairs", "pairs of which a run failed"),
        },
    ),
    "sides": TableKind(
        "On which side of zero the differences lie",
        "Counted by the intervals of the table of differences. Of many intervals around zero, one in twenty lies "
        "beside it by chance.",
        {
            "difference": Column("text", "label", "B-A: base B less base A"),
            "measure": MEASURE,
            "points": Column("int", "points", "points at which it is known, over which all else is told"),
            "above": Column("int", "points", "of these, points whose interval lies above zero"),
            "below": Column("int", "points", "points whose interval lies below zero"),
            "open": Column("int", "points", "points whose interval holds zero, or which have none"),
            "mean": Column("float", OF_MEASURE, "mean difference over all points; its interval is over seeds"),
            "low": LOW,
            "high": HIGH,
            "largest": Column("float", OF_MEASURE, "the highest mean difference of a point"),
            **_picked("largest"),
            "smallest": Column("float", OF_MEASURE, "the lowest mean difference of a point"),
            **_picked("smallest"),
        },
    ),
    "extremes": TableKind(
        "Where a measure is highest and lowest",
        "The extreme of many means is flattered by luck: run at fresh seeds, it lies nearer to the rest. Their "
        "intervals allow for the pick: with 95 % they hold at all points at once.",
        {
            "base": Column("text", "label", "the scenario that the run started from"),
            "measure": MEASURE,
            "points": Column("int", "points", "points that have a value, among which these were picked"),
            "highest": Column("float", OF_MEASURE, "the highest mean of a point"),
            **_picked("highest"),
            "lowest": Column("float", OF_MEASURE, "the lowest mean of a point"),
            **_picked("lowest"),
        },
    ),
    **GRIDS,
    "ofat": TableKind(
        "One factor at a time",
        "All other factors are at the centre. Changes from the centre are taken between runs of the same seed.",
        {
            "view": VIEW,
            "measure": MEASURE,
            "factor": FACTOR,
            "level": LEVEL,
            "place": Column(
                "float",
                "as its key",
                "the value of a range; for levels their number, from 0; -1: the usual one, where it is none of them",
            ),
            "point": Column("int", "number", "design point"),
            "n": N,
            "mean": MEAN,
            "low": LOW,
            "high": HIGH,
            "change": Column("float", OF_MEASURE, "mean less that at the centre; missing: the centre was not run"),
            "change_low": Column("float", OF_MEASURE, "lower end of its 95 % interval (Student's t over pairs)"),
            "change_high": HIGH,
        },
    ),
    "swings": TableKind(
        "How far each factor swings a measure",
        "From the level with the lowest mean to that with the highest. The two were picked because they lie far apart, "
        "so a factor that does nothing has a small swing too, and not zero. The intervals allow for the pick: with 95 "
        "% they hold for all pairs of levels of all factors at once.",
        {
            "view": VIEW,
            "measure": MEASURE,
            "factor": FACTOR,
            "lowest": Column("text", "label", "level with the lowest mean"),
            "highest": Column("text", "label", "level with the highest mean"),
            "lowest_mean": Column("float", OF_MEASURE, "the lowest mean"),
            "highest_mean": Column("float", OF_MEASURE, "the highest mean"),
            "swing": Column("float", OF_MEASURE, "mean difference between the two, seed by seed"),
            "low": Column("float", OF_MEASURE, "lower end of its interval (Student's t over pairs; for all at once)"),
            "high": HIGH,
            "verdict": VERDICT,
        },
    ),
    "variance": TableKind(
        "Where the variance comes from",
        "The whole is the variance of one run at a random point with a random seed. Intervals: where points are a "
        "random sample, 1.96 standard deviations of a bootstrap over points and seeds; elsewhere Student's t with the "
        "standard error of a jackknife over the seeds. A share that is estimated below 0 or above 1 is told as that "
        "end, with a remark, and intervals are cut there.",
        {
            "view": VIEW,
            "measure": MEASURE,
            "source": Column(
                "text",
                "name",
                "a factor alone; interactions (all that factors do only together); luck (between runs of one point), "
                "luck.shared (of it, what a seed does to all points alike) and luck.own (the rest of it); "
                "points (all between points, where it cannot be split)",
            ),
            "kind": Column("text", "word", "factor, interactions, points, luck, or part of luck"),
            "share": Column("float", "share", "share of the whole; missing: luck alone makes more than there is"),
            "low": Column("float", "share", "lower end of its 95 % interval; missing: too few runs of a point"),
            "high": Column("float", "share", "upper end of it"),
            "variance": Column("float", "square of the measure", "the variance itself"),
            "verdict": VERDICT,
            "remark": REMARK,
        },
    ),
    "sobol": TableKind(
        "Sobol indices",
        "Of the means over replications. Luck that is left in the means makes a total index larger; the floor is what "
        "it makes of that of a factor which does nothing else. An index that is estimated below 0 or above 1 is told "
        "as that end, with a remark, and intervals are cut there.",
        {
            "view": VIEW,
            "measure": MEASURE,
            "factor": FACTOR,
            "first": Column("float", "share", "first-order index: share of the variance that the factor has alone"),
            "first_low": Column("float", "share", "lower end of its 95 % bootstrap interval"),
            "first_high": Column("float", "share", "upper end of it"),
            "total": Column("float", "share", "total index: the same with all interactions it takes part in"),
            "total_low": Column("float", "share", "lower end of its 95 % bootstrap interval"),
            "total_high": Column("float", "share", "upper end of it"),
            "floor": Column("float", "share", "the total index that luck alone would make; missing: single runs"),
            "blocks": Column("int", "blocks", "base samples that were used"),
            "dropped": Column("int", "blocks", "base samples that were left out, because a run in them failed"),
            "verdict": VERDICT,
            "remark": REMARK,
        },
    ),
    "sobol_second": TableKind(
        "Second-order Sobol indices",
        "What two factors do together and not alone, as a share of the variance of the means over replications; told "
        "from 0 to 1, as the other indices.",
        {
            "view": VIEW,
            "measure": MEASURE,
            "factor": FACTOR,
            "other": Column("text", "name", "the other factor"),
            "value": Column("float", "share", "second-order index"),
            "low": Column("float", "share", "lower end of its 95 % bootstrap interval"),
            "high": Column("float", "share", "upper end of it"),
            "remark": REMARK,
        },
    ),
    "morris": TableKind(
        "Morris screening",
        "Elementary effects of the means over replications. What a step does, in units of the measure, is scaled up "
        "from the part of the range that it walked to the whole of it; levels that are numbers count as evenly spaced. "
        "A step between levels that are words is taken as it is: an effect is then that of changing one for another. "
        "Of many factors that do nothing, one in twenty is told from its floor by chance. Where points have single "
        "runs, no factor can be told from luck.",
        {
            "view": VIEW,
            "measure": MEASURE,
            "factor": FACTOR,
            "mu": Column("float", OF_MEASURE, "mean elementary effect; effects of both signs cancel in it"),
            "mu_star": Column("float", OF_MEASURE, "mean size of the elementary effects: how much the factor matters"),
            "mu_star_low": Column("float", OF_MEASURE, "lower end of its 95 % bootstrap interval"),
            "mu_star_high": Column("float", OF_MEASURE, "upper end of it"),
            "floor": Column("float", OF_MEASURE, "the mu_star that luck alone would make; missing: single runs"),
            "sigma": Column("float", OF_MEASURE, "standard deviation of the effects: bends, interactions and luck"),
            "trajectories": Column("int", "trajectories", "trajectories that were used"),
            "dropped": Column("int", "trajectories", "trajectories that were left out, because a run in them failed"),
            "verdict": VERDICT,
            "remark": REMARK,
        },
    ),
    "over_time": TableKind(
        "Indices over time",
        "On the checkpoints of a daily curve, of the means over replications (shares of grids: of single runs).",
        {
            "view": VIEW,
            "curve": Column("text", "name", "column of the daily table"),
            "factor": FACTOR,
            "index": Column("text", "word", "first or total (Sobol), mu_star (Morris), or share (grid)"),
            "day": Column("int", "day", "working day"),
            "value": Column("float", "share", "the index; mu_star is in units of the curve; missing: all points alike"),
            "low": Column("float", "share", "lower end of its 95 % interval"),
            "high": Column("float", "share", "upper end of it"),
            "floor": Column("float", "share", "what luck alone would make; missing: single runs, where it is not 0"),
            "remark": REMARK,
        },
    ),
    "replications": TableKind(
        "Whether there are enough replications",
        "After the first so many runs of each point. Enough: at the median point, half of the width of the interval is "
        "at most a tenth of how far the means of the points differ. Where points share their seeds, luck that they "
        "share blurs no comparison of theirs, so that this errs on the safe side.",
        {
            "view": VIEW,
            "measure": MEASURE,
            "runs": Column("int", "runs", "how many of the runs of a point are used"),
            "cv_median": Column("float", "share", "standard deviation over mean at the median point"),
            "cv_worst": Column("float", "share", "the same at the worst point; large where a mean is near zero"),
            "half_median": Column("float", OF_MEASURE, "half of the width of the 95 % interval at the median point"),
            "half_worst": Column("float", OF_MEASURE, "the same at the worst point"),
            "worst_point": Column("int", "number", "which point that is"),
            "span": Column("float", OF_MEASURE, "highest mean of a point less the lowest; missing: one point"),
            "of_span": Column("float", "share", "half_median over span"),
            "for_half": Column("int", "runs", "runs for an interval half as wide; told of all runs"),
            "for_enough": Column("int", "runs", "runs until there are enough; told of all runs; missing: over 100,000"),
        },
    ),
    "failed": TableKind(
        "Runs that failed",
        "",
        {
            "base": Column("text", "label", "the scenario that the run started from"),
            "error": Column("text", "sentence", "what went wrong"),
            "runs": Column("int", "runs", "how many runs failed so"),
            "points": Column("int", "points", "at how many design points"),
            "first_point": Column("int", "number", "the first of these points"),
        },
    ),
    "left_out": TableKind(
        "What was left out",
        "Where a design needs blocks of points, a failed run takes the block with it; elsewhere a point stands as "
        "long as one of its runs has a value.",
        {
            "view": VIEW,
            "measure": MEASURE,
            "failed_points": Column("int", "points", "points of which a run failed"),
            "empty_points": Column("int", "points", "points at which no run has a value"),
            "blocks": Column("int", "blocks", "blocks (points, where the design has none) that were left out"),
            "points": Column("int", "points", "points that were left out"),
        },
    ),
}
"""Tables by name, in the order in which they are told; ``id`` comes first in each and is not listed."""

AT_ONCE, SUMMED, TOGETHER = "all at once", "single swaps summed", "all less that sum"
"""What stands in place of a factor in the table of swaps."""

RESERVED = frozenset(
    {
        "id",
        AT_ONCE,
        SUMMED,
        TOGETHER,
        "interactions",
        "luck",
        "luck.shared",
        "luck.own",
        *TABLES["points"].columns,
        "difference",
    }
)


def factor_name(name: str) -> str:
    """A factor's name as a column or a part of an id: ``factor.n`` where the name means something else there."""
    return f"factor.{name}" if name in RESERVED else name
