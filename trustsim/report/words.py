"""From figures to sentences: the verdict on a run, and on many."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from trustsim.records.happenings import Experience
from trustsim.records.naming import word, words
from trustsim.vocabulary import Stage

HARDLY = 0.005
NOTABLE = 0.02
ENOUGH_FOR_QUANTILES = 20
WORTH_TELLING = 0.05

_WAITED = (Experience.SILENCE, Experience.DEFERRED, Experience.REFUSED, Experience.REFUSED_WITH_REASON)
WAITING = tuple(word(experience) for experience in _WAITED)
"""What one lives through whose requests wait, by its name in the ledger."""


def verdict(summary: Mapping[str, Any]) -> str:
    """Say in two to six sentences how trust went in one run, when it turned, why, and what was delivered.

    Every need is accounted for; how ill the relationship was, and what edicts took, is told where there was any.
    ``summary`` is what ``measures.summarise`` returns.
    """
    sentences = [
        _course(summary),
        _overload(summary["capacity"], summary["requests"]["refused"]),
        _turns(summary),
        _story(summary),
    ]
    sentences += [_needs(summary["needs"], summary["requests"]), _illness(summary["organisation"])]
    sentences += [_edicts(summary["load"])]
    return " ".join(sentence for sentence in sentences if sentence)


def ensemble_verdict(summary: Mapping[str, Any]) -> str:
    """Say the same of many runs, with how far the runs lie apart.

    ``summary`` is the summary of a ``run.Ensemble``.
    """
    means = {name: _means(summary[name]) for name in ("capacity", "requests", "load")}
    sentences = [
        _courses(summary),
        _overload(means["capacity"], means["requests"]["refused"]),
        _common_turns(summary),
        _mean_story(summary, means),
    ]
    sentences += [_needs(summary["needs"], means["requests"]), _illnesses(summary), _edicts(means["load"])]
    return " ".join(sentence for sentence in sentences if sentence)


def level(trust: float) -> str:
    """Trust as people read it: two decimals."""
    return f"{trust:.2f}"


def points(change: float) -> str:
    """A change of trust without its sign, in points of a hundredth; one decimal where it is below one point."""
    size = abs(change) * 100
    amount = f"{size:.0f}" if size >= 0.95 else f"{size:.1f}"
    return f"{amount} point" if amount == "1" else f"{amount} points"


def signed_points(change: float) -> str:
    """A change of trust with its sign, in points with one decimal."""
    return f"{round(change * 100, 1) + 0.0:+.1f}"  # + 0.0: no minus nought


def percent(share: float) -> str:
    """A share as a whole percentage; below one half percent but not nought, as such."""
    return "below 1 %" if 0 < share < 0.005 else f"{share * 100:.0f} %"


def listed(parts: Sequence[str]) -> str:
    """Join parts as one says them: a, b and c."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def counted(number: float, noun: str) -> str:
    """A number and its noun: ``1 request``, ``1.5 requests``, ``no requests``."""
    if number == 0:
        return f"no {noun}s"
    return f"{number:g} {noun}" if number == 1 else f"{number:g} {noun}s"


def illness(stage: Stage) -> str:
    """A stage of the relationship as one speaks of it: ``the sniffles``, ``flu``."""
    return {Stage.SNIFFLES: "the sniffles", Stage.END_STAGE: "its end stage"}.get(stage, words(stage))


def times(number: float) -> str:
    """How often: ``once``, ``twice``, ``3 times``."""
    return {1: "once", 2: "twice"}.get(int(number), f"{number:g} times")


def _course(summary: Mapping[str, Any]) -> str:
    trust = summary["trust"]
    start, lowest, end = trust["start"], trust["lowest"], trust["end"]
    change = round(end, 2) - round(start, 2)
    days = counted(summary["days"], "day")
    if abs(end - start) < HARDLY:
        course = f"Over {days} the users' trust in IT hardly moved from {level(start)}"
    else:
        verb = "fell" if change < 0 else "rose"
        course = f"Over {days} the users' trust in IT {verb} by {points(change or end - start)}"
        course += f", from {level(start)} to {level(end)}"
    if min(start, end) - lowest >= HARDLY:
        return f"{course}; it was lowest on day {trust['lowest_day']}, at {level(lowest)}."
    return f"{course}."


