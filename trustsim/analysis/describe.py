"""The tables of an analysis described for people: a reference in Markdown, read from the declarations of columns."""

from __future__ import annotations

from trustsim.analysis.columns import TABLES
from trustsim.analysis.discovery_columns import DISCOVERY
from trustsim.analysis.kinds import TableKind
from trustsim.analysis.latex import LONGEST
from trustsim.records.describe import markdown_table

_OPENING = f"""\
# The results of an analysis

`trustsim analyse SWEEP` writes the folder `SWEEP/analysis`. It appears when all of it is written, and holds:

| File | What it holds |
| --- | --- |
| `TABLE.csv` | a table of results; each is described below |
| `TABLE.tex` | the same in LaTeX, for the packages booktabs and longtable; of tables of at most {LONGEST:,} rows |
| `results.json` | all tables, column by column, and the sentences about them, as text and as templates |
| `plots/` | pictures of the first three measures, each as PNG and as SVG; missing with `--no-plots` |

A table without a row is not written. The same sweep gives the same bytes, by the same versions on the same machine.

Every row has an `id` that no other row of its table has, so every single figure has an address: `table:id:column`, as
in `sobol:partnership/trust.end/defect:total`. In `results.json`, the template of a sentence holds such addresses in
place of its figures, each with the way in which it is written: `{{sobol:partnership/trust.end/defect:total|pct}}`.

A missing figure is empty, never a zero. A base is a scenario that the
experiment starts from; a label `B-A` stands for a difference, base B less base A, run by run with the same seed.
What the figures rest on, and how to read them, is told in
[what an index says](../explanation/decisions/0030-what-an-index-says.md).
"""
_KINDS = {"int": "whole number", "float": "number", "text": "text", "mask": "mask"}


def reference_markdown() -> str:
    """The reference of all tables as Markdown."""
    return "\n".join([_OPENING, *(_section(name, kind) for name, kind in {**TABLES, **DISCOVERY}.items())])


def _section(name: str, kind: TableKind) -> str:
    rows = [(f"`{column}`", _KINDS[one.kind], one.unit, one.meaning) for column, one in kind.columns.items()]
    about = f"{kind.title}. {kind.note}".strip() if kind.note else f"{kind.title}."
    return f"## {name}\n\n{about}\n\n{markdown_table(('Column', 'Type', 'Unit', 'Meaning'), rows)}"
