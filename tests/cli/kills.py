"""Commands that are killed at every step that they take on the disk, and what the next command makes of what is left.

``python -m tests.cli.kills`` kills each command that writes a result at each of its steps: some hundreds of times, in
some minutes. ``--every N`` takes each N-th step alone. Pictures are stand-ins: what is looked at is where files go.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from tests.experiment import tiny
from trustsim.cli.app import app
from trustsim.records.keeping import MANIFEST, hashes_in
from trustsim.records.manifest import file_hash
from trustsim.report import plots
from trustsim.report.page import pictures

Words = tuple[str, ...]

SMALL = """\
[run]
horizon_days = 21
warmup_days = 0
[organisation]
users = 3
developers = 2
testers = 1
"""
HEAVY = (
    "pandas",
    "pyarrow.parquet",
    "scipy.stats",
    "SALib.analyze.sobol",
    "trustsim.analysis.analyse",
    "trustsim.compare.comparison",
    "trustsim.compare.precision",
    "trustsim.experiment.sweep",
    "trustsim.explain.explanation",
    "trustsim.explain.life",
    "trustsim.report.analysis",
    "trustsim.report.comparison",
    "trustsim.report.explanation",
    "trustsim.report.page.facts",
    "trustsim.report.tables",
    "trustsim.report.trace",
    "trustsim.run",
)
"""What commands import when they need it; imported once, each of them begins at once."""

STEPS = {"os.rename", "os.mkdir", "os.remove", "os.rmdir"}
NOTES = {"notes.txt": "mine", "plots/notes.txt": "mine too", "mine/notes.txt": "and mine"}


class Verb(NamedTuple):
    """A command that writes a result.

    Attributes:
        result: the folder that it writes.
        command: what is killed.
        earlier: what has written the result that stands there.
        following: another command, which writes beside it.
    """

    result: str
    command: Words
    earlier: Words
    following: Words


_ALONE = ("run", "small", "--out", "runs/next", "--no-plots", "--force")
_ANALYSE = ("analyse", "sweeps/tiny", "--measure", "requests.arrived", "--no-plots", "--out", "sweeps/tiny/next")

VERBS = {
    "run": Verb("runs/it", ("run", "small"), ("run", "small", "--seed", "2"), _ALONE),
    "reps": Verb("runs/it", ("run", "small", "--reps", "2", "--jobs", "1"), ("run", "small", "--seed", "2"), _ALONE),
    "compare": Verb(
        "runs/it",
        ("compare", "small", "other", "--reps", "2", "--jobs", "1"),
        ("compare", "other", "small", "--reps", "3", "--jobs", "1"),
        _ALONE,
    ),
    "explain": Verb("runs/it", ("explain", "runs/base"), ("explain", "runs/base", "--from", "5"), _ALONE),
    "trace": Verb("runs/it", ("trace", "runs/base", "0"), ("trace", "runs/base", "1"), _ALONE),
    "analyse": Verb(
        "sweeps/tiny/it",
        ("analyse", "sweeps/tiny"),
        ("analyse", "sweeps/tiny", "--measure", "requests.arrived"),
        ("report", "sweeps/tiny", "--no-plots", "--force", "--out", "sweeps/tiny/next"),
    ),
    "report": Verb("sweeps/tiny/it", ("report", "sweeps/tiny"), ("report", "sweeps/other"), _ANALYSE),
}


def main(arguments: list[str] | None = None) -> int:
    """Kill, look, and say what was found; 1 if anything was lost or left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="take each N-th step alone")
    parser.add_argument("--verb", choices=list(VERBS), action="append", help="only this one; repeatable")
    asked = parser.parse_args(arguments)
    for module in HEAVY:
        import_module(module)
    _stand_in_pictures()
    kills, wrong = 0, []
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        _in_a_child(lambda: _prepare(home / "start"))
        for name in asked.verb or VERBS:
            for replacing in (False, True):
                for step, found in _killed(home, VERBS[name], replacing, asked.every):
                    kills += 1
                    wrong += [f"{name}{', replacing' if replacing else ''}, step {step}: {line}" for line in found]
    print("\n".join([*wrong, f"{kills} kills, {len(wrong)} things wrong"]))  # noqa: T201
    return min(1, len(wrong))


def _stand_in_pictures() -> None:
    def draw(*given: Any) -> list[Path]:
        folder, name = next(one for one in given if isinstance(one, Path)), given[-1]
        folder.mkdir(parents=True, exist_ok=True)
        names = [name] if isinstance(name, str) else ["one", "two"]
        files = [folder / f"{name}{ending}" for name in names for ending in (".png", ".svg")]
        for file in files:
            file.write_bytes(b"a picture")
        return files

    for name in ("draw_run", "draw_ensemble", "draw_comparison", "draw_analysis", "draw_life"):
        setattr(plots, name, draw)
    plots.draw_discovery = lambda *_: []
    plots.draw_explanation = lambda *given: draw(*given[:-1])
    picture = pictures.Plot("sobol", "A picture.", "A picture.", ("points",), b"a picture", b"a picture")
    pictures.draw_plots = lambda *_: (picture,)


