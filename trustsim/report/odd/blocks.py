"""Parts of the ODD text that come from the code: the order of the day, and tables of what there is."""

from __future__ import annotations

from collections.abc import Callable

from trustsim.records.columns import DAILY
from trustsim.records.describe import markdown_table
from trustsim.records.happenings import EXPERIENCE_WORDS, Experience
from trustsim.records.naming import word, words
from trustsim.records.stages import SIGNS
from trustsim.scenario.illness import Illness
from trustsim.scenario.kinds import COLUMNS, CONDITIONS, kind_rows
from trustsim.vocabulary import Dimension

_EACH = tuple(Dimension)

OF_SEVERAL: dict[Experience, tuple[Dimension, ...]] = {
    Experience.FORGETTING: _EACH,
    Experience.HEALING: (Dimension.INTEGRITY,),
    Experience.OUTCOME: (Dimension.ABILITY, Dimension.BENEVOLENCE),
    Experience.CONCEALED_SLIP: (Dimension.INTEGRITY,),
    Experience.HEARSAY: _EACH,
    Experience.SHOCK: _EACH,
    Experience.NEW_LEADERSHIP: _EACH,
}
"""Dimensions of what does not go the usual way, by which each experience is evidence of one dimension."""


def order_of_the_day() -> str:
    """The phases of a day as a numbered list."""
    from trustsim.model.day import ORDER

    return "".join(f"{n}. **{phase.name}**: {phase.sentence}\n" for n, phase in enumerate(ORDER, 1))


def interventions() -> str:
    """The kinds of entries of the timeline as a table, and how a condition is written."""
    return f"{markdown_table(COLUMNS, kind_rows())}\n{CONDITIONS}"


def measures() -> str:
    """What is measured each evening, as a table."""
    rows = [(f"`{name}`", column.unit, column.meaning) for name, column in DAILY.items()]
    return markdown_table(("Measure", "Unit", "Meaning"), rows)


def experiences() -> str:
    """What moves an opinion, and which dimension of it, as a table."""
    rows = [
        (f"`{word(what)}`", told, ", ".join(word(one) for one in dimensions(what)))
        for what, told in EXPERIENCE_WORDS.items()
    ]
    return markdown_table(("Experience", "What was lived through", "Moves the opinion of"), rows)


def signs_of_stages() -> str:
    """The stages of an ailing relationship, and by which signs each is known, as a table."""
    thresholds = Illness().model_dump()
    rows = [(words(stage), f"{thresholds[word(stage)]:.2f}", one.full) for stage, one in SIGNS.items()]
    return markdown_table(("Stage", "Below", "Known by"), rows)


def dimensions(what: Experience) -> tuple[Dimension, ...]:
    """What an experience is evidence of."""
    from trustsim.model.relations import DIMENSION

    return OF_SEVERAL[what] if what in OF_SEVERAL else (Dimension(DIMENSION[what]),)


BLOCKS: dict[str, Callable[[], str]] = {
    "the order of the day": order_of_the_day,
    "kinds of interventions": interventions,
    "the signs of stages": signs_of_stages,
    "experiences": experiences,
    "measures": measures,
}
"""Each block by the name that stands in the comments around it."""


def filled(text: str) -> str:
    """The text with every block as the code has it today."""
    for name, content in BLOCKS.items():
        text = between(text, name, content())
    return text


def with_signs(text: str) -> str:
    """The text with the signs of stages as the code has them today, where it has a place for them."""
    name = "the signs of stages"
    return between(text, name, signs_of_stages()) if f"<!-- {name} -->" in text else text


def between(text: str, mark: str, content: str) -> str:
    """The text with ``content`` between the comments ``<!-- mark -->`` and ``<!-- end of mark -->``.

    Raises:
        ValueError: the text has no place for it.
    """
    begin, end = f"<!-- {mark} -->\n", f"<!-- end of {mark} -->"
    head, found, rest = text.partition(begin)
    _, closed, tail = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"no place for {mark!r}: expected {begin.strip()} and {end}")
    return f"{head}{begin}\n{content.strip()}\n\n{end}{tail}"
