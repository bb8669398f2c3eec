"""Entries of the timeline in words: what happens, when, for how long and how much of it."""

from __future__ import annotations

from trustsim.report.dates import dated, lasting
from trustsim.scenario.process import Policies
from trustsim.scenario.timeline import Intervention
from trustsim.scenario.wording import figure, listed
from trustsim.vocabulary import InterventionKind


def entry_words(entry: Intervention) -> str:
    """One entry as a sentence: ``**hire**, on day 63, lasting: developers come (developers hired: 2 people)``."""
    parts = [f"**{entry.what.value.replace('_', ' ')}**", _when(entry)]
    parts += [] if entry.kind.instant else [_how_long(entry)]
    parts += [_strength(entry)] if entry.strength < 1 else []
    return f"{', '.join(parts)}: {_what(entry)}."


def _when(entry: Intervention) -> str:
    if entry.condition is None:
        assert entry.day is not None  # an entry has a day or a condition
        return f"on {dated(entry.day)}"
    since = "" if entry.day is None else f"from {dated(entry.day)} on, "
    return f"{since}once `{entry.condition}`"


def _how_long(entry: Intervention) -> str:
    return "lasting" if entry.lasts is None else f"for {lasting(entry.lasts)}"


def _strength(entry: Intervention) -> str:
    changes_nothing = "" if entry.strength > 0 else ", which changes nothing"
    return f"at strength {figure(entry.strength)}{changes_nothing}"


def _what(entry: Intervention) -> str:
    if entry.what == InterventionKind.PROCESS:
        return f"the process changes to {_policies(entry)}"
    amount = entry.kind.amount
    if amount is None:
        return entry.kind.sentence
    return f"{entry.kind.sentence} ({amount.meaning}: {figure(entry.size)} {amount.unit})"


def _policies(entry: Intervention) -> str:
    given = [] if entry.preset is None else [f"the preset `{entry.preset.value}`"]
    given += [f"{name} `{value.value}`" for name in Policies._fields if (value := getattr(entry, name)) is not None]
    return listed(given, "and")
