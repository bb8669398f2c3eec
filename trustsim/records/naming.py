"""From the numbers that a running model records to the names that people read."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from trustsim.records.happenings import (
    EXPERIENCE_WORDS,
    SENTENCES,
    SUBJECT_NAMES,
    UNNUMBERED,
    Actor,
    Experience,
    Happening,
    Subject,
    kind_words,
    party,
)
from trustsim.records.stages import STAGE_WORDS
from trustsim.vocabulary import Stage

if TYPE_CHECKING:
    import pandas as pd

Numbers = np.ndarray[Any, Any]

_SHIFT = 2**32
_UNNUMBERED_SUBJECTS = {Subject.SERVICES, Subject.DEPARTMENT}
_OF_INTERVENTIONS = {Happening.INTERVENTION_BEGAN, Happening.INTERVENTION_ENDED}
_OF_STAGES = {Happening.STAGE_WORSE, Happening.STAGE_BETTER}
_ONE_OF_SEVERAL = re.compile(
    r"(?<![\w.])([+-]?1) ((?:[a-z]+-[a-z]+ |disputed )?)"
    r"(attribute|request|round|ticket|bug|correction|day|person-day|system|developer|layer|experience)s\b( are\b)?"
)


def experience_words(name: str) -> str:
    """An experience by its name in tables, in words: ``outages``.

    Raises:
        KeyError: there is no such experience.
    """
    return EXPERIENCE_WORDS[Experience[name.upper()]]


def word(member: IntEnum) -> str:
    """Name a member of an enumeration as it stands in a table: ``slip_told``."""
    return member.name.lower()


def words(member: IntEnum) -> str:
    """Name a member of an enumeration as people write it: ``end stage``."""
    return word(member).replace("_", " ")


def subject(kind: Subject, number: int) -> str:
    """Name a thing: ``request 12``, ``release 3``, ``core services``."""
    return SUBJECT_NAMES[kind] if kind in _UNNUMBERED_SUBJECTS else f"{SUBJECT_NAMES[kind]} {number}"


def sentence(kind: Happening, actor: str, thing: str, a: float, b: float) -> str:
    """Tell an event: a capital first, ``1 request is`` where a count is one."""
    words = {"kind": kind_words(int(a))} if kind in _OF_INTERVENTIONS else {}
    if kind in _OF_STAGES:
        words["stage"] = STAGE_WORDS[Stage(int(a))]
    told = SENTENCES[kind].format(actor=actor, subject=thing, a=a, b=b, **words)
    if "1 " in told:
        told = _ONE_OF_SEVERAL.sub(_singular, told)
    return told[:1].upper() + told[1:]


def _singular(match: re.Match[str]) -> str:
    count, adjective, noun, are = match.groups()
    return f"{count} {adjective}{noun}{' is' if are else ''}"


def named(codes: Numbers, name: Callable[[int], str]) -> pd.Categorical[str]:
    """Name each code: one category for each code that occurs, in the order of the codes."""
    import pandas as pd

    positions, uniques = pd.factorize(codes, sort=True)
    return pd.Categorical.from_codes(positions, categories=pd.Index([name(int(code)) for code in uniques], dtype="str"))


def constant(text: str, rows: int) -> pd.Categorical[str]:
    """Return the same word ``rows`` times."""
    import pandas as pd

    return pd.Categorical.from_codes(np.zeros(rows, dtype=np.int8), categories=pd.Index([text]))


def parties(kinds: Numbers, numbers: Numbers) -> pd.Categorical[str]:
    """Name parties given as two arrays of one length: kind (``Actor``) and number."""
    return named(_codes(kinds, numbers, UNNUMBERED), lambda code: party(Actor(code // _SHIFT), code % _SHIFT))


def subjects(kinds: Numbers, numbers: Numbers) -> pd.Categorical[str]:
    """Name things given as two arrays of one length: kind (``Subject``) and number."""
    unnumbered = _UNNUMBERED_SUBJECTS
    return named(_codes(kinds, numbers, unnumbered), lambda code: subject(Subject(code // _SHIFT), code % _SHIFT))


def _codes(kinds: Numbers, numbers: Numbers, unnumbered: set[Any]) -> Numbers:
    """One integer for each name; whatever number an unnumbered kind came with, it is dropped."""
    dropped = np.isin(kinds, [int(kind) for kind in unnumbered])
    codes: Numbers = kinds.astype(np.int64) * _SHIFT + np.where(dropped, 0, numbers.astype(np.int64))
    return codes
