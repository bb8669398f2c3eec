"""The tables of a run described for people: a reference in Markdown, read from the declarations of columns.

``python -m trustsim.records.describe FILE`` writes it to a file; without ``FILE`` it goes to stdout.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from trustsim.records.columns import DAILY, TABLES, Column
from trustsim.records.figures import ENSEMBLE_TABLES, FIGURES
from trustsim.records.happenings import EXPERIENCE_WORDS, HAND_NAMES, SENTENCES
from trustsim.records.naming import word
from trustsim.records.short_names import OF_DAILY, OF_FIGURES

_OPENING = """\
# The records of a run

`trustsim run` writes a folder. It appears when all of the data are written; pictures are drawn afterwards and added, so
that a fault in one of them loses nothing. It holds:

| File | What it holds |
| --- | --- |
| `manifest.json` | the scenario as it was run, its hash, the seed, versions, the command, timings, a list of files |
| `summary.json` | the figures of the whole run, below |
| `daily.parquet` | a row a day |
| `requests.parquet` | a row a request, with its whole life |
| `handoffs.parquet` | a row each time a request is held by the next hand |
| `ledger.parquet` | a row each time an opinion changes |
| `events.parquet` | a row an event, with a sentence and the event that it came from |
| `promises.parquet` | a row a promised day, with what became of it |
| `units.parquet` | a row a business unit, once a month |
| `plots/` | pictures, each as PNG and as SVG; missing with `--no-plots` |

With `--reps` the folder holds an ensemble instead: `daily.parquet` of all runs, `runs.parquet`, `bands.parquet`, a
`summary.json` of means and ranges, and pictures.

Everything but `manifest.json` is the same, byte for byte, for the same scenario, seed and versions.

## What is replaced, and what stays

This holds for the folders of `run`, `compare`, `explain`, `trace`, `analyse` and `report` alike. Each has a
`manifest.json`, which lists every file that was written, with its SHA-256, and of these the pictures.

- The same command again replaces what it wrote. A folder that holds something else than what is to be written, made of
  another scenario, number of runs, question or sweep, is refused: name another with `--out`, or add `--force`.
- `--set` adds six digits to the usual name of the folder, so that runs of one file that differ have a folder each.
- Whatever you put into such a folder stays, with `--force` too. A file of ours that you have changed is kept under
  another name: `summary.json` becomes `summary.kept.json`, and the command says so.
- A command that is killed leaves at most a hidden folder, `.trustsim-` and some letters. The next command that writes
  there finishes what it had begun, or clears it away. Commands that are still at work are left alone.
- Where a picture cannot be drawn, the command says why and ends with 1. The data are whole, and the manifest lists no
  pictures.
- A table that was changed after it was written is refused where it is read; run it again.

