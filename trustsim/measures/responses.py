"""What comparisons and experiments measure of a run: every figure of its summary, and means of daily curves.

A response is named as in the summary (``requests.need_fit``) or as a daily column with ``@mean``
(``trust@mean``): its mean over the days of the run.
"""

from __future__ import annotations

from typing import NamedTuple

from trustsim.errors import InputError
from trustsim.records.columns import DAILY, bounds_of
from trustsim.records.figures import FIGURES
from trustsim.records.short_names import of_daily, of_figure
from trustsim.scenario.nearest import near
from trustsim.statistics.bounds import ANY, Bounds
from trustsim.vocabulary import DAYS_PER_MONTH

CURVES = (
    "trust",
    "trust_ability",
    "trust_benevolence",
    "trust_integrity",
    "trust_it_in_business",
    "stage",
    "satisfaction",
    "need_fit",
    "lead_time",
    "work_in_progress",
    "motivation",
    "support_load",
    "shadow_share",
    "value_delivered",
)
"""The daily columns that are kept as curves."""

MEAN = "@mean"
HEADLINE = "trust.end"
USUAL = (
    HEADLINE,
    "trust@mean",
    "it_in_business.end",
    "requests.need_fit",
    "requests.satisfaction",
    "requests.late_share",
    "requests.median_lead_time",
    "requests.value_delivered",
    "organisation.cost",
)
"""What is compared where nothing else is asked for."""

_HIGHER = (
    "trust.start", "trust.lowest", "trust.end", "trust.by_dimension.ability.end", "trust.by_dimension.benevolence.end",
    "trust.by_dimension.integrity.end", "it_in_business.start", "it_in_business.end", "requests.delivered",
    "needs.delivered", "requests.need_fit", "requests.satisfaction", "requests.value_delivered", "promises.kept",
    "organisation.stages.healthy.days", "trust@mean", "trust_ability@mean", "trust_benevolence@mean",
    "trust_integrity@mean", "trust_it_in_business@mean", "satisfaction@mean", "need_fit@mean", "motivation@mean",
    "value_delivered@mean",
)  # fmt: skip
_LOWER = (
    "requests.late", "requests.late_share", "requests.median_lead_time", "requests.mean_slip", "requests.rework_share",
    "requests.effort_overrun", "requests.uat_bugs", "requests.uat_bent_share", "requests.rounds",
    "requests.workarounds", "requests.open_at_end", "requests.refused",
    "needs.without", "channels.without", "channels.workaround", "promises.broken",
    "organisation.worst_stage", "organisation.last_stage", "organisation.refusals", "organisation.deferrals",
    "organisation.orphans", "organisation.orphans_refused", "organisation.cio_changes", "organisation.cost",
    "organisation.red_tape_at_most", "stage@mean", "lead_time@mean", "work_in_progress@mean", "support_load@mean",
)  # fmt: skip


class Response(NamedTuple):
    """One thing that is measured of a run.

    Attributes:
        name: ``trust.end``, ``trust@mean``.
        unit: as in the dictionary of figures or of daily columns.
        meaning: what it is, in words.
        better: 1 where more is better, -1 where less is, 0 where neither can be said.
        words: its short name, as people say it: ``trust of users in IT at the end``.
    """

    name: str
    unit: str
    meaning: str
    better: int
    words: str

    @property
    def bounds(self) -> Bounds:
        """Between which values it can lie, and so its mean over runs."""
        return bounds_of(self.unit)

    @property
    def label(self) -> str:
        """``trust of users in IT at the end (trust.end)``."""
        return f"{self.words} ({self.name})"


def responses() -> dict[str, Response]:
    """Every response by its name, figures first."""
    known = {name: (column.unit, column.meaning, of_figure(name)) for name, column in FIGURES.items()}
    for name in CURVES:
        column = DAILY[name]
        known[f"{name}{MEAN}"] = (column.unit, f"mean over days: {column.meaning}", f"{of_daily(name)}, mean over days")
    return {name: Response(name, unit, text, better(name), words) for name, (unit, text, words) in known.items()}


def bounds_of_measure(name: str) -> Bounds:
    """Between which values a response or a daily column can lie; unbounded where there is none of this name."""
    if name in DAILY:
        return bounds_of(DAILY[name].unit)
    known = responses().get(name)
    return known.bounds if known else ANY


def label_of_measure(name: str, more: str = "") -> str:
    """A response or a daily column with its short name before it; the id alone where there is none.

    Args:
        name: its id.
        more: what else stands in the brackets behind the id.
    """
    known = responses().get(name)
    words = of_daily(name) if name in DAILY else known.words if known else ""
    behind = f"{name}; {more}" if more else name
    return f"{words} ({behind})" if words else behind


def better(name: str) -> int:
    """1 where more of this response is better, -1 where less is, else 0."""
    return (name in _HIGHER) - (name in _LOWER)


def response(name: str) -> Response:
    """Look a response up.

    Raises:
        InputError: there is none of this name; the nearest names are told.
    """
    known = responses()
    if name not in known:
        raise InputError(f"{name}: no such measure; {advice(name, known)}")
    return known[name]


def advice(name: str, known: dict[str, Response]) -> str:
    """The nearest names, or an example."""
    found = near(name, known) or [other for other in known if other.rsplit(".", 1)[-1] == name][:3]
    if found:
        return f"did you mean {' or '.join(_with_words(one, known) for one in found)}?"
    return (
        f"expected a figure of summary.json such as {_with_words(HEADLINE, known)}, or a daily column with {MEAN} such "
        f"as {_with_words(f'trust{MEAN}', known)}"
    )


def _with_words(name: str, known: dict[str, Response]) -> str:
    """``trust.end (trust of users in IT at the end)``: what to type comes first."""
    return f"{name} ({known[name].words})"


def checkpoints(days: int) -> tuple[int, ...]:
    """The days on which curves are kept in experiments: the last of each month of 21 days, and the last of the run."""
    months = range(DAYS_PER_MONTH, days + 1, DAYS_PER_MONTH)
    return tuple(months) if days % DAYS_PER_MONTH == 0 else (*months, days)
