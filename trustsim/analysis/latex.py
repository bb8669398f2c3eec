r"""Tables of results in LaTeX, for ``\input`` into a paper: booktabs, as many digits as make sense."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trustsim.analysis.results import ID, ResultTable
from trustsim.analysis.statement import MISSING, NOTHING, THOUSAND
from trustsim.records.columns import FRACTIONS, Column
from trustsim.text import in_latex

LONG = 40
"""Rows from which a table may break over pages."""

LONGEST = 1000
"""Rows beyond which a table is for machines, and no LaTeX is written."""


def latex(table: ResultTable) -> str:
    """The whole table but for the ids; it takes the packages booktabs and, where it is long, longtable."""
    columns = {name: column for name, column in table.columns.items() if name != ID and _tells(table, name)}
    head = " & ".join(in_latex(name.replace("_", " ")) for name in columns)
    body = [" & ".join(cells) + r" \\" for cells in _cells(table, columns)]
    layout = "".join("l" if column.kind == "text" else "r" for column in columns.values())
    caption = in_latex(f"{table.title}. {table.note}".strip())
    write = _longtable if len(body) > LONG else _table
    return "\n".join(write(layout, head, body, caption, f"tab:{table.name}")) + "\n"


def _tells(table: ResultTable, name: str) -> bool:
    """Whether a column of texts holds any; one without is left out."""
    return table.columns[name].kind != "text" or bool((table.frame[name] != "").any())


def _cells(table: ResultTable, columns: dict[str, Column]) -> Iterator[list[str]]:
    values = [table.frame[name].tolist() for name in columns]
    for row in zip(*values, strict=True):
        yield [_cell(value, column) for value, column in zip(row, columns.values(), strict=True)]


def _cell(value: Any, column: Column) -> str:
    import pandas as pd

    if not isinstance(value, str) and pd.isna(value):
        return "--"
    if column.kind == "text":
        return in_latex(str(value)).replace(MISSING, "--")
    if column.kind == "int":
        return f"{int(value):,}".replace(",", r"\,")
    return _share(float(value)) if column.unit in FRACTIONS else _number(float(value))


def _share(value: float) -> str:
    """Three decimals; what is small, but not nothing, keeps one figure of its own."""
    if round(value, 3):
        return _signed(f"{value:.3f}")
    return _number(float(f"{value:.1g}")) if abs(value) > NOTHING else "0.000"


def _number(value: float) -> str:
    """Three significant digits, with a minus sign and powers of ten as in print."""
    if abs(value) >= THOUSAND:
        return _signed(f"{value:,.0f}".replace(",", r"\,"))
    text = f"{value:.3g}" if value else "0"
    if "e" not in text:
        return _signed(text)
    mantissa, power = text.split("e")
    return rf"${mantissa} \times 10^{{{int(power)}}}$"


def _signed(text: str) -> str:
    return f"${text}$" if text.startswith("-") else text


def _table(layout: str, head: str, body: list[str], caption: str, label: str) -> list[str]:
    return [
        r"\begin{table}", r"\centering\small", rf"\caption{{{caption}}}", rf"\label{{{label}}}",
        rf"\begin{{tabular}}{{{layout}}}", r"\toprule", rf"{head} \\", r"\midrule", *body, r"\bottomrule",
        r"\end{tabular}", r"\end{table}",
    ]  # fmt: skip


def _longtable(layout: str, head: str, body: list[str], caption: str, label: str) -> list[str]:
    top = [r"\toprule", rf"{head} \\", r"\midrule"]
    return [
        r"{\small", rf"\begin{{longtable}}{{{layout}}}", rf"\caption{{{caption}}}\label{{{label}}}\\", *top,
        r"\endfirsthead", *top, r"\endhead", r"\bottomrule", r"\endlastfoot", *body, r"\end{longtable}", "}",
    ]  # fmt: skip
