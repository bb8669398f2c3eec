"""What users write comes out as text wherever it goes: on screens, on pages, in tables, in LaTeX."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import unicodedata

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from trustsim.text import between_marks, in_csv, in_html, in_json, in_latex, in_markdown, one_line, visible

ALIVE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
JOINERS = "\u200c\u200d"
MARKS = "[]()!<>*_`~#|$&;:=+-@\\/1.a \n\t\r\x1b\u202e\u2028"
TEXTS = st.text(st.characters(), max_size=40) | st.text(MARKS, max_size=40)
TOKENS = (
    "![x](marker-img)",
    "[x](marker-link)",
    "<b>marker</b>",
    "&lt;b&gt;",
    "# marker",
    "1. marker",
    "- marker",
    "===",
    "a | b",
    "`marker`",
    "**marker**",
    "__marker__",
    "~~marker~~",
    "<https://marker.invalid>",
    "\\",
    "$x_1$",
)


def alive(text: str, keep: str = "") -> list[str]:
    """Signs of a text that act instead of showing."""
    return [sign for sign in text if unicodedata.category(sign) in ALIVE and sign not in JOINERS + keep]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", r"\x1b[31m"),
        ("a\u202eb", r"a\u202eb"),
        ("\x9b\x7f\x07", r"\x9b\x7f\x07"),
        ("\u2028\ufeff\u200b", r"\u2028\ufeff\u200b"),
        ("\ud800", r"\ud800"),
        ("Zürich → 漢字 🙂", "Zürich → 漢字 🙂"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_what_acts_on_a_terminal_is_shown_instead(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(TEXTS)
def test_nothing_is_left_that_acts(text: str) -> None:
    assert alive(visible(text)) == []
    assert alive(visible(text, keep="\n"), keep="\n") == []
    assert visible(text).encode("utf-8").decode("utf-8") == visible(text)
    for line in (one_line(text), in_markdown(text), in_html(text), in_latex(text)):
        assert alive(line) == []


def test_free_text_fits_a_line() -> None:
    assert one_line(" a\r\n\tb\N{NO-BREAK SPACE}\u2028c ") == "a b c"


# --- on pages


@given(TEXTS)
@pytest.mark.parametrize("before", ["", "- ", "# ", "| HEAD |\n| --- |\n| "])
def test_markdown_shows_a_text_as_it_is(before: str, text: str) -> None:
    page = MarkdownIt("commonmark").enable("table").render(f"{before}{in_markdown(text)}")
    tags = {found[1] for found in re.finditer(r"<(\w+)", page)}
    assert tags <= {"p", "ul", "li", "h1", "table", "thead", "tbody", "tr", "th", "td"}
    shown = html.unescape(re.sub(r"<[^>]*>", "", page)).strip()
    assert " ".join(shown.removeprefix("HEAD").split()) == one_line(text)


@pytest.mark.parametrize("token", TOKENS)
def test_markdown_of_a_token_is_a_paragraph(token: str) -> None:
    page = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(in_markdown(token))
    assert page == f"<p>{html.escape(token)}</p>\n"


@pytest.mark.parametrize(
    "token", ["www.marker.invalid", "https://marker.invalid", "a@marker.invalid", ":smile:", "#12"]
)
def test_what_sites_make_links_of_is_left_apart(token: str) -> None:
    assert in_markdown(token) != token
    assert html.unescape(in_markdown(token)) == token


def test_figures_and_names_are_left_as_they_are() -> None:
    assert between_marks("0.61 of trust.end_x") == "0.61 of trust.end_x"


@given(TEXTS)
def test_a_page_shows_a_text_as_it_is(text: str) -> None:
    assert html.unescape(in_html(text)) == one_line(text)
    assert not set(in_html(text)) & set("<>\"'")


# --- in tables


@given(TEXTS)
@example("=1+1")
@example(" =1+1")
@example("@a")
@example("+5 %")
@example("\t=1")
@example("=1")
def test_no_cell_begins_a_formula(text: str) -> None:
    frame = pd.DataFrame({"text": [text, None], "number": [-0.5, 1.0], "kind": pd.Categorical([text, text])})
    rows = list(csv.reader(io.StringIO(in_csv(frame.rename(columns={"kind": text})))))
    for cell in [rows[0][2], rows[1][0], rows[1][2]]:
        assert not re.match(r"\s*[=+\-@＝＋＠]", cell) or re.fullmatch(
            r"[+-]?[0-9.]+(e[+-]?[0-9]+)?", cell, re.IGNORECASE
        )
        assert alive(cell) == []
    assert [row[1] for row in rows] == ["number", "-0.5", "1.0"]


def test_texts_that_harm_nobody_stand_in_a_table_as_they_are() -> None:
    assert in_csv(pd.DataFrame({"a": ["x-y", "-0.5", "1=1", ""]})) == 'a\nx-y\n-0.5\n1=1\n""\n'


@pytest.mark.parametrize(
    "text", ["[4pt] a", "* a", "a & b", "50 % of $5", "#1_{2}^~", "\\input{a}", '"a" `b`', "a|b<c>"]
)
def test_latex_prints_a_text_as_it_is(text: str) -> None:
    bare = re.sub(r"\\text[a-z]+\{\}|\\[&%$#_{}]|\{[\[\]*]\}", "", in_latex(text))
    assert not set(bare) & set(r'\&%$#_{}~^[]*"`|<>')


@given(st.dictionaries(TEXTS, TEXTS, max_size=3))
def test_json_reads_back_and_nothing_in_it_acts(data: dict[str, str]) -> None:
    assert json.loads(in_json(data)) == data
    assert alive(in_json(data), keep="\n") == []
