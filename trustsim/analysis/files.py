"""The folder of an analysis: each table as CSV and LaTeX, and everything in results.json; the same bytes every time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from trustsim.analysis.latex import LONGEST, latex
from trustsim.analysis.making import column_of
from trustsim.analysis.results import ID, Analysis, ResultTable
from trustsim.analysis.statement import fill
from trustsim.errors import InputError
from trustsim.experiment.plan import Experiment
from trustsim.records.columns import Column
from trustsim.records.json_files import read_object
from trustsim.text import in_csv, in_json

FOLDER = "analysis"
RESULTS = "results.json"
FORMAT = "trustsim analysis"
FORMAT_VERSION = 1


def write_tables(analysis: Analysis, experiment: Experiment, folder: Path) -> list[Path]:
    """Write the tables and results.json into a folder that is there, and return the files.

    LaTeX is written of tables of at most 1,000 rows.
    """
    files = []
    for table in analysis.tables.values():
        files.append(folder / f"{table.name}.csv")
        files[-1].write_text(in_csv(table.frame), encoding="utf-8", newline="\n")
        if len(table.frame) <= LONGEST:
            files.append(folder / f"{table.name}.tex")
            files[-1].write_text(latex(table), encoding="utf-8", newline="\n")
    files.append(folder / RESULTS)
    text = in_json(as_data(analysis, experiment), indent=None)
    files[-1].write_text(f"{text}\n", encoding="utf-8", newline="\n")
    return files


def as_data(analysis: Analysis, experiment: Experiment) -> dict[str, Any]:
    """All of it as plain data: tables column by column, statements as templates and as text."""
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "experiment": {
            "name": experiment.name,
            "title": experiment.title,
            "question": experiment.question,
            "design": experiment.design.kind.value,
            "bases": [base.label for base in experiment.bases],
            "factors": [factor.name for factor in experiment.factors],
        },
        "statements": {
            heading: [{"text": fill(template, analysis), "template": template} for template in templates]
            for heading, templates in analysis.statements.items()
        },
        "tables": {name: _table(table) for name, table in analysis.tables.items()},
    }


def read_analysis(folder: Path) -> Analysis:
    """Read what ``write_tables`` wrote.

    Raises:
        InputError: there is no analysis, it is damaged, or a later version wrote it.
    """
    file = folder / RESULTS
    if not file.is_file():
        raise InputError(f"{folder}: no analysis here; make one with: trustsim analyse")
    data = read_object(file, "a file that trustsim analyse wrote")
    if data.get("format") != FORMAT or not isinstance(version := data.get("format_version"), int):
        raise InputError(f"{file}: not an analysis; expected a file that trustsim analyse wrote")
    if version > FORMAT_VERSION:
        raise InputError(f"{file}: written by a later trustsim (format {version}); expected at most {FORMAT_VERSION}")
    try:
        return _analysis(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"{file}: damaged; expected it as trustsim analyse wrote it") from error


def _analysis(data: Mapping[str, Any]) -> Analysis:
    """The analysis that plain data hold; of damaged data any of the errors of a wrong type or a missing name."""
    statements = {heading: [one["template"] for one in told] for heading, told in data["statements"].items()}
    return Analysis({name: _read_table(name, table) for name, table in data["tables"].items()}, statements)


def _table(table: ResultTable) -> dict[str, Any]:
    return {
        "title": table.title,
        "note": table.note,
        "columns": {name: column._asdict() for name, column in table.columns.items()},
        "values": {name: _values(table.frame[name]) for name in (ID, *table.columns)},
    }


def _values(column: Any) -> list[Any]:
    return column.astype(object).where(column.notna(), None).tolist()  # type: ignore[no-any-return]


def _read_table(name: str, data: Mapping[str, Any]) -> ResultTable:
    import pandas as pd

    columns = {one: Column(**about) for one, about in data["columns"].items()}
    frame = pd.DataFrame({ID: pd.Series(data["values"][ID], dtype="object")})
    for one, column in columns.items():
        frame[one] = column_of(data["values"][one], column)
    return ResultTable(name, data["title"], columns, frame, data["note"])