def _turns(summary: Mapping[str, Any]) -> str:
    """The steepest move, and the opposite one where it too is notable."""
    turns = summary["turns"]
    moves = [(kind, turns[kind]) for kind in ("fall", "rise") if turns[kind] is not None]
    moves.sort(key=lambda move: -abs(move[1]["change"]))
    if not moves:
        return ""
    told = [_turn(*move) for move in moves[:1]]
    told += [_turn(*move) for move in moves[1:] if abs(move[1]["change"]) >= NOTABLE]
    text = "; ".join(told)
    return f"{text[0].upper()}{text[1:]}."


def _turn(kind: str, turn: Mapping[str, Any]) -> str:
    verb = "fell" if kind == "fall" else "rose"
    when = f"from day {turn['from_day']} to {turn['to_day']}"
    text = f"it {verb} fastest {when}, by {points(turn['change'])}"
    return f"{text}, most of all through {turn['cause']['words']}" if turn["cause"] else text


def _main_causes(causes: Mapping[str, Any]) -> str:
    cost = [f"{cause['words']} cost most ({signed_points(cause['contribution'])})" for cause in causes["lost"][:1]]
    gain = [f"{cause['words']} gave most ({signed_points(cause['contribution'])})" for cause in causes["gained"][:1]]
    return f"Over the whole run {listed(cost + gain)}." if cost or gain else ""


def _story(summary: Mapping[str, Any]) -> str:
    """The main causes; where more was asked than could be built, what waiting cost comes first."""
    causes = summary["causes"]
    cost = math.fsum(causes["all"].get(event, 0.0) for event in WAITING)
    most = causes["lost"][0]["contribution"] if causes["lost"] else 0.0
    if not _is_too_much(summary["capacity"]) or cost > most:
        return _main_causes(causes)
    told = f"Over the whole run waiting, being put off and being refused cost most ({signed_points(cost)} together)"
    others = [cause for cause in causes["lost"] if cause["event"] not in WAITING][:1]
    then = [f", then {cause['words']} ({signed_points(cause['contribution'])})" for cause in others]
    return "".join([told, *then, "."])


def _is_too_much(capacity: Mapping[str, float | None]) -> bool:
    from trustsim.measures.capacity import TOO_MUCH

    return capacity["load"] is not None and capacity["load"] >= TOO_MUCH


def _overload(capacity: Mapping[str, float | None], refused: float | None) -> str:
    """What was asked against what could be built, where that was too much; else nothing."""
    asked, left = capacity["asked"], capacity["for_requests"]
    if asked is None or left is None or not _is_too_much(capacity):
        return ""
    return (
        f"More was asked of IT than could be built: {asked:,.0f} person-days a month, and its developers had "
        f"{left:,.0f} for it, so that {'much was put off and refused' if refused else 'requests piled up'}."
    )


def _needs(figures: Mapping[str, Any], requests: Mapping[str, Any]) -> str:
    """Where all needs went, to the last one: in use from IT, in its hand, with others, given up; what it refused."""
    from trustsim.measures.needs_account import account_of

    account = account_of(figures)
    if not account.whole:
        return "Nobody needed anything."
    many = "the one need" if account.whole == 1 else f"{account.whole:,} needs"
    if account.at_start:
        many += f" ({account.at_start:,} of them open at the start)"
    parts = [
        f"{number:,} {text}"
        for number, text in (
            (account.in_hand, "are in hand" if account.in_hand > 1 else "is in hand"),
            (account.shadow, "went to own teams"),
            (account.vendor, "went to an outside provider"),
            (account.without, _given_up(account.without, requests["agreed_away"])),
        )
        if number
    ]
    text = "; ".join(
        [f"Of {many} IT put {_delivered(account.delivered, requests)}", *([listed(parts)] if parts else [])]
    )
    return f"{text}. IT refused {account.refused:,} of them." if account.refused else f"{text}."


def _given_up(needs: float, agreed: float) -> str:
    text = "were given up" if needs > 1 else "was given up"
    return f"{text} ({round(agreed):,} by agreement with IT)" if round(agreed) else text


def _delivered(delivered: float, requests: Mapping[str, Any]) -> str:
    if not delivered:
        return "none into use"
    text = f"{delivered:,} into use"
    if requests["late_share"] is not None:
        text += f", {_part(requests['late_share'])} of these late"
    if requests["need_fit"] is not None:
        text += f", with {percent(requests['need_fit'])} of what was needed"
    return text


def _part(share: float) -> str:
    return {0.0: "none", 1.0: "all"}.get(share, percent(share))


