"""Of a result that is replaced, ours goes and the user's stays, whatever it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from trustsim.errors import RunError
from trustsim.records.aside import add, aside
from trustsim.records.keeping import MANIFEST


def result(folder: Path, text: str = "ours", picture: str = "") -> tuple[Path, list[str]]:
    told: list[str] = []
    with aside(folder, {"format": "test"}, told.append) as partial:
        (partial / "data.txt").write_text(text)
        (partial / "plots").mkdir()
        (partial / "plots" / "one.png").write_text(picture or text)
    return folder, told


def seen(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


OURS = ["data.txt", MANIFEST, "plots/one.png"]


def test_what_is_ours_goes(tmp_path: Path) -> None:
    folder, _ = result(tmp_path / "it")
    with aside(folder, {"format": "test"}) as partial:
        (partial / "other.txt").touch()
    assert sorted(path.name for path in folder.iterdir()) == [MANIFEST, "other.txt"]


@pytest.mark.parametrize("name", ["notes.txt", "plots/notes.txt", "mine/deep/notes.txt", ".hidden", "plots/mine/a.png"])
def test_a_file_of_the_users_own_stays(name: str, tmp_path: Path) -> None:
    folder, _ = result(tmp_path / "it")
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("mine")
    _, told = result(folder, "again")
    assert (folder / name).read_text() == "mine"
    assert seen(folder) == sorted([*OURS, name])
    assert told == []


@pytest.mark.parametrize(("name", "kept"), [("data.txt", "data.kept.txt"), ("plots/one.png", "plots/one.kept.png")])
def test_an_edited_file_of_ours_is_kept_by_another_name(name: str, kept: str, tmp_path: Path) -> None:
    folder, _ = result(tmp_path / "it")
    for number in ("", "-2", "-3"):
        (folder / name).write_text(f"mine{number}")
        _, told = result(folder, "again")
        path = Path(kept.replace(".kept", f".kept{number}"))
        assert (folder / path).read_text() == f"mine{number}"
        assert (folder / name).read_text() == "again"
        assert told == [f"it: {name} is not as trustsim wrote it; kept as {path.as_posix()}"]


def test_an_edited_manifest_is_kept_too(tmp_path: Path) -> None:
    folder, _ = result(tmp_path / "it")
    about = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps(about | {"note": "mine"}))
    result(folder)
    assert json.loads((folder / "manifest.kept.json").read_text())["note"] == "mine"


def test_links_stay_and_are_not_followed(tmp_path: Path) -> None:
    folder, _ = result(tmp_path / "it")
    (tmp_path / "elsewhere").mkdir()
    (folder / "plots").rename(tmp_path / "elsewhere" / "plots")
    (folder / "plots").symlink_to(tmp_path / "elsewhere" / "plots")
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    (folder / "data.txt").rename(tmp_path / "elsewhere" / "data.txt")
    (folder / "data.txt").symlink_to(tmp_path / "elsewhere" / "data.txt")
    result(folder)
    assert seen(tmp_path / "elsewhere") == ["data.txt", "plots/one.png"]
    assert (folder / "link").is_symlink()
    assert (folder / "plots.kept").is_symlink()
    assert (folder / "data.kept.txt").is_symlink()
    assert (folder / "data.txt").read_text() == "ours"


@pytest.mark.parametrize("name", ["../precious.txt", "mine/../../precious.txt", "{}/precious.txt"])
def test_a_manifest_that_was_tampered_with_reaches_nothing_outside(name: str, tmp_path: Path) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("ours")
    folder, _ = result(tmp_path / "it")
    about = json.loads((folder / MANIFEST).read_text())
    about["files"]["sha256"][name.format(tmp_path)] = about["files"]["sha256"]["data.txt"]
    (folder / MANIFEST).write_text(json.dumps(about))
    result(folder)
    assert precious.read_text() == "ours"


def test_pictures_of_an_earlier_version_count_as_ours(tmp_path: Path) -> None:
    folder, _ = result(tmp_path / "it")
    about = json.loads((folder / MANIFEST).read_text())
    files = {"sha256": {"data.txt": about["files"]["sha256"]["data.txt"]}, "pictures": ["plots/one.png"]}
    (folder / MANIFEST).write_text(json.dumps(about | {"files": files}))
    _, told = result(folder, "again")
    assert (seen(folder), told) == (OURS, [])


def test_what_is_added_is_listed_and_replaces_what_is_ours(tmp_path: Path) -> None:
    folder, _ = result(tmp_path / "it")

    def make(into: Path) -> None:
        (into / "plots").mkdir()
        (into / "plots" / "one.png").write_text("drawn")
        (into / "plots" / "two.svg").write_text("drawn")

    told: list[str] = []
    assert add(folder, make, told.append) == ["plots/one.png", "plots/two.svg"]
    assert json.loads((folder / MANIFEST).read_text())["files"]["pictures"] == ["plots/one.png", "plots/two.svg"]
    assert (folder / "plots" / "one.png").read_text() == "drawn"
    (folder / "plots" / "two.svg").write_text("mine")
    add(folder, make, told.append)
    assert told == ["it: plots/two.svg is not as trustsim wrote it; kept as plots/two.kept.svg"]
    assert (folder / "plots" / "two.kept.svg").read_text() == "mine"


def test_what_cannot_be_added_changes_nothing(tmp_path: Path) -> None:
    folder, _ = result(tmp_path / "it")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def make(into: Path) -> None:
        (into / "two.svg").touch()
        raise OSError(28, "No space left on device")

    with pytest.raises(RunError, match=r"could not write into .*it: No space left on device"):
        add(folder, make)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["it"]


def test_nothing_is_added_to_a_result_that_was_replaced_meanwhile(tmp_path: Path) -> None:
    folder, _ = result(tmp_path / "it")

    def make(into: Path) -> None:
        result(folder, "another")
        (into / "plots").mkdir()
        (into / "plots" / "one.png").write_text("of the first")

    add(folder, make)
    assert (folder / "plots" / "one.png").read_text() == "another"
