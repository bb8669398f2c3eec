"""Every figure in a title is one of what the picture draws: worked out here once more, from the tables."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.report.made_up import made_up, scenario, with_organisation
from trustsim.records.columns import KINDS_OF_EFFORT
from trustsim.report.plots.ensemble import draw_measures, draw_trust
from trustsim.report.plots.page import Page
from trustsim.report.plots.style import look

SIGN = str.maketrans({"\N{MINUS SIGN}": "-", "\N{NO-BREAK SPACE}": " "})
RUN = with_organisation(made_up(500))


def page_of(name: str, tables: Any = RUN) -> Page:
    with look():
        return import_module(f"trustsim.report.plots.{name}").draw(tables, scenario(), 1)


def title_of(name: str, tables: Any = RUN) -> str:
    return page_of(name, tables).title.translate(SIGN)


def figures(pattern: str, text: str) -> list[str]:
    found = re.search(pattern, text)
    assert found, f"{pattern!r} not in {text!r}"
    return list(found.groups())


# --- one run


def test_trust_and_its_stage_are_those_of_the_two_lines() -> None:
    page = page_of("trust")
    title, daily = page.title.translate(SIGN), RUN["daily"].set_index("day")
    users = page.figure.axes[0].lines[[line.get_linewidth() for line in page.figure.axes[0].lines].index(2.2)]
    end = users.get_ydata()[-1]
    assert f"{end:.2f}" in title.partition(";")[0]
    day, of_users, of_it = figures(r"on day (\d+) \(month \d+\), when users' trust was (\S+) and IT's (\S+)$", title)
    assert daily.loc[int(day), "stage"] == daily["stage"].max()
    assert (daily.loc[: int(day) - 1, "stage"] < daily["stage"].max()).all()
    assert of_users == f"{daily.loc[int(day), 'trust']:.2f}"
    assert of_it == f"{daily.loc[int(day), 'trust_it_in_business']:.2f}"


def test_the_causes_in_the_title_of_trust_sum_to_its_change() -> None:
    well = {**RUN, "daily": RUN["daily"].assign(stage=0)}
    title = title_of("trust", well)
    found = re.search(r"\((\S+) points: (.*)\)$", title)
    if found is None:  # most of it came in a short time, which is then told instead
        pytest.fail(f"no causes in {title!r}")
    net, parts = found.groups()
    assert round(10 * float(net)) == sum(round(10 * float(one)) for one in re.findall(r"[+-]\d+\.\d", parts))


def test_every_note_on_the_curve_sums_to_its_move_which_is_that_of_the_curve() -> None:
    page = page_of("trust")
    curve = next(line for line in page.figure.axes[0].lines if line.get_linewidth() == 2.2)
    level = dict(zip(curve.get_xdata().tolist(), curve.get_ydata().tolist(), strict=True))
    notes = [text.get_text().translate(SIGN) for text in page.figure.texts if "points, day" in text.get_text()]
    assert notes
    for note in notes:
        head, _, parts = note.replace("\n", " ").partition(" points, ")
        days = [int(day) for day in figures(r"^days? (\d+)(?: to (\d+))?", parts) if day]
        move = level[float(days[-1])] - level[float(days[0] - 1)]
        assert float(head) == pytest.approx(100 * move, abs=0.051)
        told = re.findall(r"[+-]\d+\.\d(?!\d)", parts)
        assert round(10 * float(head)) == sum(round(10 * float(one)) for one in told), note


def test_promises_are_counted_and_their_median_is_the_line_drawn() -> None:
    live, first = (RUN["requests"][name].to_numpy(dtype=float, na_value=np.nan) for name in ("live", "promised_first"))
    delivered = np.isfinite(first) & (live >= 1)
    late = (live - first)[delivered]
    title = title_of("promises")
    of, came, median, side = figures(
        r"^Of (\d+) deliveries (\S+) came by the day first promised, the median (\S+) days? (after|before) it", title
    )
    assert (int(of), came) == (delivered.sum(), str((late <= 0).sum() or "none"))
    assert float(median) * (1 if side == "after" else -1) == np.median(late)
    page = page_of("promises")
    assert np.median(late) in [line.get_ydata()[0] for line in page.figure.axes[0].lines]
    overdue = np.isfinite(first) & ~np.isfinite(live) & (first < 500)
    assert title.endswith(" overdue") == bool(overdue.any())
    if overdue.any():
        assert figures(r"; (\d+) requests? (?:is|are) overdue$", title) == [str(overdue.sum())]


def test_the_load_names_the_days_of_the_shares_that_it_compares() -> None:
    effort = {kind: RUN["daily"][f"effort_{kind}"].to_numpy(dtype=float) for kind in KINDS_OF_EFFORT}
    total = np.sum(list(effort.values()), axis=0)
    title = title_of("load")
    (building,) = figures(r"(\d+) % building", title)
    assert int(building) == round(100 * effort["build"].sum() / total.sum())
    name, *told = figures(
        r"; (\w+) \w+ most, from (\d+) % in days (\d+) to (\d+) to (\d+) % in days (\d+) to (\d+)$", title
    )
    kind = {"building": "build", "fixes": "fix", "edicts": "edict"}.get(name, name)
    for share, begin, end in (told[:3], told[3:]):
        days = slice(int(begin) - 1, int(end))
        assert int(share) == round(100 * effort[kind][days].sum() / total[days].sum())


def test_the_matrix_tells_changes_as_its_cells_show_them() -> None:
    page = page_of("matrix")
    title = page.title.translate(SIGN)
    shown = [
        [int(one) for one in (text.get_text().translate(SIGN) for text in axes.texts) if one[0] in "+-"]
        for axes in page.figure.axes[1:]
    ]
    at_the_end = [int(one) for one in re.findall(r"([+-]\d+) points? at the end", title)]
    by_the_lowest = [int(one) for one in re.findall(r"([+-]\d+) points? by day", title)]
    assert set(at_the_end) <= set(shown[1])
    assert set(by_the_lowest) <= set(shown[0])
    assert min(at_the_end + by_the_lowest) == min(shown[0] + shown[1])


def test_the_dimensions_end_where_the_title_says() -> None:
    last = RUN["daily"].iloc[-1]
    title = title_of("dimensions")
    lowest, low, highest, high, _, it, business = figures(
        r"IT's (\w+) least \((\S+)\), its (\w+) most \((\S+)\); "
        r"IT trusts the business (\w+) \((\S+)\) than it is trusted \((\S+)\)$",
        title,
    )
    levels = {name: last[f"trust_{name}"] for name in ("ability", "benevolence", "integrity")}
    assert (min(levels, key=levels.get), max(levels, key=levels.get)) == (lowest, highest)
    assert [low, high] == [f"{levels[lowest]:.2f}", f"{levels[highest]:.2f}"]
    assert [it, business] == [f"{last['trust_it_in_business']:.2f}", f"{last['trust']:.2f}"]


# --- many runs


def ensemble(runs: int) -> pd.DataFrame:
    one = RUN["daily"]
    return pd.concat([one.assign(rep=rep, trust=one["trust"] - rep / 60) for rep in range(runs)])


@pytest.mark.parametrize("runs", [2, 8, 10, 12, 20])
def test_so_many_runs_end_between_the_levels_that_the_title_names(runs: int) -> None:
    daily = ensemble(runs)
    with look():
        page = draw_trust(daily, scenario())
    ends = daily.loc[daily["day"] == 500, "trust"].to_numpy()
    some, of, low, high = figures(
        r"(\d+|all) (?:of )?(\d+) runs end with users' trust between (\S+) and (\S+)$", page.title
    )
    assert int(of) == runs
    within = (ends >= float(low) - 0.005) & (ends <= float(high) + 0.005)
    assert within.sum() == (runs if some == "all" else int(some))
    assert f"to {np.median(ends):.2f} in the median" in page.title
    its = daily[daily["day"].isin([1, 500])].groupby("day")["trust_it_in_business"].median()
    assert f"{its.iloc[0]:.2f}" in page.title.partition("IT's in the business")[2]


def test_the_medians_of_measures_name_the_days_that_they_are_of() -> None:
    daily = ensemble(4)
    daily.loc[daily["day"] > 470, ["need_fit", "lead_time", "promise_slip"]] = None
    with look():
        title = draw_measures(daily, scenario()).title.translate(SIGN)
    first, last, fit, lead, slip = figures(
        r"days (\d+) to (\d+): what was delivered fits (\d+) % of the need and came (\d+) days after it, (\d+) days",
        title,
    )
    then = daily[daily["day"] == 470].astype({"need_fit": float, "lead_time": float, "promise_slip": float})
    assert (int(first), int(last)) == (408, 470)
    assert int(fit) == round(100 * then["need_fit"].median())
    assert (int(lead), int(slip)) == (round(then["lead_time"].median()), round(then["promise_slip"].median()))
