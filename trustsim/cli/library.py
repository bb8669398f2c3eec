"""Where scenarios are found: in ./scenarios, and among what comes with trustsim; and where the description is."""

from __future__ import annotations

from difflib import get_close_matches
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from trustsim.errors import InputError, RunError

FOLDER = "scenarios"
DESCRIPTION = "docs/explanation/odd.md"

INSTALLED = f"share/trustsim/{FOLDER}/"
INSTALLED_DESCRIPTION = f"share/trustsim/{DESCRIPTION}"


def scenarios() -> dict[str, Path]:
    """Return scenario files by name; one in ./scenarios goes before a shipped one of the same name."""
    local = {path.stem: path for path in sorted(Path(FOLDER).glob("*.toml"))}
    shipped = {path.stem: path for path in _shipped()}
    return dict(sorted((shipped | local).items()))


def find(file: str) -> Path:
    """Return the path of a scenario given as a path or as a bare name.

    A path that does not exist is returned as it is, for the loader to say so.

    Raises:
        InputError: a bare name that no scenario has.
    """
    path = Path(file)
    if path.is_file() or path.suffix or len(path.parts) > 1:
        return path
    known = scenarios()
    if file in known:
        return known[file]
    if path.exists():
        return path
    near = get_close_matches(file, known, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "expected a TOML file or a name that 'trustsim list' shows"
    raise InputError(f"{file}: no such file, and no scenario of this name; {hint}")


def description() -> Path:
    """Return where the text is that describes the model.

    Raises:
        RunError: this installation lacks it.
    """
    for path in _coming_with_trustsim(DESCRIPTION, INSTALLED_DESCRIPTION):
        return path
    raise RunError(f"the description of the model is missing; expected {INSTALLED_DESCRIPTION} in this installation")


def _shipped() -> list[Path]:
    return _coming_with_trustsim(f"{FOLDER}/*.toml", INSTALLED)


def _coming_with_trustsim(pattern: str, installed_as: str) -> list[Path]:
    """In a checkout files lie beside the package; an installation has put them under share/."""
    checkout = Path(__file__).resolve().parents[2]
    if (checkout / "pyproject.toml").is_file():
        return sorted(checkout.glob(pattern))
    try:
        installed = files("trustsim") or []
    except PackageNotFoundError:
        return []
    found = [Path(str(file.locate())).resolve() for file in installed if installed_as in file.as_posix()]
    return sorted(path for path in found if path.suffix == Path(pattern).suffix and path.is_file())
