"""A scenario, as a user may write it: the sections put together, and what must hold between them."""

from __future__ import annotations

from pydantic import Field

from trustsim.scenario.illness import Illness, Leadership, Treatment
from trustsim.scenario.keys import Section, number, section, text
from trustsim.scenario.organisation import Demand, Handoff, Knowledge, Organisation
from trustsim.scenario.process import Process
from trustsim.scenario.relationship import Contacts, Evidence, Motivation, Reactions, Start, Trust
from trustsim.scenario.surroundings import Channels, Chargeback, Edicts, Intake, Shadow, Stance, Vendor
from trustsim.scenario.timeline import Intervention
from trustsim.scenario.work import AcceptanceTest, Building, GoLive, Planning, Services, TestWork

MOST_ENTRIES = 100


class Story(Section):
    """[story]: what the scenario is about, for people."""

    title: str = text("untitled", "name of the story")
    teaches: str = text("", "what it teaches, in a sentence")
    look_for: str = text("", "what to look for in its results")


class Run(Section):
    """[run]: how long, and with which luck."""

    horizon_days: int = number(500, 1, 5000, "days", "working days to simulate; 21 a month, 250 a year")
    warmup_days: int = number(
        120, 0, 1000, "days", "days worked before day 1 with trust held still, so that work is in flight at the start"
    )
    seed: int = number(1, 0, 2**53, "seed", "seed of every draw", "any")


class Scenario(Section):
    """One story: everything that a run depends on, seed included. Immutable.

    Source: each key names its own. ``Scenario()`` is the waterfall contract with every default.
    """

    # A scenario is one thing. As an iterable of its sections it would be unrolled by tools that
    # accept "a value or several", such as mesa.batch_run.
    __iter__ = None  # type: ignore[assignment]

    story: Story = section("what the scenario is about", Story)
    run: Run = section("how long, and with which luck", Run)
    organisation: Organisation = section("who is there", Organisation)
    demand: Demand = section("the needs that arise", Demand)
    knowledge: Knowledge = section("how often own ideas are right", Knowledge)
    handoff: Handoff = section("what survives from hand to hand", Handoff)
    planning: Planning = section("batches, slices, estimates and plans", Planning)
    building: Building = section("developers at work, and what a fix costs", Building)
    test: TestWork = section("testers at work, tickets and ping-pong", TestWork)
    acceptance: AcceptanceTest = section("acceptance tests and demos", AcceptanceTest)
    release: GoLive = section("going live, and use", GoLive)
    services: Services = section("core services that simply have to run", Services)
    process: Process = section("the six policies", Process)
    trust: Trust = section("the rule by which opinions move", Trust)
    evidence: Evidence = section("how much an experience weighs; 0 switches it off", Evidence)
    contacts: Contacts = section("when people hear from each other", Contacts)
    reactions: Reactions = section("what trust changes in what people do", Reactions)
    motivation: Motivation = section("motivation of IT staff", Motivation)
    start: Start = section("the relationship on the first day", Start)
    edicts: Edicts = section("work that the owners impose", Edicts)
    intake: Intake = section("requests put off and refused", Intake)
    channels: Channels = section("where a user takes a need", Channels)
    shadow: Shadow = section("teams of the units' own", Shadow)
    vendor: Vendor = section("the outside provider", Vendor)
    chargeback: Chargeback = section("IT's work invoiced", Chargeback)
    stance: Stance = section("order taker or equal part of the business", Stance)
    illness: Illness = section("stages of an ailing relationship", Illness)
    leadership: Leadership = section("what the CIO's office does, and what becomes of the CIO", Leadership)
    treatment: Treatment = section("what interventions in the relationship do", Treatment)
    timeline: tuple[Intervention, ...] = Field(
        default=(),
        max_length=MOST_ENTRIES,
        description="what happens on a day, or when a condition holds",
        strict=False,
    )
