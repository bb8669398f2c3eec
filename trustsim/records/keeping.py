"""Whose a file in a result folder is: ours as we wrote it, or the user's own, which is never removed.

The manifest of a result lists every file that was written, with its SHA-256. Whatever else is found, an edited file of
ours and a link included, is the user's. When a result is replaced it is carried over to the new one; if the new one
has a file of that name, it goes by another: ``summary.json`` becomes ``summary.kept.json``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from trustsim.records.json_files import object_in
from trustsim.records.manifest import canonical, file_hash, text_hash

MANIFEST = "manifest.json"

_PICTURES = (".png", ".svg")
_SEAL = "manifest_sha256"
_LONGEST_STEM = 150
_ATTEMPTS = 5


def sealed(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """A manifest that names its pictures, and whose own hash tells whether it has been edited since."""
    files = {"sha256": manifest["files"]["sha256"]}
    files["pictures"] = [name for name in files["sha256"] if name.endswith(_PICTURES)]
    plain = {**manifest, "files": files}
    return {**plain, "files": {**files, _SEAL: text_hash(canonical(plain))}}


def hashes_in(manifest: Mapping[str, Any] | None) -> dict[str, str]:
    """The files that a manifest says were written, with their SHA-256; none where it does not say so.

    Earlier versions noted no hash of pictures: there it is empty.
    """
    files = (manifest or {}).get("files")
    if not isinstance(files, dict):
        return {}
    hashes, pictures = files.get("sha256"), files.get("pictures")
    found = dict.fromkeys(map(str, pictures), "") if isinstance(pictures, list) else {}
    found |= {str(name): str(value) for name, value in hashes.items()} if isinstance(hashes, dict) else {}
    return {name: value for name, value in found.items() if _is_below(name)}


def as_written(folder: Path, manifest: Mapping[str, Any] | None) -> set[str]:
    """Those of the listed files that still are in a folder, and are what their SHA-256 says."""
    return {name for name, value in hashes_in(manifest).items() if is_as_written(folder, name, value)}


def is_as_written(folder: Path, name: str, value: str) -> bool:
    """Whether a file of ours still is what its SHA-256 says; what a link leads to is not ours."""
    path = folder / name
    try:
        linked = path.is_symlink() or any((folder / above).is_symlink() for above in Path(name).parents)
        return path.is_file() and not linked and value in ("", file_hash(path))
    except OSError:
        return False


def carry_over(old: Path, new: Path) -> list[str]:
    """Move what is the user's own from a result to the one that replaces it, and remove the rest.

    It may be done again if it was interrupted: the manifest, by which our files are known, goes last.

    Returns:
        a line for each file that goes by another name now.
    """
    told: list[str] = []
    for _ in range(_ATTEMPTS):  # somebody may be writing there
        manifest = object_in(old / MANIFEST)
        known, ours = hashes_in(manifest), as_written(old, manifest)
        for path in list(_own(old, "", ours, set(known))):
            told += _move(old, new, path)
        for name in ours:
            (old / name).unlink(missing_ok=True)
        _remove_empty(old, {str(Path(name).parent) for name in known} - {"."})
        if (old / MANIFEST).is_file() and manifest is not None and not _is_edited(manifest):
            (old / MANIFEST).unlink()
        elif os.path.lexists(old / MANIFEST):
            told += _move(old, new, MANIFEST)
        try:
            old.rmdir()
        except OSError:
            continue
        break
    return told


def _is_edited(manifest: Mapping[str, Any]) -> bool:
    """Whether a manifest has a seal that is not its own; those of earlier versions have none."""
    files = manifest.get("files")
    if not isinstance(files, dict) or _SEAL not in files:
        return False
    plain = {**manifest, "files": {name: value for name, value in files.items() if name != _SEAL}}
    try:
        return bool(files[_SEAL] != text_hash(canonical(plain)))
    except ValueError:  # we write no such numbers and characters
        return True


def _is_below(name: str) -> bool:
    """Whether a name in a manifest, which may have been edited, leads to a file in the folder itself."""
    path = Path(name)
    return not path.is_absolute() and ".." not in path.parts and bool(path.parts)


def _own(folder: Path, above: str, ours: set[str], known: set[str]) -> Iterator[str]:
    """Names of the user's own files; of a folder that is all the user's, its name alone."""
    for entry in sorted(os.scandir(folder / above), key=lambda entry: entry.name):
        name = f"{above}{entry.name}"
        if name in ours or name == MANIFEST:
            continue
        if entry.is_dir(follow_symlinks=False) and any(one.startswith(f"{name}/") for one in known):
            yield from _own(folder, f"{name}/", ours, known)
        else:
            yield name


def make_room(folder: Path, name: str, ours: set[str]) -> list[str]:
    """Let nothing of the user's stand where a file is to be put, nor where folders above it are to be.

    Args:
        folder: the result.
        name: of the file, below the folder.
        ours: names that may be overwritten.

    Returns:
        a line for each file that goes by another name now.
    """
    told = _make_room_above(folder, name)
    if name not in ours and os.path.lexists(folder / name):
        told.append(_rename(folder / name, folder, name))
    return told


def _move(old: Path, new: Path, name: str) -> list[str]:
    """Move what is the user's own; return a line about it if it goes by another name now."""
    told = _make_room_above(new, name)
    if os.path.lexists(new / name):
        return [*told, _rename(old / name, new, name)]
    (old / name).rename(new / name)
    return told


def _make_room_above(folder: Path, name: str) -> list[str]:
    above = [path.as_posix() for path in reversed(Path(name).parents[:-1])]
    in_the_way = [one for one in above if os.path.lexists(folder / one) and not _is_folder(folder / one)]
    told = [_rename(folder / one, folder, one) for one in in_the_way]
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    return told


def _rename(path: Path, folder: Path, name: str) -> str:
    """Give a file a name in a folder that is like this one, and free."""
    kept = free_name(folder / name)
    path.rename(kept)
    return f"{name} is not as trustsim wrote it; kept as {kept.relative_to(folder).as_posix()}"


def free_name(path: Path) -> Path:
    """``notes.kept.txt``, or with a number where that is taken."""
    number = 1
    while True:
        ending = ".kept" if number == 1 else f".kept-{number}"
        kept = path.with_name(f"{path.stem[:_LONGEST_STEM]}{ending}{path.suffix[:_LONGEST_STEM]}")
        if not os.path.lexists(kept):
            return kept
        number += 1


def _is_folder(path: Path) -> bool:
    """Whether it is a folder itself; a link leads elsewhere."""
    return path.is_dir() and not path.is_symlink()


def _remove_empty(folder: Path, names: set[str]) -> None:
    """Remove folders of ours that nothing is left in, the innermost first."""
    every = {above for name in names for above in (name, *map(str, Path(name).parents)) if above != "."}
    for name in sorted(every, key=len, reverse=True):
        if _is_folder(folder / name):
            with suppress(OSError):
                (folder / name).rmdir()


def file_hashes(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file below a folder, by its name from there, in the order of the names."""
    files = sorted(Path(above) / name for above, _, names in os.walk(folder) for name in names)
    return {path.relative_to(folder).as_posix(): file_hash(path) for path in files}