def _illness(organisation: Mapping[str, Any]) -> str:
    """The worst stage, when it began, how it ended, and changes of leadership; nothing for one that stayed healthy."""
    worst, last = Stage(organisation["worst_stage"]), Stage(organisation["last_stage"])
    changes = organisation["cio_changes"]
    leadership = f"leadership changed {times(changes)}" if changes else ""
    if worst is Stage.HEALTHY:
        return f"{leadership[:1].upper()}{leadership[1:]}." if leadership else ""
    first = organisation["stages"][word(worst)]["first_day"]
    end = "ended there" if last is worst else f"ended {'healthy' if last is Stage.HEALTHY else f'at {illness(last)}'}"
    if first <= 1:
        text = f"The relationship began at {illness(worst)} and {end}"
    else:
        text = f"The relationship fell ill as far as {illness(worst)}, first on day {first}, and {end}"
    return f"{text}; {leadership}." if leadership else f"{text}."


def _edicts(load: Mapping[str, float | None]) -> str:
    """What edicts took of developers' time; nothing where that is little."""
    share = load["edict"]
    return f"Edicts took {percent(share)} of developers' time." if share is not None and share >= WORTH_TELLING else ""


def _courses(summary: Mapping[str, Any]) -> str:
    trust, reps = summary["trust"], summary["reps"]
    start, end, change = trust["start"]["mean"], trust["end"]["mean"], trust["change"]["mean"]
    head = f"In {counted(reps, 'run')} of {counted(summary['days'], 'day')} the users' trust in IT"
    if abs(change) < HARDLY:
        course = f"{head} hardly moved from {level(start)} on average"
    else:
        verb = "fell" if change < 0 else "rose"
        course = f"{head} {verb} by {points(change)} on average, from {level(start)} to {level(end)}"
    if reps == 1:
        return f"{course}."
    return f"{course}; it fell in {_of_all(trust['fell'], reps)}, and {_ends(trust['end'], reps)}."


def _ends(end: Mapping[str, Any], reps: int) -> str:
    """Where the runs end; nine of ten can be told only where there are enough of them."""
    if reps < ENOUGH_FOR_QUANTILES:
        return f"they ended between {level(end['min'])} and {level(end['max'])}"
    return f"nine runs of ten ended between {level(end['p05'])} and {level(end['p95'])}"


def _illnesses(summary: Mapping[str, Any]) -> str:
    """The worst stage that half of the runs reached, or else any, and in how many."""
    found = common_stage(summary)
    if found is None:
        return ""
    stage, days = found
    where = "every run" if days["runs"] == summary["reps"] else f"{days['runs']} of {summary['reps']} runs"
    if days["max"] <= 1:
        return f"The relationship began at {illness(stage)} in {where}."
    return (
        f"The relationship fell ill as far as {illness(stage)} in {where}, first on day {days['mean']:.0f} on average."
    )


def common_stage(summary: Mapping[str, Any]) -> tuple[Stage, Mapping[str, Any]] | None:
    """The worst stage that half of the runs reached, or else any of them, and the spread of its first day.

    None: every relationship stayed healthy.
    """
    first = {stage: summary["organisation"]["stages"][word(stage)]["first_day"] for stage in Stage}
    ill = [stage for stage in Stage if stage is not Stage.HEALTHY and first[stage]["runs"]]
    common = [stage for stage in ill if 2 * first[stage]["runs"] >= summary["reps"]]
    return (max(common or ill), first[max(common or ill)]) if ill else None


def _means(figures: Mapping[str, Any]) -> dict[str, float | None]:
    return {name: figure["mean"] for name, figure in figures.items()}


def _of_all(some: int, reps: int) -> str:
    return "all of them" if some == reps else "none of them" if some == 0 else f"{some} of them"


def _common_turns(summary: Mapping[str, Any]) -> str:
    turns = [(kind, turn) for kind, turn in summary["turns"].items() if turn is not None]
    if not turns:
        return ""
    kind, turn = max(turns, key=lambda found: abs(found[1]["change"]["mean"]))
    move = f"The steepest {kind} within a month was {points(turn['change']['mean'])} on average"
    if turn["cause"] is None:
        return f"{move}."
    some, reps = turn["cause"]["runs"], summary["reps"]
    where = "every run" if some == reps else f"{some} of {reps} runs"
    return f"{move}, in {where} most of all through {turn['cause']['words']}."


def _mean_story(summary: Mapping[str, Any], means: Mapping[str, Any]) -> str:
    def flat(cause: Mapping[str, Any]) -> dict[str, Any]:
        return {**cause, "contribution": cause["contribution"]["mean"]}

    causes = summary["causes"]
    flattened = {kind: [flat(cause) for cause in causes[kind]] for kind in ("gained", "lost")}
    return _story({"causes": {**flattened, "all": causes["all"]}, "capacity": means["capacity"]})
