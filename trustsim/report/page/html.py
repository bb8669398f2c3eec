"""From Markdown to a page that needs nothing beside it: pictures and styles are in it, and there is no script."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from trustsim.report.page.addressed import attribute, where
from trustsim.report.page.document import document

_DATA = re.compile(r'<data class="n" value="([^"]*)" data-from="([^"]*)"')
_IMAGE = re.compile(r'<img src="([^"]*)"')
NUMBER = "number"
"""The class of cells of columns of numbers."""

_NO_LETTERS = re.compile(r"[\W\d_]+")

_BODY = """\
<a class="skip" href="#report">Skip to the report</a>
<header>
{opening}</header>
<nav aria-label="Contents">
<ul>
{contents}</ul>
</nav>
<main id="report">
{rest}</main>
"""


class _Heading(NamedTuple):
    """A heading of the second level: where to go for it, and its text."""

    anchor: str
    text: str


def to_html(markdown: str) -> str:
    """What Markdown becomes, as a part of a page."""
    return str(_converter().render(markdown))


def page(markdown: str, title: str, embedded: Mapping[str, str]) -> str:
    """The whole page.

    Args:
        markdown: the report.
        title: plain text for the title of the window.
        embedded: for the name of each picture in the Markdown, an address that holds the picture itself.
    """
    tokens = _wrapped(_converter().parse(markdown))
    headings = _anchored(tokens)
    first = next((at for at, token in enumerate(tokens) if _is(token, "heading_open", "h2")), len(tokens))
    body = _BODY.format(
        opening=_rendered(tokens[:first], embedded),
        contents="".join(f'<li><a href="#{one.anchor}">{one.text}</a></li>\n' for one in headings),
        rest=_rendered(tokens[first:], embedded),
    )
    return document(title, body, passage="title")


@cache
def _converter() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable("table")


def _rendered(tokens: Sequence[Token], embedded: Mapping[str, str]) -> str:
    converter = _converter()
    text = str(converter.renderer.render(tokens, converter.options, {}))
    text = _DATA.sub(_with_source, text)
    return _IMAGE.sub(lambda found: f'<img src="{embedded.get(found[1], found[1])}"', text)


def _with_source(found: re.Match[str]) -> str:
    """Where a figure is from shows where the pointer rests on it."""
    value, address = html.unescape(found[1]), html.unescape(found[2])
    return f'{found[0]} title="{attribute(where(address, value))}"'


def _anchored(tokens: Sequence[Token]) -> list[_Heading]:
    """Give headings anchors, and return those of the second level."""
    found, used = [], set()
    for at, token in enumerate(tokens):
        if token.type != "heading_open" or token.tag == "h1":
            continue
        text = tokens[at + 1].content
        anchor = _NO_LETTERS.sub("-", text.lower()).strip("-") or "part"
        while anchor in used:
            anchor += "-more"
        used.add(anchor)
        token.attrSet("id", anchor)
        if token.tag == "h2":
            found.append(_Heading(anchor, html.escape(text)))
    return found


def _wrapped(tokens: Sequence[Token]) -> list[Token]:
    """Tables in boxes of their own that can be moved sideways; the first cell of a row is its heading."""
    wrapped: list[Token] = []
    first_cell = False
    for token in tokens:
        if token.type == "table_open":
            wrapped.append(_raw('<div class="scroll" role="group" tabindex="0">\n'))
        if token.type == "th_open":
            token.attrSet("scope", "col")
        if token.attrs.pop("style", ""):  # only columns of numbers are set to a side
            token.attrSet("class", NUMBER)
        first_cell = first_cell or token.type == "tr_open"
        if token.type in ("td_open", "td_close") and first_cell:
            token.tag = "th"
            if token.type == "td_open":
                token.attrSet("scope", "row")
        first_cell = first_cell and token.type not in ("td_close", "th_close")
        wrapped.append(token)
        if token.type == "table_close":
            wrapped.append(_raw("</div>\n"))
    return wrapped


def _raw(text: str) -> Token:
    return Token("html_block", "", 0, content=text)


def _is(token: Token, kind: str, tag: str) -> bool:
    return token.type == kind and token.tag == tag
