"""Which of the known names a misspelt one may stand for."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_LONGEST_NAME = 60


def near(name: str, names: Iterable[str]) -> list[str]:
    """At most three of ``names`` that ``name`` may be a slip for; case, ``-`` and ``_`` do not matter."""
    if len(name) > _LONGEST_NAME:
        return []
    by_form = {_form(known): known for known in names}
    form = _form(name)
    if form in by_form:
        return [by_form[form]]
    found = get_close_matches(form, by_form, n=3, cutoff=0.7)
    stem = form.rstrip("s")
    if len(stem) >= 3:
        found += [known for known in by_form if known not in found and (known.startswith(stem) or known in form)]
    return [by_form[known] for known in found[:3]]


def _form(name: str) -> str:
    return name.lower().replace("-", "_").replace(" ", "_")
