"""Pictures of the organisation around the work: stages, what was done, channels, load, and the trust matrix."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from tests.report.made_up import done, event_row, made_up, scenario, with_organisation
from trustsim.records.columns import DAILY, EVENTS, KINDS_OF_EFFORT
from trustsim.records.frames import from_records
from trustsim.records.happenings import Happening
from trustsim.report.plots import channels, flow, load, matrix, trust
from trustsim.report.plots.bands import Band
from trustsim.report.plots.channels import by_arrival, rolling_shares
from trustsim.report.plots.lanes import MOST_LANES, Lanes, Span, arrange, spans
from trustsim.report.plots.load import GROUPS, grouped, smoothed
from trustsim.report.plots.marks import process_changes
from trustsim.report.plots.matrix import CELLS
from trustsim.report.plots.page import Page
from trustsim.report.plots.stages import Spell, shade, spells, worst_of
from trustsim.report.plots.style import look
from trustsim.scenario.timeline import KINDS
from trustsim.vocabulary import InterventionKind, Stage

ILL = with_organisation(made_up(500))
WELL = made_up(120)
KIND = InterventionKind


def drawn(picture: Any, tables: Mapping[str, pd.DataFrame], days: int = 500, **sections: Any) -> Page:
    with look():
        return picture.draw(tables, scenario(days, **sections), 1)


def with_daily(tables: Mapping[str, pd.DataFrame], **columns: Any) -> dict[str, pd.DataFrame]:
    return {**tables, "daily": tables["daily"].assign(**columns)}


def key_of(page: Page) -> str:
    return page.figure.texts[1].get_text().replace("\n", " ")


def log(*rows: dict[str, Any]) -> pd.DataFrame:
    return from_records(list(rows), EVENTS)


def boxes(texts: list[Text]) -> list[Any]:
    return [text.get_window_extent() for text in texts]


# --- stages


def test_spells_are_days_on_end_in_one_stage() -> None:
    daily = pd.DataFrame({"day": range(1, 8), "stage": [0, 0, 1, 1, 2, 1, 1]})
    assert spells(daily) == [
        Spell(Stage.HEALTHY, 0, 2),
        Spell(Stage.SNIFFLES, 2, 4),
        Spell(Stage.FLU, 4, 5),
        Spell(Stage.SNIFFLES, 5, 7),
    ]
    assert worst_of(spells(daily)) == Spell(Stage.FLU, 4, 5)


def test_a_relationship_that_stays_healthy_has_no_spells_and_no_strip() -> None:
    assert spells(WELL["daily"]) == []
    page = drawn(trust, WELL, 120)
    assert len(page.figure.axes) == 1
    assert "relationship" not in page.title


def test_worse_stages_are_darker_and_stay_light_enough_to_write_on() -> None:
    shades = [float(shade(stage)) for stage in Stage]
    assert shades == sorted(shades, reverse=True)
    assert len(set(shades)) == len(Stage)
    assert min(shades) > 0.7


def test_stages_are_named_above_the_curve_and_in_the_title() -> None:
    page = drawn(trust, ILL)
    strip = page.figure.axes[1]
    assert [text.get_text() for text in strip.texts] == [
        "healthy", "sniffles", "flu", "pneumonia", "end stage", "pneumonia"
    ]  # fmt: skip
    evening = ILL["daily"][ILL["daily"]["day"] == 364].iloc[0]
    assert page.title.endswith(
        f"; the relationship reached its end stage on day 364 (month 18), when users' trust was "
        f"{evening['trust']:.2f} and IT's {evening['trust_it_in_business']:.2f}"
    )
    widths = [cell.get_window_extent() for cell in strip.patches]
    assert all(cell.x0 <= text.x0 and text.x1 <= cell.x1 for cell, text in zip(widths, boxes(strip.texts), strict=True))


def test_a_spell_too_short_for_its_name_is_shaded_without_one() -> None:
    stage = np.where(np.arange(500) % 40 == 7, 2, 1)
    page = drawn(trust, with_daily(ILL, stage=stage))
    strip = page.figure.axes[1]
    assert len(strip.patches) == len(spells(pd.DataFrame({"day": range(1, 501), "stage": stage})))
    assert {text.get_text() for text in strip.texts} <= {"sniffles"}


# --- what was done


def test_interventions_are_told_with_their_days_and_process_changes_are_not() -> None:
    events = log(
        *done((KIND.PROCESS, 5, None), (KIND.COUNSELLING, 10, 40), (KIND.HIRE, 20, None), (KIND.OUTAGE, 30, None))
    )
    assert spans(events) == [
        Span("counselling", 10, 39, instant=False),
        Span("hire", 20, None, instant=False),
        Span("outage", 30, None, instant=True),
    ]


def test_edicts_of_chance_and_what_came_before_day_1_are_no_interventions() -> None:
    before = {**done((KIND.HIRE, 20, None))[0], "day": -3}
    assert spans(log(event_row(0, 9, Happening.EDICT_ISSUED, a=10.0), {**before, "event": 1})) == []


def test_a_new_cio_is_marked_unless_the_timeline_brought_it() -> None:
    entry = done((KIND.NEW_LEADERSHIP, 50, None))[0]
    by_entry = event_row(1, 50, Happening.CIO_REPLACED, cause=0)
    by_itself = event_row(2, 90, Happening.OUTSOURCED, cause=1)
    assert [(span.words, span.first) for span in spans(log(entry, by_entry, by_itself))] == [
        ("new leadership", 50),
        ("outsourced", 90),
    ]


def every_kind() -> pd.DataFrame:
    """All kinds of interventions one after the other, and some of them for good."""
    kinds = [kind for kind in InterventionKind if kind != KIND.PROCESS]
    return log(*done(*[(kind, 20 + 24 * i, None if i % 3 else 80 + 24 * i) for i, kind in enumerate(kinds)]))


def extents(lanes: Lanes) -> list[tuple[int, float, float]]:
    """Lane, left end and right end of each span with its words, in inches."""
    with look():
        scratch = Page("", "", "")
        words = [scratch.extent(scratch.figure.text(0, 0, one.span.words, fontsize=8.5))[0] for one in lanes.placed]
    return [
        (one.lane, min(one.begin, one.words), max(one.end, one.words + width))
        for one, width in zip(lanes.placed, words, strict=True)
    ]


@pytest.mark.parametrize("last", [30, 60, 460, 500, 2000])
def test_lanes_never_cross_and_stay_inside(last: int) -> None:
    with look():
        lanes = arrange([span for span in spans(every_kind()) if span.first <= last], last, 7.0)
    found = extents(lanes)
    assert found
    assert not any(a[0] == b[0] and a[1] < b[2] and b[1] < a[2] for a, b in combinations(found, 2))
    assert all(left >= 0 and right <= 7 + 1e-9 and 0 <= lane < MOST_LANES for lane, left, right in found)


def test_many_entries_find_room_and_more_are_counted() -> None:
    with look():
        assert arrange(spans(every_kind()), 500, 7.8).left_out == 0
        crowd = arrange([Span("counselling", 10, 400, instant=False)] * 12, 500, 7.8)
    assert (len(crowd.placed), crowd.left_out) == (MOST_LANES, 12 - MOST_LANES)


def test_notes_lanes_and_stages_do_not_collide() -> None:
    page = drawn(trust, {**ILL, "events": every_kind()})
    panel, strip, lanes = page.figure.axes
    notes = [text for text in page.figure.texts if text.get_zorder() == 5]
    texts = boxes([*notes, *panel.texts, *strip.texts, *lanes.texts])
    assert notes
    assert lanes.texts
    assert not any(a.overlaps(b) for a, b in combinations(texts, 2))
    below = page.figure.bbox.y1
    assert all(box.x0 >= 0 and box.x1 <= page.figure.bbox.x1 and box.y1 <= below for box in texts)


def test_a_process_change_is_worded_by_its_entry_whenever_it_came() -> None:
    of = scenario(
        500,
        timeline=[
            {"what": "hire", "day": 30},
            {"when": "trust < 0.5", "preset": "partnership", "strength": 0.5, "days": 50},
        ],
    )
    changed = event_row(0, 77, Happening.PROCESS_CHANGED, subject="process change 1")
    over = {**done((KIND.PROCESS, 77, 127))[1], "event": 1}
    live = event_row(2, 200, Happening.PROCESS_CHANGED, subject="process change 2")
    assert [(change.day, change.words) for change in process_changes(log(changed, over, live), of)] == [
        (77, "partnership, strength 0.5"),
        (127, "as before"),
        (200, "process changes"),
    ]


def test_every_kind_that_takes_one_day_is_a_mark() -> None:
    marks = {span.words for span in spans(every_kind()) if span.instant}
    assert marks == {kind.value.replace("_", " ") for kind in InterventionKind if KINDS[kind].instant}


# --- channels


def with_channels(tables: Mapping[str, pd.DataFrame], *taken: tuple[int, str]) -> dict[str, pd.DataFrame]:
    """The same run with these needs and no others: when each arose and where it was taken, in requests and daily."""
    rows = tables["requests"].head(1)
    rows = pd.concat([rows] * len(taken), ignore_index=True).astype({"channel": str, "state": str})
    rows = rows.assign(arose=[day for day, _ in taken], channel=[where for _, where in taken], state="waiting")
    days = tables["daily"]["day"].to_numpy()
    counts = {
        f"needs_{channel}": [sum(day <= today and where == channel for day, where in taken) for today in days]
        for channel in ("it", "shadow", "vendor", "without")
    }
    return {**with_daily(tables, **counts), "requests": rows}


def test_shares_of_the_last_63_days_by_hand() -> None:
    days = np.arange(1.0, 101.0)
    needs = {"needs_it": np.minimum(days, 50), "needs_shadow": np.maximum(0.0, days - 50)}
    shares = rolling_shares(needs)
    assert shares["needs_it"][49] == 1.0
    assert shares["needs_shadow"][99] == pytest.approx(50 / 63)
    assert rolling_shares({"needs_it": np.zeros(3), "needs_shadow": np.zeros(3)})["needs_it"].tolist() == pytest.approx(
        [np.nan] * 3, nan_ok=True
    )


def test_needs_are_counted_by_the_day_they_arose_where_they_were_taken_in_the_end() -> None:
    tables = with_channels(WELL, (-3, "it"), (1, "it"), (2, "shadow"), (2, "it"), (4, "without"))
    tables["requests"].loc[3, "state"] = "dropped"
    found = by_arrival(tables["requests"], 4)
    assert {name: values.tolist() for name, values in found.items()} == {
        "needs_it": [1, 1, 1, 1],
        "needs_shadow": [0, 1, 1, 1],
        "needs_vendor": [0, 0, 0, 0],
        "needs_without": [0, 1, 1, 2],
    }


def test_the_channels_title_says_where_needs_went_and_what_changed() -> None:
    own = [(day, "shadow") for day in range(302, 502, 2)]
    tables = with_channels(ILL, *((day, "it") for day in range(2, 502, 2)), *own, (500, "without"))
    assert drawn(channels, tables).title.replace("\N{NO-BREAK SPACE}", " ") == (
        "71 % of 351 needs ended with IT and 28 % with own teams; own teams got 0 % in the first half, "
        "44 % in the second"
    )


def test_the_picture_of_channels_says_which_needs_it_counts() -> None:
    tables = with_channels(ILL, (1, "it"), (2, "vendor"))
    assert "All needs are counted." in key_of(drawn(channels, tables))
    before = with_daily(tables, needs_at_start=1200)
    assert "Needs count from day 1 on; 1,200 more were open before." in key_of(drawn(channels, before))


def test_all_to_it_is_said_in_words() -> None:
    nobody = dict.fromkeys(("needs_shadow", "needs_vendor", "needs_without"), 0)
    page = drawn(channels, with_daily(ILL, needs_workaround=0, **nobody))
    assert page.title == "All 205 needs were taken to IT, and none of them is worked around"
    assert not page.figure.axes
    around = drawn(channels, with_daily(ILL, **nobody))
    assert around.title == "All 205 needs were taken to IT; 107 of them are in use and worked around"
    assert len(around.figure.axes) == 1


def test_one_need_that_went_elsewhere_among_many_is_told() -> None:
    tables = with_channels(ILL, *((1 + number % 500, "it") for number in range(999)), (250, "vendor"))
    assert drawn(channels, tables).title == "All but 1 of 1,000 needs ended with IT"


# --- load


def test_the_mean_of_a_month_counts_the_days_that_there_were() -> None:
    assert smoothed(np.array([2.0, 4.0])).tolist() == [2.0, 3.0]
    assert smoothed(np.arange(1.0, 43.0))[41] == np.arange(22, 43).mean()
    assert smoothed(np.arange(1.0, 2001.0))[-1] == np.arange(1938, 2001).mean()
    assert "mean of 63 days" in key_of(drawn(load, with_organisation(made_up(1001, a_day=0.01)), 1001))
    assert "mean of 21 days" in key_of(drawn(load, ILL))


def test_bands_hold_all_effort_whatever_its_kind() -> None:
    efforts = {kind: ILL["daily"][f"effort_{kind}"].to_numpy() for kind in KINDS_OF_EFFORT}
    bands, values, _ = grouped({**efforts, "new_kind": np.full(500, 0.3)})
    total = np.sum([values[band.key] for band in bands], axis=0)
    assert total == pytest.approx(ILL["daily"]["effort_available"].to_numpy() + 0.3)
    assert {kind for group in GROUPS for kind in group.kinds} == set(KINDS_OF_EFFORT)


def test_tiny_bands_are_drawn_as_one_and_named_in_the_key() -> None:
    efforts = {kind: np.zeros(100) for kind in KINDS_OF_EFFORT}
    efforts |= {"build": np.full(100, 9.8), "away": np.full(100, 0.1), "improvement": np.full(100, 0.1)}
    bands, values, words = grouped(efforts)
    assert [band.words for band in bands] == ["building", "other"]
    assert words == ["improvements", "tours of duty"]
    assert values["rest"] == pytest.approx(np.full(100, 0.2))


def test_a_kind_that_is_heavy_for_a_month_keeps_its_band() -> None:
    efforts = {kind: np.zeros(2000) for kind in KINDS_OF_EFFORT}
    efforts |= {"build": np.ones(2000), "edict": np.where(np.arange(2000) < 10, 1.0, 0.0), "fix": np.full(2000, 0.001)}
    assert [band.words for band in grouped(efforts)[0]] == ["building", "fixes", "edicts"]


def test_the_load_title_says_what_took_most_and_what_changed() -> None:
    nothing = {f"effort_{kind}": 0.0 for kind in KINDS_OF_EFFORT}
    edicts = np.where(np.arange(500) < 400, 1.0, 6.0)
    tables = with_daily(ILL, **{**nothing, "effort_build": 8.0 - edicts, "effort_edict": edicts})
    assert drawn(load, tables).title.replace("\N{NO-BREAK SPACE}", " ") == (
        "Developers' time over the whole run: 75 % building and 25 % edicts; "
        "building shrank most, from 88 % in days 1 to 125 to 38 % in days 376 to 500"
    )  # fmt: skip


@pytest.mark.parametrize("picture", [channels, load])
def test_names_at_the_end_of_bands_do_not_collide_and_stay_on_the_page(picture: Any) -> None:
    page = drawn(picture, ILL)
    texts = boxes([text for axes in page.figure.axes for text in axes.texts])
    assert len(texts) > 5
    assert not any(a.overlaps(b) for a, b in combinations(texts, 2))
    assert all(box.x1 <= page.figure.bbox.x1 for box in texts)


def test_bands_can_be_told_apart_in_grey() -> None:
    def tone(band: Band) -> tuple[str, float]:
        red, green, blue = (int(band.colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
        return band.hatch, 0.299 * red + 0.587 * green + 0.114 * blue

    for bands in ([group.band for group in GROUPS], [*channels.CHANNELS, channels.WORKED_AROUND], flow.BANDS):
        for a, b in combinations([tone(band) for band in bands], 2):
            assert a[0] != b[0] or abs(a[1] - b[1]) > 0.1, (a, b)


# --- the matrix


def test_the_matrix_shows_every_opinion_that_is_recorded() -> None:
    of_groups = {name for name in DAILY if name.startswith("trust_") and "_in_" in name}
    assert set(CELLS) == of_groups - {"trust_it_in_business"} | {"trust"}
    assert len(set(CELLS.values())) == len(CELLS)


def test_the_matrix_shows_the_first_evening_the_lowest_and_the_last() -> None:
    trust_in_it = np.concatenate([np.linspace(0.6, 0.31, 200), np.linspace(0.3, 0.5, 300)])
    page = drawn(matrix, with_daily(ILL, trust=trust_in_it))
    headings = [axes.get_title(loc="left") for axes in page.figure.axes]
    assert headings == ["First evening, day 1", "Lowest trust in IT, day 201", "Last evening, day 500"]
    first, lowest, last = ([text.get_text() for text in axes.texts] for axes in page.figure.axes)
    assert (first[0], lowest[:2], last[:2]) == ("60", ["30", "−30"], ["50", "−10"])
    assert len(first) == len(CELLS)
    assert page.title.startswith("Largest loss of trust: users in IT (−30 points by day 201, −10 points at the end)")


def test_an_opinion_that_nobody_has_leaves_its_cell_empty() -> None:
    page = drawn(matrix, with_daily(ILL, trust_in_vendor=np.nan))
    cells = [len([patch for patch in axes.patches if isinstance(patch, Rectangle)]) for axes in page.figure.axes]
    assert cells == [len(CELLS) - 1] * 3


def test_figures_of_the_matrix_stay_in_their_cells() -> None:
    page = drawn(matrix, ILL)
    for axes in page.figure.axes:
        cells = [patch.get_window_extent() for patch in axes.patches]
        for text in boxes(axes.texts):
            assert any(c.x0 <= text.x0 and text.x1 <= c.x1 and c.y0 <= text.y0 and text.y1 <= c.y1 for c in cells)


def test_trust_that_stays_is_said_to_stay() -> None:
    still = with_daily(ILL, **dict.fromkeys(CELLS, 0.6))
    assert drawn(matrix, still).title.startswith("Nobody's trust in anybody moved much")
