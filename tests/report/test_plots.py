"""The pictures: from honest little tables, from empty ones and from extreme ones."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from importlib import import_module
from itertools import combinations
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from tests.report.made_up import done, event_row, made_up, scenario, with_organisation
from trustsim.model.model import TrustModel
from trustsim.records.columns import EVENTS, HANDOFFS
from trustsim.records.frames import frames, from_records
from trustsim.records.happenings import HAND_NAMES, Happening
from trustsim.report.plots import PICTURES as NAMES
from trustsim.report.plots import draw_ensemble, draw_run, grapevine
from trustsim.report.plots.marks import go_lives
from trustsim.report.plots.page import Page
from trustsim.report.plots.style import look
from trustsim.scenario.schema import Scenario
from trustsim.vocabulary import InterventionKind

Tables = Mapping[str, pd.DataFrame]
PICTURES = tuple(import_module(f"trustsim.report.plots.{name}") for name in NAMES)
NOTE_LAYER = 5


def pages(tables: Tables, of: Scenario) -> dict[str, Page]:
    with look():
        return {picture.NAME: picture.draw(tables, of, 1) for picture in PICTURES}


def picture(name: str, tables: Tables, of: Scenario) -> Page:
    with look():
        return import_module(f"trustsim.report.plots.{name}").draw(tables, of, 1)


def empty() -> dict[str, pd.DataFrame]:
    return {name: table.iloc[:0] for name, table in made_up(5).items()}


def with_requests(tables: Tables, **columns: Any) -> dict[str, pd.DataFrame]:
    return {**tables, "requests": tables["requests"].assign(**columns)}


TREATED = from_records(done((InterventionKind.COUNSELLING, 230, 356), (InterventionKind.OUTAGE, 300, None)), EVENTS)
BATCHES = {**with_organisation(made_up(500)), "events": TREATED}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return draw_run(BATCHES, scenario(), 1, tmp_path_factory.mktemp("drawn") / "plots")


def test_a_run_gives_its_pictures_as_png_of_150_dots_an_inch_and_as_svg(drawn: list[Path]) -> None:
    assert {file.name for file in drawn} == {f"{name}.{end}" for name in NAMES for end in ("png", "svg")}
    for file in drawn:
        if file.suffix == ".png":
            assert file.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
            assert int.from_bytes(file.read_bytes()[16:20], "big") == 9 * 150
        else:
            assert ET.parse(file).getroot().tag.endswith("svg")  # noqa: S314


def test_the_same_run_is_drawn_in_the_same_bytes(drawn: list[Path], tmp_path: Path) -> None:
    again = draw_run(BATCHES, scenario(), 1, tmp_path)
    assert [file.read_bytes() for file in again] == [file.read_bytes() for file in drawn]


def test_settings_of_the_caller_are_left_alone_and_do_not_show(drawn: list[Path], tmp_path: Path) -> None:
    with mpl.rc_context({"font.size": 30, "lines.linewidth": 9, "axes.facecolor": "red"}):
        before = dict(mpl.rcParams)
        odd = draw_run(BATCHES, scenario(), 1, tmp_path)
        assert dict(mpl.rcParams) == before
    assert [file.read_bytes() for file in drawn] == [file.read_bytes() for file in odd]


def test_pyplot_is_never_imported() -> None:
    code = (
        "import sys; from importlib import import_module as get; from trustsim.report.plots import PICTURES, ensemble; "
        "[get(f'trustsim.report.plots.{name}') for name in PICTURES]; "
        "print('matplotlib' in sys.modules, 'matplotlib.pyplot' in sys.modules)"
    )
    assert answer_of(code) == "True False"


def test_importing_the_package_alone_imports_no_matplotlib() -> None:
    assert answer_of("import sys; import trustsim.report.plots; print('matplotlib' in sys.modules)") == "False"


def answer_of(code: str) -> str:
    """What a fresh Python prints."""
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


@pytest.mark.parametrize(
    ("days", "options"),
    [
        (1, {}),
        (30, {"attributes": 1}),
        (120, {"attributes": 64}),
        (500, {"window": 1, "a_day": 0.6}),
        (5000, {"a_day": 0.02}),
    ],
)
def test_any_length_and_any_number_of_attributes_can_be_drawn(
    days: int, options: dict[str, Any], tmp_path: Path
) -> None:
    files = draw_run(
        with_organisation(made_up(days, **options)), scenario(days, options.get("attributes", 16)), 1, tmp_path
    )
    assert all(file.stat().st_size > 2000 for file in files)


def test_empty_tables_give_plain_statements_instead_of_pictures(tmp_path: Path) -> None:
    assert len(draw_run(empty(), scenario(5), 1, tmp_path)) == 2 * len(PICTURES)
    titles = {name: page.title for name, page in pages(empty(), scenario(5)).items()}
    assert titles["promises"] == "Nothing was delivered yet, and no promised day has passed"
    assert titles["grapevine"].startswith("Nothing was delivered yet")
    assert titles["flow"] == "No request was put to IT, so nothing flowed"


def test_a_run_without_its_ledger_is_drawn_without_causes() -> None:
    page = picture("trust", {**BATCHES, "ledger": BATCHES["ledger"].iloc[:0]}, scenario())
    notes = [text.get_text() for text in page.figure.texts if text.get_zorder() == NOTE_LAYER]
    assert notes
    assert not any("\n" in note for note in notes)


@pytest.mark.parametrize("title", ["costs $x_1$ and $y", "line\nbreak", "漢字 and 🙂", "long " * 99])
def test_any_story_title_can_be_written_under_a_picture(title: str, tmp_path: Path) -> None:
    pictures = draw_run(empty(), scenario(5, title=title), 1, tmp_path)
    assert len(pictures) == 2 * len(NAMES)
    assert all(picture.stat().st_size for picture in pictures)


# --- trust


def boxes_of_notes(page: Page) -> list[Any]:
    return [text.get_window_extent() for text in page.figure.texts if text.get_zorder() == NOTE_LAYER]


@pytest.mark.parametrize("number", range(5))
def test_notes_hide_neither_the_line_nor_each_other_nor_the_change_and_stay_inside(number: int) -> None:
    days = 200 + 150 * number
    of = scenario(days, timeline=[{"day": days // 2, "preset": "partnership"}])
    changed = [event_row(0, days // 2, Happening.PROCESS_CHANGED, subject="process change 0")]
    tables = {**made_up(days, window=20 + 9 * number), "events": from_records(changed, EVENTS)}
    page = picture("trust", tables, of)
    axes = page.figure.axes[0]
    notes, frame = boxes_of_notes(page), axes.get_window_extent()
    line = axes.transData.transform(axes.lines[0].get_xydata())
    assert notes
    assert all(frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1 for box in notes)
    labels = [text.get_window_extent() for text in axes.texts]
    assert any("partnership" in text.get_text() for text in axes.texts)
    assert not any(a.overlaps(b) for a, b in combinations(notes + labels, 2))
    fine = np.column_stack([np.interp(np.arange(0, len(line), 0.1), np.arange(len(line)), line[:, i]) for i in (0, 1)])
    assert not any(box.count_contains(fine) for box in notes)


def test_trust_starts_where_the_model_says_it_started() -> None:
    of = scenario(60, run={"horizon_days": 60, "warmup_days": 60})
    model = TrustModel(of, 3)
    while model.running:
        model.step()
    model.close()
    page = picture("trust", frames(model), of)
    days, start = page.figure.axes[0].lines[0].get_xydata()[0]
    assert days == 0
    assert start == pytest.approx(model.initial["trust"], abs=1e-9)


def test_only_releases_of_several_requests_are_marked() -> None:
    assert {mark.release for mark in go_lives(BATCHES["requests"])} == set(range(8))
    assert go_lives(made_up(100, window=1)["requests"]) == []


# --- the other pictures


def test_the_flow_title_counts_what_waits() -> None:
    waiting = np.arange(500) // 10 + 2
    tables = {**BATCHES, "daily": BATCHES["daily"].assign(waiting=waiting, defining=3, building=2, accepting=0)}
    assert picture("flow", tables, scenario()).title == "51 requests wait at the end, 2 at the start; 184 came into use"


def test_what_is_refused_or_let_go_stays_in_the_flow() -> None:
    along = np.arange(500)
    daily = BATCHES["daily"].assign(refusals=along * 2, agreed_away=along // 250, needs=1500, needs_at_start=20)
    page = picture("flow", {**BATCHES, "daily": daily}, scenario())
    assert page.title.endswith("184 came into use and 998 were refused")
    texts = [text.get_text() for text in page.figure.axes[0].texts]
    assert {"184 in use", "998 refused", "1 let go by agreement"} <= set(texts)
    put = int(daily["arrived"].iloc[-1]) + 998 + 1
    key = page.figure.texts[1].get_text().replace("\n", " ")
    assert f"of 1,520 needs, 20 of them open at the start, {put:,} were put to it" in key
    usual = picture("flow", BATCHES, scenario())
    assert "refused" not in usual.title
    assert not any("refused" in text.get_text() or "let go" in text.get_text() for text in usual.figure.axes[0].texts)


def test_the_strip_is_chosen_among_what_it_delivered() -> None:
    elsewhere = with_requests(BATCHES, channel="vendor")
    elsewhere["requests"].loc[0, "channel"] = "it"
    chosen = picture("grapevine", elsewhere, scenario())
    assert "of request 0," in chosen.title
    assert "Shown for" not in chosen.figure.texts[1].get_text()  # it is the only one
    nothing = picture("grapevine", with_requests(BATCHES, channel="vendor"), scenario())
    assert nothing.title.startswith("Nothing was delivered yet")


def test_the_strip_shows_the_request_asked_for_or_the_one_that_lost_most() -> None:
    live = BATCHES["requests"].set_index("request")["live"]
    last = BATCHES["handoffs"][BATCHES["handoffs"]["hand"] == "in use"].set_index("request")
    lost = [
        (-(int(row.wrong) | int(row.broken)).bit_count(), number)
        for number, row in last.iterrows()
        if live[number] >= 1
    ]
    assert f"of request {min(lost)[1]}," in picture("grapevine", BATCHES, scenario()).title
    with look():
        assert "of request 20," in grapevine.draw(BATCHES, scenario(), 1, request=20).title
        assert grapevine.draw(BATCHES, scenario(), 1, request=10**6).title.startswith("Request 1000000 went through no")


def test_dropped_attributes_are_neither_right_nor_lost_by_a_hand() -> None:
    clean = {**BATCHES, "handoffs": BATCHES["handoffs"].assign(wrong=np.uint64(0), broken=np.uint64(0))}
    title = picture("grapevine", with_requests(clean, dropped=np.uint64(7)), scenario()).title
    assert title.endswith("13 came through right and 3 were dropped")


def test_a_build_in_slices_and_many_analysts_are_told_apart() -> None:
    hands = ["need", "analyst", "analyst", "built", "built", "in use"]
    rows = [{"request": 0, "step": n, "hand": hand, "day": n, "wrong": 0, "broken": 0} for n, hand in enumerate(hands)]
    one = {**BATCHES, "handoffs": from_records(rows, HANDOFFS)}
    with look():
        page = grapevine.draw(one, scenario(), 1, request=0)
    words = [text.get_text() for axes in page.figure.axes for text in axes.texts]
    assert [word for word in words if word.startswith(("analyst", "built"))] == [
        "analyst 1",
        "analyst 2",
        "built, slice by slice",
    ]


def test_the_name_of_every_hand_stays_on_the_page() -> None:
    rows = [
        {"request": 0, "step": n, "hand": hand, "day": n, "wrong": 0, "broken": 0}
        for n, hand in enumerate(HAND_NAMES.values())
    ]
    with look():
        page = grapevine.draw({**BATCHES, "handoffs": from_records(rows, HANDOFFS)}, scenario(), 1, request=0)
    page.figure.canvas.draw()
    strip = page.figure.axes[0]
    assert {text.get_text() for text in strip.texts} >= set(HAND_NAMES.values())
    places = [text.get_window_extent() for text in strip.texts]
    assert all(page.figure.bbox.x0 <= at.x0 <= at.x1 <= page.figure.bbox.x1 for at in places)


def test_promises_count_what_came_in_time_and_show_what_is_overdue() -> None:
    requests = BATCHES["requests"].iloc[:6].assign(
        promised_first=[10, 10, 20, 30, 40, 400], live=pd.array([10, 12, 25, 20, None, None], dtype="Int64")
    )  # fmt: skip
    page = picture("promises", {**BATCHES, "requests": requests}, scenario())
    assert page.title == (
        "Of 4 deliveries 2 came by the day first promised, the median 1 day after it; 2 requests are overdue"
    )
    hollow = [
        c for c in page.figure.axes[0].collections if len(c.get_offsets()) == 2 and c.get_facecolor()[0][0] == 1.0
    ]
    assert [list(offset) for offset in hollow[0].get_offsets()] == [[40.0, 460.0], [400.0, 100.0]]


def test_an_ensemble_gives_trust_and_measures_for_few_runs_and_many(tmp_path: Path) -> None:
    one = BATCHES["daily"].head(200)
    for runs in (1, 12):
        daily = [one.assign(rep=rep, trust=one["trust"] + rep / 100) for rep in range(runs)]
        files = draw_ensemble(pd.concat(daily), scenario(), tmp_path / str(runs))
        assert sorted(file.name for file in files) == [
            "ensemble_measures.png", "ensemble_measures.svg", "ensemble_trust.png", "ensemble_trust.svg"
        ]  # fmt: skip
    assert len(draw_ensemble(empty()["daily"].assign(rep=0), scenario(), tmp_path / "none")) == 4
