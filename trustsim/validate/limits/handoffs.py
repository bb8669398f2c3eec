"""n handoffs, survival q, own idea right with kappa: P(right) = q^n + (1 - q^n) kappa."""

from __future__ import annotations

from typing import NamedTuple

from trustsim.model.model import TrustModel
from trustsim.records.happenings import Hand
from trustsim.rules.handoff import right_after
from trustsim.statistics.batch_means import Sums
from trustsim.validate.limits.case import Case
from trustsim.validate.small_worlds import FLAWLESS, PARTNERSHIP, WATERFALL, Settings, run, scenario

LIMIT = "n handoffs: P(right) = qⁿ + (1 - qⁿ)κ"
K = 64
LAYERS = 7


class Told(NamedTuple):
    """Survival, knowledge, and what else there is: an agenda, a rewriting manager, ambiguity, reading back."""

    survival: float
    knowledge: float
    agenda: float = 0.0
    keeps: float = 1.0
    ambiguity: float = 0.0
    read_back: float = 0.0


def world(told: Told, process: Settings, seed: int) -> TrustModel:
    """Many needs of many attributes, and a chain of seven analysts."""
    changes: Settings = {
        "organisation": {"users": 10, "analyst_layers": LAYERS},
        "demand": {"needs_per_user": 1.5, "attributes": K, "size_median": 0.1},
        "knowledge": {"it": told.knowledge},
        "handoff": {
            "survival": told.survival,
            "agenda": told.agenda,
            "product_manager_keeps": told.keeps,
            "ambiguity": told.ambiguity,
            "read_back": told.read_back,
        },
    }
    return run(scenario(FLAWLESS, process, changes), seed, ledger=False)


def right(told: Told, process: Settings, hand: Hand, layer: int, seed: int) -> Sums:
    """Attributes held rightly by a hand; a request's attributes lean on each other no more than those of two."""
    rows = world(told, process, seed).recorder.handoffs.columns()
    chosen = (rows["hand"] == hand) & (rows["layer"] == layer)
    wrong = [int(mask).bit_count() for mask in rows["wrong"][chosen]]
    return float(K * len(wrong) - sum(wrong)), K * len(wrong)


def mixed(kept: float, knowledge: float) -> float:
    """What is kept is right; of the rest so much as is known."""
    return kept + (1.0 - kept) * knowledge


PLAIN = (Told(0.7, 0.4), Told(0.85, 0.6), Told(0.97, 0.1), Told(0.3, 0.9))


def cases() -> list[Case]:
    """Chains with and without an agenda, the other hands of a relay, and a joint definition."""
    found = []
    for told in (*PLAIN, Told(0.7, 0.4, agenda=0.2)):
        for layer in (1, 3, 7):
            agenda = f", agenda {told.agenda:g}" if told.agenda else ""
            name = f"n = {layer}, q = {told.survival:g}, κ = {told.knowledge:g}{agenda}"
            expected = right_after(layer, told.survival, told.knowledge, told.agenda)
            found.append(_case(name, expected, told, WATERFALL, Hand.ANALYST, layer - 1))
    rewritten = Told(0.9, 0.4, keeps=0.5)
    kept = 0.9**LAYERS * 0.5
    found.append(
        _case("seven layers and a rewriting manager", mixed(kept, 0.4), rewritten, WATERFALL, Hand.PRODUCT_MANAGER, 0)
    )
    unclear = Told(0.9, 0.4, ambiguity=0.3)
    kept = 0.9**LAYERS * 0.9 * 0.7
    found.append(_case("a developer reads what is ambiguous", mixed(kept, 0.4), unclear, WATERFALL, Hand.DEVELOPER, 0))
    for back in (0.0, 0.5):
        joint = Told(0.7, 0.4, read_back=back)
        kept = 0.7 + 0.3 * back
        found.append(_case(f"defined jointly, read back {back:g}", mixed(kept, 0.4), joint, PARTNERSHIP, Hand.JOINT, 0))
    return found


def _case(name: str, expected: float, told: Told, process: Settings, hand: Hand, layer: int) -> Case:
    return Case(LIMIT, name, "share held rightly", expected, right, (told, process, hand, layer), batches=10)