def _prepare(start: Path) -> None:
    """A folder with two scenarios, a run and two sweeps in it."""
    (start / "scenarios").mkdir(parents=True)
    (start / "scenarios" / "small.toml").write_text(SMALL)
    (start / "scenarios" / "other.toml").write_text(SMALL.replace("users = 3", "users = 4"))
    os.chdir(start)
    _command("run", "small", "--out", "runs/base", "--no-plots")
    tiny.swept(Path("sweeps/tiny"))
    tiny.swept(Path("sweeps/other"), first_seed=5)


def _killed(home: Path, verb: Verb, replacing: bool, every: int) -> Iterator[tuple[int, list[str]]]:
    """Each step at which the command was killed, and what was wrong after the next command."""
    before, after = _results(home, verb)
    states = [before if replacing else {}, after]
    step = 1
    while True:
        place = _copy(home, "before" if replacing else "start")
        status = _in_a_child(partial(_stepwise, place, verb, step))
        if not os.WIFSIGNALED(status):
            return
        _in_a_child(partial(_following, place, verb))
        yield step, list(_wrong(place, verb, states, replacing))
        shutil.rmtree(place)
        step += every


def _results(home: Path, verb: Verb) -> tuple[dict[str, str], dict[str, str]]:
    """The data of the result that stands there and of the one that replaces it; the first is left in ``before``."""
    shutil.rmtree(home / "before", ignore_errors=True)
    place = _copy(home, "start")
    _in_a_child(lambda: _write_earlier(place, verb))
    place.rename(home / "before")
    before = _data(home / "before" / verb.result)
    place = _copy(home, "start")
    _in_a_child(lambda: _stepwise(place, verb, None))
    after = _data(place / verb.result)
    shutil.rmtree(place)
    return before, after


def _copy(home: Path, name: str) -> Path:
    place = home / "place"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(home / name, place)
    return place


def _write_earlier(place: Path, verb: Verb) -> None:
    os.chdir(place)
    _command(*verb.earlier, "--out", verb.result)
    for name, text in NOTES.items():
        path = place / verb.result / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)


def _stepwise(place: Path, verb: Verb, step: int | None) -> None:
    """Do the command, and kill this process before its n-th step on the disk."""
    os.chdir(place)
    done = 0

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal done
        if event in STEPS or (event == "open" and _writes(*arguments)):
            done += 1
            if done == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hear)
    _command(*verb.command, "--out", verb.result, "--force")


def _writes(path: object, _: object, flags: int) -> bool:
    return bool(flags & (os.O_WRONLY | os.O_RDWR)) and isinstance(path, str) and not path.startswith("/dev/")


def _following(place: Path, verb: Verb) -> None:
    os.chdir(place)
    _command(*verb.following)


def _command(*words: str) -> None:
    """A command as from a shell; its exit code has to be 0."""
    said = StringIO()
    with redirect_stdout(StringIO()), redirect_stderr(said):
        try:
            app(list(words), prog_name="trustsim")
        except SystemExit as end:
            if end.code:
                raise RuntimeError(f"{words}: {said.getvalue()}") from end


def _in_a_child(do: Callable[[], object]) -> int:
    """Do it in a process of its own, which may be killed; return its status."""
    child = os.fork()
    if child == 0:
        try:
            do()
        except BaseException as error:  # noqa: BLE001 (the child must end here)
            sys.stderr.write(f"{error!r}\n")
            os._exit(3)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError("a command failed that was not killed")
    return status


def _data(folder: Path) -> dict[str, str]:
    """The files of a result, with their hashes, but for pictures, pages and what is the user's own."""
    return {name: value for name, value in _files(folder).items() if name.endswith((".parquet", ".json", ".csv"))}


def _files(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    named = {path.relative_to(folder).as_posix(): file_hash(path) for path in files}
    return {name: value for name, value in named.items() if name != MANIFEST and name not in NOTES}


def _wrong(place: Path, verb: Verb, states: list[dict[str, str]], replacing: bool) -> Iterator[str]:
    """What a kill has lost, mixed or left."""
    for path in place.rglob(".*"):
        yield f"{path.relative_to(place)} is left"
    folder = place / verb.result
    if replacing:
        for name, text in NOTES.items():
            if not (folder / name).is_file() or (folder / name).read_text() != text:
                yield f"{name} is lost"
    if not folder.is_dir():
        if replacing:
            yield "the result is lost"
        return
    if _data(folder) not in states:
        yield "the result is neither the one nor the other"
    if _files(folder) != hashes_in(json.loads((folder / MANIFEST).read_text())):
        yield "the manifest says something else than what is there"


if __name__ == "__main__":
    sys.exit(main())
