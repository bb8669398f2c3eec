"""A request's life in a paragraph: whose need it was, where it was taken, and how it ended."""

from __future__ import annotations

from trustsim.explain.life import Life
from trustsim.explain.stays import (
    ACCEPTED,
    ACCEPTING,
    DEFERRED,
    DEFINED,
    GIVEN_UP,
    IN_USE,
    TESTED,
    TESTING,
    WAITING,
    WITH_TEAM,
    WITH_VENDOR,
    Stay,
)
from trustsim.records.naming import word
from trustsim.report.dates import dated, lasting
from trustsim.report.words import counted, listed, percent, times
from trustsim.vocabulary import Channel

CHANNELS = {
    word(Channel.IT): "IT",
    word(Channel.SHADOW): "the unit's own team",
    word(Channel.VENDOR): "an outside provider",
}
"""Where a need went, in words; a channel that is not here is told by its own name."""

STANDS = {
    WAITING: "waiting for its definition to begin",
    DEFINED: "defined and waiting to be built",
    TESTING: "being tested",
    TESTED: "tested and waiting to be accepted",
    ACCEPTING: "in its acceptance test",
    ACCEPTED: "accepted and waiting to go live",
    DEFERRED: "still put off",
    WITH_TEAM: "with the unit's own team",
    WITH_VENDOR: "with an outside provider",
}
"""Where a request stands, in words; what is not here is told by its own name."""


def beginning(life: Life) -> str:
    """Whose need it was, its size and value, where it was taken, and what IT made of it."""
    facts = life.facts
    size, value = counted(round(facts["size"], 1), "person-day"), f"{facts['value']:.1f}"
    who = f"{life.user[:1].upper()}{life.user[1:]} of {life.unit}"
    told = [f"{who} needed it on {dated(facts['arose'])}: {size} of work, worth {value}."]
    if facts["channel"] != word(Channel.WITHOUT):
        told.append(f"It was taken to {CHANNELS.get(facts['channel'], facts['channel'])}{_release(life)}.")
    met = []
    met += [f"was put off {times(facts['deferrals'])}"] if facts["deferrals"] else []
    met += ["was refused by IT"] if facts["refused"] else []
    met += ["was visited where the work is done"] if facts["visited"] else []
    return " ".join([*told, *([f"It {listed(met)}."] if met else [])])


def ending(life: Life) -> str:
    """How it ended, or where the run left it; how late that is, and what it took."""
    facts = life.facts
    if facts["live"] is None:
        return " ".join(part for part in (_where_it_stands(life), _effort(life)) if part)
    age = lasting(facts["live"] - facts["arose"])
    told = f"It has been in use since {dated(facts['live'])}, {age} after the need arose{_late(life)}"
    return " ".join(part for part in (f"{told}. {_worth(life)}", _effort(life)) if part)


def underway(life: Life) -> tuple[Stay, ...]:
    """Where it was before it came into use or was given up; all of its life where that has not come."""
    return life.stays[:-1] if life.stays[-1].where in (IN_USE, GIVEN_UP) else life.stays


def wherefore(life: Life) -> str:
    """The heading over where its days went."""
    return f"Where its {counted(sum(stay.days for stay in underway(life)), 'day')} went"


def headline(life: Life) -> str:
    """The life in a line: how long it took, how late it came, how much of it fits."""
    facts, name = life.facts, f"Request {life.request}"
    if facts["live"] is None:
        last = life.stays[-1]
        if last.where == GIVEN_UP:
            age = last.first - facts["arose"]
            when = f"after {counted(age, 'day')}" if age else "on the day the need arose"
            return f"{name} was given up {when}"
        stands = STANDS.get(last.where, last.where)
        age = counted(life.last_day - facts["arose"], "day")
        return f"{name} was {stands} on day {life.last_day}, {age} after the need arose"
    told, late = f"{name} took {counted(facts['live'] - facts['arose'], 'day')}", life.days_late
    if late is not None:
        told += f" and came {counted(abs(late), 'day') + (' late' if late > 0 else ' early') if late else 'in time'}"
    return f"{told}; {percent(facts['need_fit'])} of it fits" if facts["need_fit"] is not None else told


def _release(life: Life) -> str:
    number = life.facts["release"]
    if number < 0:
        return ""
    return f", into release {number} with {counted(life.batch - 1, 'other')}" if life.batch > 1 else ""


def _late(life: Life) -> str:
    late = life.days_late
    if late is None:
        return ""
    if late == 0:
        return ", on the day first promised"
    return f", {counted(abs(late), 'day')} {'after' if late > 0 else 'before'} the day first promised"


def _worth(life: Life) -> str:
    facts = life.facts
    if facts["need_fit"] is None:
        return ""
    told = f"It holds {percent(facts['need_fit'])} of what was needed"
    told += "" if facts["value_got"] is None else f", value {facts['value_got']:.1f} of {facts['value']:.1f}"
    told += "" if facts["outcome"] is None else f"; the outcome felt was {facts['outcome']:.2f} of 1"
    if not facts["workaround"]:
        return f"{told}."
    return f"{told}; its user works around {'the rest' if facts['need_fit'] < 1 else 'it by now'}."


def _effort(life: Life) -> str:
    """What went into it, with fixes apart, against what was promised; nothing where nothing was built."""
    facts = life.facts
    spent = facts["effort_build"] + facts["effort_fix"]
    if not spent:
        return ""
    told = f"It took {counted(round(spent, 1), 'person-day')}"
    told += f", {facts['effort_fix']:.1f} of them for fixes" if facts["effort_fix"] >= 0.05 else ""
    promised = facts["effort_estimated"]
    return f"{told}; {promised:.1f} were promised." if promised is not None else f"{told}."


def _where_it_stands(life: Life) -> str:
    last = life.stays[-1]
    if last.where == GIVEN_UP:
        return f"It was given up on {dated(last.first)}."
    told = f"On {dated(life.last_day)}, the last of the run, it was {STANDS.get(last.where, last.where)}"
    told += f", since day {last.first}" if last.first < life.last_day else ""
    late = life.days_late
    ago = f"; the day first promised was {counted(late, 'day')} ago" if late is not None and late > 0 else ""
    return f"{told}{ago}."
