"""Where the points of each design lie."""

from __future__ import annotations

import pickle
import sys
from itertools import islice, product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from SALib.sample import sobol

from tests.experiment.files import BASE, BATCHING, DEFECTS, EDICTS, USERS, experiment
from trustsim.experiment.design import DesignTable, count, design
from trustsim.experiment.plan import Experiment

FACTORS = (BATCHING, DEFECTS, USERS)
DESIGNS = {
    "grid": 'kind = "grid"\nsteps = 3',
    "list": 'kind = "list"\npoints = [{ batching = "flow", defects = 0.1, users = 7 }, '
    '{ batching = "release", defects = 0.2, users = 5 }]',
    "lhs": 'kind = "lhs"\nsamples = 10',
    "sobol": 'kind = "sobol"\nsamples = 8',
    "sobol, second order": 'kind = "sobol"\nsamples = 8\nsecond_order = true',
    "morris": 'kind = "morris"\nsamples = 3\nsteps = 4',
    "ofat": 'kind = "ofat"\nsteps = 3',
}
SIZES = {"grid": 18, "list": 2, "lhs": 10, "sobol": 40, "sobol, second order": 64, "morris": 12, "ofat": 7}


def laid(folder: Path, kind: str, *factors: str) -> tuple[Experiment, DesignTable]:
    found = experiment(folder, *(factors or FACTORS), f"[design]\n{DESIGNS.get(kind, kind)}")
    return found, design(found)


def labels(table: DesignTable) -> list[tuple[object, ...]]:
    return [tuple(level.label for level in table.levels(point)) for point in range(table.points)]


@pytest.mark.parametrize("kind", DESIGNS)
def test_designs_have_the_points_that_are_counted(tmp_path: Path, kind: str) -> None:
    found, table = laid(tmp_path, kind)
    assert table.points == count(found.design, found.factors) == SIZES[kind]
    assert table.units.shape == (SIZES[kind], 3)


@pytest.mark.parametrize("kind", DESIGNS)
def test_designs_are_the_same_every_time(tmp_path: Path, kind: str) -> None:
    _, once = laid(tmp_path, kind)
    _, again = laid(tmp_path, kind)
    pd.testing.assert_frame_equal(once.frame(), again.frame(), check_exact=True)


@pytest.mark.parametrize("kind", ["lhs", "sobol", "morris"])
def test_another_seed_lays_other_points(tmp_path: Path, kind: str) -> None:
    _, one = laid(tmp_path, DESIGNS[kind])
    _, other = laid(tmp_path, f"{DESIGNS[kind]}\nseed = 2")
    assert not np.array_equal(one.units, other.units)


@pytest.mark.parametrize("kind", DESIGNS)
def test_levels_are_what_the_factors_have_at_their_places(tmp_path: Path, kind: str) -> None:
    found, table = laid(tmp_path, kind)
    for point in range(table.points):
        for factor, unit, level in zip(found.factors, table.units[point], table.levels(point), strict=True):
            assert level.sets == ((factor.key, level.label),)
            if not np.isnan(unit):
                assert factor.at(unit).label == pytest.approx(level.label) if factor.name == "defects" else level.label


@pytest.mark.parametrize("kind", DESIGNS)
def test_a_table_survives_a_journey_to_another_process(tmp_path: Path, kind: str) -> None:
    _, table = laid(tmp_path, kind)
    there = pickle.loads(pickle.dumps(table))  # noqa: S301 - made here
    assert labels(there) == labels(table)


def test_a_grid_tries_everything_with_everything(tmp_path: Path) -> None:
    found, table = laid(tmp_path, "grid")
    expected = list(product(*([level.label for level in factor.over(3)] for factor in found.factors)))
    assert labels(table) == expected
    assert labels(table)[:4] == [("release", 0.04, 5), ("release", 0.04, 10), ("release", 0.04, 14), expected[3]]
    assert np.isnan(table.units).all()


def test_a_grid_without_factors_has_one_point(tmp_path: Path) -> None:
    table = design(experiment(tmp_path, BASE))
    assert (table.points, table.levels(0)) == (1, ())
    assert table.frame().to_dict("list") == {"point": [0]}


def test_a_large_grid_takes_no_room(tmp_path: Path) -> None:
    keys = ("outcome", "asked", "shown", "heard", "unheard", "silence", "reported")
    factors = [f'[[factor]]\nkey = "evidence.{key}"\nrange = [0, 1]\n' for key in keys]
    table = design(experiment(tmp_path, *factors, "[design]\nsteps = 10"))
    assert table.points == 10_000_000
    assert table.units.strides == (0, 0)
    assert [level.label for level in table.levels(9_999_999)] == [1.0] * 7
    assert [level.label for level in table.levels(1)][-2:] == [0.0, pytest.approx(1 / 9)]
    sizes = [len(block) for block in islice(table.blocks(size=1000), 3)]
    assert sizes == [1000, 1000, 1000]


def test_a_list_has_the_points_that_were_asked_for(tmp_path: Path) -> None:
    _, table = laid(tmp_path, "list")
    assert labels(table) == [("flow", 0.1, 7), ("release", 0.2, 5)]
    assert np.isnan(table.units).all()


