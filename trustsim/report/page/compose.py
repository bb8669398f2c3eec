"""The report put together, once, in Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from trustsim.analysis.findings import GROUNDS, LEFT_OUT, SHORT
from trustsim.analysis.statement import REFERENCE, fill
from trustsim.report.page.addressed import attribute
from trustsim.report.page.certainty import certainty, limits
from trustsim.report.page.closing import references, reproduction
from trustsim.report.page.facts import FACTS
from trustsim.report.page.markdown import opens, phrase
from trustsim.report.page.material import Material
from trustsim.report.page.method import design, method
from trustsim.report.page.pictures import Plot
from trustsim.report.page.tables import table_markdown
from trustsim.text import in_markdown

MARK = "<!-- trustsim report -->"
"""The first line of a report; by it a folder is known as one."""


def compose(material: Material) -> str:
    """The whole report: the answer first, then how sure it is, then the figures; how they came about is at its end."""
    parts = [
        MARK,
        f"# {phrase('title', material.experiment.title)}",
        _question(material),
        _size(material),
        f"## The answer in short\n\n{_answer(material)}",
        f"## How sure it is\n\n{certainty(material, _grounds(material))}",
        f"## Results\n\n{_results(material)}",
        f"## Limits\n\n{limits(material)}",
        f"## Design\n\n{design(material)}",
        f"## Method\n\n{method(material)}",
        f"## How to reproduce it\n\n{reproduction(material)}",
        f"## References\n\n{references(material)}",
    ]
    return "\n\n".join(part.strip() for part in parts if part) + "\n"


def _question(material: Material) -> str:
    if not material.experiment.question:
        return ""
    return f'<p class="question" data-passage="question">{in_markdown(material.experiment.question)}</p>'


def _size(material: Material) -> str:
    parts = [_many(material, "runs", "run"), _many(material, "points", "point"), _many(material, "bases", "base")]
    parts.append(_many(material, "replications", "replication"))
    if material.knows("days"):
        parts.append(_many(material, "days", "working day"))
    return f'<p class="size">{" · ".join(parts)}</p>'


def _many(material: Material, fact: str, noun: str) -> str:
    """``32 runs``, ``1 base``."""
    return f"{material.fact(fact, 'int')} {noun}{'' if material.analysis.value(f'{FACTS}:{fact}:value') == 1 else 's'}"


def _answer(material: Material) -> str:
    return _told(material, _statements(material, SHORT)) or "The analysis of these runs comes to no verdict.\n"


def _statements(material: Material, section: str) -> list[str]:
    return list(material.analysis.statements.get(section, ()))


def _grounds(material: Material) -> list[str]:
    return list(dict.fromkeys([*_statements(material, GROUNDS), *_statements(material, LEFT_OUT)]))


def _told(material: Material, told: list[str]) -> str:
    return "".join(f"- {material.tell(one)}\n" for one in told)


def _results(material: Material) -> str:
    """Section by section: what is said, then the pictures and tables that it is said of for the first time."""
    left, plots = dict(material.analysis.tables), list(material.plots)
    left.pop(FACTS)
    parts: list[str] = []
    for section, told in material.analysis.statements.items():
        if section in (SHORT, GROUNDS, LEFT_OUT):
            continue
        mentioned = [name for name in _mentioned(told) if name in left]
        shown = [plot for plot in plots if set(plot.tables) & set(mentioned)]
        plots = [plot for plot in plots if plot not in shown]
        parts += [f"### {in_markdown(section)}\n", _told(material, told)]
        parts += [picture(plot, material) for plot in shown]
        parts += [table_markdown(left.pop(name), material) for name in mentioned]
    if left or plots:
        parts += ["### Further tables\n", *(picture(plot, material) for plot in plots)]
        parts += [opens(in_markdown(found.title), table_markdown(found, material)) for found in left.values()]
    return "\n".join(parts)


def _mentioned(told: list[str]) -> Iterator[str]:
    """Tables that statements refer to, each once, in their order."""
    addresses = [found[1] for one in told for found in REFERENCE.finditer(one)]
    yield from dict.fromkeys(address.partition(":")[0] for address in addresses)


def picture(plot: Plot, material: Material) -> str:
    """A picture with its caption."""
    alt = alternative(plot, material)
    return (
        f'<figure>\n<img src="{plot.source}" alt="{attribute(alt)}">\n'
        f"<figcaption>{material.say(plot.caption)}</figcaption>\n</figure>\n"
    )


def alternative(plot: Plot, material: Material) -> str:
    """A picture in plain words."""
    return " ".join(fill(plot.alt, material.analysis).split())
