"""An intervention of strength zero makes no difference: not one bit of any table, with everything else on."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from tests.builders import LIVELY, PARTNERSHIP, WATERFALL, run, scenario
from trustsim.records.happenings import Happening
from trustsim.scenario.schema import MOST_ENTRIES, Scenario
from trustsim.scenario.timeline import KINDS
from trustsim.validate.limits.bits import bits, differing, run_bits
from trustsim.vocabulary import InterventionKind, Preset

Entry = dict[str, Any]
Settings = dict[str, dict[str, Any]]

DAYS = 150
PRESETS = {"waterfall": WATERFALL, "partnership": PARTNERSHIP}
OPPOSITE = {"waterfall": Preset.PARTNERSHIP, "partnership": Preset.WATERFALL_CONTRACT}
BOTH = pytest.mark.parametrize("preset", PRESETS)


def entry(kind: InterventionKind, preset: str, **more: Any) -> Entry:
    """An entry of a kind; a change of process is one to the other preset."""
    besides = {"preset": OPPOSITE[preset].value} if kind == InterventionKind.PROCESS else {}
    return {"what": kind.value, **besides, **more}


def busy(preset: str) -> list[Entry]:
    """Every kind in full strength, staggered, some for a while and some when something has come to pass."""
    entries = []
    for place, kind in enumerate(InterventionKind):
        lasts = {} if KINDS[kind].instant or place % 3 == 0 else {"days": 20 + place}
        begins = (
            {"when": "trust < 0.9 for 3 days", "day": 10 + 5 * place} if place % 4 == 1 else {"day": 10 + 5 * place}
        )
        entries.append(entry(kind, preset, **begins, **lasts))
    return entries


def nothing(kind: InterventionKind, preset: str) -> list[Entry]:
    """A kind at strength zero: for good or for a while, from before all others, across them, and by a condition."""
    lasts: Entry = {} if KINDS[kind].instant else {"days": 60}
    begins: list[Entry] = [{"day": 1}, {"day": 5, **lasts}, {"day": 70, **lasts}, {"when": "trust > 0", **lasts}]
    begins += [{"when": "trust < 1 for 20 days", "day": 90}]
    return [entry(kind, preset, strength=0.0, **begin) for begin in begins]


def nothings(preset: str, most: int) -> list[Entry]:
    """The first of every kind, then the second, and so on, so many of them."""
    rounds = zip(*(nothing(kind, preset) for kind in InterventionKind), strict=True)
    return [one for many in rounds for one in many][:most]


@cache
def plain(preset: str, *, is_busy: bool) -> dict[str, object]:
    return run_bits(setting(preset, busy(preset) if is_busy else []))


def setting(preset: str, timeline: list[Entry]) -> Scenario:
    return scenario(LIVELY, PRESETS[preset], {"run": {"horizon_days": DAYS}}, timeline=timeline)


@BOTH
@pytest.mark.parametrize("kind", InterventionKind)
def test_strength_zero_changes_nothing_while_everything_else_goes_on(kind: InterventionKind, preset: str) -> None:
    both = run_bits(setting(preset, busy(preset) + nothing(kind, preset)))
    assert differing(both, plain(preset, is_busy=True)) == set()


@BOTH
@pytest.mark.parametrize("kind", InterventionKind)
def test_strength_zero_changes_nothing_by_itself(kind: InterventionKind, preset: str) -> None:
    assert differing(run_bits(setting(preset, nothing(kind, preset))), plain(preset, is_busy=False)) == set()


@BOTH
def test_strength_zero_of_every_kind_changes_nothing_of_a_scenario_with_every_default(preset: str) -> None:
    days = {"run": {"horizon_days": 250}}
    some = nothings(preset, MOST_ENTRIES)
    without = run_bits(scenario(PRESETS[preset], days))
    assert differing(run_bits(scenario(PRESETS[preset], days, timeline=some)), without) == set()


@BOTH
@pytest.mark.parametrize("kind", InterventionKind)
def test_with_all_its_strength_it_does_change_something(kind: InterventionKind, preset: str) -> None:
    besides = [
        entry(InterventionKind.METHODOLOGY, preset, day=1),  # or there would be little friction to lower
        entry(InterventionKind.BEHIND_THE_CURTAIN, preset, day=20),  # or it would not matter who admits a problem
    ]
    plainly, changed = (
        run_bits(setting(preset, besides)),
        run_bits(setting(preset, [*besides, entry(kind, preset, day=20)])),
    )
    assert {name.partition(".")[0] for name in differing(changed, plainly)} >= {"events", "daily"}


@BOTH
def test_strength_zero_ahead_of_all_others_changes_nothing_but_their_numbers(preset: str) -> None:
    ahead = nothings(preset, MOST_ENTRIES - len(busy(preset)))
    model, without = run(setting(preset, ahead + busy(preset))), run(setting(preset, busy(preset)))
    assert differing(bits(model), bits(without)) == {"events.subject"}
    # nor anything that no table shows
    assert model.knowledge._held == without.knowledge._held
    assert model.terms == without.terms
    assert model.policies.names == without.policies.names


@BOTH
def test_the_busy_timeline_is_busy(preset: str) -> None:
    model = run(setting(preset, busy(preset)))
    began = model.recorder.events.columns()["kind"] == Happening.INTERVENTION_BEGAN
    assert began.sum() == len(InterventionKind)
    assert {"daily", "requests"} <= differing(bits(model), plain(preset, is_busy=False))
