"""Whatever a scenario may say within its ranges, a run keeps its books."""

from __future__ import annotations

from enum import Enum
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from tests.builders import MIXES, scenario, words
from tests.model.books import check_end, check_evening
from trustsim.model.model import TrustModel
from trustsim.scenario.feasible import findings
from trustsim.scenario.schema import Scenario

# Small, so that many can be run.
MOST = {
    "horizon_days": 60, "warmup_days": 40, "business_units": 3, "users": 6, "representatives_per_unit": 2,
    "product_managers": 3, "developers": 5, "testers": 3, "needs_per_user": 4.0,
}  # fmt: skip
DAYS = 60


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


def sections(kind: type[BaseModel]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({name: values(name, field) for name, field in kind.model_fields.items()})


MIX = st.sampled_from(MIXES)
KEYS = st.fixed_dictionaries(
    {
        name: values(name, field)
        for name, field in Scenario.model_fields.items()
        if name not in ("story", "timeline", "process")
    }
)


@settings(max_examples=40)
@given(KEYS, MIX, MIX, st.integers(1, DAYS))
def test_the_books_are_right(keys: dict[str, Any], first: Any, second: Any, switch: int) -> None:
    keys["run"]["horizon_days"] = DAYS
    keys["organisation"]["business_units"] = min(keys["organisation"]["business_units"], keys["organisation"]["users"])
    setting = scenario(keys, {"process": words(first)}, timeline=[{"day": switch, **words(second)}])
    if findings(setting):  # all weights of trust are 0, say
        return
    model = TrustModel(setting)
    while model.running:
        model.step()
        if model.day % 10 == 0 or model.day == switch:
            check_evening(model)
    model.close()
    check_end(model.request_rows(), setting.demand.attributes)
