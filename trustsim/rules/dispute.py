"""Ping-pong over a disputed attribute, and bugs bent in acceptance tests."""

from __future__ import annotations


def concession(first: float, energy: float, patience: float) -> float:
    """Chance that a side concedes in a round: 1 - (1 - h0) E / E0; certain when its energy is spent."""
    left = energy / patience
    if left <= 0.0:
        return 1.0
    return 1.0 - (1.0 - first) * left


def bending(base: float, slope: float, trust: float) -> float:
    """Chance that a wrong attribute is filed as a bug; ``base`` at trust 1/2, more below it."""
    return min(1.0, max(0.0, base + slope * (0.5 - trust)))


def hearing(first: float, persistence: float, filings: int) -> float:
    """Chance that a bent bug is accepted at its n-th filing (n from 0): 1 - (1 - p0)(1 - g)^n."""
    resistance = 1.0 - first
    for _ in range(filings):
        resistance *= 1.0 - persistence
    return 1.0 - resistance


def mean_rounds(stop: float, cap: int) -> float:
    """Mean rounds of a ping-pong that stops with probability ``stop`` a round, at most ``cap`` rounds.

    A truncated geometric: (1 - (1 - c)^R) / c.
    """
    return (1.0 - (1.0 - stop) ** cap) / stop if stop > 0.0 else float(cap)


def share_exhausted(stop: float, cap: int) -> float:
    """Share of disputes still open when the last round begins: (1 - c)^(R - 1)."""
    return (1.0 - stop) ** (cap - 1)
