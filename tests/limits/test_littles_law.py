"""L = lambda x W, exactly, under every mix of policies: requests in IT counted by days and by requests."""

from __future__ import annotations

import pytest

from tests.builders import LIVELY, MIXES, Settings, mix_id, run, scenario, words
from trustsim.scenario.process import Policies
from trustsim.validate.limits.littles_law import LASTING, days_in, put_to_it


@pytest.mark.parametrize("mix", MIXES, ids=mix_id)
def test_work_in_progress_is_arrival_rate_times_lead_time(mix: Policies) -> None:
    short: Settings = {"run": {"horizon_days": 120}, "demand": {"needs_per_user": 0.9}, "process": words(mix)}
    model = run(scenario(LIVELY, LASTING, short), ledger=False)
    stays = [(row["arose"], row["left"]) for row in put_to_it(model)]
    assert len(stays) > 20
    by_days = sum(row["work_in_progress"] or 0 for row in model.recorder.daily)
    assert by_days == sum(days_in(stay, model.last_day) for stay in stays)
