"""A report is checked number by number: whatever is altered in it is found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.report.made_up_sweep import PNG, analysis, material, sweep, world
from trustsim.errors import InputError
from trustsim.experiment.plan import Base
from trustsim.report.page import verify, write_report
from trustsim.report.page.check import Finding, Truth, findings, gathered
from trustsim.report.page.facts import with_facts
from trustsim.report.page.material import Material, names
from trustsim.report.page.verify import scanned, truths
from trustsim.report.page.write import MARKDOWN, PAGE, texts

FILES = (MARKDOWN, PAGE)
SIGN = re.compile(r"&#\d+;")
"""A sign that Markdown would take for its own; its number is none of the text."""

NO_TEXT = re.compile(
    rf"{SIGN.pattern}|<style>.*?</style>|</?h\d|<meta [^>]*>"
    r'|(?:src|tabindex|href="#|id|style)="[^"]*"',
    re.DOTALL,
)
"""Digits of a page that are no part of its text: styles, names of elements, embedded pictures (tested apart)."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Material:
    return material(tmp_path_factory.mktemp("sweep"))


@pytest.fixture(scope="module")
def told(found: Material) -> dict[str, str]:
    return texts(found)


@pytest.fixture(scope="module")
def truth(found: Material) -> dict[str, Truth]:
    return truths(found)


def wrong(file: str, text: str, truth: dict[str, Truth]) -> list[Finding]:
    return list(findings(file, scanned(file, text), truth[file]))


def numbers(file: str, text: str) -> Iterator[re.Match[str]]:
    """Every number of a text, those within words, addresses and links included; a fingerprint is one."""
    silent = [found.span() for found in (NO_TEXT if file == PAGE else SIGN).finditer(text)]
    for number in re.finditer(r"\w*\d", text):
        if not any(begin <= number.start() < end for begin, end in silent):
            yield number


@pytest.mark.parametrize("file", FILES)
def test_a_report_as_written_is_right(file: str, told: dict[str, str], truth: dict[str, Truth]) -> None:
    assert wrong(file, told[file], truth) == []


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES)
def test_whichever_number_is_altered_it_is_found(file: str, told: dict[str, str], truth: dict[str, Truth]) -> None:
    parts = re.split(r"(?=^## |<h2 )", told[file], flags=re.MULTILINE)  # each is checked by itself, for speed
    places = [(part, number.end() - 1) for part in parts for number in numbers(file, part)]
    assert len(places) > 250
    assert not any(wrong(file, part, truth) for part in parts)
    missed = []
    for part, place in places:
        altered = f"{part[:place]}{(int(part[place]) + 1) % 10}{part[place + 1 :]}"
        if not wrong(file, altered, truth):
            missed.append(part[max(0, place - 60) : place + 20])
    assert missed == []


TOTAL = "sobol:trust.end/reporting:total"


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (">0.61</data>", ">0.31</data>", f"{TOTAL}: told 0.31, should be 0.61, in: '"),
        ('value="0.6123456789"', 'value="0.61"', f"{TOTAL}, all digits: told 0.61, should be 0.6123456789, in: '"),
        (">–</data>", ">0</data>", "sobol:trust.end/defects:n: told 0, should be –, in: '"),
        ("reporting:total", "planning:total", "sobol:trust.end/planning:total: no such result, in: '"),
        ('data-form="f3"', 'data-form="f9"', "told in the form 'f9', which there is not, in: '"),
        (' data-from="facts:runs:value"', "", "a figure without an address: no such result, in: '"),
        ("Candour pays", "Candour pays 0.31 more", "a number without a source: 0.31, in: 'Candour pays 0.31 more"),
        ("(95 % interval)", "(99 % interval)", "a number without a source: 99 %, in: '"),
        ("its share is <", "its share is -<", "and what abuts on it: told -61 %"),
        ("61 %</data>", "61 %</data>1", "and what abuts on it: told 61 %1"),
        ("resamples.", "resamples, or 2.", "passage title.sobol: told '"),
        ("trustsim sweep candour", "trustsim sweep candid", "passage commands: told '"),
        ("below 5 %", "below 7 %", "a picture in words: told 'Bars: "),
        ('data-passage="question"', 'data-passage="doubt"', "passage doubt: there is no such passage"),
    ],
)
def test_what_is_wrong_is_told(
    file: str, old: str, new: str, said: str, told: dict[str, str], truth: dict[str, Truth]
) -> None:
    assert old in told[file]
    findings = [str(finding) for finding in wrong(file, told[file].replace(old, new), truth)]
    assert all(finding.startswith(f"{file}: ") for finding in findings)
    assert [finding for finding in findings if said in finding]


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(
    "text", ["of partnership-2 alone", "of partnership-2-contract", "by SHA-256", "a 95 % interval", "in trust.end"]
)
def test_names_and_what_is_allowed_are_no_numbers(
    file: str, text: str, told: dict[str, str], truth: dict[str, Truth]
) -> None:
    assert wrong(file, told[file].replace("Candour pays", f"Candour pays {text}"), truth) == []


