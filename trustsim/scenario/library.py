"""Where scenarios and experiments are found: here, and among what comes with trustsim; and where the description is."""

from __future__ import annotations

from difflib import get_close_matches
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from trustsim.errors import InputError, RunError

SCENARIOS = "scenarios"
EXPERIMENTS = "experiments"
DESCRIPTION = "docs/explanation/odd.md"

INSTALLED = "share/trustsim/"


def scenarios() -> dict[str, Path]:
    """Return scenario files by name; one in ./scenarios goes before a shipped one of the same name."""
    return _named(SCENARIOS)


def experiments() -> dict[str, Path]:
    """Return experiment files by name; one in ./experiments goes before a shipped one of the same name."""
    return _named(EXPERIMENTS)


def find(file: str) -> Path:
    """Return the path of a scenario given as a path or as a bare name.

    A path that does not exist is returned as it is, for the loader to say so.

    Raises:
        InputError: a bare name that no scenario has.
    """
    return _find(file, SCENARIOS)


def find_experiment(file: str) -> Path:
    """Return the path of an experiment given as a path or as a bare name, as ``find`` does.

    Raises:
        InputError: a bare name that no experiment has.
    """
    return _find(file, EXPERIMENTS)


def _named(folder: str) -> dict[str, Path]:
    local = {path.stem: path for path in sorted(Path(folder).glob("*.toml"))}
    shipped = {path.stem: path for path in _coming_with_trustsim(f"{folder}/*.toml")}
    return dict(sorted((shipped | local).items()))


def _find(file: str, folder: str) -> Path:
    path = Path(file)
    if path.is_file() or path.suffix or len(path.parts) > 1:
        return path
    known = _named(folder)
    if file in known:
        return known[file]
    if path.exists():
        return path
    near = get_close_matches(file, known, n=3, cutoff=0.5)
    shows = "trustsim list" if folder == SCENARIOS else "trustsim list --experiments"
    hint = f"did you mean {' or '.join(near)}?" if near else f"expected a TOML file or a name that '{shows}' shows"
    raise InputError(f"{file}: no such file, and no {folder.removesuffix('s')} of this name; {hint}")


def description() -> Path:
    """Return where the text is that describes the model.

    Raises:
        RunError: this installation lacks it.
    """
    for path in _coming_with_trustsim(DESCRIPTION):
        return path
    raise RunError(f"the description of the model is missing; expected {INSTALLED}{DESCRIPTION} in this installation")


def _coming_with_trustsim(pattern: str) -> list[Path]:
    """In a checkout files lie beside the package; an installation has put them under share/."""
    checkout = Path(__file__).resolve().parents[2]
    if (checkout / "pyproject.toml").is_file():
        return sorted(checkout.glob(pattern))
    try:
        installed = files("trustsim") or []
    except PackageNotFoundError:
        return []
    found = [file for file in installed if file.match(f"{INSTALLED}{pattern}")]
    paths = (Path(str(file.locate())).resolve() for file in found)
    return sorted(path for path in paths if path.is_file())
