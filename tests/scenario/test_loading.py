from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from trustsim.errors import ScenarioError
from trustsim.scenario import reading
from trustsim.scenario.loading import load_scenario, merged
from trustsim.scenario.schema import Scenario
from trustsim.vocabulary import Preset, TrustRule

VISIT = '[[timeline]]\nwhat = "insight_visits"\n'
ROOT = getattr(os, "geteuid", lambda: 1)() == 0


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def complaints(path: Path | str, *overrides: str) -> list[str]:
    """The lines of the error that a file brings, with folders left out."""
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path, overrides)
    folder = Path(path).parent
    return [line.replace(f"{folder}{os.sep}", "") for line in str(caught.value).splitlines()]


def test_an_empty_file_is_a_scenario_with_every_default(tmp_path: Path) -> None:
    assert load_scenario(written(tmp_path, "empty.toml", "")) == Scenario()


def test_keys_come_from_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, "a.toml", 'trust.rule = "cusp"\n[[timeline]]\nday = 9\npreset = "partnership"\n')
    scenario = load_scenario(str(path))
    assert scenario.trust.rule is TrustRule.CUSP
    assert [(change.day, change.preset) for change in scenario.timeline] == [(9, Preset.PARTNERSHIP)]


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_byte_order_marks_and_line_ends_of_other_systems_are_read(tmp_path: Path, start: str, end: str) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(f"{start}[organisation]{end}users = 7{end}developers = 0{end}".encode())
    expected = "a whole number from 1 to 2000 (people)"
    assert complaints(path) == [f"a.toml:3: organisation.developers: 0 is too small; expected {expected}"]
    assert complaints(path, "organisation.developers=2")[0].startswith("a.toml:3:")


class TestExtends:
    def test_the_nearer_file_wins_key_by_key(self, tmp_path: Path) -> None:
        written(tmp_path, "far.toml", "[organisation]\nusers = 30\ndevelopers = 3\ntesters = 4\n")
        written(tmp_path, "mid/near.toml", 'extends = "../far.toml"\n[organisation]\nusers = 40\ndevelopers = 4\n')
        path = written(tmp_path, "own.toml", 'extends = "mid/near.toml"\n[organisation]\nusers = 50\n')
        people = load_scenario(path).organisation
        assert (people.users, people.developers, people.testers) == (50, 4, 4)

    def test_inner_tables_are_merged_too(self, tmp_path: Path) -> None:
        written(tmp_path, "far.toml", "[start.business_in_it]\nexperiences = 3\ngood_share = 0.1\n")
        path = written(tmp_path, "own.toml", 'extends = "far.toml"\n[start]\nbusiness_in_it.good_share = 0.2\n')
        side = load_scenario(path).start.business_in_it
        assert (side.experiences, side.good_share) == (3, 0.2)

    def test_the_timeline_is_replaced_as_a_whole(self, tmp_path: Path) -> None:
        written(tmp_path, "far.toml", f"{VISIT}day = 10\n{VISIT}day = 20\n")
        path = written(tmp_path, "own.toml", f'extends = "far.toml"\n{VISIT}day = 15\n')
        assert [change.day for change in load_scenario(path).timeline] == [15]
        keeps = written(tmp_path, "keeps.toml", 'extends = "far.toml"\n')
        assert [change.day for change in load_scenario(keeps).timeline] == [10, 20]

    def test_an_absolute_path_is_followed(self, tmp_path: Path) -> None:
        far = written(tmp_path, "elsewhere/far.toml", "run.seed = 5\n")
        path = written(tmp_path, "own.toml", f"extends = '{far}'\n")
        assert load_scenario(path).run.seed == 5

    def test_one_parent_may_serve_several_files(self, tmp_path: Path) -> None:
        written(tmp_path, "far.toml", "run.seed = 5\n")
        for name in ("a.toml", "b.toml"):
            assert load_scenario(written(tmp_path, name, 'extends = "far.toml"\n')).run.seed == 5

    def test_problems_of_all_files_and_overrides_are_told_at_once(self, tmp_path: Path) -> None:
        written(tmp_path, "far.toml", "[run]\nseed = -1\n[organisation]\nusers = 0\n")
        path = written(tmp_path, "own.toml", 'extends = "far.toml"\n[trust]\nmemory = 2\nrule = "x"\n')
        found = [line.split(": ")[:2] for line in complaints(path, "test.detection=3", "nothing")]
        assert found == [
            ["--set", "nothing"],
            ["--set", "test.detection"],
            ["far.toml:2", "run.seed"],
            ["far.toml:4", "organisation.users"],
            ["own.toml:3", "trust.memory"],
            ["own.toml:4", "trust.rule"],
        ]

    def test_a_circle_is_told_with_its_chain(self, tmp_path: Path) -> None:
        written(tmp_path, "b.toml", 'extends = "c.toml"\n')
        written(tmp_path, "c.toml", '# round and round\nextends = "a.toml"\n')
        path = written(tmp_path, "a.toml", 'extends = "b.toml"\n')
        assert complaints(path) == [
            (
                'c.toml:2: extends: "a.toml" leads in a circle: a.toml -> b.toml -> c.toml -> a.toml; '
                "expected a file that does not extend this one"
            )
        ]

    def test_a_link_does_not_hide_a_circle(self, tmp_path: Path) -> None:
        path = written(tmp_path, "a.toml", 'extends = "link.toml"\n')
        (tmp_path / "link.toml").symlink_to(path)
        assert "leads in a circle" in complaints(path)[0]

    def test_a_missing_parent_is_told_where_it_is_named(self, tmp_path: Path) -> None:
        written(tmp_path, "turnaround.toml", "")
        path = written(tmp_path, "a.toml", '\nextends = "turnarund.toml"\n[run]\nseed = -1\n')
        assert complaints(path) == [
            (
                'a.toml:2: extends: "turnarund.toml" cannot be found; expected a scenario file (TOML); '
                "did you mean turnaround.toml?"
            ),
            "a.toml:4: run.seed: -1 is too small; expected a whole number from 0 to 9007199254740992 (seed)",
        ]


