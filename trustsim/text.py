"""Text that users write is text wherever it is shown: on a screen, on a page, in a table, in a picture.

Titles, names of files and values come from people, and people share files. So nothing in such a text may act: move a
cursor, turn the direction of writing, become a link or a picture, begin a formula. For each place that text goes to
there is one function here, and what is written there goes through it. Pictures have theirs in ``report.plots.style``,
where the font is known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
"""Persian, the scripts of India and many emoji cannot be written without these two."""

_MARKS = re.compile(r"[&<>*`\[\]|\\~$@#^]|:(?=\S)|(?<=www)\.|(?<![^\W_])_|_(?![^\W_])", re.IGNORECASE)
"""What Markdown, or a site that shows it, may take for its own anywhere in a line; dots and colons make links."""
_FIRST_MARK = re.compile(r"[-+=:0-9]")
"""What may make a line a list, a heading or a rule where it comes first."""
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}

_FORMULA = re.compile(r"\s*[=+\-@]|\s*[\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH COMMERCIAL AT}]")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)

_LATEX = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}",
    "|": r"\textbar{}", "[": "{[}", "]": "{]}", "*": "{*}", '"': r"\textquotedbl{}", "`": r"\textasciigrave{}",
}  # fmt: skip
r"""Brackets and stars as well: behind the ``\\`` that ends a row they would be taken for its options."""


def visible(text: str, keep: str = "") -> str:
    r"""Text in which whatever does not show, or would upset a terminal, is escaped, as Python does: ``\x1b``.

    Args:
        text: any text.
        keep: signs that stay as they are all the same, such as a line feed.
    """
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() or sign in _JOINERS or sign in keep else _escape(sign) for sign in text)


def one_line(text: str) -> str:
    """Free text for a line of its own: spaces and line breaks of any kind become single spaces, the rest is visible."""
    return visible(" ".join(text.split()))


def in_markdown(text: str) -> str:
    """Free text for a line or a cell of Markdown, as text and nothing else."""
    line = one_line(text)
    first = _FIRST_MARK.match(line)
    if first is None:
        return between_marks(line)
    return f"{_entity(first[0])}{between_marks(line[1:])}"


def between_marks(text: str) -> str:
    """As ``in_markdown``, for text that does not begin a line and is visible already."""
    return _MARKS.sub(lambda mark: _entity(mark[0]), text)


def in_html(text: str) -> str:
    """Free text between two tags of a page, or as the value of an attribute."""
    import html

    return html.escape(one_line(text))


def in_latex(text: str) -> str:
    """Free text that LaTeX prints as it is."""
    return "".join(_LATEX.get(sign, sign) for sign in one_line(text))


def in_json(value: Any, indent: int | None = 2) -> str:
    """Plain data as JSON that can be read, with escapes for what would not show.

    Raises:
        ValueError: there is a number in it that is not finite.
    """
    import json

    text = json.dumps(value, indent=indent, ensure_ascii=False, allow_nan=False)
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() or sign in f"\n{_JOINERS}" else json.dumps(sign)[1:-1] for sign in text)


def in_csv(frame: pd.DataFrame) -> str:
    """A table as CSV; a text that a spreadsheet would take for a formula gets an apostrophe before it."""
    texts = {name: frame[name].map(_cell) for name in frame.columns if _holds_texts(frame[name])}
    return str(frame.assign(**texts).rename(columns=_cell).to_csv(index=False, lineterminator="\n"))


def _holds_texts(column: pd.Series[Any]) -> bool:
    return column.dtype.kind not in "biufcmM"


def _cell(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = visible(value)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def _escape(sign: str) -> str:
    return sign.encode("unicode_escape").decode("ascii")


def _entity(sign: str) -> str:
    return _ENTITIES.get(sign, f"&#{ord(sign)};")
