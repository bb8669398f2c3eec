"""Every table of a run to the last bit, for cases in which nothing at all may differ."""

from __future__ import annotations

from trustsim.model.model import TrustModel
from trustsim.scenario.schema import Scenario
from trustsim.validate.small_worlds import run


def bits(model: TrustModel) -> dict[str, object]:
    """All tables of a model so far: typed columns as bytes, other rows as text that tells any two numbers apart."""
    recorder = model.recorder
    typed = {
        "handoffs": recorder.handoffs,
        "ledger": recorder.ledger,
        "events": recorder.events,
        "promises": recorder.promises,
    }
    packed: dict[str, object] = {
        f"{name}.{column}": values.tobytes()
        for name, rows in typed.items()
        for column, values in rows.columns().items()
    }
    rows = {"daily": recorder.daily, "units": recorder.units, "requests": model.request_rows()}
    return packed | {name: [repr(row) for row in listed] for name, listed in rows.items()}


def run_bits(setting: Scenario) -> dict[str, object]:
    """All tables of a whole run."""
    return bits(run(setting))


def differing(one: dict[str, object], other: dict[str, object]) -> set[str]:
    """The names of what differs: tables, or columns of them."""
    assert one.keys() == other.keys()
    return {name for name in one if one[name] != other[name]}
