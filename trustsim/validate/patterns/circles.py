"""4: success, satisfaction, motivation, output, and round again."""

from __future__ import annotations

from trustsim.validate.patterns.lived import Lived, Settings, World
from trustsim.validate.patterns.pattern import Criterion, Pattern

_CUT: Settings = {"building": {"motivation_effect": 0.0}}
_ON: Settings = {"building": {"motivation_effect": 0.5}}


def _late(run: Lived) -> float:
    """Mean motivation of IT from day 480 to the end."""
    return run.between("motivation", 480, 1250)


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
            lambda runs: _late(runs["good"]) - 0.5,
            0.05,
        ),
        Criterion(
            "and lead times are shorter with the circle than with it cut",
            lambda runs: runs["good, circle cut"]["moments.wait"] - runs["good"]["moments.wait"],
        ),
        Criterion(
            "and it comes round: motivation is higher with the circle than with it cut",
            lambda runs: _late(runs["good"]) - _late(runs["good, circle cut"]),
        ),
        Criterion(
            "where it goes badly motivation falls, by .05",
            lambda runs: 0.5 - _late(runs["bad"]),
            0.05,
        ),
        Criterion(
            "and fewer requests are delivered with the circle than with it cut",
            lambda runs: runs["bad, circle cut"]["requests.delivered"] - runs["bad"]["requests.delivered"],
        ),
        Criterion(
            "and it comes round: motivation is lower with the circle than with it cut",
            lambda runs: _late(runs["bad, circle cut"]) - _late(runs["bad"]),
        ),
    ),
    assumed="Motivation follows what is lived through, and changes output. Not that it comes round again.",
)
