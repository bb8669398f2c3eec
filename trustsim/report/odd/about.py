"""A part of the ODD text about one scenario: its story, who is there, what departs from the defaults, what happens."""

from __future__ import annotations

from collections.abc import Iterator

from trustsim.records.describe import markdown_table
from trustsim.report.odd.entries import entry_words
from trustsim.report.odd.values import as_written, default, departures
from trustsim.scenario.process import Policies
from trustsim.scenario.schema import Scenario
from trustsim.scenario.wording import figure
from trustsim.text import in_markdown
from trustsim.vocabulary import Definition


def about(scenario: Scenario) -> str:
    """The scenario in Markdown, as a part of its own."""
    parts = [
        f"## The scenario: {in_markdown(scenario.story.title)}\n",
        _story(scenario),
        f"### Who is there\n\n{markdown_table(('Who', 'How many', 'About them'), _people(scenario))}",
        f"### The process at the start\n\n{_process(scenario)}",
        f"### What departs from the defaults\n\n{_departures(scenario)}",
        f"### What happens\n\n{_timeline(scenario)}",
    ]
    return "\n".join(part for part in parts if part)


def _story(scenario: Scenario) -> str:
    story, run = scenario.story, scenario.run
    said = [("Teaches", story.teaches), ("Look for", story.look_for)]
    length = f"{run.horizon_days} working days after a warm-up of {run.warmup_days}, with seed {run.seed}."
    return "".join(f"{word}: {in_markdown(text)}\n\n" for word, text in said if text) + f"It runs {length}\n"


def _people(scenario: Scenario) -> Iterator[tuple[str, str, str]]:
    who = scenario.organisation
    needs = figure(round(who.users * scenario.demand.needs_per_user, 2))
    yield "users", str(who.users), f"in {_count(who.business_units, 'business unit')}; {needs} needs a month in all"
    yield "representatives", str(who.representatives_per_unit), "users of each unit who test for it"
    yield "product managers", str(who.product_managers), "units are dealt to them in turn"
    yield "analysts", str(_analysts(scenario)), _layers(scenario)
    yield "developers", str(who.developers), ""
    yield "testers", str(who.testers), ""
    yield "own teams", "0", f"at first; at most one a unit, of {_count(scenario.shadow.people, 'person', 'people')}"
    yield "outside provider", "1", f"at a price of {figure(scenario.vendor.price)} a person-day"
    reacts = "answers flu and worse with layers and red tape" if scenario.leadership.reacts else "does not react"
    yield "leadership", "1", reacts


def _analysts(scenario: Scenario) -> int:
    return scenario.organisation.analyst_layers * scenario.organisation.product_managers


def _layers(scenario: Scenario) -> str:
    layers = _count(scenario.organisation.analyst_layers, "layer")
    if scenario.process.policies().definition == Definition.JOINT:
        return f"in {layers}; they have no part in a joint definition"
    return f"in {layers}, one for each product manager"


def _process(scenario: Scenario) -> str:
    policies, process = scenario.process.policies(), scenario.process
    rows = [
        (name, f"`{getattr(policies, name).value}`", "the scenario" if getattr(process, name) else "the preset")
        for name in Policies._fields
    ]
    table = markdown_table(("Policy", "Variant", "Chosen by"), rows)
    return f"The preset is `{process.preset.value}`.\n\n{table}"


def _departures(scenario: Scenario) -> str:
    rows = [
        (f"`{key.dotted}`", key.meaning, key.unit, default(key), as_written(value), key.source)
        for key, value in departures(scenario)
    ]
    if not rows:
        return "Nothing.\n"
    return markdown_table(("Key", "Meaning", "Unit", "Default", "Value", "Source of the default"), rows)


def _timeline(scenario: Scenario) -> str:
    if not scenario.timeline:
        return "Nothing but what comes of itself: the timeline is empty.\n"
    return "".join(f"{number}. {entry_words(entry)}\n" for number, entry in enumerate(scenario.timeline, 1))


def _count(number: float, one: str, many: str = "") -> str:
    return f"{figure(number)} {one if number == 1 else many or f'{one}s'}"
