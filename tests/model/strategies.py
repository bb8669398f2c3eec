"""Any scenario that the schema allows, small enough that many can be run: strategies drawn from the declarations."""

from __future__ import annotations

from enum import Enum
from typing import Any

from hypothesis import strategies as st
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from tests.builders import LIVELY, MIXES, Settings, words
from trustsim.scenario.condition import STAGES
from trustsim.scenario.schema import Scenario
from trustsim.scenario.timeline import KINDS
from trustsim.vocabulary import CONDITION_MEASURES, InterventionKind, Preset

DAYS = 90
MOST_ENTRIES = 8
MOST = {
    "warmup_days": 40, "business_units": 3, "users": 6, "representatives_per_unit": 2, "product_managers": 3,
    "developers": 5, "testers": 3, "needs_per_user": 4.0,
}  # fmt: skip
WEIGHTS = ("weight_ability", "weight_benevolence", "weight_integrity")  # there must be one
MOST_PEOPLE = 4.0  # hired or laid off by one entry
NOT_DRAWN = ("story", "timeline", "process")
AMOUNTS = ("lead_time", "waiting", "work_in_progress", "layers")  # measures that are no shares


def values(name: str, field: FieldInfo) -> st.SearchStrategy[Any]:
    """Anything that a key may hold, its limits more often than by chance."""
    kind = field.annotation
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return sections(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from([word.value for word in kind])
    if kind is bool:
        return st.booleans()
    low = next(limit.ge for limit in field.metadata if hasattr(limit, "ge"))
    high = min(next(limit.le for limit in field.metadata if hasattr(limit, "le")), MOST.get(name, 10**9))
    inside = st.integers(low, high) if kind is int else st.floats(low, high)
    return st.sampled_from([low, high]) | inside if kind is int else st.sampled_from([float(low), float(high)]) | inside


def sections(kind: type[BaseModel]) -> st.SearchStrategy[Settings]:
    """Every key of a table."""
    return st.fixed_dictionaries({name: values(name, field) for name, field in kind.model_fields.items()})


def usual(name: str) -> Settings:
    """A table with which much happens."""
    return {key: min(value, MOST[key]) if key in MOST else value for key, value in LIVELY.get(name, {}).items()}


# --- the timeline


def amounts(kind: InterventionKind) -> st.SearchStrategy[float | None]:
    """Any amount in the range of a kind, or none; a few people at most, so that a run stays small."""
    amount = KINDS[kind].amount
    if amount is None:
        return st.none()
    high = min(amount.high, MOST_PEOPLE) if amount.unit == "people" else amount.high
    if amount.whole:
        return st.none() | st.integers(int(amount.low), int(high)).map(float)
    return st.none() | st.sampled_from([amount.low, high]) | st.floats(amount.low, high)


@st.composite
def conditions(draw: st.DrawFn) -> str:
    """Any condition, most of them on something that comes to pass."""
    measure = draw(st.sampled_from(CONDITION_MEASURES))
    if measure == "stage":
        value = draw(st.sampled_from(sorted(STAGES)))
    elif measure in AMOUNTS:
        value = str(draw(st.integers(0, 30)))
    else:
        value = str(draw(st.integers(0, 20)) / 20)
    compared = draw(st.sampled_from(("<", "<=", "=", ">=", ">")))
    days = draw(st.sampled_from(("", " for 1 day", " for 3 days", " for 15 days")))
    return f"{measure} {compared} {value}{days}"


@st.composite
def entries(draw: st.DrawFn) -> dict[str, Any]:
    """Any entry of a timeline: every kind, by day, by condition or both, for a while or for good."""
    kind = draw(st.sampled_from(InterventionKind))
    entry: dict[str, Any] = {"what": kind.value, "strength": draw(st.sampled_from((0.0, 0.5, 1.0)) | st.floats(0, 1))}
    if draw(st.integers(0, 2)):
        entry["day"] = draw(st.integers(1, DAYS))
    if "day" not in entry or draw(st.booleans()):
        entry["when"] = draw(conditions())
    if not KINDS[kind].instant and draw(st.booleans()):
        entry["days"] = draw(st.integers(1, DAYS))
    amount = draw(amounts(kind))
    if amount is not None:
        entry["amount"] = amount
    if kind == InterventionKind.PROCESS:
        entry |= draw(
            st.sampled_from(MIXES).map(words) | st.sampled_from(Preset).map(lambda one: {"preset": one.value})
        )
    return entry


@st.composite
def scenarios(draw: st.DrawFn) -> Settings:
    """A whole scenario as a file would hold it, one that can be run.

    Some tables hold anything, or all of them; the others are such that much happens.
    """
    fields = {name: field for name, field in Scenario.model_fields.items() if name not in NOT_DRAWN}
    anything = draw(st.sets(st.sampled_from(sorted(fields))) | st.just(set(fields)))
    keys: dict[str, Any] = {
        name: draw(values(name, field)) if name in anything else usual(name) for name, field in fields.items()
    }
    keys["run"] = {**keys["run"], "horizon_days": DAYS}
    people = keys["organisation"]
    keys["organisation"] = {**people, "business_units": min(people["business_units"], people["users"])}
    if not any(keys["trust"][weight] for weight in WEIGHTS):
        keys["trust"] = {**keys["trust"], "weight_ability": 1.0}
    keys["process"] = words(draw(st.sampled_from(MIXES)))
    keys["timeline"] = draw(st.lists(entries(), max_size=MOST_ENTRIES))
    return keys
