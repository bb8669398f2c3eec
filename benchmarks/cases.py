"""What is measured: three sizes, and at each the plain model beside trustsim in six forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

DEMAND_PER_DEVELOPER = 0.6 * 10 / 6  # needs a month: the default demand of 10 users on 6 developers
WARMUP_DAYS = 120  # trustsim works these before day 1, and they are paid for; the plain model works them too


class Size(NamedTuple):
    """An organisation: how many users and developers; the other numbers follow from these."""

    name: str
    users: int
    developers: int

    @property
    def needs_per_user(self) -> float:
        """Needs a month, so that every size asks as much of each developer."""
        return DEMAND_PER_DEVELOPER * self.developers / self.users

    @property
    def agents(self) -> int:
        """All people of a trustsim model of this size."""
        people = self.organisation()
        return sum(people[kind] for kind in PEOPLE) + self.layers * people["product_managers"]

    @property
    def layers(self) -> int:
        """Analyst layers between the business and the developers; each product manager has one analyst in each."""
        return 1

    @property
    def requests_a_day(self) -> float:
        """Requests that arise on a day, on average."""
        return self.users * self.needs_per_user / 21

    def organisation(self) -> dict[str, int]:
        """Return the [organisation] table of a scenario of this size."""
        return {
            "users": self.users,
            "developers": self.developers,
            "testers": max(1, self.developers // 3),
            "product_managers": max(2, self.users // 25),
            "business_units": max(2, self.users // 10),
            "analyst_layers": self.layers,
        }


PEOPLE = ("users", "developers", "testers", "product_managers")
SIZES = (Size("small", 10, 6), Size("middle", 100, 30), Size("large", 1000, 300))


class Case(NamedTuple):
    """One form of trustsim: a process model, with or without the ledger."""

    preset: str
    ledger: bool
    treated: bool = False

    @property
    def name(self) -> str:
        """The name used in tables and on the command line."""
        treated = ", treated" if self.treated else ""
        return f"{self.preset}, ledger {'on' if self.ledger else 'off'}{treated}"


# The organisation around the work is on in each; a treated one has interventions in force from the first day on.
CASES = tuple(
    Case(preset, ledger, treated)
    for preset in ("waterfall-contract", "partnership")
    for ledger, treated in ((True, False), (False, False), (True, True))
)
TREATMENTS = (
    {"what": "admit_problem"},
    {"what": "behind_the_curtain", "days": 5000},
    {"what": "counselling", "days": 5000},
    {"what": "tour_of_duty", "amount": 0.05, "days": 5000},
    {"what": "insight_visits", "amount": 0.5},
    {"what": "reliability_first", "amount": 0.05},
    {"what": "competitive_mindset"},
    {"what": "methodology", "amount": 0.03},
    {"what": "chargeback", "amount": 0.1},
)


def run_plain(size: Size, days: int, seed: int) -> None:
    """Build the plain model and step it through the warm-up and ``days`` more."""
    from plain_mesa import RequestFlow

    people = size.organisation()
    model = RequestFlow(
        people["users"],
        people["developers"],
        people["testers"],
        people["product_managers"],
        size.needs_per_user,
        seed=seed,
    )
    for _ in range(WARMUP_DAYS + days):
        model.step()
    let_go(model)


def run_trustsim(case: Case, size: Size, days: int, seed: int) -> None:
    """Build a trustsim model, which works its warm-up, step it through ``days`` and close it."""
    from trustsim.model.model import TrustModel
    from trustsim.scenario.schema import Scenario

    scenario = Scenario.model_validate(
        {
            "run": {"horizon_days": days, "warmup_days": WARMUP_DAYS},
            "organisation": size.organisation(),
            "demand": {"needs_per_user": size.needs_per_user},
            "planning": {"batch_limit": min(1000, 40 * size.developers // 6)},
            "process": {"preset": case.preset},
            "stance": {"equal_partner": 0.3 if case.treated else 0.0},
            "timeline": [{**one, "day": 1} for one in TREATMENTS] if case.treated else [],
        }
    )
    model = TrustModel(scenario, seed, ledger=case.ledger)
    while model.running:
        model.step()
    model.close()
    let_go(model)


def let_go(model: object) -> None:
    """Make Mesa forget a model: 3.3 keeps each one alive in a register of the class ``Agent``."""
    from mesa import Agent

    getattr(Agent, "_ids", {}).pop(model, None)


def runner(name: str) -> Callable[[Size, int, int], None]:
    """Return what runs the case of that name: ``plain``, the name of one of ``CASES``, or nothing but imports."""
    if name == "plain":
        return run_plain
    if name == "only importing Mesa":
        return lambda *_: let_go(None)
    case = next(case for case in CASES if case.name == name)
    return lambda size, days, seed: run_trustsim(case, size, days, seed)
