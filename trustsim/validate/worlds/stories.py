"""Where a shipped story is about something that one does not meet every day, and why."""

from __future__ import annotations

_OVERLOAD = "more is asked than can be done: that is the story"
_OWNERS = "new owners interfere: that is the story"
_SWITCH = "the process changes in mid-run: that is the story"

EXPECTED: dict[tuple[str, str], str] = {
    ("chargeback", "utilisation"): _OVERLOAD,
    ("chargeback", "moved"): "how little a price moves trust is the story",
    ("counselling", "releases"): _SWITCH,
    ("counselling", "start_work"): _SWITCH,
    ("edicts", "edicts"): _OWNERS,
    ("edicts", "moved"): "edicts take what the partnership earns: that is the story",
    ("illness", "edicts"): _OWNERS,
    ("illness", "lead_time"): _OVERLOAD,
    ("order-taker", "utilisation"): _OVERLOAD,
    ("order-taker", "growth"): _OVERLOAD,
    ("shadow-it", "lead_time"): _OVERLOAD,
    ("shadow-it", "demand"): _OVERLOAD,
    ("shadow-it", "utilisation"): _OVERLOAD,
    ("turnaround", "releases"): _SWITCH,
    ("turnaround", "growth"): _SWITCH,
}
"""Scenario and figure, as ``figures.FIGURES`` has it, with the reason why it may lie outside of the plausible range."""
