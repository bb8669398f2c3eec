"""Events followed back to where they began."""

from __future__ import annotations

import pytest

from tests.builders import LIVELY, WATERFALL, run, scenario
from tests.explain import made_up
from trustsim.explain.chains import NO_EVENT, Events, chain_of
from trustsim.records.frames import frames


def circle(*causes: int) -> Events:
    return Events(made_up.events([(1, "built", "request 0", "It was built.", cause) for cause in causes]))


def test_a_chain_goes_back_to_where_it_began() -> None:
    chain = chain_of(made_up.events(), made_up.BROKEN)
    assert [link.event for link in chain] == [made_up.BROKEN, made_up.ASIDE, made_up.EDICT]
    assert chain[-1] == (0, 3, "edict_issued", made_up.LOG[0][3])


def test_an_event_without_a_cause_is_a_chain_of_itself_and_no_event_is_none() -> None:
    assert [link.event for link in chain_of(made_up.events(), made_up.INCIDENT)] == [made_up.INCIDENT]
    assert chain_of(made_up.events(), NO_EVENT) == []


def test_roots_are_the_ends_of_all_chains() -> None:
    known = Events(made_up.events())
    assert known.roots().tolist() == [chain_of(known, event)[-1].event for event in range(len(known))]
    long = circle(*range(-1, 99))
    assert set(long.roots().tolist()) == {0}
    assert len(chain_of(long, 99)) == 100


@pytest.mark.parametrize("causes", [(1, 0), (0, 1), (5, -7)])
def test_a_cause_that_is_not_earlier_is_none(causes: tuple[int, int]) -> None:
    known = circle(*causes)
    assert known.roots()[0] == 0
    assert len(chain_of(known, 0)) == 1


@pytest.mark.parametrize("event", [-2, 7])
def test_an_unknown_event_is_refused(event: int) -> None:
    with pytest.raises(IndexError, match="expected a number from 0 to 6"):
        chain_of(made_up.events(), event)


def test_no_events_have_no_roots() -> None:
    assert Events(made_up.events([])).roots().tolist() == []


def test_in_a_run_every_cause_is_earlier_than_its_effect() -> None:
    table = frames(run(scenario(LIVELY, WATERFALL)))["events"]
    assert (table["cause"] < table["event"]).all()
    assert Events(table).causes.tolist() == table["cause"].tolist()
    days = table["day"].to_numpy()
    caused = table["cause"].to_numpy() >= 0
    assert (days[table["cause"].to_numpy()[caused]] <= days[caused]).all()