@pytest.mark.parametrize(
    "text",
    [
        "<data>99 <data></data>",
        "<data>99",
        "</style>99",
        '<ol start="99"><li>per cent</li></ol>',
        "95 % of them",
        "½ of them",
        "<script>document.title = 9</script>",
    ],
)
def test_numbers_do_not_hide_in_odd_elements_and_signs(
    text: str, told: dict[str, str], truth: dict[str, Truth]
) -> None:
    altered = told[PAGE].replace("</main>", f"<p>{text}</p>\n</main>")
    assert wrong(PAGE, altered, truth)


@pytest.mark.parametrize("text", ["partnership-3", "partnership-21", "SHA-2566", "195 %", "−95 %", "95 %2"])
def test_what_only_looks_like_them_is_a_number(text: str, told: dict[str, str], truth: dict[str, Truth]) -> None:
    altered = told[PAGE].replace("Candour pays", f"Candour pays {text}")
    assert {finding.what for finding in wrong(PAGE, altered, truth)} == {"a number without a source"}


def test_where_a_figure_is_from_is_checked_too(told: dict[str, str], truth: dict[str, Truth]) -> None:
    altered = told[PAGE].replace(f'title="{TOTAL} = 0.6', f'title="{TOTAL} = 0.7', 1)
    (finding,) = wrong(PAGE, altered, truth)
    assert finding.what == f"{TOTAL}, where it is from"


def test_text_that_shows_aside_is_read(told: dict[str, str], truth: dict[str, Truth]) -> None:
    altered = told[PAGE].replace("<h2 ", '<h2 title="up by 12.5 %" ', 1)
    assert [finding.told for finding in wrong(PAGE, altered, truth)] == ["12.5 %"]


@pytest.mark.parametrize("word", ["pays well.", "pays. See <https://example.org>.", "pays <b>much</b>"])
def test_words_may_be_changed(word: str, told: dict[str, str], truth: dict[str, Truth]) -> None:
    assert wrong(PAGE, told[PAGE].replace("pays:", word), truth) == []


# --- in a folder


def test_a_report_that_was_written_is_right(found: Material, tmp_path: Path) -> None:
    verdict = verify(found, write_report(found, tmp_path / "report"))
    assert verdict.findings == ()
    assert verdict.figures > 150
    assert verdict.pictures == 2


def test_runs_that_changed_are_found(found: Material, tmp_path: Path) -> None:
    folder = write_report(found, tmp_path / "report")
    other: Any = sweep(tmp_path / "sweep", failed=2)
    (tmp_path / "sweep" / "runs.parquet").write_bytes(b"others")
    told = {finding.what for finding in verify(Material(other, with_facts(analysis(), other)), folder).findings}
    assert {"facts:failed:value", "facts:sha256.runs.parquet:value"} <= told


def test_a_picture_of_something_else_is_found(found: Material, tmp_path: Path) -> None:
    folder = write_report(found, tmp_path / "report")
    (folder / "figures" / "sobol.png").write_bytes(PNG + b"?")
    page = folder / PAGE
    page.write_text(page.read_text(encoding="utf-8").replace("base64,PHN2", "base64,PHN3"), encoding="utf-8")
    said = [str(finding) for finding in verify(found, folder).findings]
    assert said == [
        (
            "index.html: a picture: not what these results look like, "
            "in: 'Bars: \"reporting\" 0.61, defects below 5 % of it'"
        ),
        "report.md: figures/sobol.png: not what these results look like",
    ]


def test_pictures_may_be_left_out(found: Material, tmp_path: Path) -> None:
    bare = Material(found.sweep, found.analysis)
    verdict = verify(found, write_report(bare, tmp_path / "report"))
    assert (verdict.pictures, verdict.findings) == (0, ())


