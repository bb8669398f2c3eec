"""The pictures: from honest little tables, from empty ones and from extreme ones."""

from __future__ import annotations

import math
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from trustsim.model.model import TrustModel
from trustsim.records.columns import DAILY, EVENTS, HANDOFFS, LEDGER, REQUESTS, TABLES
from trustsim.records.frames import frames, from_records
from trustsim.report.plots import dimensions, draw_ensemble, draw_run, flow, grapevine, promises, trust
from trustsim.report.plots.marks import go_lives
from trustsim.report.plots.page import Page
from trustsim.report.plots.style import look
from trustsim.scenario.schema import Scenario

Tables = Mapping[str, pd.DataFrame]
PICTURES = (trust, dimensions, flow, grapevine, promises)
USERS = 10
NOTE_LAYER = 5


def scenario(days: int = 500, attributes: int = 16, title: str = "A story made up", **more: Any) -> Scenario:
    """A scenario of that length; ``more`` are further sections."""
    sections = {
        "story": {"title": title},
        "run": {"horizon_days": days},
        "demand": {"attributes": attributes},
        "organisation": {"users": USERS},
    }
    return Scenario.model_validate(sections | more)


def luck(*address: int) -> float:
    """A number from 0 to 1 that looks random and is always the same for the same address."""
    value = 0
    for part in address:
        value = (value * 6364136223846793005 + part * 2862933555777941757 + 3037000493) % 2**63
        value ^= value >> 29
    return (value % 1_000_003) / 1_000_003


def made_up(days: int, *, window: int = 60, a_day: float = 0.4, attributes: int = 16) -> dict[str, pd.DataFrame]:
    """The tables of a run that never was: requests in batches of a window (1: each by itself), and trust that
    falls with each delay and moves with each delivery."""
    requests = [request_row(number, days, window, a_day, attributes) for number in range(int((days + 40) * a_day))]
    ledger = ledger_rows(requests)
    tables = {
        "daily": from_records(daily_rows(days, requests, ledger), DAILY),
        "requests": from_records(requests, REQUESTS),
        "handoffs": from_records([row for each in requests for row in handoff_rows(each, attributes)], HANDOFFS),
        "ledger": from_records(ledger, LEDGER),
        "events": from_records([], EVENTS),
    }
    return {name: tables[name] for name in TABLES}


