"""One contract for every role, and what each role alone promises."""

from __future__ import annotations

from collections import Counter
from typing import Any, ClassVar

import mesa
import pytest

from tests.builders import FLAWLESS, LIVELY, PARTNERSHIP, PIPELINE_ALONE, WATERFALL, scenario, step
from trustsim.draws import Purpose
from trustsim.model.model import TrustModel
from trustsim.model.roles.analyst import Analyst
from trustsim.model.roles.developer import Developer
from trustsim.model.roles.leadership import Leadership
from trustsim.model.roles.product_manager import ProductManager
from trustsim.model.roles.shadow_team import ShadowTeam
from trustsim.model.roles.tester import Tester
from trustsim.model.roles.user import User
from trustsim.model.roles.vendor import Vendor
from trustsim.model.work import Task
from trustsim.vocabulary import TaskKind

Settings = dict[str, dict[str, Any]]

COLD: Settings = {"run": {"warmup_days": 0}}
QUIET: Settings = COLD | {
    "demand": {"needs_per_user": 0.0},
    "services": {"incident_rate": 0.0},
    "evidence": {"hearsay": 0.0},
    "edicts": {"rate": 0.0},
    "stance": {"proposals": 0.0},
    "leadership": {"hazard": 0.0},
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
    purposes: ClassVar[set[Purpose]]  # what they decide

    def all_of(self, model: TrustModel) -> list[Any]:
        """Return where the model keeps them."""
        raise NotImplementedError

    @pytest.fixture(params=[WATERFALL, PARTNERSHIP], ids=["waterfall", "partnership"])
    def model(self, request: pytest.FixtureRequest) -> TrustModel:
        return TrustModel(scenario(LIVELY, request.param))

    def test_mesa_knows_each_of_them_once(self, model: TrustModel) -> None:
        step(model, 100)
        known = [agent for agent in model.agents if type(agent) is self.kind]
        assert {id(agent) for agent in known} == {id(person) for person in self.all_of(model)}
        assert len(known) == len(self.all_of(model)) > 0
        assert len({agent.unique_id for agent in model.agents}) == len(model.agents)
        assert all(person.model is model for person in self.all_of(model))

    def test_they_survive_a_copy(self, model: TrustModel) -> None:
        step(model, 100)
        twin = model.fork()
        assert self.all_of(model)
        for person, copied in zip(self.all_of(model), self.all_of(twin), strict=True):
            assert copied is not person
            assert copied.model is twin
            assert (type(copied), copied.unique_id) == (type(person), person.unique_id)
            assert person.model is model
            assert copied in twin.agents
            assert copied not in model.agents
        assert len(twin.agents) == len(model.agents)

    def test_with_nothing_to_do_they_draw_nothing(self) -> None:
        model = TrustModel(scenario(LIVELY, QUIET))
        asked = Asked(model)
        step(model, 60)
        assert self.purposes & set(asked.purposes) == set()
        # the weather, small talk, and whether the CIO stays
        assert set(asked.purposes) <= {Purpose.CORE_INCIDENT, Purpose.HEARSAY, Purpose.LEADERSHIP}

    def test_with_something_to_do_they_do(self) -> None:
        asked: set[Purpose] = set()
        for preset in (WATERFALL, PARTNERSHIP):
            model = TrustModel(scenario(LIVELY, preset))
            counting = Asked(model)
            step(model, 120)
            asked |= set(counting.purposes)
        assert self.purposes <= asked


class PeopleContract(RoleContract):
    """What every role promises of which a scenario says how many there are."""

    people: ClassVar[str]
    count: ClassVar[int]  # how many of them a lively organisation has
    more: ClassVar[Settings]  # one more of them

    def all_of(self, model: TrustModel) -> list[Any]:
        found: list[Any] = getattr(model, self.people)
        return found

    def test_they_are_there_and_numbered(self, model: TrustModel) -> None:
        people = self.all_of(model)
        assert len(people) == self.count
        assert all(type(person) is self.kind for person in people)
        assert [person.number for person in people] == list(range(self.count))

    def test_a_copy_numbers_them_alike(self, model: TrustModel) -> None:
        step(model, 20)
        assert [one.number for one in self.all_of(model.fork())] == [one.number for one in self.all_of(model)]

    @pytest.mark.parametrize("preset", [WATERFALL, PARTNERSHIP], ids=["waterfall", "partnership"])
    def test_one_more_of_them_is_one_agent_more(self, preset: Settings) -> None:
        plain, grown = (TrustModel(scenario(LIVELY, preset, COLD, more)) for more in ({}, self.more))
        assert len(self.all_of(grown)) == self.count + 1
        assert len(grown.agents) == len(plain.agents) + 1


class TestUsers(PeopleContract):
    kind, people, count, more = User, "users", 6, {"organisation": {"users": 7}}
    purposes: ClassVar = {Purpose.NEED_ITSELF, Purpose.BRIEFING, Purpose.UAT_ROUND, Purpose.DEMO, Purpose.DROP_SCOPE}

    def test_they_are_dealt_to_the_units_in_turn(self, model: TrustModel) -> None:
        assert [user.unit for user in model.users] == [0, 1, 0, 1, 0, 1]
        assert model.colleagues == [[0, 2, 4], [1, 3, 5]]
        assert model.representatives == [[0], [1]]

    def test_trust_is_that_of_their_bond(self, model: TrustModel) -> None:
        assert [user.trust for user in model.users] == [model.user_trust(number) for number in range(6)]


class TestProductManagers(PeopleContract):
    kind, people, count, more = ProductManager, "managers", 2, {"organisation": {"product_managers": 3}}
    purposes: ClassVar = {Purpose.PRODUCT_MANAGER_HEARS, Purpose.REVIEW}

    def test_units_are_dealt_to_them_in_turn(self) -> None:
        five = {"organisation": {"business_units": 5, "users": 10}}
        model = TrustModel(scenario(LIVELY, five))
        assert [model.manager(unit).number for unit in range(5)] == [0, 1, 0, 1, 0]


class TestAnalysts(RoleContract):
    kind = Analyst
    purposes: ClassVar = {Purpose.ANALYST_HEARS}

    @pytest.fixture
    def model(self) -> TrustModel:
        return TrustModel(scenario(LIVELY, WATERFALL))

    def all_of(self, model: TrustModel) -> list[Any]:
        return model.analysts

    def test_a_joint_definition_needs_none(self) -> None:
        model = TrustModel(scenario(LIVELY, PARTNERSHIP))
        step(model, 100)
        assert model.analysts == []

    @pytest.mark.parametrize(("managers", "layers"), [(2, 1), (3, 1), (2, 2), (2, 7), (1, 0)])
    def test_each_layer_has_one_for_each_product_manager(self, managers: int, layers: int) -> None:
        people = {"organisation": {"product_managers": managers, "analyst_layers": layers}}
        model = TrustModel(scenario(LIVELY, WATERFALL, PIPELINE_ALONE, people))
        step(model, 60)
        assert Counter(analyst.layer for analyst in model.analysts) == dict.fromkeys(range(layers), managers)
        assert [analyst.number for analyst in model.analysts] == list(range(managers * layers))

    def test_units_are_dealt_to_them_in_turn(self) -> None:
        model = TrustModel(scenario(LIVELY, COLD))
        assert [model.analyst(unit, layer).number for layer in (1, 2, 3) for unit in (0, 1)] == [0, 1, 2, 3, 4, 5]
        assert model.analyst(2, 3) is model.analyst(0, 3)

    def test_those_of_a_layer_that_is_taken_out_are_those_of_one_that_comes_back(self) -> None:
        layers = [
            {"day": 1, "what": "add_layers", "amount": 1, "days": 30},
            {"day": 60, "what": "add_layers", "amount": 1},
        ]
        model = TrustModel(scenario(LIVELY, WATERFALL, PIPELINE_ALONE, timeline=layers))
        step(model, 120)
        assert model.terms.layers == 2
        assert Counter(analyst.layer for analyst in model.analysts) == {0: 2, 1: 2}


class TestDevelopers(PeopleContract):
    kind, people, count, more = Developer, "developers", 3, {"organisation": {"developers": 4}}
    purposes: ClassVar = {Purpose.DEVELOPER_HEARS, Purpose.BUILD, Purpose.FIX, Purpose.CHANGE}


class TestTesters(PeopleContract):
    kind, people, count, more = Tester, "testers", 2, {"organisation": {"testers": 3}}
    purposes: ClassVar = {Purpose.TESTER_HEARS, Purpose.TEST_ROUND}


class TestLeadership(RoleContract):
    kind = Leadership
    purposes: ClassVar = {Purpose.LEADERSHIP}

    def all_of(self, model: TrustModel) -> list[Any]:
        return [model.leadership]

    def test_with_nothing_to_do_they_draw_nothing(self) -> None:
        # whether the CIO stays is decided every day, by two draws that decide nothing else
        model = TrustModel(scenario(LIVELY, QUIET))
        asked = Asked(model)
        step(model, 60)
        assert asked.purposes[Purpose.LEADERSHIP] == 60
        assert model.leadership.changes == 0
        assert (model.terms.layers, model.terms.red_tape) == (1, 0.0)


class TestVendor(RoleContract):
    kind = Vendor
    purposes: ClassVar = {Purpose.VENDOR_BUILD}

    def all_of(self, model: TrustModel) -> list[Any]:
        return [model.vendor]


class TestShadowTeams(RoleContract):
    kind = ShadowTeam
    purposes: ClassVar = {Purpose.SHADOW_TEAM, Purpose.SHADOW_BUILD, Purpose.ORPHAN}

    def all_of(self, model: TrustModel) -> list[Any]:
        """Return those that are gone as well: they are part of the story."""
        return [*model.market.teams.values(), *model.market.gone]

    @pytest.fixture(params=[WATERFALL, PARTNERSHIP], ids=["waterfall", "partnership"])
    def model(self, request: pytest.FixtureRequest) -> TrustModel:
        return TrustModel(scenario(LIVELY, request.param, {"channels": {"habit": 0.0}, "shadow": {"leaving": 2.0}}))

    def test_each_unit_has_one_at_most(self, model: TrustModel) -> None:
        for _ in range(150):
            model.step()
            assert all(team.unit == unit for unit, team in model.market.teams.items())
            assert not set(model.market.gone) & set(model.market.teams.values())
        assert model.market.gone
        assert set(model.market.teams) <= {0, 1}


def test_the_contract_covers_every_role() -> None:
    model = TrustModel(scenario(LIVELY, WATERFALL))
    step(model, 100)
    contracts = {*RoleContract.__subclasses__(), *PeopleContract.__subclasses__()} - {PeopleContract}
    assert {contract.kind for contract in contracts} == set(model.agent_types)


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


def test_edicts_come_before_all_and_improvements_after_all() -> None:
    developer = at_work(
        Task(TaskKind.IMPROVEMENT, 0, 5.0),
        Task(TaskKind.PRODUCTION_FIX, 0, 0.25),
        incident(0.25),
        Task(TaskKind.EDICT, 0, 0.25),
    )
    order = []
    developer.finish = lambda task: order.append(task.kind)  # type: ignore[method-assign]
    developer.work(1.0)
    assert order == [TaskKind.EDICT, TaskKind.INCIDENT, TaskKind.PRODUCTION_FIX]
    assert [task.left for task in developer.tasks] == pytest.approx([4.75])


def test_what_is_not_spent_is_counted() -> None:
    # a day of .8, of which switching loses .1 x .8; .3 is spent on two tasks, and the rest is idle
    developer = at_work(incident(0.2), incident(0.1), switching_loss=0.1)
    developer.model.capacity.begin_day()
    developer.work(0.8)
    today = developer.model.capacity.today
    assert today.switching == pytest.approx(0.08)
    assert today.idle == pytest.approx(0.42)
    assert developer.model.pipeline.effort_today[TaskKind.INCIDENT] == pytest.approx(0.3)


def test_good_spirits_build_more() -> None:
    # 2 x e^(0.5 x (1 - 1/2)) = 2.568 person-days
    cheerful = {"building": {"productivity": 2.0, "motivation_effect": 0.5}, "motivation": {"start": 0.0, "gain": 1.0}}
    developer = TrustModel(scenario(FLAWLESS, QUIET, cheerful)).developers[0]
    developer.tasks.append(incident(9.0))
    developer.feel(1.0)
    developer.work(1.0)
    assert developer.tasks[0].left == pytest.approx(9.0 - 2.5680508)
