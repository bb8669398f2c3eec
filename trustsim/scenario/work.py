"""Sections that say how work is planned, done, tested, accepted and used."""

from __future__ import annotations

from trustsim.scenario.keys import Section, choice, flag, number
from trustsim.vocabulary import FixCost, NoiseLaw


class Planning(Section):
    """[planning]: batches, slices, estimates and plans."""

    window_days: int = number(60, 1, 500, "days", "intake window of a release (batching = release)")
    batch_limit: int = number(40, 1, 1000, "requests", "most requests in one release (batching = release)")
    slice_days: float = number(
        3.0, 0.1, 60.0, "person-days", "largest slice; one attribute may be larger (batching = flow)"
    )
    in_progress_per_developer: float = number(
        1.0, 0.1, 10.0, "requests", "limit on work in progress for each developer (batching = flow)"
    )
    noise_law: NoiseLaw = choice(
        NoiseLaw.LOGNORMAL, "distribution of actual over estimated effort", "log-normal fits published project data"
    )
    noise: float = number(
        0.4,
        0.0,
        1.5,
        "log-sd",
        "spread of actual over estimated effort, each request's own; the rest is shared_noise",
        "derived: with shared_noise .35 over projects of 15 requests, as 145 projects have it (Kitchenham)",
    )
    shared_noise: float = number(
        0.33,
        0.0,
        1.5,
        "log-sd",
        "spread by which all that is estimated at once is misjudged together",
        "derived: a single request has .52, between .35 over 145 projects (Kitchenham) and .76 over 8,252 tasks (SiP)",
    )
    optimism: float = number(
        0.0,
        -1.0,
        1.0,
        "log",
        "shift of actual over estimated effort; 0 so that overruns must emerge",
        "derived: median ratio 1.00 (SiP)",
    )
    availability: float = number(
        0.65, 0.1, 1.0, "share", "share of a developer's day that a plan counts on for building"
    )
    test_share: float = number(0.5, 0.0, 2.0, "share", "time planned for tests and fixes, as a share of build time")
    acceptance_days: int = number(20, 0, 200, "days", "time planned for an acceptance test at the end")
    forecast_confidence: float = number(
        0.84, 0.0, 3.0, "standard deviations", "how far above its middle the told end of a range lies (.84: 80 %)"
    )
    review_days: int = number(10, 1, 100, "days", "how often IT looks at its plan; what it sees it may tell or not")
    settling_days: int = number(5, 1, 100, "days", "what IT allows for the rest of a test that has outlived its plan")
    doublings: int = number(
        3, 0, 10, "times", "after a missed day IT allows twice as long for what is left; at most so many times over"
    )
    drop_value_share: float = number(
        0.1, 0.0, 1.0, "share of value", "most of a request's value that may be dropped by agreement"
    )


class Building(Section):
    """[building]: developers at work, and what a fix costs."""

    productivity: float = number(1.0, 0.05, 10.0, "person-days a day", "output of a developer with motivation one half")
    motivation_effect: float = number(
        0.5,
        0.0,
        3.0,
        "log per unit",
        "effect of motivation on output",
        "assumption; Judge et al. 2001 found a correlation of about .30 with satisfaction",
    )
    switching_loss: float = number(
        0.17,
        0.0,
        0.9,
        "share",
        "part of a day lost when two or more tasks share it",
        "Tregubov et al. 2017: 17 % of effort",
    )
    defect_rate: float = number(
        0.08,
        0.0,
        1.0,
        "probability",
        "an attribute is broken when it is built",
        "derived: 1.35 faults of code to 2.15 of requirements and design (Jones 2015), as after one written handoff",
    )
    bad_fix: float = number(
        0.08,
        0.0,
        0.95,
        "probability",
        "a fix leaves the attribute broken anew",
        "derived: .40 bad fixes among 4.95 faults that are fixed, per function point (Jones 2015)",
    )
    fix_share: float = number(
        0.25, 0.0, 5.0, "share", "cost of a fix at definition, as a share of the effort to build the attribute"
    )
    fix_cost: FixCost = choice(
        FixCost.MODERATE,
        "growth of a fix's cost with the phase in which the fault is found",
        "contested: Boehm & Basili 2001 against Menzies et al. 2016",
    )