class TestFiles:
    def test_missing(self, tmp_path: Path) -> None:
        written(tmp_path, "partnership.toml", "")
        told = "cannot be found; expected a scenario file (TOML)"
        assert complaints(tmp_path / "other.toml") == [f"other.toml: {told}"]
        for name in ("partnership", "partnershp.toml"):
            assert complaints(tmp_path / name) == [f"{name}: {told}; did you mean partnership.toml?"]

    def test_missing_with_its_folder(self, tmp_path: Path) -> None:
        assert complaints(tmp_path / "no" / "a.toml") == ["a.toml: cannot be found; expected a scenario file (TOML)"]

    def test_a_folder(self, tmp_path: Path) -> None:
        folder = tmp_path / "stories"
        folder.mkdir()
        assert complaints(folder) == ["stories: is a folder; expected a scenario file (TOML)"]
        written(folder, "a.toml", "")
        assert complaints(folder) == ["stories: is a folder; expected a scenario file, such as a.toml in it"]

    @pytest.mark.parametrize(
        ("raw", "told"),
        [
            (b"\x89PNG\r\n\x1a\n\0\0\0", ": holds binary data"),
            (b"PAR1\x00\x01", ": holds binary data"),
            (b"[run]\nseed = 1 # \xe9t\xe9\n", ":2: byte 0xe9 is not UTF-8 text"),
            ("[run]\nseed = 1\n".encode("utf-16"), ": is UTF-16 text"),
        ],
    )
    def test_rubbish(self, tmp_path: Path, raw: bytes, told: str) -> None:
        path = tmp_path / "a.toml"
        path.write_bytes(raw)
        (line,) = complaints(path)
        assert line.startswith(f"a.toml{told}; expected ")

    def test_larger_than_any_scenario(self, tmp_path: Path) -> None:
        path = written(tmp_path, "a.toml", "#" * (reading.MOST_BYTES + 1))
        assert complaints(path) == ["a.toml: is larger than 1,000 kB; expected a scenario file of a few kB"]
        assert load_scenario(written(tmp_path, "b.toml", "#" * reading.MOST_BYTES)) == Scenario()

    @pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no endless file here")
    def test_a_file_without_end(self) -> None:
        with pytest.raises(ScenarioError, match="is larger than"):
            load_scenario("/dev/zero")

    @pytest.mark.skipif(ROOT, reason="root may read everything")
    def test_unreadable(self, tmp_path: Path) -> None:
        path = written(tmp_path, "a.toml", "")
        path.chmod(0)
        assert complaints(path) == ["a.toml: may not be read; expected a file that you are allowed to read"]

    @pytest.mark.parametrize(
        ("error", "told"),
        [
            (PermissionError(13, "Permission denied"), "may not be read; expected a file that you are allowed to read"),
            (OSError(5, "Input/output error"), "cannot be read (Input/output error); expected a scenario file (TOML)"),
        ],
    )
    def test_failing_to_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, told: str) -> None:
        path = written(tmp_path, "a.toml", "")

        def fail(*_: Any, **__: Any) -> None:
            raise error

        monkeypatch.setattr(Path, "open", fail)
        assert complaints(path) == [f"a.toml: {told}"]

    @pytest.mark.parametrize("name", ["a\0b.toml", "x" * 5000, "\udcff.toml"])
    def test_names_that_no_file_has(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(ScenarioError, match="cannot be"):
            load_scenario(tmp_path / name)

    def test_a_link_to_itself(self, tmp_path: Path) -> None:
        (tmp_path / "a.toml").symlink_to("a.toml")
        assert "cannot be read" in complaints(tmp_path / "a.toml")[0]


@pytest.mark.parametrize(
    "text",
    [
        f"[run]\nseed = {'[' * 50_000}",
        f"[run]\nseed = {'[' * 200}{']' * 200}",
        f"[run]\nseed = {'{a = ' * 50_000}",
        f"\n{'a.' * 100_000}a = 1",
        f"\n[{'a.' * 100_000}a]",
    ],
    ids=["open brackets", "closed brackets", "inline tables", "dotted key", "dotted section"],
)
def test_deep_nesting_is_refused_and_not_followed(tmp_path: Path, text: str) -> None:
    assert complaints(written(tmp_path, "a.toml", text)) == [
        "a.toml:2: keys or brackets are nested more than 32 deep; expected section.key = value"
    ]


def test_of_very_many_problems_the_rest_is_counted(tmp_path: Path) -> None:
    path = written(tmp_path, "a.toml", "[run]\n" + "".join(f"key{number} = 1\n" for number in range(250)))
    lines = complaints(path)
    assert len(lines) == 101
    assert lines[0].startswith("a.toml:2: run.key0: unknown key")
    assert lines[-1] == "a.toml: and 150 more problems in this file"


def test_a_problem_is_told_once(tmp_path: Path) -> None:
    assert len(complaints(written(tmp_path, "a.toml", ""), "run.seed=-1", "run.seed=-1")) == 1


def test_problems_between_keys_are_told_together_with_others(tmp_path: Path) -> None:
    path = written(tmp_path, "a.toml", "[organisation]\nbusiness_units = 9\nusers = 3\n[run]\nseed = -1\n")
    assert [line.split(":")[1] for line in complaints(path)] == ["2", "5"]


def test_problems_between_keys_wait_until_their_own_keys_are_right(tmp_path: Path) -> None:
    path = written(tmp_path, "a.toml", '[organisation]\nbusiness_units = 9\nusers = "three"\n')
    assert [line.split(":")[1] for line in complaints(path)] == ["3"]
    path = written(tmp_path, "b.toml", f"{VISIT}day = 900\n{VISIT}day = 0\n")
    assert [line.split(":")[1] for line in complaints(path)] == ["6"]


def test_problems_of_an_entry_do_not_wait_for_other_entries(tmp_path: Path) -> None:
    path = written(tmp_path, "a.toml", f"{VISIT}amount = 0.5\n{VISIT}day = 0\n{VISIT}day = 1\namount = 3\n")
    assert [line.split(": ")[:2] for line in complaints(path)] == [
        ["a.toml:1", "timeline[1].day"],
        ["a.toml:6", "timeline[2].day"],
        ["a.toml:10", "timeline[3].amount"],
    ]
    path = written(tmp_path, "b.toml", f"{VISIT}day = 900\n{VISIT}amount = 2\n")
    assert [line.split(": ")[:2] for line in complaints(path)] == [
        ["b.toml:3", "timeline[1].day"],
        ["b.toml:4", "timeline[2].day"],
        ["b.toml:6", "timeline[2].amount"],
    ]


def test_an_entry_is_judged_in_its_own_file(tmp_path: Path) -> None:
    written(tmp_path, "far.toml", f"{VISIT}day = 10\n")
    path = written(tmp_path, "own.toml", f'extends = "far.toml"\n\n{VISIT}')
    assert [line.split(": ")[:2] for line in complaints(path)] == [["own.toml:3", "timeline[1].day"]]
    path = written(tmp_path, "well.toml", f'extends = "own.toml"\n{VISIT}day = 10\n')
    assert [line.split(": ")[:2] for line in complaints(path)] == [["own.toml:3", "timeline[1].day"]]
    good = written(tmp_path, "good.toml", f"{VISIT}day = 10\n")
    assert complaints(good, 'timeline=[{what = "hire"}]')[0].startswith("--set: timeline[1].day: missing, and there")


def test_a_wrong_section_does_not_hide_the_others(tmp_path: Path) -> None:
    path = written(tmp_path, "a.toml", "organisation = 5\ntrust.memory = 5\n")
    assert [line.split(": ")[1] for line in complaints(path)] == ["organisation", "trust.memory"]


def test_merging_leaves_its_tables_as_they_were() -> None:
    far, near = {"a": {"b": 1, "c": {"d": 2}}}, {"a": {"c": {"e": 3}}, "f": [1]}
    assert merged([far, near]) == {"a": {"b": 1, "c": {"d": 2, "e": 3}}, "f": [1]}
    assert far == {"a": {"b": 1, "c": {"d": 2}}}
    assert near == {"a": {"c": {"e": 3}}, "f": [1]}


def test_loading_needs_none_of_the_heavy_packages() -> None:
    heavy = ("numpy", "pandas", "mesa", "pyarrow", "matplotlib", "typer", "rich")
    code = f"import sys, trustsim.scenario.loading; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
