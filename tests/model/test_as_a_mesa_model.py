"""What users of Mesa expect of a model: luck, clock, parameters, data and what its tools make of it."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mesa
import numpy as np
import pandas as pd
import pytest

import trustsim
from tests.builders import LIVELY, scenario
from trustsim.draws import LARGEST_SEED, seed_from
from trustsim.errors import InputError, ScenarioError
from trustsim.model.adapter import CollectedTrustModel as Model
from trustsim.model.model import TrustModel
from trustsim.model.roles.user import User
from trustsim.records.columns import DAILY
from trustsim.scenario.library import shipped_scenarios
from trustsim.scenario.loading import load_scenario
from trustsim.scenario.schema import Scenario

DAYS = 30
TAKES_RNG = "rng" in inspect.signature(mesa.batch_run).parameters  # Mesa 3.5
KEEPS_TIME = hasattr(mesa.Model, "run_for")  # Mesa 3.5

on_mesa_3_5 = pytest.mark.skipif(not KEEPS_TIME, reason="Mesa keeps time since 3.5")


@pytest.fixture(scope="module")
def short() -> Scenario:
    return scenario(LIVELY, {"run": {"horizon_days": DAYS}})


@pytest.fixture
def model(short: Scenario) -> Model:
    return Model(short, rng=1)


def batch(setting: Any, iterations: int = 1, **options: Any) -> list[dict[str, Any]]:
    """Rows of a batch run; Mesa 3.5 calls ``iterations`` deprecated, and has it still."""
    parameters = {"scenario": setting, **options.pop("parameters", {})}
    if iterations > 1:
        options["iterations"] = iterations
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "The `iterations` keyword argument is deprecated", DeprecationWarning)
        rows: list[dict[str, Any]] = mesa.batch_run(trustsim.TrustModel, parameters, display_progress=False, **options)
    return rows


class TestLuck:
    def test_each_iteration_of_a_batch_has_its_own(self, short: Scenario) -> None:
        rows = batch(short, iterations=3)
        assert len({row["seed"] for row in rows}) == 3
        assert len({row["trust"] for row in rows}) == 3

    def test_a_seed_of_a_batch_says_how_to_do_a_run_again(self, short: Scenario) -> None:
        (row,) = batch(short)
        again = Model(short, rng=row["seed"])
        again.run_model()
        assert again.datacollector.get_model_vars_dataframe()["trust"].iloc[-1] == row["trust"]

    @pytest.mark.skipif(not TAKES_RNG, reason="batch_run takes rng since Mesa 3.5")
    def test_a_batch_takes_seeds_as_rng(self, short: Scenario) -> None:
        rows = batch(short, rng=[4, 5, 4])
        assert [row["seed"] for row in rows] == [4, 5, 4]
        assert rows[0]["trust"] == rows[2]["trust"] != rows[1]["trust"]
        assert len({row["seed"] for row in batch(short, rng=[None] * 3)}) == 3

    def test_a_batch_takes_seeds_as_a_parameter(self, short: Scenario) -> None:
        rows = batch(short, parameters={"seed": np.arange(4, 6)})
        assert [row["seed"] for row in rows] == [4, 5]

    @pytest.mark.slow
    def test_processes_give_the_same(self, short: Scenario) -> None:
        one, two = (batch(short, parameters={"seed": [4, 5]}, number_processes=number) for number in (1, 2))
        assert sorted(one, key=lambda row: row["RunId"]) == sorted(two, key=lambda row: row["RunId"])
        assert len({row["seed"] for row in batch(short, iterations=3, number_processes=2)}) == 3

    @pytest.mark.parametrize("rng", [7, np.int64(7), 7.0])
    def test_a_number_is_the_seed(self, rng: Any) -> None:
        assert seed_from(rng) == 7

    def test_numpy_s_sources_of_luck_are_drawn_from(self) -> None:
        first, second = seed_from(np.random.default_rng(3)), seed_from(np.random.default_rng(4))
        assert first == seed_from(np.random.default_rng(3)) != second
        sequence = seed_from(np.random.SeedSequence(3))
        assert sequence == seed_from(np.random.SeedSequence(3)) != seed_from(np.random.SeedSequence(4))
        source = np.random.default_rng(3)
        assert seed_from(source) != seed_from(source)

    @pytest.mark.parametrize("rng", [-1, LARGEST_SEED + 1, 1.5, float("nan"), True, "7", [1, 2]])
    def test_what_is_no_seed_is_refused(self, rng: Any) -> None:
        with pytest.raises(InputError, match=r"rng: .* given; expected a whole number from 0 to 2\*\*53"):
            seed_from(rng)

    def test_seed_is_another_name_for_rng_and_not_both(self, short: Scenario) -> None:
        assert Model(short, seed=3).seed_of_draws == Model(short, rng=3).seed_of_draws == 3
        with pytest.raises(InputError, match="seed and rng: 3 and 4 given; expected only one"):
            Model(short, rng=4, seed=3)

    def test_without_any_it_differs_from_model_to_model(self, short: Scenario) -> None:
        assert len({Model(short).seed_of_draws for _ in range(3)} | {short.run.seed}) == 4


class TestClock:
    def test_it_stands_still_after_the_horizon(self, model: Model) -> None:
        model.run_model()
        assert (model.day, model.steps, model.running) == (DAYS, DAYS, False)
        frame = model.datacollector.get_model_vars_dataframe()
        for _ in range(3):
            model.step()
        assert (model.day, model.steps, model.running) == (DAYS, DAYS, False)
        assert getattr(model, "time", DAYS) == DAYS
        pd.testing.assert_frame_equal(model.datacollector.get_model_vars_dataframe(), frame)

    @pytest.mark.parametrize("most", [DAYS - 1, DAYS, DAYS + 1, 1000])
    def test_a_batch_has_no_day_that_was_not_lived(self, most: int, short: Scenario) -> None:
        rows = batch(short, max_steps=most, data_collection_period=1)
        lived = [row["day"] for row in rows]
        assert lived == list(range(1, len(rows) + 1))
        assert len(rows) == min(most if TAKES_RNG else most + 1, DAYS)  # Mesa 3.3 does one step too many

    def test_a_model_that_was_told_to_stop_can_be_stepped_on(self, model: Model) -> None:
        model.step()
        model.running = False
        model.step()
        assert (model.day, model.steps, model.running) == (2, 2, False)

    @on_mesa_3_5
    @pytest.mark.parametrize(
        "go", [lambda model: model.run_for(DAYS + 10), lambda model: model.run_until(DAYS + 0.5)], ids=["for", "until"]
    )
    def test_time_ends_at_the_horizon(self, go: Callable[[Any], None], model: Any) -> None:
        late: list[int] = []

        def event() -> None:
            late.append(model.day)

        model.schedule_event(event, at=DAYS + 1)
        go(model)
        go(model)
        assert (model.day, model.steps, model.time, model.running) == (DAYS, DAYS, DAYS, False)
        assert late == []

    @on_mesa_3_5
    def test_parts_of_a_day_add_up_to_days(self, model: Any) -> None:
        model.run_for(2.5)
        assert (model.day, model.steps, model.time) == (2, 2, 2.5)
        model.step()
        assert (model.day, model.steps, model.time) == (3, 3, 3.5)
        while model.running:
            model.step()
        assert (model.day, model.steps, model.time) == (DAYS, DAYS, DAYS)

    @on_mesa_3_5
    def test_time_in_one_go_is_the_same_as_step_by_step(self, short: Scenario, model: Any) -> None:
        twin = Model(short, rng=1)
        twin.run_model()
        model.run_for(DAYS)
        assert model.recorder.daily == twin.recorder.daily

    def test_a_fork_keeps_the_clock(self, model: Model) -> None:
        for _ in range(5):
            model.step()
        twin = model.fork()
        assert (twin.day, twin.steps, twin.running) == (5, 5, True)
        twin.run_model()
        twin.step()
        assert (twin.day, twin.steps, twin.running) == (DAYS, DAYS, False)
        assert (model.day, model.steps, model.running) == (5, 5, True)


class TestParameters:
    def test_a_shipped_scenario_is_known_by_name(self) -> None:
        models = [Model(name, rng=1, **{"run.warmup_days": 0}) for name in ("partnership", "waterfall-contract")]
        assert [model.config.story.title for model in models] == [
            load_scenario(shipped_scenarios()[name]).story.title for name in ("partnership", "waterfall-contract")
        ]

    def test_a_path_will_do_too(self, project: Path) -> None:
        path = project / "scenarios" / "partnership.toml"
        assert Model(path, rng=1).config == Model(str(path), rng=1).config == Model("partnership", rng=1).config

    def test_an_unknown_name_is_told_with_the_nearest(self) -> None:
        with pytest.raises(InputError, match="did you mean partnership"):
            Model("partnershp")
        with pytest.raises(InputError, match="scenario: 3 given; expected a Scenario of trustsim, a path, or a name"):
            Model(3)  # type: ignore[arg-type]

    def test_world_is_another_name_that_mesa_leaves_alone(self, short: Scenario) -> None:
        assert Model(world=short, rng=1).config == short
        assert Model(scenario=object(), world=short, rng=1).config == short  # type: ignore[arg-type]

    @on_mesa_3_5
    def test_a_scenario_of_mesas_is_told_from_ours(self, model: Any) -> None:
        with pytest.raises(InputError, match="with SolaraViz call it world"):
            Model(scenario=model.scenario)

    def test_any_key_is_a_parameter_in_numpy_s_numbers_too(self, short: Scenario) -> None:
        model = Model(short, rng=1, **{"organisation.users": np.int64(5)})
        assert len(model.users) == 5

    def test_a_wrong_setting_names_the_key(self, short: Scenario) -> None:
        with pytest.raises(ScenarioError, match=r"parameters: organisation\.users: "):
            Model(short, **{"organisation.users": -1})
        with pytest.raises(ScenarioError, match=r"organisation\.usrs.*did you mean users"):
            Model(short, **{"organisation.usrs": 3})


class TestData:
    def test_every_measure_is_collected_once_a_day(self, model: Model) -> None:
        model.run_model()
        frame = model.datacollector.get_model_vars_dataframe()
        assert list(frame.columns) == ["seed", *DAILY]
        assert list(frame["day"]) == list(range(1, DAYS + 1))
        assert list(frame["trust"]) == [row["trust"] for row in model.recorder.daily]

    def test_reporters_of_agents_are_ones_own_to_add(self, short: Scenario) -> None:
        class Watched(Model):
            def __init__(self, **parameters: Any) -> None:
                super().__init__(**parameters)
                trust = {"trust": lambda agent: agent.model.user_trust(agent.number)}
                self.datacollector = mesa.DataCollector({"day": "day"}, agenttype_reporters={User: trust})

        watched = Watched(scenario=short, rng=1)
        watched.step()
        watched.step()
        frame = watched.datacollector.get_agenttype_vars_dataframe(User)
        assert len(frame) == 2 * len(watched.users)
        assert frame["trust"].between(0, 1).all()
        assert list(watched.datacollector.get_model_vars_dataframe()["day"]) == [1, 2]

    def test_the_ledger_is_kept_where_it_is_asked_for(self, short: Scenario) -> None:
        kept, usual = (Model(short, rng=1, **more) for more in ({"ledger": True}, {}))
        for one in (kept, usual):
            one.run_model()
        assert kept.recorder.ledger
        assert not usual.recorder.ledger


class TestWhatMesaSees:
    def test_agents_are_known_by_type(self, model: Model) -> None:
        assert list(model.agents_by_type[User]) == model.users
        assert {type(agent) for agent in model.agents} == set(model.agent_types)
        assert len({agent.unique_id for agent in model.agents}) == len(model.agents)

    def test_a_model_says_what_it_is(self, model: Model) -> None:
        model.step()
        title = model.config.story.title
        assert repr(model) == f"<CollectedTrustModel {title!r}, day 1 of {DAYS}, seed 1>"

    def test_solara_viz_is_asked_for_no_parameter(self) -> None:
        parameters = inspect.signature(Model.__init__).parameters
        usual = inspect.Parameter.empty
        assert [name for name, one in parameters.items() if one.default is usual] == ["self", "kwargs"]

    def test_the_public_name_is_the_one_for_mesas_tools(self) -> None:
        assert trustsim.TrustModel is Model
        assert issubclass(Model, TrustModel)