@pytest.mark.parametrize("file", FILES)
def test_a_report_that_is_not_whole_is_refused(found: Material, tmp_path: Path, file: str) -> None:
    folder = write_report(found, tmp_path / "report")
    (folder / file).unlink()
    with pytest.raises(InputError, match=f"{file}: .*; expected a report, as of: trustsim report DIR"):
        verify(found, folder)


def test_a_column_that_is_told_without_its_underscores_is_no_number(found: Material) -> None:
    points = found.analysis.tables["points"]
    told = replace(points, columns={**points.columns, "x_1": points.columns["mean"]})
    analysis = replace(found.analysis, tables={**found.analysis.tables, "points": told})
    assert {"x_1", "x 1"} <= names(replace(found, analysis=analysis))


def test_one_number_that_is_wrong_in_many_places_is_told_once(found: Material, tmp_path: Path) -> None:
    folder = write_report(found, tmp_path / "report")
    for name in FILES:
        text = (folder / name).read_text(encoding="utf-8")
        assert text.count(">32</data>") > 1
        (folder / name).write_text(text.replace(">32</data>", ">33</data>"), encoding="utf-8")
    (finding,) = verify(found, folder).findings
    assert str(finding).startswith("report.md and index.html: facts:runs:value: told 33, should be 32, at ")
    assert f" {finding.places} places, first in: '" in str(finding)
    assert finding.places > 2


def test_numbers_without_a_source_are_told_for_each_paragraph(told: dict[str, str], truth: dict[str, Truth]) -> None:
    altered = told[PAGE].replace("</main>", "<p>7 here, and 7 there</p><p>7 elsewhere</p></main>")
    findings = gathered(wrong(PAGE, altered, truth))
    assert [(one.told, one.places) for one in findings] == [("7", 2), ("7", 1)]


def test_results_that_changed_give_one_line_a_figure_with_text_and_digits(
    told: dict[str, str], truth: dict[str, Truth]
) -> None:
    altered = told[MARKDOWN].replace('value="0.6123456789"', 'value="0.3123"').replace(">0.61</data>", ">0.31</data>")
    first = next(one for one in wrong(MARKDOWN, altered, truth) if one.what == TOTAL)
    assert (first.told, first.should_be) == ("told 0.31 (0.3123)", "0.61 (0.6123456789)")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("0.6123456789000001", "0.6123456789; only the last digits differ, as they may on another machine"),
        ("0.612345678", "0.6123456789"),
    ],
)
def test_digits_are_held_to_the_last_one_and_it_is_said_where_that_alone_differs(
    value: str, said: str, told: dict[str, str], truth: dict[str, Truth]
) -> None:
    altered = told[MARKDOWN].replace('value="0.6123456789"', f'value="{value}"', 1)
    (finding,) = wrong(MARKDOWN, altered, truth)
    assert finding.what == f"{TOTAL}, all digits"
    assert finding.should_be.startswith(said)
    assert ("last digits" in finding.should_be) == ("last" in said)


# --- whatever people write


PIECES = (
    "12", "+5 %", "-3,4", "95 % interval", "½", "①", "٣", "2026-01-02", "trust.end", "# 1", "1. ", "- ", "| 7 |",
    "![3](4)", "[5](https://marker.invalid/6)", "https://marker.invalid/7", "<b>8</b>", "&#57;", "<!-- 1 -->",
    "`2`", "{facts:runs:value|int}", "{x", "}", "$x_1$", "\\", "\N{NO-BREAK SPACE}", "\r\n", "\x1b[31m", "\u202e",
    "\x00", "a", '"', "'", "</div>", "</data>", "]]>", "* * *", "===", "**", "__", "~~~", "```",
)  # fmt: skip
WRITTEN = st.text(st.characters(), max_size=60) | st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join)


@settings(max_examples=15, deadline=None)
@example("Trust 2.0: +5 % in <b>21</b> days? ![1](2) https://marker.invalid/3 | \x1b[31m\u202e")
@example("")
@given(WRITTEN)
def test_a_report_is_right_whatever_its_titles_are(written: str) -> None:
    with TemporaryDirectory() as place:
        bases = tuple(Base(label, world(written)) for label in ("contract", "partnership-2", f"b {name_of(written)}"))
        found = material(Path(place), title=written, question=written, bases=bases, text=f"title = 1 # {written}")
        truth, told = truths(found), texts(found)
    for file in FILES:
        assert wrong(file, told[file], truth) == []


def name_of(text: str) -> str:
    """The text as a part of the name of a file."""
    return text.replace("/", "").replace("\0", "").encode("utf-8", "replace").decode("utf-8")
