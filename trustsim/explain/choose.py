"""Which request is meant: by its number, or as the worst, the best or the latest."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from trustsim.errors import InputError

if TYPE_CHECKING:
    import pandas as pd


def choose(requests: pd.DataFrame, last_day: int, given: str) -> int:
    """Return the number of the request that ``given`` names: a number, ``worst``, ``best`` or ``latest``.

    The worst and the best have the lowest and the highest outcome felt; the latest came, or is still to come, most
    days after the day first promised. Of equals the first.

    Raises:
        InputError: there is no such request.
    """
    if requests.empty:
        raise InputError("REQUEST: this run has no requests; nobody needed anything")
    if given in BY_WORD:
        return BY_WORD[given](requests, last_day)
    known = sorted(int(number) for number in requests["request"])
    try:
        number = int(given)
    except ValueError:
        raise InputError(f"REQUEST: {given} given; expected {_range(known)}, or {', '.join(BY_WORD)}") from None
    if number not in set(known):
        near = sorted(sorted(known, key=lambda one: abs(one - number))[:3])
        nearest = f"the nearest {'is' if len(near) == 1 else 'are'} {' and '.join(map(str, near))}"
        raise InputError(f"REQUEST: {given} given; expected {_range(known)}; {nearest}")
    return number


def _range(known: list[int]) -> str:
    return f"a request from {known[0]} to {known[-1]}" if len(known) > 1 else f"{known[0]}, the only request"


def _worst(requests: pd.DataFrame, _: int) -> int:
    felt = _felt(requests)
    return int(felt["request"].iloc[felt["outcome"].argmin()])


def _best(requests: pd.DataFrame, _: int) -> int:
    felt = _felt(requests)
    return int(felt["request"].iloc[felt["outcome"].argmax()])


def _felt(requests: pd.DataFrame) -> pd.DataFrame:
    felt = requests[requests["outcome"].notna()]
    if felt.empty:
        raise InputError(
            "REQUEST: nothing came into use in this run, so there is no worst and no best; expected a number"
        )
    return felt


def _latest(requests: pd.DataFrame, last_day: int) -> int:
    promised = requests[requests["promised_first"].notna()]
    slips = promised["live"].fillna(last_day) - promised["promised_first"]
    if slips.empty or slips.max() <= 0:
        raise InputError("REQUEST: no request of this run came late; expected a number")
    return int(promised["request"].iloc[slips.argmax()])


BY_WORD: dict[str, Callable[[pd.DataFrame, int], int]] = {"worst": _worst, "best": _best, "latest": _latest}
