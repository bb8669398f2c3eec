"""The life of one request, gathered from the tables of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trustsim.explain.chains import NO_EVENT, Chain, Events, chain_of
from trustsim.explain.effects import Effect, Move, effects_of, rows_through_release, trust_of_user
from trustsim.explain.hands import Step, steps_of
from trustsim.explain.moments import Moment, moments_of
from trustsim.explain.stays import Stay, stays_of
from trustsim.records.columns import REQUESTS
from trustsim.records.happenings import SUBJECT_NAMES, Actor, Happening, Subject, party
from trustsim.records.naming import subject, word

if TYPE_CHECKING:
    import pandas as pd

    from trustsim.scenario.schema import Scenario

TABLES = ("daily", "requests", "handoffs", "ledger", "events", "promises")
"""The tables that a life is told from."""

OTHER_LIVES = tuple(f"{SUBJECT_NAMES[kind]} " for kind in (Subject.REQUEST, Subject.RELEASE))

DELAYS = {
    word(kind)
    for kind in (
        Happening.SLIP_TOLD, Happening.SLIP_REVEALED, Happening.CONCEALED_SLIP_REVEALED, Happening.REFORECAST,
        Happening.REPROMISED, Happening.DEFERRED,
    )
}  # fmt: skip
"""Events that say that something comes later."""

HINDRANCES = {word(kind) for kind in (Happening.PUSHED_ASIDE, Happening.CODE_FREEZE)}
"""Events that make something late, whether that is said or not."""


COMPLAINTS = {
    word(kind)
    for kind in (
        Happening.TICKETS_FILED, Happening.REOPENED, Happening.DEMO_MISFITS, Happening.UAT_BUGS_FILED,
        Happening.PRODUCTION_FAULT,
    )
}  # fmt: skip
"""Events in which somebody says that something is not as it should be; their first figure is how many things."""


@dataclass(frozen=True)
class Complaint:
    """So many tickets, corrections, bugs or faults on a day; ``kind`` is the kind of event."""

    day: int
    kind: str
    number: int


@dataclass(frozen=True)
class Promise:
    """A promised day: when it was told, what became of it (``kept``, ``broken``, ``renewed``, ``open``) and when."""

    told: int
    due: int
    fate: str
    ended: int | None


@dataclass(frozen=True)
class Life:
    """One request from the need to its use, or to where the run left it.

    Attributes:
        request: its number.
        user: who needed it, by name; ``unit`` likewise.
        facts: its row in the table ``requests``, with None for what is missing.
        attributes: how many attributes it has.
        batch: how many requests its release holds, itself included; 0 without a release.
        last_day: last day of the run.
        stays: where it was, from the day the need arose, without gaps.
        steps: the hands that it went through.
        promises: the days promised for its release.
        complaints: tickets, corrections, bugs and faults, in order of days.
        moments: what happened to it and to its release, and what that led to at once.
        effects: what it did to whose trust.
        through_release: what its user lived through with its release, entered under ``siblings``.
        siblings: other requests of the same user in the same release.
        delays: chains from what put it off back to where that began, each with two links or more.
        trust: its user's trust in IT over the whole run.
    """

    request: int
    user: str
    unit: str
    facts: dict[str, Any]
    attributes: int
    batch: int
    last_day: int
    stays: tuple[Stay, ...]
    steps: tuple[Step, ...]
    promises: tuple[Promise, ...]
    complaints: tuple[Complaint, ...]
    moments: tuple[Moment, ...]
    effects: tuple[Effect, ...]
    through_release: tuple[Effect, ...]
    siblings: tuple[int, ...]
    delays: tuple[Chain, ...]
    trust: tuple[Move, ...]

    @property
    def days_late(self) -> int | None:
        """Days in use after the day first promised, or by now; below 0 is early, None without a promise."""
        promised, live = self.facts["promised_first"], self.facts["live"]
        if promised is None or (live is None and promised >= self.last_day):
            return None
        return int((self.last_day if live is None else live) - promised)


def life_of(tables: Mapping[str, pd.DataFrame], scenario: Scenario, request: int) -> Life:
    """Gather the life of one request.

    Args:
        tables: those named in ``TABLES``, of a closed run.
        scenario: what was run.
        request: a number that the table ``requests`` has.

    Raises:
        KeyError: the run has no such request.
    """
    requests, events, ledger = (tables[name] for name in ("requests", "events", "ledger"))
    facts = _facts(requests, request)
    release = subject(Subject.RELEASE, facts["release"]) if facts["release"] >= 0 else ""
    own = events[events["subject"] == subject(Subject.REQUEST, request)]
    of_release = events[events["subject"] == release]
    last_day = int(tables["daily"]["day"].max()) if len(tables["daily"]) else 0
    together = requests[(requests["release"] == facts["release"]) & (facts["release"] >= 0)]
    siblings = _siblings(together, facts)
    user, felt = party(Actor.USER, facts["user"]), ledger[ledger["request"] == request]
    through = rows_through_release(ledger, events, user, siblings, release)
    return Life(
        request=request,
        user=user,
        unit=party(Actor.UNIT, facts["unit"]),
        facts=facts,
        attributes=scenario.demand.attributes,
        batch=len(together),
        last_day=last_day,
        stays=stays_of(facts, own, of_release, last_day),
        steps=_steps(tables["handoffs"], facts, scenario),
        promises=_promises(tables["promises"], facts["release"]),
        complaints=_complaints(own),
        moments=moments_of(_told(events, own, of_release, felt)),
        effects=effects_of(felt),
        through_release=effects_of(through),
        siblings=tuple(sorted({int(number) for number in through["request"]})),
        delays=_delays(Events(events), [*own["event"].tolist(), *of_release["event"].tolist()]),
        trust=trust_of_user(tables, scenario, facts["user"], request),
    )


def _facts(requests: pd.DataFrame, request: int) -> dict[str, Any]:
    rows = requests[requests["request"] == request]
    if rows.empty:
        raise KeyError(request)
    return {name: _plain(rows[name].iloc[0], column.kind) for name, column in REQUESTS.items()}


def _plain(value: Any, kind: str) -> Any:
    import pandas as pd

    if pd.isna(value):
        return None
    return str(value) if kind == "text" else float(value) if kind == "float" else int(value)


def _siblings(together: pd.DataFrame, facts: Mapping[str, Any]) -> list[int]:
    mine = together[(together["user"] == facts["user"]) & (together["request"] != facts["request"])]
    return [int(number) for number in mine["request"]]


def _steps(handoffs: pd.DataFrame, facts: Mapping[str, Any], scenario: Scenario) -> tuple[Step, ...]:
    rows = handoffs[handoffs["request"] == facts["request"]]
    return steps_of(rows, scenario.demand.attributes, facts["dropped"] or 0, scenario.demand.drift)


def _promises(promises: pd.DataFrame, release: int) -> tuple[Promise, ...]:
    rows = promises[(promises["release"] == release) & (release >= 0)].sort_values("nth", kind="stable")
    columns = (rows[name] for name in ("told", "due", "fate", "ended"))
    return tuple(
        Promise(int(told), int(due), str(fate), _plain(ended, "int"))
        for told, due, fate, ended in zip(*columns, strict=True)
    )


def _told(events: pd.DataFrame, own: pd.DataFrame, of_release: pd.DataFrame, felt: pd.DataFrame) -> pd.DataFrame:
    """What belongs to a life: what is about it or its release, what was felt for it, and what it led to at once.

    What it led to in the life of another request or release is left to that one's page.
    """
    others = events["subject"].astype(str).str.startswith(OTHER_LIVES)
    led_to = events["cause"].isin(set(own["event"])) & ~others
    return events[led_to | events["event"].isin({*own["event"], *of_release["event"], *felt["source"]})]


def _complaints(own: pd.DataFrame) -> tuple[Complaint, ...]:
    rows = own[own["kind"].isin(COMPLAINTS)]
    columns = (rows[name].tolist() for name in ("day", "kind", "a"))
    return tuple(Complaint(int(day), str(kind), int(number)) for day, kind, number in zip(*columns, strict=True))


def _delays(events: Events, own: Sequence[int]) -> tuple[Chain, ...]:
    """Chains from each event that put it off, by day; a chain that is part of another is left out.

    Where nothing was said to come later, they begin with what hindered it.
    """
    caused = [events.link(event) for event in sorted(own) if events.causes[event] != NO_EVENT]
    ends = [link.event for link in caused if link.kind in DELAYS]
    ends = ends or [link.event for link in caused if link.kind in HINDRANCES]
    chains = [tuple(chain_of(events, event)) for event in ends]
    within = {link.event for chain in chains for link in chain[1:]}
    return tuple(chain for chain in chains if chain[0].event not in within)