Day 0 is the evening before day 1. A missing figure is missing, never a zero. A mask is a whole number of 64 bits in
which bit k stands for attribute k: `bin(mask).count("1")` counts the attributes.
"""

_ABOUT = {
    "daily": "A row a day, measured in the evening.",
    "requests": "A row a request, as it is at the end of the run, in order of arrival.",
    "handoffs": "A row each time a request is held by the next hand. As a strip, it is the grapevine of a request.",
    "ledger": (
        "A row each time an opinion changes. Within one opinion (trustor, trustee, dimension) the deltas sum to the "
        "change of the opinion over the run; over the rows of all users about IT, `contribution` sums to the change of "
        "`trust` times the number of users. `source` is the event that a change came from."
    ),
    "events": (
        "A row an event, in the order in which things happened, numbered from 0. `cause` is the earlier event that one "
        "came from, so that a change of trust can be followed back, from its `source` in the ledger through the causes."
    ),
    "promises": "A row a promised day, in the order in which its fate was sealed; what is open comes last.",
    "units": "A row a business unit, at the end of each month of 21 days and of the run.",
}
_ABOUT_MANY = {
    "daily": "The daily tables of all runs, one below the other: `rep` and `seed` in front of the columns above.",
    "runs": "A row a run: `rep`, `seed` and every figure of its summary, with an underscore for each dot.",
    "bands": "Mean and quantiles over runs, a row for each day and measure.",
}
_KINDS = {"int": "whole number", "float": "number", "text": "text", "mask": "mask"}
_HOLE = re.compile(r"\{(\w+)[^}]*\}")


def reference_markdown() -> str:
    """The reference of all tables, figures, events and experiences as Markdown."""
    parts = [_OPENING]
    parts += [f"## {name}.parquet\n\n{_ABOUT[name]}\n\n{_columns(columns)}" for name, columns in TABLES.items()]
    parts.append(f"## summary.json\n\nA dot stands for a level of the file.\n\n{_columns(FIGURES)}")
    parts.append(_summary_lists())
    parts.append("## The folder of an ensemble\n")
    parts += [f"### {name}.parquet\n\n{_ABOUT_MANY[name]}\n{_many(name)}" for name in ENSEMBLE_TABLES]
    parts += [_events(), _experiences(), _hands()]
    return "\n".join(parts)


def _summary_lists() -> str:
    return (
        "Besides these, `story` has the title of the scenario, what it teaches and what to look for. `turns`\n"
        "tells of the month in which trust fell most and of the one in which it rose most: the main causes on\n"
        "both sides (`causes`, of which `cause` is the largest), what is left of the net change\n"
        "(`everything_else`), and each experience (`all`). `onsets` has, for each stage of the relationship, the\n"
        "first `day` in it, the trust of both sides on that day (`trust`, `it_in_business`), the smoothed mean of\n"
        "both (`health`), the limit `below` which that had fallen, and by how much a failed release had `raised`\n"
        "it. `causes` has the three experiences that gained most trust (`gained`), the three that lost most\n"
        "(`lost`), and the sum of each (`all`). Over all experiences, the contributions sum to `trust.end` less\n"
        "`trust.start`.\n"
    )


def _many(name: str) -> str:
    return f"\n{_columns(ENSEMBLE_TABLES[name])}" if name == "bands" else ""


def _events() -> str:
    rows = [(f"`{word(kind)}`", _told(sentence)) for kind, sentence in SENTENCES.items()]
    head = "## Kinds of events\n\nThe column `kind` of events.parquet, and the sentence of each.\n\n"
    return head + markdown_table(("Kind", "Sentence"), rows)


def _experiences() -> str:
    rows = [(f"`{word(kind)}`", words) for kind, words in EXPERIENCE_WORDS.items()]
    head = (
        "## Experiences\n\nThe column `event` of ledger.parquet. The first two are what time alone does. Which "
        "dimension an\nexperience is evidence of stands in the [ODD text](../explanation/odd.md#73-trust).\n\n"
    )
    return head + markdown_table(("Event", "What was lived through"), rows)


def _hands() -> str:
    rows = [(f"{name}",) for name in HAND_NAMES.values()]
    return "## Hands\n\nThe column `hand` of handoffs.parquet.\n\n" + markdown_table(("Hand",), rows)


def _told(sentence: str) -> str:
    return _HOLE.sub(lambda hole: f"*{hole[1]}*", sentence)


def _columns(columns: Mapping[str, Column]) -> str:
    head = "Column" if "day" in columns or "request" in columns else "Figure"
    names = OF_DAILY if columns is DAILY else OF_FIGURES if columns is FIGURES else {}
    if not names:
        rows = [(f"`{name}`", _KINDS[one.kind], one.unit, one.meaning) for name, one in columns.items()]
        return markdown_table((head, "Type", "Unit", "Meaning"), rows)
    named = [(f"`{name}`", names[name], _KINDS[one.kind], one.unit, one.meaning) for name, one in columns.items()]
    return markdown_table((head, "Name", "Type", "Unit", "Meaning"), named)


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown, a line a row, with bars inside cells escaped."""
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def main(arguments: Sequence[str]) -> None:
    """Write the reference to the file that is named, or to stdout."""
    if arguments:
        Path(arguments[0]).write_text(reference_markdown(), encoding="utf-8", newline="\n")
    else:
        sys.stdout.write(reference_markdown())


if __name__ == "__main__":
    main(sys.argv[1:])
