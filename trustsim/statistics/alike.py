"""What values tell that are all alike: nothing of their spread, but in how many cases at most it may be otherwise."""

from __future__ import annotations

import math

import numpy as np

from trustsim.statistics.intervals import CONFIDENCE, Values

MOST_UNLIKE = 0.05
"""One in twenty: where no more may be unlike, values that are all alike count as known."""


def all_alike(values: Values) -> bool:
    """Whether there are values, and all of them are the same number."""
    data = np.asarray(values, dtype=np.float64)
    return len(data) > 0 and bool(np.ptp(data) == 0)


def unlike_share(number: int, confidence: float = CONFIDENCE) -> float:
    """Up to what share of all cases may be otherwise, where of ``number`` cases none was.

    It is the exact bound, and close to 3 / ``number``: the rule of three. Cases that are all alike after more of
    them were so after fewer. So the bound after any number of cases only fails where that after the first number
    fails at which it falls below the true share: however often one looks, it holds with the same confidence.

    Args:
        number: of cases that could have been otherwise; none gives 1.
        confidence: between 0 and 1.

    Source: Clopper and Pearson (1934), Biometrika 26; Hanley and Lippman-Hand (1983), "If nothing goes wrong, is
    everything all right?", Journal of the American Medical Association 249(13).
    """
    return 1.0 - (1.0 - confidence) ** (1.0 / number) if number > 0 else 1.0


def may_be_unlike(values: Values, confidence: float = CONFIDENCE) -> float:
    """The same for values that are all alike: up to what share of further ones may be another number.

    That none differs from 0 is asked of each value. That none differs from another number is asked of each but the
    one that it was taken from. NaN where the values are not all alike.
    """
    if not all_alike(values):
        return math.nan
    return unlike_share(len(values) - int(values[0] != 0), confidence)


def values_needed(values: Values, share: float = MOST_UNLIKE, confidence: float = CONFIDENCE) -> int:
    """How many values that are all alike it takes until at most ``share`` of further ones may be another number.

    59 for a share of 0.05 where they are 0, and one more where they are another number.
    """
    return math.ceil(math.log(1.0 - confidence) / math.log(1.0 - share)) + int(values[0] != 0)


def sign_test(number: int) -> float:
    """Two-sided p-value of either sign being as likely, where ``number`` values have one sign; 1 for none.

    Source: Arbuthnot (1710), Philosophical Transactions 27; Conover (1999), Practical nonparametric statistics, 3.4.
    """
    return math.ldexp(1.0, 1 - number) if number > 0 else 1.0
