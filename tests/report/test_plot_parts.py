"""The parts of pictures: turning points and their causes, titles, and places for labels."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from tests.analysis.sweeps import analysed, every_design
from trustsim.records.happenings import EXPERIENCE_WORDS, Experience
from trustsim.report.plots.headlines import trust_headline
from trustsim.report.plots.labels import Box, Layout, overlapping
from trustsim.report.plots.marks import GoLive, ProcessChange
from trustsim.report.plots.panels import Subject, leader
from trustsim.report.plots.style import printable, signed, spread_out
from trustsim.report.plots.ticks import MOST_MARKS, fitting, name_ticks
from trustsim.report.plots.turning import Leg, legs, why


def test_what_the_font_cannot_draw_becomes_a_question_mark() -> None:
    assert printable("Zürich → 漢\n字") == "Zürich → ? ?"


def test_a_step_is_one_leg_with_its_day_and_its_size() -> None:
    curve = np.where(np.arange(101) < 40, 0.7, 0.5)
    (leg,) = legs(np.arange(101.0), curve)
    assert (leg.first, leg.last, leg.middle) == (39, 40, 40)
    assert leg.change == pytest.approx(-0.2)


def test_a_change_of_the_process_is_a_turning_point_in_any_case() -> None:
    found = legs(np.arange(101.0), np.linspace(0.4, 0.6, 101), at=[29])
    assert sorted((leg.first, leg.last) for leg in found) == [(0, 29), (29, 100)]


def test_a_flat_curve_has_no_turning_points() -> None:
    assert legs(np.arange(50.0), np.full(50, 0.6)) == []


def test_a_note_names_what_moved_trust_most_either_way_and_its_release_and_sums_to_the_move() -> None:
    requests = pd.DataFrame({"request": [0, 1, 2], "release": [4, 4, 5]})
    ledger = pd.DataFrame(
        [(10, "outage", 2, -0.3), (10, "concealed_slip", 0, -0.2), (11, "concealed_slip", 1, -0.2),
         (30, "outage", 2, -9.0), (10, "outcome", 2, 0.5), (10, "forgetting", -1, -0.9)],
        columns=["day", "event", "request", "contribution"],
    )  # fmt: skip
    (leg,) = legs(np.arange(21.0), np.where(np.arange(21) < 10, 0.7, 0.5))
    found = why(leg._replace(last=12), ledger, requests, users=2)
    assert found is not None
    concealed, outage, delivered = (
        EXPERIENCE_WORDS[kind] for kind in (Experience.CONCEALED_SLIP, Experience.OUTAGE, Experience.OUTCOME)
    )
    assert found.parts == [(concealed, -200), (outage, -150), (delivered, 250), ("everything else", -100)]
    assert found.brief == [(concealed, -200), (delivered, 250), ("everything else", -250)]
    assert sum(part.tenths for part in found.parts) == round(1000 * leg.change)
    assert found.release == 4
    forgetting = ledger[ledger["event"] == "forgetting"]
    alone = why(leg._replace(last=12), forgetting, requests, users=2)
    assert alone is not None
    assert alone.parts[0].words == EXPERIENCE_WORDS[Experience.FORGETTING]
    assert why(leg._replace(last=12), forgetting.iloc[:0], requests, users=2) is None


def test_forgetting_is_named_for_a_long_move_where_it_weighs_most() -> None:
    ledger = pd.DataFrame(
        [(10, "forgetting", -1, -0.3), (20, "outage", -1, -0.1)], columns=["day", "event", "request", "contribution"]
    )
    requests = pd.DataFrame({"request": [0], "release": [4]})
    for last, first_named in ((62, Experience.OUTAGE), (63, Experience.FORGETTING)):
        found = why(Leg(0, last, 10, -0.4), ledger, requests, users=1)
        assert found is not None
        assert found.parts[0].words == EXPERIENCE_WORDS[first_named]


def headline(curve: list[float], releases: tuple[GoLive, ...] = (), changes: tuple[ProcessChange, ...] = ()) -> str:
    return trust_headline(np.arange(float(len(curve))), np.array(curve), list(releases), list(changes))


def test_the_title_says_what_trust_did() -> None:
    step = [0.65] * 100 + [0.41] * 101
    assert headline([0.65] * 9) == "Trust in IT hardly moved: 0.65 at the start, 0.65 at the end"
    assert headline(step) == "Trust in IT fell from 0.65 to 0.41, 24.0 points of it on day 100 (month 5)"
    assert headline(step, (GoLive(2, 100, 9),)).endswith("24.0 points of it within a day of release 2 going live")
    assert headline([*np.linspace(0.6, 0.4, 50), *np.linspace(0.4, 0.55, 50)]) == (
        "Trust in IT fell from 0.60 to 0.40 by day 49 (month 3), then recovered to 0.55"
    )
    assert headline(
        [*np.linspace(0.6, 0.4, 50), *np.linspace(0.4, 0.55, 50)], (), (ProcessChange(50, "partnership"),)
    ) == (
        "Trust in IT fell from 0.60 to 0.40 until the process changed to partnership on day 50 (month 3), "
        "then rose to 0.55"
    )
    assert headline(list(np.linspace(0.5, 0.6, 99))) == "Trust in IT rose from 0.50 to 0.60"


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), st.floats(0, 0.2))
def test_labels_at_the_end_of_lines_keep_their_order_their_gap_and_the_frame(wanted: list[float], gap: float) -> None:
    places = spread_out(np.array(wanted), gap, 0.0, 1.0)
    order = np.argsort(wanted, kind="stable")
    least = min(gap, 1 / max(1, len(wanted) - 1))
    assert places.min() >= -1e-9
    assert places.max() <= 1 + 1e-9
    assert (np.diff(places[order]) >= least - 1e-9).all()


@settings(max_examples=30)
@given(st.lists(st.tuples(st.floats(20, 200), st.floats(10, 80), st.floats(0, 900), st.floats(0, 400)), max_size=8))
def test_placed_labels_never_overlap_and_stay_off_the_line(wanted: list[tuple[float, float, float, float]]) -> None:
    layout = Layout(900, 400)
    layout.block_line(np.array([0.0, 900.0]), np.array([100.0, 300.0]))
    found = [layout.place(width, height, (x, y)) for width, height, x, y in wanted]
    boxes = [box for box in found if box is not None]
    assert not overlapping(boxes)
    assert all(box.left >= 0 and box.right <= 900 and box.bottom >= 0 and box.top <= 400 for box in boxes)
    xs = np.arange(0.0, 901.0)
    ys = 100 + xs * 200 / 900
    assert not any(((xs > b.left) & (xs < b.right) & (ys > b.bottom) & (ys < b.top)).any() for b in boxes)


def test_a_label_without_room_is_not_placed() -> None:
    layout = Layout(100, 100)
    layout.block_box(Box(0, 0, 100, 100))
    assert layout.place(20, 10, (50, 50)) is None
    assert Layout(100, 100).place(200, 10, (50, 50)) is None


TRUST = "Trust of users in IT at the end (trust.end)"


@pytest.mark.parametrize(
    ("told", "title"),
    [
        (("a", "a", "a"), f"{TRUST}: a matters most"),
        (
            ("a", "b", "a"),
            f"{TRUST}: a matters most in contract and partnership-2 less contract, b in partnership-2",
        ),
        (
            ("", "b", ""),
            f"{TRUST}: b matters most in partnership-2; none can be told to lead in contract and",
        ),
        (("", "", ""), f"{TRUST}: no factor can be told to lead"),
    ],
)
def test_a_title_says_where_no_factor_can_be_told_to_lead(told: tuple[str, ...], title: str) -> None:
    views = ("contract", "partnership-2", "partnership-2-contract")
    subject = Subject(analysed("grid"), every_design()["grid"].experiment, "trust.end", views)
    assert subject.leaders(told).startswith(title)


@pytest.mark.parametrize(
    ("low", "floor", "name"), [(0.2, 0.1, "b"), (0.2, 0.3, ""), (0.2, np.nan, ""), (-0.1, 0.0, "")]
)
def test_a_leader_is_beyond_what_luck_would_make(low: float, floor: float, name: str) -> None:
    frame = pd.DataFrame({"factor": ["a", "b"], "total": [0.1, 0.5], "low": [0.0, low], "high": 0.9, "floor": floor})
    assert leader(frame, "factor", "total") == name


@pytest.mark.parametrize(("value", "text"), [(-0.001, "+0.00"), (-0.004, "+0.00"), (-0.006, "−0.01"), (0.25, "+0.25")])
def test_a_change_is_never_minus_nought(value: float, text: str) -> None:
    assert signed(value) == text


@given(st.integers(2, 400), st.floats(1.0, 60.0))
def test_names_on_an_axis_keep_apart_and_hold_the_ends(number: int, extent: float) -> None:
    places = np.linspace(0.0, 300.0, number).tolist()
    kept = fitting(places, [extent] * number, 5.0)
    assert kept[0] == 0
    assert len(kept) == 1 or kept[-1] == number - 1
    assert all(places[b] - places[a] >= extent + 5.0 - 1e-9 for a, b in pairwise(kept))


def test_of_many_levels_as_many_are_named_as_can_be_read() -> None:
    figure = Figure(figsize=(4, 3), dpi=150)
    axes = figure.subplots()
    axes.set_xlim(0, 399)
    name_ticks(axes, "x", range(400), [f"town {one}" for one in range(400)])
    figure.canvas.draw()
    boxes = [label.get_window_extent() for label in axes.get_xticklabels()]
    assert len(boxes) > 2
    assert all(one.x1 < other.x0 for one, other in pairwise(boxes))
    assert len(axes.get_xticks(minor=True)) <= MOST_MARKS
