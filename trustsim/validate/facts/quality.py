"""What was delivered, and how it got there: tickets, rounds, bent bugs."""

from __future__ import annotations

from trustsim.scenario.organisation import Demand
from trustsim.statistics.bounds import SHARE
from trustsim.validate.facts.fact import Fact, Tables, delivered, mean, share

ATTRIBUTES = Demand().attributes
"""Of every need in both worlds: neither sets another number."""


def functionality(tables: Tables) -> float:
    """Share of what was specified that is delivered and works, right or wrong: neither dropped nor broken."""
    done = delivered(tables)
    lost = [
        (int(dropped) | int(broken)).bit_count()
        for dropped, broken in zip(done["dropped"], done["broken"], strict=True)
    ]
    return 1.0 - share(sum(lost), ATTRIBUTES * len(lost)) if lost else float("nan")


def need_fit(tables: Tables) -> float:
    """Of what was delivered, mean."""
    return mean(delivered(tables)["need_fit"])


def reopened(tables: Tables) -> float:
    """Tickets that product managers opened again, over all tickets."""
    last = tables["daily"].iloc[-1]
    return share(last["reopened"], last["tickets"])


def bent(tables: Tables) -> float:
    """Wishes among the bugs filed in acceptance tests."""
    last = tables["daily"].iloc[-1]
    return share(last["uat_bent"], last["uat_bugs"])


def rounds(tables: Tables) -> float:
    """Rounds of tests and reviews a request."""
    return mean(delivered(tables)["rounds"])


FACTS = (
    Fact("delivered functionality, of what was specified", functionality, SHARE),
    Fact("need-fit of what was delivered", need_fit, SHARE),
    Fact("reopened tickets", reopened, SHARE),
    Fact('acceptance "bugs" that are none', bent, SHARE),
    Fact("rounds of tests and reviews a request", rounds),
)
