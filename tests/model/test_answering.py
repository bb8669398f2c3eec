"""What answers for how a delivery was felt."""

from __future__ import annotations

from tests.builders import LIVELY, WATERFALL, run, scenario
from trustsim.records.frames import frames
from trustsim.records.happenings import Happening
from trustsim.records.naming import word

# Who thinks very well of IT is disappointed now and then.
HIGH = {"start": {"business_in_it": {"experiences": 20.0, "good_share": 0.95}}}
RELEASED = word(Happening.RELEASED)
HANDS = {
    word(what)
    for what in (
        Happening.SPEC_WRITTEN,
        Happening.ANALYST_PASSED_ON,
        Happening.SPEC_REWRITTEN,
        Happening.DEFINED_JOINTLY,
    )
}


def test_what_a_delivery_gives_is_put_down_to_it_and_what_it_costs_to_it_or_to_the_hand_that_misread() -> None:
    tables = frames(run(scenario(LIVELY, WATERFALL, HIGH)))
    felt = tables["ledger"].query("event == 'outcome' and trustee == 'IT' and dimension == 'ability'")
    kinds = tables["events"]["kind"].to_numpy()[felt["source"].to_numpy()]
    rose = felt["after"].to_numpy() > felt["before"].to_numpy()
    assert set(kinds[rose]) == {RELEASED}
    assert set(kinds[~rose]) <= {RELEASED, *HANDS}
    assert set(kinds[~rose]) & HANDS
