"""The files that come with trustsim, found with hardly anything imported, so that ``trustsim list`` is quick."""

from __future__ import annotations

import sys
from pathlib import Path

INSTALLED = "share/trustsim"


def shipped(pattern: str) -> list[Path]:
    """Return what comes with trustsim and matches a pattern such as ``scenarios/*.toml``, sorted.

    In a checkout files lie beside the package; an installation has put them under share/.
    """
    package = Path(__file__).resolve().parents[1]
    if (package.parent / "pyproject.toml").is_file():
        return sorted(package.parent.glob(pattern))
    prefix = Path(sys.prefix).resolve()
    found = sorted((prefix / INSTALLED).glob(pattern)) if prefix in package.parents else []
    return found or _recorded(pattern)


def named(folder: str) -> dict[str, Path]:
    """Return TOML files by name; one in ./folder goes before a shipped one of the same name."""
    local = {path.stem: path for path in sorted(Path(folder).glob("*.toml"))}
    return dict(sorted(({path.stem: path for path in shipped(f"{folder}/*.toml")} | local).items()))


def _recorded(pattern: str) -> list[Path]:
    """Where the installer says that it put them, which takes longer to read than all else."""
    from importlib.metadata import PackageNotFoundError, files

    try:
        installed = files("trustsim") or []
    except PackageNotFoundError:
        return []
    found = [file for file in installed if file.match(f"{INSTALLED}/{pattern}")]
    paths = (Path(str(file.locate())).resolve() for file in found)
    return sorted(path for path in paths if path.is_file())
