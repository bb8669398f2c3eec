"""The page of a report in a real browser: it asks for nothing, breaks no rule of its own, and is styled."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from tests.browser import MISSING, browser, look_at
from tests.report.made_up_sweep import material
from trustsim.report.page import write_report
from trustsim.report.page.document import document
from trustsim.text import in_html

pytestmark = [
    pytest.mark.skipif(browser() is None, reason=MISSING),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

TITLE = (
    "![x](https://marker.invalid/a.png) <img src='https://marker.invalid/b.png'> <script>document.title=1</script> "
    "<link rel=stylesheet href='https://marker.invalid/c.css'> [y](https://marker.invalid/d) https://marker.invalid/e"
)
OUTSIDE = '<img src="http://marker.invalid/x.png" alt="">'


def page(text: str, folder: Path) -> Path:
    file = folder / "page.html"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_of_a_report_asks_for_nothing_whatever_its_titles_are(width: int, tmp_path: Path) -> None:
    folder = write_report(material(tmp_path, title=TITLE, question=TITLE), tmp_path / "report")
    seen = look_at(folder / "index.html", tmp_path, width=width)
    assert seen.requests == ()
    assert seen.complaints == ()
    assert struct.unpack(">II", seen.picture.read_bytes()[16:24]) == (width, 900)


def test_what_a_page_asks_for_and_what_a_browser_forbids_would_be_seen(tmp_path: Path) -> None:
    bare = look_at(page(f"<!DOCTYPE html><html><body>{OUTSIDE}</body></html>", tmp_path), tmp_path)
    assert bare.requests == ("http://marker.invalid/x.png",)
    ours = look_at(page(document("t", f'{OUTSIDE}<p style="color: red">a</p>'), tmp_path), tmp_path)
    assert ours.requests == ()
    assert len(ours.complaints) == 2
    assert all("violates the following Content Security Policy directive" in one for one in ours.complaints)


def test_the_style_sheet_of_a_page_is_obeyed_and_no_other(tmp_path: Path) -> None:
    blank = page(document("t", "", style="body { background: #fff; }\n"), tmp_path)
    plain = look_at(blank, tmp_path).picture.read_bytes()
    dark = look_at(page(document("t", "", style="body { background: #123; }\n"), tmp_path), tmp_path)
    assert dark.complaints == ()
    assert dark.picture.read_bytes() != plain
    body = f"<p>{in_html('<style>body { background: #123; }</style>')}</p><style>body {{ background: #123; }}</style>"
    other = look_at(page(document("t", body, style="body { background: #fff; }\n"), tmp_path), tmp_path)
    assert len(other.complaints) == 1
