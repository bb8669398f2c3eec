"""One contract for every role, and what each role alone promises."""

from __future__ import annotations

from collections import Counter
from typing import Any, ClassVar

import mesa
import pytest

from tests.builders import FLAWLESS, LIVELY, PARTNERSHIP, WATERFALL, scenario, step
from trustsim.draws import Purpose
from trustsim.model.model import TrustModel
from trustsim.model.roles.analyst import Analyst
from trustsim.model.roles.developer import Developer
from trustsim.model.roles.product_manager import ProductManager
from trustsim.model.roles.tester import Tester
from trustsim.model.roles.user import User
from trustsim.model.work import Task
from trustsim.vocabulary import TaskKind

Settings = dict[str, dict[str, Any]]

QUIET: Settings = {
    "demand": {"needs_per_user": 0.0},
    "services": {"incident_rate": 0.0},
    "evidence": {"hearsay": 0.0},
    "run": {"warmup_days": 0},
}


class Asked:
    """Stands before the draws of a model and counts what is asked for."""

    def __init__(self, model: TrustModel) -> None:
        self.purposes: Counter[Purpose] = Counter()
        self._draws = model.draws
        model.draws = self  # type: ignore[assignment]

    def block(self, purpose: Purpose, entity: tuple[int, int], index: int, size: int) -> list[float]:
        self.purposes[purpose] += 1
        return self._draws.block(purpose, entity, index, size)


class RoleContract:
    """What every role promises."""

    kind: ClassVar[type[mesa.Agent]]
    people: ClassVar[str]  # where the model keeps them
    count: ClassVar[int]  # how many of them a lively organisation has
    more: ClassVar[Settings]  # one more of them
    added: ClassVar[int] = 1
    purposes: ClassVar[set[Purpose]]  # what they decide

    def all_of(self, model: TrustModel) -> list[Any]:
        found: list[Any] = getattr(model, self.people)
        return found

    @pytest.fixture(params=[WATERFALL, PARTNERSHIP], ids=["waterfall", "partnership"])
    def model(self, request: pytest.FixtureRequest) -> TrustModel:
        return TrustModel(scenario(LIVELY, request.param))

    def test_they_are_there_and_numbered(self, model: TrustModel) -> None:
        people = self.all_of(model)
        assert len(people) == self.count
        assert all(type(person) is self.kind for person in people)
        assert [person.number for person in people] == list(range(self.count))

    def test_mesa_knows_each_of_them_once(self, model: TrustModel) -> None:
        known = [agent for agent in model.agents if type(agent) is self.kind]
        assert {id(agent) for agent in known} == {id(person) for person in self.all_of(model)}
        assert len(model.agents_by_type[self.kind]) == self.count
        assert len({agent.unique_id for agent in model.agents}) == len(model.agents)
        assert all(person.model is model for person in self.all_of(model))

    def test_they_survive_a_copy(self, model: TrustModel) -> None:
        step(model, 20)
        twin = model.fork()
        for person, copied in zip(self.all_of(model), self.all_of(twin), strict=True):
            assert copied is not person
            assert copied.model is twin
            assert person.model is model
            assert (copied.number, copied.unique_id) == (person.number, person.unique_id)
            assert copied in twin.agents
            assert copied not in model.agents
        assert len(twin.agents) == len(model.agents)

    def test_with_nothing_to_do_they_draw_nothing(self) -> None:
        model = TrustModel(scenario(LIVELY, QUIET))
        asked = Asked(model)
        step(model, 60)
        assert self.purposes & set(asked.purposes) == set()
        assert set(asked.purposes) <= {Purpose.CORE_INCIDENT, Purpose.HEARSAY}  # the weather, and small talk

    def test_with_something_to_do_they_do(self) -> None:
        asked: set[Purpose] = set()
        for preset in (WATERFALL, PARTNERSHIP):
            model = TrustModel(scenario(LIVELY, preset))
            counting = Asked(model)
            step(model, 120)
            asked |= set(counting.purposes)
        assert self.purposes <= asked

    def test_one_more_of_them_leaves_the_others_as_they_were(self, model: TrustModel) -> None:
        grown = TrustModel(scenario(LIVELY, self.more))
        assert len(self.all_of(grown)) == self.count + self.added
        assert len(grown.agents) == len(model.agents) + self.added


class TestUsers(RoleContract):
    kind, people, count, more = User, "users", 6, {"organisation": {"users": 7}}
    purposes: ClassVar = {Purpose.NEED_ITSELF, Purpose.BRIEFING, Purpose.UAT_ROUND, Purpose.DEMO, Purpose.DROP_SCOPE}

    def test_they_are_dealt_to_the_units_in_turn(self, model: TrustModel) -> None:
        assert [user.unit for user in model.users] == [0, 1, 0, 1, 0, 1]
        assert model.colleagues == [[0, 2, 4], [1, 3, 5]]
        assert model.representatives == [[0], [1]]

    def test_trust_is_that_of_their_bond(self, model: TrustModel) -> None:
        assert [user.trust for user in model.users] == [model.user_trust(number) for number in range(6)]


