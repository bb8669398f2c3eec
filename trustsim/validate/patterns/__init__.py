"""Patterns that the source articles claim, each in a file of its own, with criteria written down before any run."""

from __future__ import annotations

from trustsim.validate.patterns import (
    bent_bugs,
    circles,
    concealment,
    core_services,
    decomposition,
    ends,
    hysteresis,
    illness,
    layers,
    own_teams,
    owners,
    practices,
    stances,
    suddenness,
    third_party,
    tours,
    visits,
    workarounds,
)

PATTERNS = tuple(
    sorted(
        (
            room.PATTERN
            for room in (
                bent_bugs, circles, concealment, core_services, decomposition, ends, hysteresis, illness, layers,
                own_teams, owners, practices, stances, suddenness, third_party, tours, visits, workarounds,
            )
        ),
        key=lambda pattern: pattern.number,
    )
)  # fmt: skip
"""All of them, in the order in which they are counted."""
