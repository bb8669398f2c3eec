"""Sections 1 and 2 of STRESS-ABS: what the model is for, and what happens in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from trustsim.measures.responses import response
from trustsim.records.columns import DAILY
from trustsim.records.short_names import of_daily
from trustsim.report.methods.item import Item, grid
from trustsim.report.odd.entries import entry_words
from trustsim.report.odd.values import as_written, scenario_keys, value_of
from trustsim.scenario.process import Policies
from trustsim.scenario.timeline import Intervention
from trustsim.scenario.wording import figure
from trustsim.text import in_markdown

if TYPE_CHECKING:
    from trustsim.experiment.plan import Base, Experiment, Level
    from trustsim.scenario.schema import Scenario

PURPOSE = (
    "The model is a laboratory for the trust between a business and its IT department. It asks how the way in which "
    "requests are defined, promised, built, tested and accepted becomes trust or distrust, through what people live "
    "through. It is made for exploring mechanisms, for teaching, and for comparing processes and interventions under "
    "equal luck; it is not made for predicting any one organisation (ODD, section 1)."
)
_NO_SPACE = (
    "There is no space. Time goes in working days; a month has 21 of them. People belong to business units, and what a "
    "unit's users expect of providers is held by the unit. What happens from outside is in the timeline (item 2.3) and "
    "in edicts of the owners."
)
_TOPOLOGY = (
    "Users are dealt to business units in turn, and units to product managers in turn. Specifications pass along a "
    "chain of hands (user, analysts, product manager, developer, tester) or are defined jointly, as the process says. "
    "Colleagues of a unit tell each other what IT is like. Users hold opinions of IT, of their unit's own team and of "
    "the outside provider; IT holds opinions of units, and the crafts of each other, as groups (ODD, sections 2 and 4)."
)
_ENTRY = (
    "Users, product managers and testers stay for the whole run. Developers come and go only where an intervention or "
    "leadership makes them, analyst layers are added or taken away likewise, and a unit founds an own team when enough "
    "of its users have wished for one. Requests enter when needs arise and leave when they are in use, given up, "
    "dropped, or served by somebody else (ODD, sections 2 and 7)."
)


def objectives(experiment: Experiment) -> Iterator[Item]:
    """Section 1."""
    asked = f" The question of this experiment is: {in_markdown(experiment.question)}" if experiment.question else ""
    yield Item("1.1", "Purpose of the model", f"{PURPOSE}{asked}")
    yield Item("1.2", "Model outputs", _outputs(experiment))
    yield Item("1.3", "Experimentation aims", _aims(experiment))


def _outputs(experiment: Experiment) -> str:
    known = [response(name) for name in experiment.measures]
    rows = [(f"{one.words} (`{one.name}`)", one.unit, one.meaning) for one in known]
    rows += [
        (f"{of_daily(name)} (`{name}`), day by day", DAILY[name].unit, DAILY[name].meaning)
        for name in experiment.over_time
        if name in DAILY
    ]
    return (
        f"{grid(('Measure', 'Unit', 'Meaning'), rows, 'None.')}\n"
        "Everything is measured in the evening, when the work of the day is done. `.end` is the value of the last "
        "evening, `@mean` the mean over all days; counts run from day 1. A measure that has no value in a run is "
        "missing there, never zero. Errors are told as 95 % intervals (item 4.3)."
    )


def _aims(experiment: Experiment) -> str:
    bases = [(in_markdown(base.label), in_markdown(base.scenario.story.title), _why(base)) for base in experiment.bases]
    factors = ", ".join(f"`{factor.name}`" for factor in experiment.factors)
    design = (
        f"Design of experiments ({experiment.design.kind.value}) over {factors}." if factors else "Nothing is varied."
    )
    return (
        f"{grid(('Base', 'Title', 'What it is to show'), bases, 'None.')}\n"
        f"{design}{_sought(experiment)} There is no optimisation."
    )


def _why(base: Base) -> str:
    story = base.scenario.story
    return in_markdown(story.teaches or story.look_for) or "not said"


def _sought(experiment: Experiment) -> str:
    asked = experiment.discovery
    if asked is None:
        return ""
    side, threshold = ("above", asked.above) if asked.below is None else ("below", asked.below)
    bases = [in_markdown(base.label) for base in experiment.bases]
    what = f" of {bases[1]} less {bases[0]}" if bases[1:] else ""
    return (
        f" Conditions are looked for under which `{asked.measure}`{what} is {side} {threshold:g} (scenario discovery "
        "by the patient rule induction method)."
    )


def logic(experiment: Experiment) -> Iterator[Item]:
    """Section 2."""
    from trustsim.model.day import ORDER

    day = " → ".join(phase.name for phase in ORDER)
    yield Item("2.1", "Base model overview diagram", f"A day, phase by phase: {day}.")
    yield Item("2.2", "Base model logic", _policies(experiment))
    yield Item("2.3", "Scenario logic", "\n".join([_apart(experiment), _varied(experiment), _timelines(experiment)]))
    yield Item("2.4", "Algorithms", _algorithms(experiment))
    yield Item("2.5.1", "Components: environment", _NO_SPACE, is_filled=False)
    yield Item("2.5.2", "Components: agents", _agents(experiment))
    yield Item("2.5.3", "Components: interaction topology", _TOPOLOGY, is_filled=False)
    yield Item("2.5.4", "Components: entry and exit", _ENTRY, is_filled=False)


def _policies(experiment: Experiment) -> str:
    rows = [
        (name, *(f"`{getattr(base.scenario.process.policies(), name).value}`" for base in experiment.bases))
        for name in Policies._fields
    ]
    table = grid(("Policy", *(in_markdown(base.label) for base in experiment.bases)), rows, "None.")
    return (
        "Each phase does the same in every base; how, is decided by the policies of its process, at the start as "
        f"follows. What each phase does is told in the ODD text, section 3.\n\n{table}"
    )


def _apart(experiment: Experiment) -> str:
    """Keys in which the bases differ."""
    if len(experiment.bases) == 1:
        return f"There is one base, {in_markdown(experiment.bases[0].label)}."
    worlds = [base.scenario for base in experiment.bases]
    rows = []
    for name, key in scenario_keys().items():
        if key.group != "story" and not key.group.startswith("timeline") and name != "run.seed":
            values = [value_of(world, key) for world in worlds]
            if any(value != values[0] for value in values):
                rows.append((f"`{name}`", *("left out" if one is None else as_written(one) for one in values)))
    header = ("Key", *(in_markdown(base.label) for base in experiment.bases))
    return f"The bases differ in:\n\n{grid(header, rows, 'nothing but their timelines.')}"


def _varied(experiment: Experiment) -> str:
    rows = []
    for factor in experiment.factors:
        if factor.levels:
            rows += [
                (f"`{factor.name}`", in_markdown(as_written(level.label)), _sets(level)) for level in factor.levels
            ]
        else:
            whole = ", whole numbers" if factor.whole else ""
            span = f"{figure(factor.low)} to {figure(factor.high)}, {factor.scale.value} scale{whole}"
            rows.append((f"`{factor.name}`", span, f"`{factor.key}`"))
    where = "it" if len(experiment.bases) == 1 else "each of them"
    return f"Varied in {where}:\n\n{grid(('Factor', 'Level or range', 'Sets'), rows, 'nothing.')}"


def _sets(level: Level) -> str:
    return ", ".join(f"`{key}` = {_written(value)}" for key, value in level.sets)


def _written(value: object) -> str:
    """A value as it is in a file; entries of a timeline in words."""
    if not isinstance(value, list):
        return as_written(value)
    return " ".join(entry_words(Intervention.model_validate(one)) for one in value) or "empty"


def _timelines(experiment: Experiment) -> str:
    rows = [
        (in_markdown(base.label), f"{number}. {entry_words(entry)}")
        for base in experiment.bases
        for number, entry in enumerate(base.scenario.timeline, 1)
    ]
    table = grid(("Base", "Entry of the timeline"), rows, "nothing but what comes of itself.")
    where = "" if len(experiment.bases) == 1 else " in them"
    return f"What happens{where}, unless a factor sets it:\n\n{table}"


def _algorithms(experiment: Experiment) -> str:
    rules = [(in_markdown(base.label), f"`{base.scenario.trust.rule.value}`") for base in experiment.bases]
    return (
        "All formulas are in the ODD text, section 7, and in the code as pure functions (`trustsim/rules/`). Opinions "
        "move by the rule of `trust.rule`, unless a factor sets it:\n\n"
        f"{grid(('Base', 'Rule of trust'), rules, 'None.')}"
    )


_PEOPLE: dict[str, Callable[[Scenario], int]] = {
    "users": lambda world: world.organisation.users,
    "business units": lambda world: world.organisation.business_units,
    "product managers": lambda world: world.organisation.product_managers,
    "analysts at the start": lambda world: world.organisation.analyst_layers * world.organisation.product_managers,
    "developers at the start": lambda world: world.organisation.developers,
    "testers": lambda world: world.organisation.testers,
}


def _agents(experiment: Experiment) -> str:
    rows = [(name, *(str(number(base.scenario)) for base in experiment.bases)) for name, number in _PEOPLE.items()]
    table = grid(("Who", *(in_markdown(base.label) for base in experiment.bases)), rows, "None.")
    return (
        f"Unless a factor sets it otherwise:\n\n{table}\nBesides these there are one outside provider, one "
        "leadership, and at most one own team a unit. The state of each is told in the ODD text, section 2; what they "
        "decide by, in section 4."
    )
