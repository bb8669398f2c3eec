"""Where scenarios and experiments are found: here, and among what comes with trustsim; and where the description is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from shlex import quote

from trustsim.errors import InputError, RunError
from trustsim.scenario.nearest import near
from trustsim.scenario.shipped import INSTALLED, named, shipped

SCENARIOS = "scenarios"
EXPERIMENTS = "experiments"
DESCRIPTION = "docs/explanation/odd.md"

_LISTS = {SCENARIOS: "trustsim list", EXPERIMENTS: "trustsim list --experiments"}


def scenarios() -> dict[str, Path]:
    """Return scenario files by name; one in ./scenarios goes before a shipped one of the same name."""
    return named(SCENARIOS)


def experiments() -> dict[str, Path]:
    """Return experiment files by name; one in ./experiments goes before a shipped one of the same name."""
    return named(EXPERIMENTS)


def shipped_scenarios() -> dict[str, Path]:
    """Return the scenario files that come with trustsim by name, whatever lies in ./scenarios."""
    return {path.stem: path for path in shipped(f"{SCENARIOS}/*.toml")}


def find(file: str) -> Path:
    """Return the path of a scenario given as a path or as a bare name.

    A path that does not exist is returned as it is, for the loader to say so, unless another one may be meant.

    Raises:
        InputError: a bare name that no scenario has, or a path that is close to one that exists.
    """
    return _find(file, (SCENARIOS,))


def find_experiment(file: str) -> Path:
    """Return the path of an experiment given as a path or as a bare name, as ``find`` does.

    Raises:
        InputError: as for ``find``, of experiments.
    """
    return _find(file, (EXPERIMENTS,))


def find_either(file: str) -> Path:
    """Return the path of a scenario, or else of an experiment, as ``find`` does.

    Raises:
        InputError: as for ``find``, of both.
    """
    return _find(file, (SCENARIOS, EXPERIMENTS))


def another_kind(file: str, folder: str) -> str:
    """What to say of a file that belongs to SCENARIOS or EXPERIMENTS where one of the other kind is expected."""
    if folder == EXPERIMENTS:
        return f"this is an experiment; expected a scenario; its runs are done by: trustsim sweep {quote(file)}"
    return f"this is a scenario; expected an experiment; it is run by: trustsim run {quote(file)}"


def _find(file: str, kinds: Sequence[str]) -> Path:
    path = Path(file)
    if path.is_file():
        return path
    known = {name: one for folder in reversed(kinds) for name, one in named(folder).items()}
    if file in known:
        return known[file]
    if path.exists():
        return path
    if path.suffix or len(path.parts) > 1:
        beside = {one.stem: str(one) for one in sorted(path.parent.glob("*.toml"))}
        meant = [beside[name] for name in near(path.stem, beside)] or [name for name in (path.stem,) if name in known]
        if meant:
            raise InputError(f"{file}: no such file; did you mean {' or '.join(meant)}?")
        return path
    what = " or ".join(folder.removesuffix("s") for folder in kinds)
    raise InputError(f"{file}: {_unknown(file, known, kinds, what)}")


def _unknown(name: str, known: Iterable[str], kinds: Sequence[str], what: str) -> str:
    """What to say of a bare name that none of the right kind has: it may be one of the other kind."""
    nowhere = f"no such file, and no {what} of this name"
    if found := near(name, known):
        return f"{nowhere}; did you mean {' or '.join(found)}?"
    for other in {SCENARIOS, EXPERIMENTS}.difference(kinds):
        if name in (names := named(other)):
            return another_kind(name, other)
        if found := near(name, names):
            verb = "sweep" if other == EXPERIMENTS else "run"
            return (
                f"{nowhere}; did you mean the {other.removesuffix('s')} {found[0]}, as in: trustsim {verb} {found[0]}?"
            )
    lists = ", or: ".join(_LISTS[folder] for folder in kinds)
    return f"{nowhere}; expected a TOML file or a name that is known; see: {lists}"


def description() -> Path:
    """Return where the text is that describes the model.

    Raises:
        RunError: this installation lacks it.
    """
    for path in shipped(DESCRIPTION):
        return path
    raise RunError(f"the description of the model is missing; expected {INSTALLED}/{DESCRIPTION} in this installation")
