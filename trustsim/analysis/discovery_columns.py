"""Every column of the tables of a scenario discovery."""

from __future__ import annotations

from trustsim.analysis.kinds import FACTOR, OF_MEASURE, VIEW, TableKind
from trustsim.records.columns import Column

_OF_FACTOR = "as the factor"

BOX = Column("int", "number", "which box, from 1; each lies among the points that earlier ones leave")
RESTRICTED = Column("text", "names", "the factors that are restricted")

DISCOVERY: dict[str, TableKind] = {
    "discovery": TableKind(
        "Points of interest",
        "Intervals of shares are Wilson's, for as many independent points as the design is worth; where none or all of "
        "a random sample are of interest, an exact binomial bound on one side. Shares are of design points: they are "
        "shares of the space where the design covers it evenly.",
        {
            "measure": Column("text", "name", "measure by which points are of interest"),
            "view": VIEW,
            "side": Column("text", "word", "points are of interest where its mean is below, or above, the threshold"),
            "threshold": Column("float", OF_MEASURE, "the threshold"),
            "points": Column("int", "points", "design points that have a value"),
            "missing": Column("int", "points", "design points that have none, and are left out"),
            "of_interest": Column("int", "points", "points of interest"),
            "share": Column("float", "share", "share of points that are of interest"),
            "low": Column("float", "share", "lower end of its 95 % interval"),
            "high": Column("float", "share", "upper end of it"),
            "unclear": Column("int", "points", "points whose interval holds the threshold, or that have none"),
            "boxes": Column("int", "boxes", "boxes that hold up; missing: none were looked for"),
            "coverage": Column("float", "share", "of the points of interest, those in one of these boxes"),
            "elsewhere": Column("float", "share", "of the points in none of these boxes, those of interest"),
        },
    ),
    "boxes": TableKind(
        "Conditions under which points are of interest",
        "Boxes by the patient rule induction method (PRIM). Density and coverage as found are too good, for the limits "
        "were chosen on the same points; those told as tried come from searches on halves of the points, each asked "
        "about the other half.",
        {
            "box": BOX,
            "holds": Column(
                "int", "0 or 1", "whether tried_low is above base; a box that does not hold up is no finding"
            ),
            "points": Column("int", "points", "points in it"),
            "of_interest": Column("int", "points", "of these, of interest"),
            "mass": Column("float", "share", "of all points, those in it"),
            "mean": Column("float", OF_MEASURE, "mean of the measure over the points in it"),
            "coverage": Column("float", "share", "of all points of interest, those in it"),
            "coverage_low": Column("float", "share", "lower end of its 95 % interval (Wilson)"),
            "coverage_high": Column("float", "share", "upper end of it"),
            "density": Column("float", "share", "of the points in it, those of interest"),
            "density_low": Column("float", "share", "lower end of its 95 % interval (Wilson)"),
            "density_high": Column("float", "share", "upper end of it"),
            "base": Column("float", "share", "of the points among which it was looked for, those of interest"),
            "tried_density": Column("float", "share", "density on points that had no part in finding it"),
            "tried_low": Column("float", "share", "lower end of its 95 % interval (Wilson)"),
            "tried_high": Column("float", "share", "upper end of it"),
            "tried_coverage": Column("float", "share", "coverage on points that had no part in finding it"),
            "clear_points": Column("int", "points", "points in it whose interval does not hold the threshold"),
            "clear_density": Column("float", "share", "of these, those of interest"),
            "clear_coverage": Column("float", "share", "of all such points of interest, those in it"),
            "factors": RESTRICTED,
        },
    ),
    "limits": TableKind(
        "Limits of these boxes",
        "A side without a limit is missing; a limit is the outermost point of the box. The most telling factor of a "
        "box comes first: the one without which its density falls most.",
        {
            "box": BOX,
            "factor": FACTOR,
            "low": Column("float", _OF_FACTOR, "at least this"),
            "high": Column("float", _OF_FACTOR, "at most this"),
            "levels": Column("text", "labels", "one of these levels; empty for a factor with an order"),
            "lowest": Column("float", _OF_FACTOR, "lower end of what the factor was varied over"),
            "highest": Column("float", _OF_FACTOR, "upper end of it"),
            "of_levels": Column("text", "labels", "all of its levels; empty for a factor with an order"),
            "quasi_p": Column("float", "probability", "that the box had such a density if this limit did nothing"),
            "density_without": Column("float", "share", "density of the box without this limit"),
            "coverage_without": Column("float", "share", "coverage of the box without this limit"),
            "again": Column("float", "share", "of searches on halves of the points, those that restrict this factor"),
        },
    ),
    "peeling": TableKind(
        "How the boxes were found",
        "From all points that earlier boxes leave, slice by slice; of the peeled boxes the chosen one had limits "
        "dropped and slices put back (pasted) last.",
        {
            "box": BOX,
            "step": Column("int", "number", "step, from 0"),
            "phase": Column("text", "word", "all, start (half of a factor), peel, drop or paste"),
            "chosen": Column("int", "0 or 1", "whether this step is the box in the end"),
            "slice": Column("float", "share", "share of the points of a box that a slice holds"),
            "points": Column("int", "points", "points in the box"),
            "of_interest": Column("int", "points", "of these, of interest"),
            "mass": Column("float", "share", "of all points, those in it"),
            "coverage": Column("float", "share", "of all points of interest, those in it"),
            "density": Column("float", "share", "of the points in it, those of interest"),
            "restricted": Column("int", "factors", "how many factors are restricted"),
            "factors": RESTRICTED,
        },
    ),
    "verdicts": TableKind(
        "Which points are of interest",
        "Intervals are Student's t over the runs of a point (pairs of the same seed, for a difference).",
        {
            "point": Column("int", "number", "design point, from 0"),
            "mean": Column("float", OF_MEASURE, "mean of the measure; missing: no run has a value"),
            "low": Column("float", OF_MEASURE, "lower end of its 95 % interval"),
            "high": Column("float", OF_MEASURE, "upper end of it"),
            "of_interest": Column("int", "0 or 1", "whether the mean is beyond the threshold"),
            "clear": Column("int", "0 or 1", "whether the interval does not hold the threshold"),
            "box": Column("int", "number", "the box that it lies in; missing: none that holds up"),
        },
    ),
}
"""Tables by name, in the order in which they are told."""