class TestProductManagers(RoleContract):
    # with one more of them comes one more analyst
    kind, people, count, more = ProductManager, "managers", 2, {"organisation": {"product_managers": 3}}
    purposes: ClassVar = {Purpose.PRODUCT_MANAGER_HEARS, Purpose.REVIEW}

    def test_one_more_of_them_leaves_the_others_as_they_were(self, model: TrustModel) -> None:
        grown = TrustModel(scenario(LIVELY, self.more))
        assert len(grown.managers) == len(grown.analysts) == 3
        assert len(grown.agents) == len(model.agents) + 2

    def test_units_are_dealt_to_them_in_turn(self) -> None:
        five = {"organisation": {"business_units": 5, "users": 10}}
        model = TrustModel(scenario(LIVELY, five))
        assert [model.manager(unit).number for unit in range(5)] == [0, 1, 0, 1, 0]


class TestAnalysts(RoleContract):
    kind, people, count, more = Analyst, "analysts", 2, {"organisation": {"analyst_layers": 2}}
    added = 2
    purposes: ClassVar = {Purpose.ANALYST_HEARS}

    def test_each_layer_has_one_for_each_product_manager(self) -> None:
        model = TrustModel(scenario(LIVELY, {"organisation": {"analyst_layers": 3}}))
        assert Counter(analyst.layer for analyst in model.analysts) == {0: 2, 1: 2, 2: 2}
        assert [model.analyst(unit, layer).number for layer in (1, 2, 3) for unit in (0, 1)] == [0, 1, 2, 3, 4, 5]


class TestDevelopers(RoleContract):
    kind, people, count, more = Developer, "developers", 3, {"organisation": {"developers": 4}}
    purposes: ClassVar = {Purpose.DEVELOPER_HEARS, Purpose.BUILD, Purpose.FIX, Purpose.CHANGE}


class TestTesters(RoleContract):
    kind, people, count, more = Tester, "testers", 2, {"organisation": {"testers": 3}}
    purposes: ClassVar = {Purpose.TESTER_HEARS, Purpose.TEST_ROUND}


def test_the_contract_covers_every_role() -> None:
    model = TrustModel(scenario(LIVELY))
    assert {contract.kind for contract in RoleContract.__subclasses__()} == set(model.agent_types)


# --- a working day of staff


def at_work(*tasks: Task, **building: Any) -> Developer:
    """A developer with only incidents in hand, which end in nothing."""
    model = TrustModel(scenario(FLAWLESS, QUIET, {"building": building}))
    developer = model.developers[0]
    developer.tasks.extend(tasks)
    return developer


def incident(left: float) -> Task:
    return Task(TaskKind.INCIDENT, 0, left)


def test_a_day_is_one_person_day() -> None:
    developer = at_work(incident(2.5))
    developer.work(1.0)
    assert developer.tasks[0].left == pytest.approx(1.5)
    developer.work(0.5)
    assert developer.tasks[0].left == pytest.approx(1.0)
    developer.work(1.0)
    assert developer.tasks == []


def test_a_day_goes_on_to_the_next_task() -> None:
    developer = at_work(incident(0.4), incident(0.8))
    developer.work(1.0)
    assert [task.left for task in developer.tasks] == pytest.approx([0.2])


def test_two_tasks_on_a_day_cost_a_part_of_it() -> None:
    # 1 x (1 - .2) = .8 on the first
    developer = at_work(incident(3.0), incident(3.0), switching_loss=0.2)
    developer.work(1.0)
    assert [task.left for task in developer.tasks] == pytest.approx([2.2, 3.0])


def test_one_task_costs_nothing_of_it() -> None:
    developer = at_work(incident(3.0), switching_loss=0.2)
    developer.work(1.0)
    assert developer.tasks[0].left == pytest.approx(2.0)


def test_the_most_urgent_comes_first() -> None:
    developer = at_work(
        Task(TaskKind.FIX, 0, 5.0), Task(TaskKind.PRODUCTION_FIX, 0, 5.0), incident(0.25), incident(5.0)
    )
    developer.work(1.0)
    assert [task.left for task in developer.tasks] == pytest.approx([5.0, 5.0, 4.25])


def test_good_spirits_build_more() -> None:
    # 2 x e^(0.5 x (1 - 1/2)) = 2.568 person-days
    cheerful = {"building": {"productivity": 2.0, "motivation_effect": 0.5}, "motivation": {"start": 0.0, "gain": 1.0}}
    developer = TrustModel(scenario(FLAWLESS, QUIET, cheerful)).developers[0]
    developer.tasks.append(incident(9.0))
    developer.feel(1.0)
    developer.work(1.0)
    assert developer.tasks[0].left == pytest.approx(9.0 - 2.5680508)
