"""The kinds of result folders: how one is known, and whether what stands somewhere may be replaced by another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from trustsim.errors import InputError
from trustsim.records.aside import Say, aside, ready
from trustsim.records.json_files import object_in, read_object
from trustsim.records.keeping import MANIFEST
from trustsim.records.manifest import versions

FORMAT_VERSION = 1
MADE_OF = "made_of"
MOST_NAMES = 3

MadeOf = Mapping[str, Any]
"""What a result was made of, as plain data: where it is another, the result is another."""


class Kind(NamedTuple):
    """A kind of result.

    Attributes:
        words: what to call one: ``comparison``.
        format: by which the manifest of one is known.
        file: the file that holds it.
    """

    words: str
    format: str
    file: str

    def is_ours(self, folder: Path) -> bool:
        """Whether one of this kind stands there, and so may be replaced by another."""
        found = object_in(folder / MANIFEST)
        return found is not None and found.get("format") == self.format

    def target(self, folder: Path, made_of: MadeOf, *, force: bool = False) -> Path:
        """Return ``folder`` resolved, if a result made of this may be written there.

        Raises:
            InputError: as for ``aside.ready``; or one made of something else stands there, and ``force`` is not given.
        """
        found = ready(folder, self.is_ours, self.words)
        if not force and found.is_dir() and self.is_ours(found):
            made = read_object(found / MANIFEST, self.words).get(MADE_OF)
            if made != dict(made_of):
                raise InputError(f"{folder}: {another(self.words, _parts(made, made_of))}")
        return found

    @contextmanager
    def written(self, folder: Path, made_of: MadeOf, say: Say | None = None) -> Iterator[Path]:
        """Give a folder to write a result into, as ``aside`` does; the folder has been asked for by ``target``."""
        about = {
            "format": self.format,
            "format_version": FORMAT_VERSION,
            MADE_OF: dict(made_of),
            "versions": versions(),
        }
        with aside(folder, about, say) as partial:
            yield partial


def another(words: str, differing: str) -> str:
    """What to say where a result stands that is not to be replaced without being asked."""
    article = "an" if words[0] in "aeiou" else "a"
    return (
        f"{article} {words} of something else stands there{differing}; "
        "expected a new folder: name one with --out, or replace what is there with --force"
    )


def _parts(made: Any, made_of: MadeOf) -> str:
    """The names of what differs."""
    if not isinstance(made, dict):
        return ""
    return differing([name for name in made_of if made.get(name) != made_of[name]])


def differing(names: Sequence[str]) -> str:
    """`` (worlds, margins differ)``; of many, the first few."""
    if not names:
        return ""
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return f" ({', '.join(names[:MOST_NAMES])}{more} differ{'' if len(names) > 1 else 's'})"
