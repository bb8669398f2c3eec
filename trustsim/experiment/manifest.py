"""What a sweep folder says of itself: one JSON file, sealed by a digest of all that it says."""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from trustsim.errors import InputError
from trustsim.records.manifest import FORMAT as RUN
from trustsim.records.manifest import canonical
from trustsim.scenario.wording import listed

FORMAT = "trustsim sweep"
FORMAT_VERSION = 2
"""1 had no seal."""

MANIFEST = "manifest.json"
STATES = ("running", "done")
SEAL = "seal"

MOST_NAMES = 5

_UNREADABLE = (AttributeError, KeyError, RecursionError, TypeError, ValueError)
_AGAIN = "sweep again with --out and a new folder; what is in the store is not done again"


def as_text(about: Mapping[str, Any]) -> str:
    """The file that says this of a sweep, in the format of today and sealed."""
    kept = {name: value for name, value in about.items() if name != SEAL} | {"format_version": FORMAT_VERSION}
    return json.dumps(kept | {SEAL: _seal(kept)}, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _seal(about: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(about).encode()).hexdigest()


def read_manifest(folder: Path) -> dict[str, Any]:
    """What a sweep folder says of itself, whether or not it is finished, without the seal.

    Raises:
        InputError: it is no sweep folder (it is said what it is instead), one of a later version, or one that
            somebody or something has changed.
    """
    path = folder / MANIFEST
    try:
        found = _read(path)
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(f"{folder}: {_no_sweep(folder)}") from None
    except OSError as error:
        raise InputError(
            f"{path}: {error.strerror or error}; expected to read what the sweep says of itself"
        ) from error
    except (RecursionError, ValueError) as error:
        words = error if isinstance(error, ValueError) else "it is nested too deeply"
        raise InputError(f"{path}: cannot be read as JSON; {words}; expected it as trustsim sweep wrote it") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise InputError(f"{folder}: {_of_another(found, folder)}")
    version = found.get("format_version")
    if isinstance(version, int) and version > FORMAT_VERSION:
        raise InputError(
            f"{folder}: a later version of trustsim wrote this sweep, in format {_short(version)}; "
            f"this version reads up to {FORMAT_VERSION}"
        )
    return _sound(path, found, version)


def _sound(path: Path, found: dict[str, Any], version: object) -> dict[str, Any]:
    """What was read, if it is as it was written."""
    seal = found.pop(SEAL, None)
    try:
        sealed = seal == _seal(found) if version == FORMAT_VERSION else seal is None
        whole = sealed and type(version) is int and version >= 1 and _is_whole(found)
    except _UNREADABLE:
        whole = False
    if not whole:
        raise InputError(f"{path}: damaged, or edited; expected it as trustsim sweep wrote it; {_AGAIN}")
    return found


def _is_whole(found: Mapping[str, Any]) -> bool:
    """Whether everything is there that others rely on, in the form that they rely on."""
    counts, hashes = found.get("counts", {}), found.get("files", {}).get("sha256", {})
    done = found["state"] == "done"
    return (
        found["state"] in STATES
        and isinstance(found["experiment"], dict)
        and isinstance(found["store"], str)
        and isinstance(found.get("versions", {}), dict)
        and all(type(count) is int and 0 <= count < 2**53 for count in counts.values())
        and all(isinstance(text, str) for text in hashes.values())
        and (not done or (counts.keys() >= {"runs", "done", "failed"} and len(hashes) > 0))
    )


def is_sweep(folder: Path) -> bool:
    """Whether a sweep stands there, finished or not, sound or not."""
    try:
        found = _read(folder / MANIFEST)
    except (OSError, RecursionError, ValueError):
        return False
    return isinstance(found, dict) and found.get("format") == FORMAT


def sweeps_in(folder: Path) -> list[str]:
    """Names of the sweeps in a folder, finished or not."""
    return sorted(one.parent.name for one in folder.glob(f"*/{MANIFEST}") if is_sweep(one.parent))


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _short(version: int) -> str:
    return str(version) if version.bit_length() < 64 else "of many digits"


def _no_sweep(folder: Path) -> str:
    """What to say of a folder without a manifest: what it is, and which one may be meant."""
    from trustsim.experiment.store import is_store

    parent = folder.parent
    if not folder.exists():
        return "no such folder; expected a sweep folder, as trustsim sweep writes it"
    if folder.absolute() != parent.absolute() and is_sweep(parent):
        return f"this is in a sweep folder; did you mean {parent}?"
    what, meant = "this is no sweep folder", [str(parent / name) for name in sweeps_in(parent)]
    if is_store(folder):
        what = "this is a store, which keeps the runs of many sweeps"
    elif inner := sweeps_in(folder):
        what, meant = "this folder holds sweeps", [str(folder / name) for name in inner]
    if not meant:
        return f"{what}; expected a sweep folder, as trustsim sweep writes it"
    return f"{what}; expected a sweep folder, such as {listed(meant[:MOST_NAMES])}"


def _of_another(found: object, folder: Path) -> str:
    """What to say of a folder with a manifest that no sweep has written."""
    if isinstance(found, dict) and found.get("format") == RUN:
        return (
            f"this is a run folder; expected a sweep folder; ask it with: trustsim explain {shlex.quote(str(folder))}"
        )
    return f"no sweep folder; trustsim sweep did not write its {MANIFEST}; expected one that it wrote"
