"""From a file to an experiment."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.experiment.files import BASE, BATCHING, DEFECTS, EDICTS, experiment
from trustsim.errors import ScenarioError
from trustsim.experiment.loading import load_experiment
from trustsim.experiment.plan import Design, DesignKind, Discovery, Level, Scale
from trustsim.experiment.sheet import is_experiment
from trustsim.measures.responses import USUAL
from trustsim.scenario.loading import load_scenario


def test_a_base_is_all_that_has_to_be_given(tmp_path: Path, project: Path) -> None:
    found = experiment(tmp_path, BASE, name="bare")
    assert (found.name, found.title, found.question, found.text) == ("bare", "bare", "", BASE)
    assert [base.label for base in found.bases] == ["waterfall-contract"]
    assert found.bases[0].scenario == load_scenario(project / "scenarios" / "waterfall-contract.toml")
    assert (found.factors, found.design) == ((), Design(DesignKind.GRID))
    assert (found.replications, found.first_seed, found.common) == (20, 1, True)
    assert (found.measures, found.over_time, found.discovery, found.slurm) == (USUAL, (), None, {})


def test_all_that_may_be_given(tmp_path: Path) -> None:
    text = """\
title = "All"
question = "What?"
[base]
scenarios = ["waterfall-contract", "partnership"]
set = ["organisation.users=5", "trust.rule=ewma"]
horizon_days = 60
[[factor]]
key = "building.defect_rate"
range = [0.03, 0.2]
scale = "log"
[[factor]]
key = "organisation.testers"
name = "testers"
range = [1, 4]
[design]
kind = "sobol"
samples = 8
second_order = true
seed = 5
[runs]
replications = 3
first_seed = 7
common = false
[measures]
names = ["trust@mean", "trust.end"]
over_time = ["trust", "need_fit"]
[discovery]
measure = "trust.end"
above = 1
[slurm]
queue = "normal"
cores = 8
extra = ["a", 1.5, { deep = true }]
"""
    found = experiment(tmp_path, text)
    assert (found.title, found.question) == ("All", "What?")
    for base in found.bases:
        scenario = base.scenario
        assert (scenario.organisation.users, scenario.trust.rule, scenario.run.horizon_days) == (5, "ewma", 60)
    defects, testers = found.factors
    assert (defects.name, defects.low, defects.high, defects.scale) == ("building.defect_rate", 0.03, 0.2, Scale.LOG)
    assert (testers.name, testers.low, testers.high, testers.whole) == ("testers", 1, 4, True)
    assert (defects.usual, testers.usual) == (0.08, 2)
    assert found.design == Design(DesignKind.SOBOL, samples=8, second_order=True, seed=5)
    assert (found.replications, found.first_seed, found.common) == (3, 7, False)
    assert (found.measures, found.over_time) == (("trust@mean", "trust.end"), ("trust", "need_fit"))
    assert found.discovery == Discovery("trust.end", above=1.0)
    assert found.slurm == {"queue": "normal", "cores": 8, "extra": ["a", 1.5, {"deep": True}]}


def test_scenarios_beside_the_file_go_before_those_of_the_list(tmp_path: Path) -> None:
    (tmp_path / "partnership").write_text("[organisation]\nusers = 3\n", encoding="utf-8")
    (tmp_path / "worlds").mkdir()
    (tmp_path / "worlds" / "small.toml").write_text("[organisation]\nusers = 4\n", encoding="utf-8")
    text = '[base]\nscenarios = ["partnership", "worlds/small.toml", "edicts"]\n'
    found = experiment(tmp_path, text)
    assert [(base.label, base.scenario.organisation.users) for base in found.bases] == [
        ("partnership", 3),
        ("small", 4),
        ("edicts", 12),
    ]


def test_settings_may_be_written_with_dotted_keys_or_with_tables(tmp_path: Path) -> None:
    (edicts,) = experiment(tmp_path, EDICTS).factors
    assert edicts.levels == (
        Level("none", (("edicts.rate", 0.0),)),
        Level("many", (("edicts.rate", 3.0), ("timeline", [{"what": "edict", "day": 10}]))),
    )
    assert edicts.usual is None


def test_the_usual_setting_is_the_one_that_the_first_base_equals(tmp_path: Path) -> None:
    text = EDICTS.replace('"edicts.rate" = 0', 'edicts.rate = 1\n"process.definition" = "relay"\ntimeline = []')
    (edicts,) = experiment(tmp_path, text).factors
    assert edicts.usual == "none"


def test_an_empty_setting_leaves_the_base_as_it_is(tmp_path: Path) -> None:
    (edicts,) = experiment(tmp_path, EDICTS.replace('"edicts.rate" = 0', "")).factors
    assert edicts.levels[0] == Level("none", ())
    assert edicts.usual == "none"


def test_levels_are_as_the_scenario_holds_them(tmp_path: Path) -> None:
    of_rate = '[[factor]]\nkey = "edicts.rate"\nlevels = [0, 1, 2.5]'
    of_reacts = '[[factor]]\nkey = "leadership.reacts"\nlevels = [false, true]'
    rate, reacts = experiment(tmp_path, of_rate, of_reacts).factors
    assert [type(level.label) for level in rate.levels] == [float, float, float]
    assert rate.levels[1].sets == (("edicts.rate", 1.0),)
    assert [level.label for level in reacts.levels] == [False, True]


def test_the_usual_policy_is_what_the_preset_stands_for(tmp_path: Path) -> None:
    (batching,) = experiment(tmp_path, '[base]\nscenarios = ["partnership"]\n', BATCHING).factors
    assert batching.usual == "flow"


@pytest.mark.parametrize(
    ("kind", "samples", "steps"),
    [("grid", 64, 5), ("ofat", 64, 5), ("lhs", 64, 5), ("sobol", 64, 5), ("morris", 20, 4)],
)
def test_designs_have_usual_sizes(tmp_path: Path, kind: str, samples: int, steps: int) -> None:
    plan = experiment(tmp_path, DEFECTS, BATCHING, f'[design]\nkind = "{kind}"').design
    assert (plan.kind, plan.samples, plan.steps) == (kind, samples, steps)


def test_a_level_that_another_factor_can_save_is_left_to_the_runs(tmp_path: Path) -> None:
    users = '[[factor]]\nkey = "organisation.users"\nlevels = [1, 8]\n'
    units = '[[factor]]\nkey = "organisation.business_units"\nlevels = [1, 2]\n'
    with pytest.raises(ScenarioError, match=r"2 units .* are too many for 1 user"):
        experiment(tmp_path, users)
    assert len(experiment(tmp_path, users, units).factors) == 2


def test_of_very_many_problems_the_rest_is_counted(tmp_path: Path) -> None:
    many = ", ".join(f'"no{number}"' for number in range(150))
    with pytest.raises(ScenarioError) as caught:
        experiment(tmp_path, BASE, f"[measures]\nnames = [{many}]")
    problems = caught.value.problems
    assert len(problems) == 101
    assert str(problems[-1]).endswith("and 50 more problems")


def test_a_file_with_a_byte_order_mark_and_other_line_ends(tmp_path: Path) -> None:
    file = tmp_path / "windows.toml"
    file.write_bytes(b"\xef\xbb\xbf" + BASE.replace("\n", "\r\n").encode() + b"set = [\r\n'zzz']")
    with pytest.raises(ScenarioError, match=r"windows\.toml:4: base\.set\[1\]: "):
        load_experiment(file)
    file.write_bytes(b"\xef\xbb\xbf" + BASE.replace("\n", "\r\n").encode())
    assert load_experiment(file).text == BASE.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\xff", "not UTF-8 text"),
        (b"[base", "not TOML"),
        (b"[base]\0", "binary data"),
        (b"#" * 1_000_001, "larger than"),
    ],
)
def test_rubbish_is_told_in_a_line(tmp_path: Path, raw: bytes, said: str) -> None:
    file = tmp_path / "rubbish.toml"
    file.write_bytes(raw)
    with pytest.raises(ScenarioError, match=said) as caught:
        load_experiment(file)
    assert len(str(caught.value).splitlines()) == 1
    assert not is_experiment(file)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"no\.toml: cannot be found; expected an experiment file"):
        load_experiment(tmp_path / "no.toml")
    with pytest.raises(ScenarioError, match="is a folder; expected an experiment file"):
        load_experiment(tmp_path)


def test_experiments_are_told_from_scenarios(tmp_path: Path, project: Path) -> None:
    experiment(tmp_path, BASE)
    assert is_experiment(tmp_path / "try.toml")
    assert not is_experiment(project / "scenarios" / "turnaround.toml")
    assert not is_experiment(tmp_path / "nowhere.toml")
