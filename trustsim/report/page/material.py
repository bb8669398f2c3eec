"""What a report is made of: a sweep, its analysis with the facts, and its pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from trustsim.analysis.data import label_of
from trustsim.analysis.results import Analysis
from trustsim.report.page.addressed import filled, plainly
from trustsim.report.page.facts import FACTS
from trustsim.report.page.pictures import Plot

if TYPE_CHECKING:
    from trustsim.experiment.plan import Experiment
    from trustsim.experiment.record import SweepRecord


@dataclass(frozen=True)
class Material:
    """All of it.

    Attributes:
        sweep: the finished sweep.
        analysis: its results, with the table ``facts``.
        plots: its pictures, in order; empty where none are wanted.
    """

    sweep: SweepRecord
    analysis: Analysis
    plots: tuple[Plot, ...] = ()

    @property
    def experiment(self) -> Experiment:
        """The experiment, resolved."""
        return self.sweep.experiment

    def say(self, template: str) -> str:
        """A sentence in Markdown with an element for each of its references."""
        return filled(template, self.analysis)

    def tell(self, statement: str) -> str:
        """A statement of the analysis, which is plain text, with an element for each of its references."""
        return plainly(statement, self.analysis)

    def fact(self, name: str, form: str = "text") -> str:
        """A fact as an element."""
        return self.say(f"{{{FACTS}:{label_of(name)}:value|{form}}}")

    def knows(self, name: str) -> bool:
        """Whether there is such a fact."""
        return label_of(name) in set(self.analysis.tables[FACTS].frame["id"])

    def listed(self, facts: Sequence[str]) -> str:
        """Facts as elements, with commas and an ``and``."""
        told = [self.fact(name) for name in facts]
        return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"


def headed(column: str) -> str:
    """A column as it stands above a table."""
    return " ".join(column.replace("_", " ").split())


def names(material: Material) -> frozenset[str]:
    """Names that the experiment and its tables use; those with digits in them are no figures."""
    others = (name for name in _other_names(material) if any(sign.isalpha() for sign in name))
    return frozenset(name for name in (*_own_names(material), *others) if name)


def _own_names(material: Material) -> Iterator[str]:
    """What its author calls the experiment, its bases and its factors; a name of digits alone is a name too."""
    experiment = material.experiment
    bases = [base.label for base in experiment.bases]
    named = (experiment.name, *bases, *(f"{later}-{earlier}" for earlier, later in combinations(bases, 2)))
    for name in (*named, *(factor.name for factor in experiment.factors)):
        yield from (name, label_of(name))


def _other_names(material: Material) -> Iterator[str]:
    experiment = material.experiment
    yield from (*experiment.measures, *experiment.over_time)
    for factor in experiment.factors:
        yield from (factor.key, *(one.label for one in factor.levels if isinstance(one.label, str)))
    for name, table in material.analysis.tables.items():
        yield from (name, *table.columns, *(headed(column) for column in table.columns))