def test_a_list_with_settings_by_their_names(tmp_path: Path) -> None:
    _, table = laid(tmp_path, 'kind = "list"\npoints = [{ edicts = "many" }]', EDICTS)
    assert table.levels(0)[0].sets[0] == ("edicts.rate", 3.0)


def test_a_latin_hypercube_has_one_point_in_each_share(tmp_path: Path) -> None:
    _, table = laid(tmp_path, "lhs")
    for column in table.units.T:
        assert sorted((column * 10).astype(int)) == list(range(10))


def test_a_latin_hypercube_of_one_factor(tmp_path: Path) -> None:
    _, table = laid(tmp_path, "lhs", DEFECTS)
    assert table.units.shape == (10, 1)


def test_sobol_points_come_in_blocks_of_which_each_mixes_two(tmp_path: Path) -> None:
    _, table = laid(tmp_path, "sobol")
    for block in table.units.reshape(8, 5, 3):
        first, *mixed, last = block
        for factor, point in enumerate(mixed):
            assert point[factor] == last[factor]
            assert np.delete(point, factor).tolist() == np.delete(first, factor).tolist()


def test_sobol_points_are_those_that_the_analysis_expects(tmp_path: Path) -> None:
    problem = {"num_vars": 3, "names": ["batching", "defects", "users"], "bounds": [[0, 1]] * 3}
    _, table = laid(tmp_path, "sobol")
    np.testing.assert_array_equal(table.units, sobol.sample(problem, 8, calc_second_order=False, seed=1))


def test_a_trajectory_of_morris_moves_one_factor_at_a_time(tmp_path: Path) -> None:
    _, table = laid(tmp_path, "morris")
    assert set(np.round(table.units * 3, 9).ravel()) <= {0.0, 1.0, 2.0, 3.0}
    for trajectory in table.units.reshape(3, 4, 3):
        steps = np.abs(np.diff(trajectory, axis=0))
        assert sorted(np.argmax(steps, axis=1)) == [0, 1, 2]
        np.testing.assert_allclose(np.sort(steps.ravel()), [0.0] * 6 + [2 / 3] * 3)


def test_one_at_a_time_starts_from_what_is_usual(tmp_path: Path) -> None:
    _, table = laid(tmp_path, "ofat")
    centre = ("release", 0.08, 10)
    assert labels(table)[0] == centre
    assert labels(table)[1] == ("flow", 0.08, 10)
    assert [row[1] for row in labels(table)[2:5]] == pytest.approx([0.04, 0.12, 0.2])
    assert [row[2] for row in labels(table)[5:]] == [5, 14]
    assert all(sum(one != usual for one, usual in zip(row, centre, strict=True)) == 1 for row in labels(table)[1:])
    assert table.units[0].tolist() == pytest.approx([0.25, 0.25, 0.55])


def test_one_at_a_time_keeps_a_usual_value_that_is_none_of_the_levels(tmp_path: Path) -> None:
    levels = '[[factor]]\nkey = "organisation.users"\nname = "users"\nlevels = [5, 20]\n'
    _, table = laid(tmp_path, "ofat", levels)
    assert labels(table) == [(10,), (5,), (20,)]
    assert table.units[:, 0].tolist() == pytest.approx([np.nan, 0.25, 0.75], nan_ok=True)


def test_one_at_a_time_starts_with_the_first_setting_where_none_is_usual(tmp_path: Path) -> None:
    _, table = laid(tmp_path, "ofat", EDICTS)
    assert labels(table) == [("none",), ("many",)]


def test_the_frame_has_a_type_for_each_kind_of_factor(tmp_path: Path) -> None:
    reacts = '[[factor]]\nkey = "leadership.reacts"\nname = "reacts"\nlevels = [false, true]\n'
    _, table = laid(tmp_path, 'kind = "lhs"\nsamples = 6', *FACTORS, EDICTS, reacts)
    frame = table.frame()
    names = ["batching", "defects", "users", "edicts", "reacts"]
    assert list(frame) == ["point", *names, *(f"u.{name}" for name in names)]
    assert [frame[name].dtype.kind for name in ("point", "defects", "users", "reacts")] == ["i", "f", "i", "b"]
    assert set(frame["edicts"]) == {"none", "many"}
    assert all(isinstance(label, str) for label in frame["batching"])
    assert all(frame[f"u.{name}"].between(0, 1).all() for name in names)


def test_blocks_are_the_frame_in_pieces(tmp_path: Path) -> None:
    _, table = laid(tmp_path, "sobol")
    blocks = list(table.blocks(size=15))
    assert [len(block) for block in blocks] == [15, 15, 10]
    pd.testing.assert_frame_equal(pd.concat(blocks, ignore_index=True), table.frame())


def test_counting_loads_no_library_of_designs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "SALib", None)
    monkeypatch.setitem(sys.modules, "SALib.sample", None)
    found = experiment(tmp_path, *FACTORS, f"[design]\n{DESIGNS['morris']}")
    assert count(found.design, found.factors) == 12
    with pytest.raises(ImportError):
        design(found)
