"""17: features that end as workarounds."""

from __future__ import annotations

from trustsim.validate.patterns.ends import CONTRACT, PARTNERSHIP
from trustsim.validate.patterns.pattern import Criterion, Pattern

PATTERN = Pattern(
    17,
    "Features end as workarounds far more often under the contract.",
    "Fixing IT",
    {"contract": CONTRACT, "partnership": PARTNERSHIP},
    (
        Criterion(
            "share of deliveries that are worked around, contract less partnership, is above .1",
            lambda runs: runs["contract"]["moments.workaround_share"] - runs["partnership"]["moments.workaround_share"],
            0.1,
        ),
        Criterion(
            "and more than twice as large under the contract",
            lambda runs: (
                runs["contract"]["moments.workaround_share"] - 2.0 * runs["partnership"]["moments.workaround_share"]
            ),
        ),
    ),
    assumed="A poor fit makes workarounds likely. Not how poor the fit is.",
)
