"""What happens to a reading when it passes from hand to hand.

A reading is a mask: bit k is set where attribute k is held wrongly.
"""

from __future__ import annotations


def pass_on(
    wrong: int, told: list[float], survival: float, ideas: list[float], knowledge: float, attributes: int = -1
) -> int:
    """The receiver's reading after one handoff.

    Each attribute survives when its uniform in ``told`` is below ``survival``; else the receiver's
    own idea takes its place, right when its uniform in ``ideas`` is below ``knowledge``. With
    ``attributes`` given, only the attributes of that mask are touched.
    """
    bit = 1
    for k in range(len(told)):
        if told[k] >= survival and attributes & bit:
            wrong = wrong & ~bit if ideas[k] < knowledge else wrong | bit
        bit <<= 1
    return wrong


def altered(wrong: int, agendas: list[float], agenda: float, rights: list[float]) -> int:
    """The reading after a hand replaced attributes on purpose, by an agenda unrelated to the need.

    An attribute is replaced when its uniform in ``agendas`` is below ``agenda``. What an agenda puts there
    is right as often as a coin falls heads: when its uniform in ``rights`` is below one half.
    """
    bit = 1
    for k in range(len(agendas)):
        if agendas[k] < agenda:
            wrong = wrong & ~bit if rights[k] < 0.5 else wrong | bit
        bit <<= 1
    return wrong


def right_after(handoffs: int, survival: float, knowledge: float, agenda: float = 0.0) -> float:
    """Chance that an attribute is right after n handoffs: q^n + (1 - q^n) kappa without agendas.

    With them, each hand makes of it p <- (1 - a)(q p + (1 - q) kappa) + a / 2, from p = 1.
    """
    keeps = (1.0 - agenda) * survival
    if keeps >= 1.0:
        return 1.0
    fixed = ((1.0 - agenda) * (1.0 - survival) * knowledge + agenda / 2.0) / (1.0 - keeps)
    return fixed + (1.0 - fixed) * keeps**handoffs


def read(
    wrong: int, told: list[float], survival: float, clear: list[float], ambiguity: float,
    ideas: list[float], knowledge: float,
) -> int:  # fmt: skip
    """A reader's reading of a written specification: what is lost or ambiguous becomes an own idea."""
    bit = 1
    for k in range(len(told)):
        if told[k] >= survival or clear[k] < ambiguity:
            wrong = wrong & ~bit if ideas[k] < knowledge else wrong | bit
        bit <<= 1
    return wrong


def read_back_survival(survival: float, read_back: float) -> float:
    """Survival of one handoff when what was lost is caught by reading back: q + (1 - q) r."""
    return survival + (1.0 - survival) * read_back


def learned(knowledge: float, gain: float, ceiling: float) -> float:
    """Domain knowledge after one contact: it closes ``gain`` of the gap to the ceiling."""
    return knowledge + gain * (ceiling - knowledge) if ceiling > knowledge else knowledge


def unlearned(knowledge: float, base: float, decay: float, days: int) -> float:
    """Domain knowledge after ``days`` without contact: it falls back to its base."""
    return base + (knowledge - base) * (1.0 - decay) ** days


def chosen(uniforms: list[float], probability: float, among: int) -> int:
    """The mask of those attributes ``among`` these whose uniform is below ``probability``."""
    out = 0
    bit = 1
    for u in uniforms:
        if u < probability and among & bit:
            out |= bit
        bit <<= 1
    return out
