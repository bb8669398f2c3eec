"""From figures to sentences: the verdict on a run, and on many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from trustsim.records.naming import word
from trustsim.report import breakdown
from trustsim.report.stages import illness, rests_on
from trustsim.vocabulary import Stage

HARDLY = 0.005
NOTABLE = 0.02
ENOUGH_FOR_QUANTILES = 20
WORTH_TELLING = 0.05


def verdict(summary: Mapping[str, Any]) -> str:
    """Say in two to six sentences how trust went in one run, when it turned, why, and what was delivered.

    How ill the relationship was, who else served the needs, and what edicts took is told where there was any.
    ``summary`` is what ``measures.summarise`` returns.
    """
    sentences = [_course(summary), _turns(summary), _main_causes(summary["causes"]), _work(summary["requests"])]
    sentences += [_illness(summary), _elsewhere(summary["channels"], summary["load"])]
    return " ".join(sentence for sentence in sentences if sentence)


def ensemble_verdict(summary: Mapping[str, Any]) -> str:
    """Say the same of many runs, with how far the runs lie apart.

    ``summary`` is the summary of a ``run.Ensemble``.
    """
    sentences = [_courses(summary), _common_turns(summary), _mean_causes(summary["causes"]), _works(summary)]
    sentences += [_illnesses(summary), _elsewhere(_means(summary["channels"]), _means(summary["load"]))]
    return " ".join(sentence for sentence in sentences if sentence)


def level(trust: float) -> str:
    """Trust as people read it: two decimals."""
    return f"{trust:.2f}"


def points(change: float) -> str:
    """A change of trust without its sign, in points (hundredths) with one decimal."""
    return f"{abs(breakdown.tenths(change)) / 10:.1f} points"


def signed_points(change: float) -> str:
    """A change of trust with its sign, in points with one decimal; no sign before nought."""
    return breakdown.signed(breakdown.tenths(change))


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


def times(number: float) -> str:
    """How often: ``once``, ``twice``, ``3 times``."""
    return {1: "once", 2: "twice"}.get(int(number), f"{number:g} times")


def _course(summary: Mapping[str, Any]) -> str:
    trust, it = summary["trust"], summary["it_in_business"]
    start, lowest, end = trust["start"], trust["lowest"], trust["end"]
    course = f"Over {counted(summary['days'], 'day')} the users' trust in IT {moved(start, end)}"
    if min(start, end) - lowest >= HARDLY:
        course += f"; it was lowest on day {trust['lowest_day']}, at {level(lowest)}"
    return f"{course}. IT's trust in the business {moved(it['start'], it['end'])}."


def moved(start: float, end: float, on_average: str = "") -> str:
    """``fell by 19.3 points, from 0.65 to 0.46``, or ``hardly moved from 0.65``; of many runs ``on_average``."""
    if abs(end - start) < HARDLY:
        return f"hardly moved from {level(start)}{on_average}"
    begin, over = level(start), level(end)
    if begin == over:
        begin, over = f"{start:.3f}", f"{end:.3f}"
    return f"{'fell' if end < start else 'rose'} by {points(end - start)}{on_average}, from {begin} to {over}"


def _turns(summary: Mapping[str, Any]) -> str:
    """The steepest move, and the opposite one where it too is notable."""
    turns = summary["turns"]
    moves = [(kind, turns[kind]) for kind in ("fall", "rise") if turns[kind] is not None]
    moves.sort(key=lambda move: -abs(move[1]["change"]))
    if not moves:
        return ""
    told = [_turn(*move) for move in moves[:1]]
    told += [_turn(*move) for move in moves[1:] if abs(move[1]["change"]) >= NOTABLE]
    return f"The users' trust {'; '.join(told).removeprefix('it ')}."


def _turn(kind: str, turn: Mapping[str, Any]) -> str:
    verb = "fell" if kind == "fall" else "rose"
    when = f"from day {turn['from_day']} to {turn['to_day']}"
    text = f"it {verb} fastest {when}, by {points(turn['change'])}"
    return f"{text} ({breakdown.sentence(breakdown.turn_parts(turn))})" if turn["causes"] else text


def _main_causes(causes: Mapping[str, Any]) -> str:
    cost = [f"{cause['words']} cost most ({signed_points(cause['contribution'])})" for cause in causes["lost"][:1]]
    gain = [f"{cause['words']} gave most ({signed_points(cause['contribution'])})" for cause in causes["gained"][:1]]
    return f"Over the whole run {listed(cost + gain)}." if cost or gain else ""


def _work(requests: Mapping[str, Any]) -> str:
    arrived, delivered = requests["arrived"], requests["delivered"]
    if not arrived:
        return "Nobody asked for anything."
    if not delivered:
        return f"Of {counted(arrived, 'request')} none came into use."
    text = f"Of {counted(arrived, 'request')} {delivered} came into use"
    if requests["late_share"] is not None:
        text += f", {_part(requests['late_share'])} of them late"
    if requests["need_fit"] is not None:
        text += f", with {percent(requests['need_fit'])} of what was needed"
    return f"{text}."


def _part(share: float) -> str:
    return {0.0: "none", 1.0: "all"}.get(share, percent(share))


def _illness(summary: Mapping[str, Any]) -> str:
    """The worst stage, what it rested on, how it ended, and changes of leadership; nothing where all stayed healthy."""
    organisation = summary["organisation"]
    worst, last = Stage(organisation["worst_stage"]), Stage(organisation["last_stage"])
    changes = organisation["cio_changes"]
    leadership = f"leadership changed {times(changes)}" if changes else ""
    if worst is Stage.HEALTHY:
        return f"{leadership[:1].upper()}{leadership[1:]}." if leadership else ""
    onset = summary["onsets"][word(worst)]
    end = "there" if last is worst else "healthy" if last is Stage.HEALTHY else f"at {illness(last)}"
    if onset["day"] <= 1:
        text = f"The relationship began at {illness(worst)}"
    else:
        text = f"The relationship fell ill as far as {illness(worst)}, first on day {onset['day']}"
    text = f"{text}: {rests_on(onset)}. It ended {end}"
    return f"{text}; {leadership}." if leadership else f"{text}."


def _elsewhere(channels: Mapping[str, float | None], load: Mapping[str, float | None]) -> str:
    """Who but IT served the needs, what was given up, and what edicts took; nothing where that is little."""
    told = (
        ("own teams took {}", channels["shadow"]),
        ("an outside provider took {}", channels["vendor"]),
        ("{} were given up", channels["without"]),
    )
    shares = [(text, percent(share)) for text, share in told if share is not None and share >= WORTH_TELLING]
    needs = [text.format(share if index else f"{share} of the needs") for index, (text, share) in enumerate(shares)]
    parts = [listed(needs)] if needs else []
    if load["edict"] is not None and load["edict"] >= WORTH_TELLING:
        parts.append(f"edicts took {percent(load['edict'])} of developers' time")
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _courses(summary: Mapping[str, Any]) -> str:
    trust, it, reps = summary["trust"], summary["it_in_business"], summary["reps"]
    head = f"In {counted(reps, 'run')} of {counted(summary['days'], 'day')} the users' trust in IT"
    course = f"{head} {moved(trust['start']['mean'], trust['end']['mean'], ' on average')}"
    other = f"IT's trust in the business {moved(it['start']['mean'], it['end']['mean'], ' on average')}."
    if reps == 1:
        return f"{course}. {other}"
    return f"{course}; it fell in {_of_all(trust['fell'], reps)}, and {_ends(trust['end'], reps)}. {other}"


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
    why = rests_on(summary["onsets"][word(stage)])
    if days["max"] <= 1:
        return f"The relationship began at {illness(stage)} in {where}: {why}."
    when = f"first on day {days['mean']:.0f} on average"
    return f"The relationship fell ill as far as {illness(stage)} in {where}, {when}: {why}."


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
    turned, reps = turn["change"]["runs"], summary["reps"]
    among = "" if turned == reps else f" over the {turned} of {reps} runs that had one"
    move = f"The steepest {kind} within a month was {points(turn['change']['mean'])} on average{among}"
    if turn["cause"] is None:
        return f"{move}."
    some = turn["cause"]["runs"]
    where = "every run" if some == reps else f"{some} of {reps} runs"
    parts = breakdown.sentence(breakdown.turn_parts(turn))
    return f"{move} ({parts}); in {where} it came most of all through {turn['cause']['words']}."


def _mean_causes(causes: Mapping[str, Any]) -> str:
    def flat(cause: Mapping[str, Any]) -> dict[str, Any]:
        return {**cause, "contribution": cause["contribution"]["mean"]}

    return _main_causes({kind: [flat(cause) for cause in causes[kind]] for kind in ("gained", "lost")})


def _works(summary: Mapping[str, Any]) -> str:
    requests = summary["requests"]
    means = {name: figure["mean"] for name, figure in requests.items()}
    whole = {name: round(means[name]) for name in ("arrived", "delivered")}
    if means["delivered"] and not whole["delivered"]:
        return "Hardly any request came into use."
    return _work({**means, **whole})
