"""What happened to a request, in a sentence for each moment of its life."""

from __future__ import annotations

from collections.abc import Callable

from trustsim.explain.moments import ACCEPTANCE, DEFERRALS, DEMOS, RELAY, REPORTS, TESTS, USE, Moment, Tally
from trustsim.records.happenings import Happening
from trustsim.records.naming import word
from trustsim.report.words import counted, listed, times

NONE = Tally(0, 0.0, 0.0)


def moment_words(moment: Moment, rounds: int) -> str:
    """Say what happened: the event's own sentence, or a summary of the events that belong together.

    ``rounds`` is how many rounds of tests and reviews the request has seen in all.
    """
    if len(moment.events) == 1:
        return moment.sentence
    if moment.family == TESTS:
        return _tests(moment, rounds)
    if moment.family in _SUMMARIES:
        return _SUMMARIES[moment.family](moment)
    said = moment.sentence.removesuffix(".")
    if moment.sayings > 1:
        return f"{said}; {len(moment.events) - 1} more like it."
    return f"{said} ({times(len(moment.events))})."


def _relay(moment: Moment) -> str:
    written, anew = moment.sentence.removesuffix("."), _tally(moment, Happening.SPEC_WRITTEN).times
    written += f" ({times(anew)})" if anew > 1 else ""
    passed_on, rewritten = _tally(moment, Happening.ANALYST_PASSED_ON), _tally(moment, Happening.SPEC_REWRITTEN)
    analysts = f"analysts passed it on {times(passed_on.times)}" if anew > 1 else ""
    told = [analysts or f"{counted(passed_on.times, 'analyst')} passed it on"] if passed_on.times else []
    told += ["the product manager rewrote it"] if rewritten.times else []
    return f"{'; '.join([written, listed(told)])}." if told else f"{written}."


def _deferrals(moment: Moment) -> str:
    waiting = listed([f"{days:.0f}" for days in moment.figures])
    return f"IT put it off {times(len(moment.events))}: {waiting} days of work were waiting already."


def _reports(moment: Moment) -> str:
    days = [f"{day:.0f}" for day in moment.figures]
    then = f", then {listed(days[1:])}" if days[1:] else ""
    return f"{counted(len(moment.events), 'report')}: on track for day {days[0]}{then}."


def _tests(moment: Moment, rounds: int) -> str:
    filed, reopened = _tally(moment, Happening.TICKETS_FILED), _tally(moment, Happening.REOPENED)
    fixed = _tally(moment, Happening.FIXED).a + _tally(moment, Happening.REFIXED).a
    parts = [f"{counted(rounds, 'round')} of tests and reviews: {counted(filed.a, 'ticket')}"]
    parts += [f"{filed.b:.0f} of them over a different reading"] if filed.b else []
    told = ", ".join(parts)
    told += f"; {counted(reopened.a, 'attribute')} re-opened" if reopened.a else ""
    told += f", {reopened.b:.0f} with a new idea" if reopened.b else ""
    told += f"; {fixed:.0f} fixed" if fixed else ""
    relented = _tally(moment, Happening.RELENTED).a
    return f"{told}; one side relented over {relented:.0f}." if relented else f"{told}."


def _demos(moment: Moment) -> str:
    built, shown = _tally(moment, Happening.SLICE_BUILT), _tally(moment, Happening.DEMO)
    taken_in = _tally(moment, Happening.DEMO_MISFITS)
    told = f"{counted(built.times, 'slice')} built, {counted(shown.times, 'demo')}"
    if not shown.times:
        return f"{told}."
    told += f": {counted(shown.b, 'attribute')} did not fit" if shown.b else ": everything fitted"
    return f"{told}; {counted(taken_in.a, 'correction')} taken in." if taken_in.a else f"{told}."


def _acceptance(moment: Moment) -> str:
    bugs, ended = _tally(moment, Happening.UAT_BUGS_FILED), _tally(moment, Happening.UAT_ENDED)
    told = "User acceptance test"
    told += f", {counted(ended.a, 'round')}" if ended.times else ""
    told += f": {counted(bugs.a, 'bug')} filed on this request"
    told += f", {bugs.b:.0f} of them {'a wish' if bugs.b == 1 else 'wishes'}" if bugs.b else ""
    pushed = _tally(moment, Happening.UAT_FIX_PUSHED)
    told += f"; {counted(pushed.a, 'attribute')} fixed under way" if pushed.a else ""
    late = _tally(moment, Happening.LATE_REQUIREMENTS)
    return f"{told}; only now did it come out what was wanted all along." if late.times else f"{told}."


def _use(moment: Moment) -> str:
    found, fixed = _tally(moment, Happening.PRODUCTION_FAULT), _tally(moment, Happening.PRODUCTION_FIX)
    return f"{counted(found.times, 'fault')} found in use, {fixed.times or 'none'} of them fixed."


def _tally(moment: Moment, kind: Happening) -> Tally:
    return moment.tallies.get(word(kind), NONE)


_SUMMARIES: dict[str, Callable[[Moment], str]] = {
    RELAY: _relay,
    DEFERRALS: _deferrals,
    REPORTS: _reports,
    DEMOS: _demos,
    ACCEPTANCE: _acceptance,
    USE: _use,
}