class TestWork(Section):
    """[test]: testers at work, tickets and ping-pong."""

    detection: float = number(0.6, 0.0, 1.0, "probability", "a round of tests finds a broken attribute")
    effort_share: float = number(0.1, 0.0, 2.0, "share", "effort of a first test, as a share of the effort to build")
    retest_share: float = number(
        0.25, 0.0, 1.0, "share", "effort of a test after fixes, and part of what was not touched that it looks at again"
    )
    patience: int = number(8, 1, 50, "rounds", "rounds that each side has energy for")
    first_concession: float = number(
        0.1, 0.0, 1.0, "probability", "a side with all its energy concedes a disputed attribute in a round"
    )
    constant_concession: bool = flag(
        False, "each side concedes with first_concession in every round, whatever its energy"
    )
    new_idea: float = number(
        0.05, 0.0, 1.0, "probability", "a product manager who reviews has a new idea about an attribute"
    )


class AcceptanceTest(Section):
    """[acceptance]: user acceptance tests and demos."""

    notice: float = number(0.8, 0.0, 1.0, "probability", "a user who tries a wrong or broken attribute notices it")
    demo_effort: float = number(0.1, 0.0, 10.0, "person-days", "a developer's time to prepare and give a demo")
    bend: float = number(
        0.34,
        0.0,
        1.0,
        "probability",
        "a wrong attribute is filed as a bug, at trust one half",
        "derived: 33.8 % of bug reports are none (Herzig et al. 2013) at 2.15 misreadings to 1.35 faults (Jones 2015)",
    )
    bend_slope: float = number(0.5, 0.0, 2.0, "per unit of trust", "rise of bending as trust falls below one half")
    first_hearing: float = number(
        0.3, 0.0, 1.0, "probability", "a product manager accepts a bent bug when it is first filed"
    )
    persistence: float = number(
        0.25, 0.0, 1.0, "share", "part of the remaining resistance that each further filing wears down"
    )
    rounds: int = number(4, 1, 50, "rounds", "rounds of a user acceptance test that the business has energy for")
    round_days: int = number(3, 1, 60, "days", "length of one round of find, fix and push in a user acceptance test")


class GoLive(Section):
    """[release]: going live, and use."""

    outage_rate: float = number(
        0.01, 0.0, 1.0, "per request", "a release brings an outage with probability 1 - exp(-rate x requests in it)"
    )
    downtime_hours: float = number(0.5, 0.0, 24.0, "hours per request", "downtime of such an outage")
    workaround_rate: float = number(
        3.0, 0.0, 50.0, "per unit of gap", "a residual gap g leads to a workaround with probability 1 - exp(-rate x g)"
    )
    support_rate: float = number(
        0.015,
        0.0,
        0.2,
        "share a month",
        "support that a delivered system asks for, as a share of its effort",
        "assumption: 15 to 20 % of the cost of development a year, a rule of the trade (from memory)",
    )
    support_broken: float = number(
        3.0, 0.0, 20.0, "times", "how much more support wholly broken software asks for, per unit of its broken share"
    )
    most_support: float = number(
        0.8, 0.0, 0.95, "share", "most of developers' time that support may take; the rest of it goes undone"
    )
    system_life: float = number(1250.0, 21.0, 10000.0, "days", "mean life of a delivered system; then support ends")
    legacy_support: float = number(
        0.2,
        0.0,
        0.9,
        "share",
        "share of developers' time that older systems ask for when the run, warm-up included, begins; they are retired "
        "like all others",
    )
    discovery_days: float = number(
        40.0, 1.0, 1000.0, "days", "mean time until a broken attribute in use is reported as a production fault"
    )


class Services(Section):
    """[services]: the trains and buses, core services that simply have to run."""

    incident_rate: float = number(0.5, 0.0, 21.0, "incidents a month", "incidents without capacity reserved")
    reserved: float = number(0.0, 0.0, 0.9, "share", "developers' capacity reserved for core services")
    reserve_effect: float = number(
        10.0, 0.0, 100.0, "per share", "incidents fall with exp(-effect x reserved capacity)"
    )
    incident_effort: float = number(2.0, 0.0, 100.0, "person-days", "work that an incident takes, ahead of all else")
    incident_hours: float = number(4.0, 0.0, 100.0, "hours", "downtime of an incident")
