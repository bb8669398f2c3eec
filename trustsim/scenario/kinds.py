"""The kinds of timeline entries described: for the reference in Markdown, and as rules of the JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trustsim.scenario.condition import EXAMPLE, MOST_DAYS, PATTERN, STAGES
from trustsim.scenario.entries import CHANGES
from trustsim.scenario.timeline import KINDS, Amount, Kind
from trustsim.scenario.wording import figure, listed
from trustsim.vocabulary import CONDITION_MEASURES, InterventionKind

COLUMNS = ("`what`", "What it does", "`amount`", "Unit", "Range", "Default", "Usually lasts")

CONDITIONS = f"""\
A condition (`when`) is written as `measure operator value`, and with ` for N days` behind it has to hold on so many
days in a row (1 to {MOST_DAYS}), as in `{EXAMPLE}` or `stage >= flu`.

- Measures: {listed([f"`{measure}`" for measure in CONDITION_MEASURES], "and")}.
- Operators: `<`, `<=`, `=`, `>=` and `>`; `==`, `≤` and `≥` will do as well.
- Values: for `stage` one of {listed([f"`{word}`" for word in STAGES])}, or its number from 0 to {len(STAGES) - 1}; for
  everything else a number, from 0 to 1 where the measure is a share or trust.

On a day without a value of the measure a condition does not hold. With both `day` and `when`, an entry begins when the
condition holds, but not before its day.
"""


def kind_rows() -> list[tuple[str, ...]]:
    """A row of the reference for each kind, under ``COLUMNS``."""
    return [
        (
            f"`{name}`",
            kind.sentence,
            *(_amount_cells(kind.amount) if kind.amount else ("none", "", "", "")),
            kind.usually,
        )
        for name, kind in KINDS.items()
    ]


def describe_kinds(entry: dict[str, Any]) -> None:
    """Put into the JSON Schema of an entry what each kind means, takes and refuses."""
    keys = entry["properties"]
    keys["what"]["description"] += _sentences((name, kind.sentence) for name, kind in KINDS.items())
    keys["amount"]["description"] += _sentences(
        (name, _amount_words(kind.amount)) for name, kind in KINDS.items() if kind.amount
    )
    keys["days"]["description"] += _sentences((name, kind.usually) for name, kind in KINDS.items())
    keys["when"]["description"] += f" Measures: {', '.join(CONDITION_MEASURES)}. Stages: {', '.join(STAGES)}."
    keys["when"]["pattern"] = PATTERN
    entry["anyOf"] = [{"required": ["day"]}, {"required": ["when"]}]
    entry["allOf"] = [_rule(name, kind) for name, kind in KINDS.items()]


def _amount_cells(amount: Amount) -> tuple[str, str, str, str]:
    return amount.meaning, amount.unit, _range(amount), figure(amount.default)


def _amount_words(amount: Amount) -> str:
    return f"{amount.meaning}, {_range(amount)} ({amount.unit}), usually {figure(amount.default)}"


def _range(amount: Amount) -> str:
    return f"{figure(amount.low)} to {figure(amount.high)}" + (", whole" if amount.whole else "")


def _sentences(words: Iterator[tuple[str, str]]) -> str:
    return "".join(f"\n{name}: {sentence}." for name, sentence in words)


def _rule(name: InterventionKind, kind: Kind) -> dict[str, Any]:
    """What an entry of one kind has to have and may not have, as ``if`` and ``then``."""
    is_process = name == InterventionKind.PROCESS
    of_kind = {"properties": {"what": {"const": name.value}}, **({} if is_process else {"required": ["what"]})}
    amount = kind.amount
    bounds: Any = False
    if amount:
        bounds = {"type": "integer" if amount.whole else "number", "minimum": amount.low, "maximum": amount.high}
    takes = {"amount": bounds, **({"days": False} if kind.instant else {})}
    if is_process:
        return {"if": of_kind, "then": {"properties": takes, "anyOf": [{"required": [key]} for key in CHANGES]}}
    return {"if": of_kind, "then": {"properties": {**takes, **dict.fromkeys(CHANGES, False)}}}
