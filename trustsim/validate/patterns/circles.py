"""4: success, satisfaction, motivation, output, and round again."""

from __future__ import annotations

from trustsim.validate.patterns.lived import Settings, World
from trustsim.validate.patterns.pattern import Criterion, Pattern

_CUT: Settings = {"building": {"motivation_effect": 0.0}}
_ON: Settings = {"building": {"motivation_effect": 0.5}}

PATTERN = Pattern(
    4,
    "Success, satisfaction, motivation and output run as a virtuous circle, and in reverse as a vicious one.",
    "Fixing IT (after Graves)",
    {
        "good": World("partnership", _ON),
        "good, circle cut": World("partnership", _CUT),
        "bad": World("illness", _ON),
        "bad, circle cut": World("illness", _CUT),
    },
    (
        Criterion(
            "where work goes well motivation rises, by .05",
            lambda runs: runs["good"].between("motivation", 480, 500) - 0.5,
            0.05,
        ),
        Criterion(
            "and lead times are shorter with the circle than with it cut",
            lambda runs: runs["good, circle cut"]["moments.wait"] - runs["good"]["moments.wait"],
        ),
        Criterion(
            "where it goes badly motivation falls, by .05",
            lambda runs: 0.5 - runs["bad"].between("motivation", 480, 1250),
            0.05,
        ),
        Criterion(
            "and fewer requests are delivered with the circle than with it cut",
            lambda runs: runs["bad, circle cut"]["requests.delivered"] - runs["bad"]["requests.delivered"],
        ),
    ),
    assumed="Motivation changes output. Not that it rises and falls, nor that it comes round again.",
)
