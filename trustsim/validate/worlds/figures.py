"""Figures by which somebody with twenty years in such departments would judge a world, with what is plausible.

The ranges were written down from experience of the trade, before the worlds were looked at; they are judgement, not
data, except where a source is named.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from trustsim.rules.demand import mean_size
from trustsim.validate.facts.times import lead_times
from trustsim.vocabulary import Channel

if TYPE_CHECKING:
    import pandas as pd

    from trustsim.run.single import RunResult

QUARTER, HALF_YEAR, YEAR, TWO_YEARS = 63, 125, 250, 500
MONTH = 21


class Plausible(NamedTuple):
    """One figure of a world.

    Attributes:
        name: what it is, with its unit.
        low: least that one meets.
        high: most that one meets.
        of: works it out of one run; NaN where there is nothing to work it out from.
        why: where the range is from.
    """

    name: str
    low: float
    high: float
    of: Callable[[RunResult], float]
    why: str


def demand_of_capacity(run: RunResult) -> float:
    """What needs take to build, rework and all other work apart, over what developers could do."""
    demand, organisation = run.scenario.demand, run.scenario.organisation
    size = mean_size(demand.size_law, demand.size_median, demand.size_spread)
    return organisation.users * demand.needs_per_user * size / (organisation.developers * MONTH)


def users_per_it(run: RunResult) -> float:
    """People who ask, for each of those who define, build and test."""
    house = run.scenario.organisation
    return house.users / (house.developers + house.testers + house.product_managers)


def developers_per_tester(run: RunResult) -> float:
    """Developers for each tester."""
    return run.scenario.organisation.developers / run.scenario.organisation.testers


def utilisation(run: RunResult) -> float:
    """Share of developers' time that is not idle."""
    return 1.0 - _share(run, "effort_idle")


def support(run: RunResult) -> float:
    """Share of developers' time that goes to support, orphans included."""
    return _share(run, "effort_support") + _share(run, "effort_orphans")


def edicts(run: RunResult) -> float:
    """Share of developers' time that owners' edicts take."""
    return _share(run, "effort_edict")


def releases(run: RunResult) -> float:
    """Releases in two years that hold more than one request; NaN where all work flows."""
    number = float((_done(run)["release"].value_counts() > 1).sum())
    return number * TWO_YEARS / len(run.tables["daily"]) if number else float("nan")


def per_release(run: RunResult) -> float:
    """Requests in a release of more than one."""
    counts = _done(run)["release"].value_counts()
    return float(counts[counts > 1].mean())


def delivered(run: RunResult) -> float:
    """Requests delivered a month for each developer."""
    return len(_done(run)) * MONTH / len(run.tables["daily"]) / run.scenario.organisation.developers


def lead_time(run: RunResult) -> float:
    """Median days from need to use, of all that is IT's: what is not in use yet has lasted at least so long."""
    return lead_times(run.tables).median()


def tickets(run: RunResult) -> float:
    """Tickets of testers and product managers a request."""
    return float(_done(run)["tickets"].mean())


def outages(run: RunResult) -> float:
    """Outages and incidents a month."""
    daily = run.tables["daily"]
    return float(daily["outages"].iloc[-1]) * MONTH / len(daily)


def begins_as_it_goes_on(run: RunResult) -> float:
    """Share of time that is not idle in the first two months, less that of the rest of the first year."""
    busy = 1.0 - run.tables["daily"]["effort_idle"] / run.tables["daily"]["effort_available"]
    return float(busy.iloc[: 2 * MONTH].mean() - busy.iloc[2 * MONTH : YEAR].mean())


def work_at_the_start(run: RunResult) -> float:
    """Work in progress in the first two months over that of the rest of the first year."""
    work = run.tables["daily"]["work_in_progress"]
    return float(work.iloc[: 2 * MONTH].mean() / work.iloc[2 * MONTH : YEAR].mean())


def queue_growth(run: RunResult) -> float:
    """Work in progress in the last half-year over that of the second half-year."""
    work = run.tables["daily"]["work_in_progress"]
    return float(work.iloc[-HALF_YEAR:].mean() / work.iloc[HALF_YEAR:YEAR].mean())


def fastest(run: RunResult) -> float:
    """The largest change of trust within a month, down or up."""
    trust = _trust(run)
    return float(np.abs(trust[MONTH:] - trust[:-MONTH]).max())


def moved(run: RunResult) -> float:
    """The range of trust over the run."""
    trust = _trust(run)
    return float(trust.max() - trust.min())


def trust_at_the_end(run: RunResult) -> float:
    """Trust of users in IT on the last day."""
    return float(_trust(run)[-1])


def _trust(run: RunResult) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.concatenate([[run.initial["trust"]], run.tables["daily"]["trust"].to_numpy(float)])


def _share(run: RunResult, column: str) -> float:
    daily = run.tables["daily"]
    return float(daily[column].sum() / daily["effort_available"].sum())


def _done(run: RunResult) -> pd.DataFrame:
    rows = run.tables["requests"]
    return rows[(rows["channel"] == Channel.IT.name.lower()) & (rows["live"] >= 1).fillna(False)]


JUDGED = "judgement"
FIGURES = {
    "demand": Plausible("demand over capacity, to build alone", 0.25, 0.60, demand_of_capacity, JUDGED),
    "users": Plausible("users for each of IT's people", 0.5, 3.0, users_per_it, JUDGED),
    "testers": Plausible("developers for each tester", 2.0, 6.0, developers_per_tester, JUDGED),
    "utilisation": Plausible("developers' time not idle", 0.70, 0.97, utilisation, "judgement; above, queues run away"),
    "support": Plausible("developers' time for support", 0.15, 0.45, support, "judgement: a fifth to nearly a half"),
    "edicts": Plausible("developers' time for edicts", 0.02, 0.12, edicts, JUDGED),
    "releases": Plausible("releases of several requests in two years", 4.0, 12.0, releases, "quarterly, at times late"),
    "per_release": Plausible("requests in such a release", 5.0, 40.0, per_release, JUDGED),
    "delivered": Plausible("requests a month for each developer", 0.4, 2.5, delivered, JUDGED),
    "lead_time": Plausible("median days from need to use", 5.0, 250.0, lead_time, "a week to a year"),
    "tickets": Plausible("tickets a request", 0.3, 15.0, tickets, JUDGED),
    "outages": Plausible("outages and incidents a month", 0.2, 2.5, outages, JUDGED),
    "start": Plausible("busier in the first two months by", -0.15, 0.15, begins_as_it_goes_on, "no start-up artefact"),
    "start_work": Plausible("work in progress in the first two months, over later", 0.5, 1.5, work_at_the_start,
                            "no start-up artefact"),
    "growth": Plausible("work in progress in the last half-year, over the first year's", 0.4, 1.5, queue_growth,
                        "no runaway queue"),
    "fastest": Plausible("largest change of trust in a month", 0.005, 0.10, fastest, "trust moves slowly"),
    "moved": Plausible("range of trust", 0.03, 0.45, moved, "neither saturates nor sits still"),
    "end": Plausible("trust at the end", 0.25, 0.85, trust_at_the_end, "neither saturates nor sits still"),
}  # fmt: skip
