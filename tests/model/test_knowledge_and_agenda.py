from __future__ import annotations

import pytest

from trustsim.model.agenda import Agenda
from trustsim.model.knowledge import Knowledge
from trustsim.scenario.organisation import Knowledge as KnowledgeSection
from trustsim.vocabulary import Function


def knowledge() -> Knowledge:
    return Knowledge(KnowledgeSection(it=0.6, gain_per_contact=0.1, ceiling=0.9, decay=0.1))


def test_knowledge_begins_where_the_scenario_says() -> None:
    assert knowledge().of(Function.DEVELOPER, 3) == 0.6


def test_a_contact_teaches_one_function_of_one_unit() -> None:
    held = knowledge()
    held.contact(Function.DEVELOPER, 0)
    assert held.of(Function.DEVELOPER, 0) == pytest.approx(0.63)
    assert held.of(Function.DEVELOPER, 1) == held.of(Function.TESTER, 0) == 0.6
    held.contact(Function.DEVELOPER, 0)
    assert held.of(Function.DEVELOPER, 0) == pytest.approx(0.657)  # .63 + .1 x .27


def test_without_contact_it_falls_back() -> None:
    held = knowledge()
    held.contact(Function.DEVELOPER, 0)
    held.day = 2
    assert held.of(Function.DEVELOPER, 0) == pytest.approx(0.6243)  # .6 + .03 x .81


def test_an_agenda_gives_what_is_due_once_and_in_order() -> None:
    agenda = Agenda()
    agenda.note(5, "work", "second thing", 2)
    agenda.note(5, "tests", "another phase")
    agenda.note(5, "work", "third thing", 3, 4)
    agenda.note(6, "work", "another day")
    assert agenda.take(5, "work") == [("second thing", 2, 0), ("third thing", 3, 4)]
    assert agenda.take(5, "work") == []
    assert agenda.take(5, "tests") == [("another phase", 0, 0)]
