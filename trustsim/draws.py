"""Every random number, addressed by what it decides.

A draw is a function of (seed, purpose, entity, index) and of nothing else: no stream is
shared, so one decision more or less never shifts the luck of another (common random
numbers). The generator is Philox 4x64, counter-based (Salmon et al. 2011), as numpy ships
it: the key holds the seed and the first part of the entity, the counter its second part,
the index and the purpose. Only uniforms are drawn; ``rules`` turns them into anything else.
"""

from __future__ import annotations

from enum import IntEnum
from secrets import randbelow
from typing import Any

import numpy as np

from trustsim.errors import InputError


class Purpose(IntEnum):
    """What a draw decides. Numbers are part of every result: never renumber, only add."""

    NEED_ARISES = 1
    NEED_ITSELF = 2
    DRIFT = 3
    BRIEFING = 4
    ANALYST_HEARS = 5
    PRODUCT_MANAGER_HEARS = 6
    DEVELOPER_HEARS = 7
    TESTER_HEARS = 8
    BUILD = 11
    TEST_ROUND = 12
    REVIEW = 13
    UAT_ROUND = 14
    DEMO = 15
    GO_LIVE = 16
    USE = 17
    CORE_INCIDENT = 18
    HEARSAY = 19
    DISCLOSURE = 20
    DROP_SCOPE = 21
    FIX = 22
    CHANGE = 23
    REVIEW_DISPUTE = 24
    UAT_HEARING = 25
    EDICT = 26
    CHANNEL = 27
    CHANNEL_AGAIN = 28
    INTAKE = 29
    SHADOW_TEAM = 30
    SHADOW_BUILD = 31
    VENDOR_BUILD = 32
    ORPHAN = 33
    LEADERSHIP = 34
    AVOIDANCE = 35
    VISIT = 36
    PROPOSAL = 37
    FOLLOW_UP = 38
    ESTIMATE = 39


class Draws:
    """Addressed uniforms for one seed.

    Building a generator costs several times a re-addressing, so one is kept and
    re-addressed; nothing of its state survives from one call to the next.
    """

    def __init__(self, seed: int) -> None:
        """``seed`` is any integer from 0 to 2**63 - 1."""
        self.seed = seed
        self._reset()

    def _reset(self) -> None:
        self._bits = np.random.Philox(0)
        self._random = np.random.Generator(self._bits).random
        self._key = [self.seed, 0]  # plain lists: numpy reads them item by item
        self._counter = [0, 0, 0, 0]
        self._state: Any = {
            "bit_generator": "Philox",
            "state": {"counter": self._counter, "key": self._key},
            "buffer": [0, 0, 0, 0],
            "buffer_pos": 4,
            "has_uint32": 0,
            "uinteger": 0,
        }

    def block(self, purpose: Purpose, entity: tuple[int, int], index: int, size: int) -> list[float]:
        """Return ``size`` uniforms in [0, 1) for one decision.

        Args:
            purpose: what is decided.
            entity: whom it concerns, as two integers >= 0: (user, n-th need of that user),
                (unit, 0), …; never a global counter.
            index: which time (round, layer, day), >= 0.
            size: how many uniforms, >= 1; a longer block starts with the shorter one.
        """
        self._key[1] = entity[0]
        counter = self._counter
        counter[1] = entity[1]
        counter[2] = index
        counter[3] = purpose
        self._bits.state = self._state
        return self._random(size).tolist()  # type: ignore[no-any-return]

    def __deepcopy__(self, memo: dict[int, Any]) -> Draws:
        """A copy draws the same numbers: the address is all that matters."""
        return Draws(self.seed)


Generator = np.random.Generator

_NO_MODEL = 1 << 63  # no entity of a model is numbered so high


class Resampling(IntEnum):
    """What a generator outside of the model is for. Numbers are part of every result: never renumber, only add."""

    BOOTSTRAP = 1
    DESIGN = 2


def generator(seed: int, purpose: Resampling) -> Generator:
    """A generator for libraries that resample or lay out designs; a simulation never uses one.

    Args:
        seed: from 0 to 2**63 - 1.
        purpose: keeps the streams of different uses apart.
    """
    return Generator(np.random.Philox(key=np.array([seed, _NO_MODEL + purpose], dtype=np.uint64)))


LARGEST_SEED = 2**53

Luck = float | np.integer[Any] | Generator | np.random.SeedSequence | None
"""What Mesa's users give a model as ``rng``."""


def seed_from(rng: Any) -> int:
    """The seed of a simulation, from what a user of Mesa gives (see ``Luck``): a seed, where to draw one, or None.

    Raises:
        InputError: it is none of these, or no whole number from 0 to 2**53.
    """
    if rng is None:
        return randbelow(LARGEST_SEED + 1)
    if isinstance(rng, np.random.SeedSequence):
        rng = Generator(np.random.Philox(rng))
    if isinstance(rng, Generator):
        return int(rng.integers(LARGEST_SEED, endpoint=True))
    number = isinstance(rng, int | float | np.integer | np.floating) and not isinstance(rng, bool)
    if number and 0 <= rng <= LARGEST_SEED and rng == int(rng):
        return int(rng)
    raise InputError(
        f"rng: {rng!r} given; expected a whole number from 0 to 2**53, a numpy Generator or SeedSequence, "
        "or None for other luck in every model"
    )