def request_row(number: int, days: int, window: int, a_day: float, attributes: int) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(REQUESTS)
    arose = int(number / a_day) - 40
    begin = arose + 3 if window == 1 else (arose // window + 1) * window
    promised = begin + (15 if window == 1 else 60)
    of = number if window == 1 else begin // window
    live = promised + int(30 * luck(1, of)) - 6 + (0 if window == 1 else 10)
    in_use = live <= days
    lost = [bit for bit in range(attributes) if luck(2, number, bit) < 0.35]
    row.update(
        request=number, user=number % USERS, unit=0, nth=number // USERS, size=5.0, value=5.0, arose=arose,
        state="released" if in_use else "waiting", release=of if begin <= days else -1,
        definition_began=begin if begin <= days else None, build_began=begin + 8 if begin + 8 <= days else None,
        built=live - 12 if live - 12 <= days else None, live=live if in_use else None,
        promised_first=promised if begin <= days else None,
        promised_last=promised + 5 * (number % 3) if begin <= days else None,
        disclosures=0, effort_build=0.0, effort_fix=0.0, rounds=1, tickets=2, uat_bugs=0, uat_bent=0,
        wrong=sum(1 << bit for bit in lost), broken=1 if in_use and number % 3 == 0 else 0, dropped=0,
        need_fit=1 - len(lost) / attributes if in_use else None, workaround=0,
    )  # fmt: skip
    return row


def handoff_rows(request: dict[str, Any], attributes: int) -> list[dict[str, Any]]:
    hands = ["need", "user's specification", "analyst", "product manager", "developer's reading", "tester's reading"]
    hands += ["built", "tested and fixed", "in use"] if request["live"] else []
    rows = []
    for step, hand in enumerate(hands):
        wrong = [bit for bit in range(attributes) if request["wrong"] >> bit & 1]
        told = [bit for bit in wrong if luck(3, request["request"], bit) * 7 < step]
        broken = request["broken"] if hand in ("built", "in use") else 0
        rows.append(
            {"request": request["request"], "step": step, "hand": hand, "day": request["arose"] + 3 * step,
             "wrong": sum(1 << bit for bit in told), "broken": broken}
        )  # fmt: skip
    return rows


def ledger_rows(requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = []
    for request in requests:
        if request["live"] is None or request["live"] < 1:
            continue
        late, of = request["live"] - request["promised_first"], request["release"]
        if late > 0 and request["promised_first"] >= 0:
            rows.append(
                ledger_row(request, request["promised_first"] + 1, "concealed_slip", -0.01 - 0.01 * luck(4, of))
            )
        rows.append(ledger_row(request, request["live"], "outcome", 0.02 - 0.001 * late))
    return sorted((row for row in rows if row["day"] >= 1), key=lambda row: row["day"])


def ledger_row(request: dict[str, Any], day: int, event: str, delta: float) -> dict[str, Any]:
    return {
        "day": day, "trustor": f"user {request['user']}", "trustee": "IT", "dimension": "ability", "event": event,
        "rule": "beta", "request": request["request"], "before": 0.5, "delta": 2 * delta, "after": 0.5 + 2 * delta,
        "contribution": delta,
    }  # fmt: skip


def daily_rows(days: int, requests: list[dict[str, Any]], ledger: list[dict[str, Any]]) -> list[dict[str, Any]]:
    level, rows, moves = 0.62, [], {}
    for row in ledger:
        moves[row["day"]] = moves.get(row["day"], 0.0) + row["contribution"] / USERS
    for day in range(1, days + 1):
        level += moves.get(day, 0.0)
        rows.append(daily_row(day, level, requests))
    return rows


def daily_row(day: int, level: float, requests: list[dict[str, Any]]) -> dict[str, Any]:
    def reached(name: str) -> int:
        return sum(1 for request in requests if request[name] is not None and request[name] <= day)

    row: dict[str, Any] = dict.fromkeys(DAILY, 0)
    stages = ("arose", "definition_began", "build_began", "built", "live")
    arrived, begun, building, built, live = (reached(name) for name in stages)
    row.update(dict.fromkeys(("satisfaction", "need_fit", "lead_time", "promise_slip", "effort_overrun"), None))
    if live:
        row.update(
            satisfaction=0.5, need_fit=0.7 + 0.1 * math.sin(day / 40), lead_time=60.0 + day / 10, promise_slip=8.0
        )
    row.update(
        day=day, trust=level, trust_spread=0.06, trust_ability=level - 0.1, trust_benevolence=level + 0.02,
        trust_integrity=level + 0.1 - day / 4000, trust_it_in_business=0.6 + 0.03 * math.sin(day / 50),
        trust_crafts=0.61 - day / 9000, motivation=0.5, arrived=arrived, delivered=live, accepting=built - live,
        building=building - built, defining=begun - building, waiting=arrived - begun, work_in_progress=arrived - live,
        rework_share=0.2, value_delivered=5.0 * live,
    )  # fmt: skip
    return row


def pages(tables: Tables, of: Scenario) -> dict[str, Page]:
    with look():
        return {picture.NAME: picture.draw(tables, of, 1) for picture in PICTURES}


def empty() -> dict[str, pd.DataFrame]:
    return {name: table.iloc[:0] for name, table in made_up(5).items()}


def with_requests(tables: Tables, **columns: Any) -> dict[str, pd.DataFrame]:
    return {**tables, "requests": tables["requests"].assign(**columns)}


BATCHES = made_up(500)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return draw_run(BATCHES, scenario(), 1, tmp_path_factory.mktemp("drawn") / "plots")


def test_a_run_gives_five_pictures_as_png_of_150_dots_an_inch_and_as_svg(drawn: list[Path]) -> None:
    assert {file.name for file in drawn} == {f"{p.NAME}.{end}" for p in PICTURES for end in ("png", "svg")}
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
        "import sys; from trustsim.report.plots import trust, dimensions, flow, grapevine, promises, ensemble; "
        "assert 'matplotlib' in sys.modules; assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_importing_the_package_alone_imports_no_matplotlib() -> None:
    code = "import sys; import trustsim.report.plots; assert 'matplotlib' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


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
    files = draw_run(made_up(days, **options), scenario(days, options.get("attributes", 16)), 1, tmp_path)
    assert all(file.stat().st_size > 2000 for file in files)


def test_empty_tables_give_plain_statements_instead_of_pictures(tmp_path: Path) -> None:
    assert len(draw_run(empty(), scenario(5), 1, tmp_path)) == 10
    titles = {name: page.title for name, page in pages(empty(), scenario(5)).items()}
    assert titles["promises"] == "Nothing was delivered yet, and no promised day has passed"
    assert titles["grapevine"].startswith("Nothing was delivered yet")
    assert titles["flow"] == "No request arose, so nothing flowed"


def test_a_run_without_its_ledger_is_drawn_without_causes() -> None:
    page = pages({**BATCHES, "ledger": BATCHES["ledger"].iloc[:0]}, scenario())["trust"]
    notes = [text.get_text() for text in page.figure.texts if text.get_zorder() == NOTE_LAYER]
    assert notes
    assert not any("\n" in note for note in notes)


@pytest.mark.parametrize("title", ["costs $x_1$ and $y", "line\nbreak", "漢字 and 🙂", "long " * 99])
def test_any_story_title_can_be_written_under_a_picture(title: str, tmp_path: Path) -> None:
    draw_run(empty(), scenario(5, title=title), 1, tmp_path)


# --- trust


def boxes_of_notes(page: Page) -> list[Any]:
    return [text.get_window_extent() for text in page.figure.texts if text.get_zorder() == NOTE_LAYER]


@pytest.mark.parametrize("number", range(5))
def test_notes_hide_neither_the_line_nor_each_other_nor_the_change_and_stay_inside(number: int) -> None:
    days = 200 + 150 * number
    of = scenario(days, timeline=[{"day": days // 2, "preset": "partnership"}])
    changed = [
        {"day": days // 2, "kind": "process_changed", "actor": "IT", "subject": "process", "sentence": "It changed."}
    ]
    tables = {**made_up(days, window=20 + 9 * number), "events": from_records(changed, EVENTS)}
    page = pages(tables, of)["trust"]
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
    page = pages(frames(model), of)["trust"]
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
    assert pages(tables, scenario())["flow"].title == "51 requests wait at the end, 2 at the start; 184 came into use"


def test_the_strip_shows_the_request_asked_for_or_the_one_that_lost_most() -> None:
    live = BATCHES["requests"].set_index("request")["live"]
    last = BATCHES["handoffs"][BATCHES["handoffs"]["hand"] == "in use"].set_index("request")
    lost = [
        (-(int(row.wrong) | int(row.broken)).bit_count(), number)
        for number, row in last.iterrows()
        if live[number] >= 1
    ]
    assert f"of request {min(lost)[1]}," in pages(BATCHES, scenario())["grapevine"].title
    with look():
        assert "of request 20," in grapevine.draw(BATCHES, scenario(), 1, request=20).title
        assert grapevine.draw(BATCHES, scenario(), 1, request=10**6).title.startswith("Request 1000000 went through no")


def test_dropped_attributes_are_neither_right_nor_lost_by_a_hand() -> None:
    clean = {**BATCHES, "handoffs": BATCHES["handoffs"].assign(wrong=np.uint64(0), broken=np.uint64(0))}
    title = pages(with_requests(clean, dropped=np.uint64(7)), scenario())["grapevine"].title
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


def test_promises_count_what_came_in_time_and_show_what_is_overdue() -> None:
    requests = BATCHES["requests"].iloc[:6].assign(
        promised_first=[10, 10, 20, 30, 40, 400], live=pd.array([10, 12, 25, 20, None, None], dtype="Int64")
    )  # fmt: skip
    page = pages({**BATCHES, "requests": requests}, scenario())["promises"]
    assert page.title == "Half of the deliveries came 1 day or more after the day first promised; 2 of 4 came in time"
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
