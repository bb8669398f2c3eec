"""What must hold within one entry of the timeline: a day or a condition, and only what its kind can take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from trustsim.scenario.catalogue import Key, groups
from trustsim.scenario.faults import wrong_value
from trustsim.scenario.process import Policies
from trustsim.scenario.timeline import KINDS, Amount, Intervention
from trustsim.scenario.wording import listed, quoted
from trustsim.vocabulary import InterventionKind

CHANGES = ("preset", *Policies._fields)
"""The keys with which an entry says what the process changes to."""


def entry_faults(entry: Intervention) -> Iterator[tuple[str, str]]:
    """All that speaks against one entry by itself: the key that it is about, and what was expected."""
    if entry.day is None and entry.when is None:
        day = groups()["timeline"].keys["day"]
        yield "day", f"missing, and there is no condition; expected {day.expected}, or a condition in when"
    if entry.days is not None and entry.kind.instant:
        yield "days", f'{entry.days} was given, but what = "{entry.what}" happens on one day; expected no days'
    if entry.amount is not None and not _fits(entry.amount, entry.kind.amount):
        yield "amount", wrong_amount(entry.what, entry.amount)
    yield from _policies(entry)


def wrong_amount(what: InterventionKind, amount: float) -> str:
    """The message for an amount that a kind does not take."""
    meant = KINDS[what].amount
    plain = int(amount) if amount % 1 == 0 else amount  # as a user would write it
    if meant is None:
        return f'{quoted(plain)} was given, but what = "{what}" knows no amount; expected none'
    return wrong_value(_key(meant), plain)


def _fits(amount: float, meant: Amount | None) -> bool:
    if meant is None or not meant.low <= amount <= meant.high:
        return False
    return not meant.whole or amount % 1 == 0


def _key(amount: Amount) -> Key:
    """The key ``amount`` with the unit and range that it has for one kind."""
    general = groups()["timeline"].keys["amount"]
    return replace(general, kind="int" if amount.whole else "float", unit=amount.unit, low=amount.low, high=amount.high)


def _policies(entry: Intervention) -> Iterator[tuple[str, str]]:
    """Policies where they do not belong, or none where some do."""
    given = [name for name in CHANGES if getattr(entry, name) is not None]
    if entry.what == InterventionKind.PROCESS:
        if not given:
            names = listed(CHANGES)
            yield "what", f'"process" changes nothing here; expected one of {names} besides, or another kind'
        return
    for name in given:
        what = f'"{getattr(entry, name)}" was given, but what = "{entry.what}" changes no policies'
        yield name, f'{what}; expected none, or what = "process"'
