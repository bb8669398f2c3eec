"""Results of an experiment: tidy tables in which every single figure has an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from trustsim.errors import InputError
from trustsim.records.columns import Column

if TYPE_CHECKING:
    import pandas as pd

ID = "id"


@dataclass(frozen=True)
class ResultTable:
    """One tidy table.

    Attributes:
        name: as in addresses and file names, such as ``sobol``.
        title: a line that says what it holds.
        columns: unit and meaning of each column but ``id``, in order.
        frame: the rows; its first column ``id`` is a text that no other row of the table has.
        note: what a reader must know about it, in a sentence or two; may be empty.
    """

    name: str
    title: str
    columns: Mapping[str, Column]
    frame: pd.DataFrame
    note: str = ""

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {str(one): row for row, one in enumerate(self.frame[ID])}

    def value(self, row: str, column: str) -> Any:
        """The figure in a row and column; None where it is missing."""
        import pandas as pd

        found = self.frame[column].iloc[self._rows[row]]
        return None if pd.isna(found) else found


@dataclass(frozen=True)
class Analysis:
    """All results of one experiment.

    Attributes:
        tables: by name, in the order in which they are told.
        statements: what they say, section by section, as templates for ``statement.fill``: every figure in them is
            a reference such as ``{sobol:trust.end/defects:total|f2}``.
    """

    tables: Mapping[str, ResultTable]
    statements: Mapping[str, list[str]] = field(default_factory=dict)

    def value(self, address: str) -> Any:
        """The figure at ``table:row:column``; None where it is missing.

        Raises:
            InputError: there is no such result.
        """
        table, _, rest = address.partition(":")
        row, _, column = rest.rpartition(":")
        try:
            return self.tables[table].value(row, column)
        except KeyError:
            raise InputError(f"{address}: there is no such result") from None
