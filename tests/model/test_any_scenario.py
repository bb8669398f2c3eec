"""Whatever a scenario may say within its ranges, whatever happens on its timeline, a run keeps its books.

``pytest --hypothesis-profile=thorough`` tries as many scenarios as that profile says.
"""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from tests.builders import Settings
from tests.model.books import check_closed, check_evening
from tests.model.measured import check_measures, check_tables
from tests.model.strategies import scenarios
from trustsim.model.model import TrustModel
from trustsim.records.columns import TABLES
from trustsim.records.frames import frames
from trustsim.scenario.feasible import findings
from trustsim.scenario.schema import Scenario

USUAL = 60
EXAMPLES = USUAL if settings.get_current_profile_name() == "repeatable" else settings.default.max_examples


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(scenarios())
def test_the_books_are_right(keys: Settings) -> None:
    setting = Scenario.model_validate(keys)
    assert not findings(setting)
    model = TrustModel(setting)
    while model.running:
        model.step()
        check_measures(model.recorder.daily)
        if model.day % 10 == 0:
            check_evening(model)
    model.close()
    check_closed(model)
    check_tables(model)
    assert frames(model).keys() == TABLES.keys()
