"""The verdict of a comparison in sentences: what, by how much, how sure, how often, and what pairing was worth."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from trustsim.compare.verdict import Verdict
from trustsim.report.differences import MOST_DIGITS_OF_A_SENTENCE, digits, few, figure, share, signed, span
from trustsim.report.words import counted, listed

if TYPE_CHECKING:
    from trustsim.compare.comparison import Comparison, Finding
    from trustsim.statistics.intervals import Interval

TOO_MANY = 10_000
NO_HELP, SOME_HELP = 0.8, 1.25
TOLD_RUNS = 1_000_000


def verdicts(comparison: Comparison) -> list[str]:
    """The verdict on the headline measure for each world beside the reference: a paragraph each."""
    return [
        verdict(world.label, found[0], comparison)
        for world, found in zip(comparison.worlds[1:], comparison.findings, strict=True)
    ]


def verdict(world: str, found: Finding, comparison: Comparison) -> str:
    """The verdict on one measure of a world in sentences."""
    pair = f"{world} differs from {comparison.worlds[0].label} on {_measure(found)}"
    if found.pairs == 0 or (found.pairs == 1 and found.may_differ != 0):
        return f"Cannot tell whether {pair}: {_too_few(found.pairs, len(comparison.seeds))}."
    told = [_told(world, found, comparison), _precision(found, comparison), _often(found), _size(found), pairing(found)]
    return " ".join(sentence for sentence in told if sentence)


def pairing(found: Finding) -> str:
    """What the common luck was worth, in a sentence."""
    if math.isnan(found.reduction) or found.ties == found.pairs:
        return ""
    if math.isinf(found.reduction):
        return "Pairing took all luck out of it: the differences are all alike, those of unpaired runs are not."
    if found.reduction < NO_HELP:
        return (
            f"Pairing was no help here: paired differences vary {1 / found.reduction:.1f} times as much as those of "
            f"unpaired runs."
        )
    if found.reduction < SOME_HELP:
        return (
            f"Pairing changed little here, unpaired differences vary {found.reduction:.2f} times as much: the worlds "
            "are too unlike to share much of their luck."
        )
    runs = round(found.reduction * found.pairs)
    many = f"{runs:,}" if runs < TOLD_RUNS else "a million or more"
    times = f"{found.reduction:.1f}" if found.reduction < TOLD_RUNS else "more than a million"
    return (
        f"Pairing reduced the variance of the difference {times} times: {found.pairs} pairs tell as much as {many} "
        "unpaired runs of each."
    )


def more_words(more: float) -> str:
    """``about 40 more pairs``, in a round number."""
    if math.isnan(more):
        return "too few pairs to say how many more"
    if math.isinf(more):
        return "no number of pairs will do"
    rounded = math.ceil(more) if more < 20 else math.ceil(more / (step := 10 ** (int(math.log10(more)) - 1))) * step
    return f"about {rounded:,} more {'pair' if rounded == 1 else 'pairs'}"


def _too_few(known: int, pairs: int) -> str:
    if pairs == 1 and known == 1:
        return "one pair says nothing of how far pairs lie apart"
    return f"of {counted(pairs, 'pair')} {f'only {known}' if known else 'none'} has it in both worlds"


def _told(world: str, found: Finding, comparison: Comparison) -> str:
    """The verdict itself, with the difference and how sure it is."""
    reference = comparison.worlds[0].label
    if found.verdict == Verdict.EQUIVALENT:
        return f"{world} and {reference} are equivalent on {_measure(found)}: {_equivalent(found)}."
    if found.verdict == Verdict.CANNOT_TELL:
        return (
            f"Cannot tell yet whether {world} differs from {reference} on {_measure(found)}: {_open(found)}. "
            f"{_to_tell(found, comparison)}"
        )
    higher = "higher" if found.difference.estimate > 0 else "lower"
    size = figure(abs(found.difference.estimate), _digits(found))
    by = f"by {size}, {_alike(found)}" if found.alike else f"by {size} ({_sure_of_size(found)}){_perhaps(found)}"
    if found.response.better == 0:
        return f"{world} is {higher} than {reference} on {_measure(found)}, {by}."
    return f"{world} is {found.verdict} than {reference} on {_measure(found)}: {higher} {by}."


def _equivalent(found: Finding) -> str:
    if found.may_differ == 0:
        return "the two are the same scenario, so all differences are exactly 0"
    if found.alike and found.ties:
        return _none_differed(found)
    difference = signed(found.difference.estimate, _digits(found))
    if found.alike:
        return f"the difference of {difference} lies within {_margin(found)}, {_alike(found)}"
    return f"the difference of {difference} ({_sure(found)}) lies within {_margin(found)}"


def _open(found: Finding) -> str:
    if found.alike and found.ties:
        return _none_differed(found)
    difference = f"the difference is {signed(found.difference.estimate, _digits(found))}"
    if found.alike:
        return f"{difference}, {_alike(found)}"
    return f"{difference} ({_sure(found)}), neither apart from zero nor within {_margin(found)}"


def _none_differed(found: Finding) -> str:
    return f"none of {counted(found.pairs, 'pair')} differed; {_up_to(found)} may"


def _alike(found: Finding) -> str:
    pairs = counted(found.pairs, "pair")
    return f"the same in all of {pairs}, so that there is no interval; {_up_to(found)} may have another"


def _up_to(found: Finding) -> str:
    return f"with 95 % confidence, up to {few(found.may_differ)} % of all pairs"


def _sure(found: Finding) -> str:
    places = _digits(found)
    return f"95 % interval {span(found.difference, places)}, bootstrap {span(found.by_bootstrap, places)}"


def _sure_of_size(found: Finding) -> str:
    """The intervals of how much higher or lower it is."""
    places, turned = _digits(found), found.difference.estimate < 0
    intervals = (_mirrored(one) if turned else one for one in (found.difference, found.by_bootstrap))
    by_t, by_bootstrap = (span(one, places) for one in intervals)
    return f"95 % interval {by_t}, bootstrap {by_bootstrap}"


def _mirrored(interval: Interval) -> Interval:
    return interval._replace(low=-interval.high, estimate=-interval.estimate, high=-interval.low)


def _perhaps(found: Finding) -> str:
    near = min(abs(found.difference.low), abs(found.difference.high)) < found.margin
    return f"; that may be less than {_margin(found)}" if near else ""


def _to_tell(found: Finding, comparison: Comparison) -> str:
    more, watched = found.more_pairs, comparison.watched
    if not math.isfinite(more):
        return f"{more_words(more).capitalize()}."
    text, total = f"To tell takes {more_words(more)}, if they go on like these", len(comparison.seeds) + math.ceil(more)
    if total > TOO_MANY:
        return f"{text}: hardly worth it. A wider --margin may be the better question."
    if watched is not None and watched.reached:
        return f"{text}: take a smaller --precision."
    # Going on with the same seeds until it can be told would be to choose when to look.
    fresh = f"{text}. Rather than add to these and look again, plan {counted(total, 'fresh pair')}"
    fresh += f" (--reps {total} --seed {comparison.seeds[-1] + 1})"
    return f"{fresh}." if watched is not None else f"{fresh}, or take --precision."


def _precision(found: Finding, comparison: Comparison) -> str:
    watched = comparison.watched
    if watched is None or found.may_differ == 0:
        return ""
    after = counted(watched.pairs, "pair")
    if not watched.reached:
        width = figure(watched.half_width, _digits(found))
        so_far = f"the half-width is {width}" if math.isfinite(watched.half_width) else "there is no interval yet"
        return f"The precision of {watched.wanted:g} was not reached: after {after}, the most that are run, {so_far}."
    if found.alike:
        return (
            f"With a look after each, pairs were added until so few may differ: {after}. That holds however often one "
            "looks."
        )
    return (
        f"The precision of {watched.wanted:g} was reached after {after}, with a look after each; the interval holds "
        "however often one looks."
    )


def _often(found: Finding) -> str:
    """In how many pairs it is better, and how sure that is."""
    if found.ties == found.pairs:
        return ""
    what = "better" if found.response.better else "higher"
    ties = f", and equal in {found.ties}, which count half" if found.ties else ""
    pairs = f"It is {what} in {found.wins} of {counted(found.pairs, 'pair')}{ties}"
    low, estimate, high = (share(one) for one in found.beats)
    return f"{pairs}; in any one pair with a probability of {estimate} % ({low} to {high} %)."


def _size(found: Finding) -> str:
    """The effect sizes, where there is anything to measure them by."""
    pooled, paired = abs(found.effect_pooled), abs(found.effect_paired)
    parts = [f"{_times(pooled)} the spread of single runs (d)"] if math.isfinite(pooled) else []
    parts += [f"{_times(paired)} that of paired differences (d_z)"] if math.isfinite(paired) else []
    return f"The difference is {listed(parts)}." if parts and found.ties != found.pairs else ""


def _times(effect: float) -> str:
    return f"{effect:.1f} times" if effect >= 0.05 else "less than 0.1 times"


def _digits(found: Finding) -> int:
    return digits(found, MOST_DIGITS_OF_A_SENTENCE)


def _measure(found: Finding) -> str:
    """``trust of users in IT at the end (trust.end)``."""
    return found.response.label


def _margin(found: Finding) -> str:
    return f"the margin of {found.margin:.3g}"
