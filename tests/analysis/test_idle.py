"""A factor that does nothing is told as that, in every design, with the reason where it is known."""

from __future__ import annotations

import numpy as np
import pytest

from tests.analysis.made_up import MEASURE, TRUST, MadeUp, experiment, made_up, normal
from trustsim.analysis.analyse import analyse
from trustsim.analysis.findings import FACTORS
from trustsim.analysis.idle import IDLE, MOVES, SAME
from trustsim.analysis.results import Analysis
from trustsim.analysis.statement import fill
from trustsim.experiment.design import design
from trustsim.experiment.plan import Base, Design, DesignKind, Factor, Level
from trustsim.report.plots.panels import Subject, leader
from trustsim.scenario.loading import with_values
from trustsim.scenario.schema import Scenario

WINDOW = Factor("window", key="planning.window_days", low=10.0, high=60.0, whole=True, usual=20)
DEFECTS = Factor("defects", key="building.defect_rate", low=0.0, high=0.4, usual=0.1)
RULE = Factor(
    "rule", tuple(Level(word, (("trust.rule", word),)) for word in ("beta", "cusp")), "trust.rule", usual="beta"
)
FACTORS_VARIED = (WINDOW, DEFECTS, RULE)
UNDER_FLOW = "not used under batching = flow"
DESIGNS = {
    "grid": Design(DesignKind.GRID, steps=3),
    "two levels": Design(DesignKind.GRID, steps=2),
    "ofat": Design(DesignKind.OFAT, steps=3),
    "morris": Design(DesignKind.MORRIS, samples=8, steps=4),
    "sobol": Design(DesignKind.SOBOL, samples=16),
    "lhs": Design(DesignKind.LHS, samples=70),
}
TABLES = {"grid": "steps", "two levels": "effects", "ofat": "swings", "lhs": "variance"}


def sweep(plan: Design, process: str, *, common: bool = True) -> MadeUp:
    """Trust that defects lower and windows leave alone."""
    world = with_values(Scenario(), {"process.preset": process}, "test")
    asked = experiment(FACTORS_VARIED, plan, 4, common=common)
    asked = type(asked)(**{**vars(asked), "bases": (Base("world", world),)})
    frame = design(asked).frame()
    luck = np.broadcast_to(normal((1, 1, 4)), (len(frame), 1, 4)) if common else normal((len(frame), 1, 4))
    return made_up(asked, frame, frame[["defects"]].to_numpy() * (-10.0), 0.1 * luck)


def verdicts(found: Analysis, kind: str) -> dict[str, str]:
    frame = found.tables[TABLES.get(kind, kind)].frame
    name = "source" if kind == "lhs" else "factor"
    frame = frame[frame["other"] == ""] if "other" in frame else frame
    return dict(zip(frame[name], frame["verdict"], strict=True))


@pytest.mark.parametrize("kind", DESIGNS)
@pytest.mark.parametrize(("process", "why"), [("partnership", UNDER_FLOW), ("waterfall-contract", SAME)])
def test_what_does_nothing_is_told_alike_in_tables_and_text(kind: str, process: str, why: str) -> None:
    found = analyse(sweep(DESIGNS[kind], process))
    if kind == "lhs" and why == SAME:
        assert not verdicts(found, kind)["window"].startswith(IDLE)  # no two points differ in a window alone
        return
    assert verdicts(found, kind)["window"] == f"{IDLE}: {why}"
    assert verdicts(found, kind)["defects"] == MOVES
    told = [fill(one, found) for one in found.statements[FACTORS]]
    about = [one for one in told if "window" in one]
    assert all("no effect" in one for one in about if "act together" not in one), about
    assert any(one.endswith(f"no effect on {TRUST}: {why}.") for one in about), about


@pytest.mark.parametrize("kind", [kind for kind in DESIGNS if kind != "lhs"])
def test_it_has_no_interval_of_no_width(kind: str) -> None:
    frame = analyse(sweep(DESIGNS[kind], "partnership")).tables[TABLES.get(kind, kind)].frame
    frame = frame[frame["other"] == ""] if "other" in frame else frame
    ends = [name for name in frame.columns if name.endswith(("low", "high"))]
    assert frame[frame["factor"] == "window"][ends].isna().all(axis=None)


def test_seeds_that_points_do_not_share_leave_what_is_declared() -> None:
    assert verdicts(analyse(sweep(DESIGNS["morris"], "partnership", common=False)), "morris")["window"] == (
        f"{IDLE}: {UNDER_FLOW}"
    )
    found = verdicts(analyse(sweep(DESIGNS["morris"], "waterfall-contract", common=False)), "morris")
    assert not found["window"].startswith(IDLE)


def test_a_lost_run_makes_no_effect() -> None:
    lost = sweep(DESIGNS["ofat"], "partnership")
    lost.table.loc[2, ["status", MEASURE]] = ["failed", np.nan]
    assert verdicts(analyse(lost), "ofat")["window"].startswith(IDLE)
    missing = sweep(DESIGNS["ofat"], "partnership")
    missing.table.loc[5, MEASURE] = np.nan  # a run that was made, and has no such value: that is an effect
    assert not verdicts(analyse(missing), "ofat")["window"].startswith(IDLE)


def test_pictures_name_the_leader_that_the_text_names() -> None:
    found = analyse(sweep(DESIGNS["ofat"], "partnership"))
    subject = Subject(found, experiment(FACTORS_VARIED, DESIGNS["ofat"]), MEASURE, ["world"])
    assert leader(subject.rows("swings", "world", "swing"), "factor", "swing") == "defects"
