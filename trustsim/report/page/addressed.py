"""A figure as it stands in a report: its text, and beside it the result that it came from and all of its digits.

In Markdown and in HTML it is the element ``<data class="n" value="0.2531…" data-from="sobol:…" data-form="f2">``.
"""

from __future__ import annotations

import html
import re
from typing import Any

from trustsim.analysis.results import Analysis
from trustsim.analysis.statement import REFERENCE, fill, shown
from trustsim.text import between_marks, in_markdown, one_line, visible

CLASS = "n"


def number(analysis: Analysis, address: str, form: str) -> str:
    """The figure at an address, written in a form, as an element.

    Raises:
        InputError: there is no such result.
    """
    return element(analysis.value(address), address, form)


def element(value: Any, address: str, form: str) -> str:
    """A figure whose value is known, as an element."""
    return (
        f'<data class="{CLASS}" value="{attribute(exact(value))}" data-from="{attribute(address)}" '
        f'data-form="{form}">{between_marks(one_line(shown(value, form)))}</data>'
    )


def filled(template: str, analysis: Analysis) -> str:
    """A statement with an element for each of its references.

    Raises:
        InputError: a reference leads nowhere.
    """
    return fill(template, analysis, lambda _, address, form: number(analysis, address, form))


def plainly(statement: str, analysis: Analysis) -> str:
    """As ``filled``, for a sentence that is plain text: names in it may have signs that Markdown takes for its own.

    Raises:
        InputError: a reference leads nowhere.
    """
    parts, at = [], 0
    for found in REFERENCE.finditer(statement):
        parts += [_part(statement[at : found.start()], at), number(analysis, *found.groups())]
        at = found.end()
    return "".join([*parts, _part(statement[at:], at)])


def exact(value: Any) -> str:
    """All digits of a figure, as Python writes them; a text on a line; nothing where it is missing."""
    if value is None:
        return ""
    plain = value.item() if hasattr(value, "item") else value
    return one_line(plain) if isinstance(plain, str) else repr(plain)


def where(address: str, value: str) -> str:
    """What a page shows where the pointer rests on a figure."""
    return f"{address} = {value or 'missing'}"


def _part(text: str, at: int) -> str:
    """A part of a sentence that begins at a place of it: only what comes first can be taken for a heading or a list."""
    if at == 0:
        return in_markdown(text) + (" " if text[-1:].isspace() else "")
    return between_marks(visible(text))


def attribute(text: str) -> str:
    """Text between the quotes of an attribute; a bar would end the cell of a table, a backtick begin code."""
    return re.sub(r"[|`]", lambda sign: f"&#{ord(sign[0])};", html.escape(visible(text)))
