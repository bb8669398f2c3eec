"""The folder of an analysis: the same bytes every time, and read back as it was."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from tests.analysis.sweeps import analysed, every_design
from trustsim.analysis.analyse import analyse
from trustsim.analysis.columns import TABLES
from trustsim.analysis.files import FORMAT, RESULTS, as_data, read_analysis, write_tables
from trustsim.analysis.latex import LONG, LONGEST, latex
from trustsim.analysis.making import rows
from trustsim.analysis.results import Analysis, ResultTable
from trustsim.errors import InputError
from trustsim.text import in_latex

SWEEP = every_design()["policies"]
ANALYSIS = analysed("policies")


def written(folder: Path, analysis: Analysis = ANALYSIS) -> list[Path]:
    folder.mkdir()
    return write_tables(analysis, SWEEP.experiment, folder)


def failures(number: int, error: str = "RunError: 100 % of $x_1$ {in} a~b^c & #d") -> ResultTable:
    told = [
        {"id": str(one), "base": "old", "error": error, "runs": 12345, "points": 1, "first_point": one}
        for one in range(number)
    ]
    return rows("failed", told)


@pytest.mark.parametrize("name", list(every_design()))
def test_every_result_can_be_written_whatever_its_factors_are(name: str) -> None:
    data = as_data(analysed(name), every_design()[name].experiment)
    assert json.loads(json.dumps(data, allow_nan=False)) == data


def test_the_same_analysis_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = written(tmp_path / "one"), written(tmp_path / "two", analyse(SWEEP))
    assert [file.name for file in one] == [file.name for file in two]
    digests = [[hashlib.sha256(file.read_bytes()).hexdigest() for file in files] for files in (one, two)]
    assert digests[0] == digests[1]


def test_every_table_is_there_as_csv_and_latex(tmp_path: Path) -> None:
    names = {file.name for file in written(tmp_path / "one")}
    assert names == {f"{table}.{ending}" for table in ANALYSIS.tables for ending in ("csv", "tex")} | {RESULTS}


def test_a_table_reads_back_from_csv_as_it_was(tmp_path: Path) -> None:
    written(tmp_path / "one")
    for name, table in ANALYSIS.tables.items():
        found = pd.read_csv(tmp_path / "one" / f"{name}.csv", keep_default_na=False, dtype=str)
        assert list(found.columns) == list(table.frame.columns)
        for column in table.columns:
            if table.columns[column].kind == "float":
                values = [float(text or "nan") for text in found[column]]  # pandas 2 reads floats to 15 digits
                assert values == pytest.approx(table.frame[column].tolist(), nan_ok=True, rel=0, abs=0)


def test_an_analysis_reads_back_as_it_was(tmp_path: Path) -> None:
    written(tmp_path / "one")
    found = read_analysis(tmp_path / "one")
    assert found.statements == ANALYSIS.statements
    assert list(found.tables) == list(ANALYSIS.tables)
    for name, table in ANALYSIS.tables.items():
        pd.testing.assert_frame_equal(found.tables[name].frame, table.frame)
        assert (found.tables[name].columns, found.tables[name].note) == (table.columns, table.note)


def test_results_hold_sentences_with_their_figures(tmp_path: Path) -> None:
    written(tmp_path / "one")
    data = json.loads((tmp_path / "one" / RESULTS).read_text(encoding="utf-8"))
    assert data["format"] == FORMAT
    first = data["statements"]["How sure it is"][0]
    assert first["text"].startswith("8 design points in 2 bases, run 4 times each: 64 runs.")
    assert "{sweep:runs:value|int}" in first["template"]


def test_other_folders_are_told_from_an_analysis(tmp_path: Path) -> None:
    (tmp_path / RESULTS).write_text('{"format": "something else"}', encoding="utf-8")
    with pytest.raises(InputError, match="not an analysis"):
        read_analysis(tmp_path)
    with pytest.raises(InputError, match="no analysis here"):
        read_analysis(tmp_path / "nowhere")
    (tmp_path / RESULTS).write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read"):
        read_analysis(tmp_path)
    (tmp_path / RESULTS).write_text(json.dumps({"format": FORMAT, "format_version": 99}), encoding="utf-8")
    with pytest.raises(InputError, match="later trustsim"):
        read_analysis(tmp_path)


def test_latex_is_escaped() -> None:
    assert r"RunError: 100 \% of \$x\_1\$ \{in\} a\textasciitilde{}b\textasciicircum{}c \& \#d" in latex(failures(1))
    assert in_latex("a\\b|c<d>\n") == r"a\textbackslash{}b\textbar{}c\textless{}d\textgreater{}"


@pytest.mark.parametrize("name", list(ANALYSIS.tables))
def test_every_row_of_latex_has_the_same_number_of_cells(name: str) -> None:
    text = latex(ANALYSIS.tables[name])
    (layout,) = re.findall(r"\\begin\{(?:tabular|longtable)\}\{([lr]+)\}", text)
    lines = [line for line in text.splitlines() if line.endswith(r" \\")]
    assert len(lines) >= len(ANALYSIS.tables[name].frame)
    assert {len(re.findall(r"(?<!\\)&", line)) for line in lines} == {len(layout) - 1}
    assert text.count("{") == text.count("}")
    assert text.isascii()


def test_a_long_table_breaks_over_pages_and_a_very_long_one_is_not_typeset(tmp_path: Path) -> None:
    assert r"\begin{tabular}" in latex(failures(LONG))
    assert r"\begin{longtable}" in latex(failures(LONG + 1))
    many = Analysis({"sweep": ANALYSIS.tables["sweep"], "failed": failures(LONGEST + 1)})
    assert {file.name for file in written(tmp_path / "one", many)} == {"sweep.csv", "sweep.tex", "failed.csv", RESULTS}


def test_numbers_have_three_digits_and_whole_ones_a_thin_space() -> None:
    assert r"12\,345" in latex(failures(1))
    figures = {"share": 0.12345, "low": -0.0001, "high": 1e-9, "variance": 1.2345e-7}
    key = {"id": "1", "view": "a", "measure": "b", "source": "c", "kind": "factor", "remark": "", "verdict": ""}
    line = next(line for line in latex(rows("variance", [{**key, **figures}])).splitlines() if line.startswith("a &"))
    assert line == r"a & b & c & factor & 0.123 & $-0.0001$ & 0.000 & $1.23 \times 10^{-7}$ \\"


def test_every_column_has_a_unit_and_a_meaning() -> None:
    for kind in TABLES.values():
        for name, column in kind.columns.items():
            assert column.kind in {"int", "float", "text"}, name
            assert column.unit
            assert column.meaning


RESAMPLED = """\
import hashlib
from tests.analysis.functions import ishigami
from tests.analysis.made_up import MEASURE, experiment, from_units, normal, ranges
from trustsim.analysis.data import SweepData
from trustsim.analysis.variance import variance
from trustsim.experiment.plan import Design, DesignKind

plan = experiment(ranges("x1", "x2", "x3"), Design(DesignKind.SOBOL, samples=256), 10)
sweep = from_units(plan, {"world": ishigami}, normal((1280, 1, 10)))
print(hashlib.sha256(variance(SweepData(sweep), [MEASURE]).frame.to_csv().encode()).hexdigest())
"""


def test_the_last_digit_does_not_depend_on_the_number_of_cores(project: Path) -> None:
    digests = set()
    for threads in ("1", "2"):
        limits = dict.fromkeys(("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"), threads)
        command = [sys.executable, "-c", RESAMPLED]
        env = {**os.environ, **limits}
        ended = subprocess.run(command, env=env, cwd=project, capture_output=True, text=True, check=True)
        digests.add(ended.stdout)
    assert len(digests) == 1
