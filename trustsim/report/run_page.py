"""The page of a run folder: what happened, its figures, causes and pictures, and what to ask next.

It is one file that holds its pictures and loads nothing from anywhere.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from trustsim.report.breakdown import Column, columns
from trustsim.report.page.html import page
from trustsim.report.page.markdown import code, table
from trustsim.report.tables import Figures, Row
from trustsim.text import in_html, in_markdown


class Told(NamedTuple):
    """What a page tells of a run, or of many.

    Attributes:
        title: of the story, with the luck: ``The contract (seed 1)``.
        look_for: what to look for in it; may be empty.
        verdict: in a few sentences.
        figures: under their headings, as on the screen.
        causes: of the summary: what each kind of experience did to trust.
        commands: what to ask next, each a command with what it answers.
        manifest: what the folder says of itself.
    """

    title: str
    look_for: str
    verdict: str
    figures: Figures
    causes: Mapping[str, Any]
    commands: Sequence[tuple[str, str]]
    manifest: Mapping[str, Any]


def run_page(told: Told, plots: Path) -> str:
    """The page, with the pictures that lie in ``plots``, if there are any, inside it."""
    pictures = sorted(plots.glob("*.png"), key=_place) if plots.is_dir() else []
    embedded = {path.name: f"data:image/png;base64,{base64.b64encode(path.read_bytes()).decode()}" for path in pictures}
    return page(run_markdown(told, [(path.name, _title(path)) for path in pictures]), told.title, embedded)


def run_markdown(told: Told, pictures: Sequence[tuple[str, str]]) -> str:
    """The page in Markdown, from which it is made; ``pictures`` are files with their titles."""
    parts = [f"# {in_markdown(told.title)}"]
    parts += [f'<p class="question">Look for: {in_html(told.look_for)}</p>'] if told.look_for else []
    parts += [f"## What happened\n\n{in_markdown(told.verdict)}", _gallery(pictures[:1])]
    parts += [f"## In figures\n\n{_figures(told.figures)}"]
    parts += [f"## What moved the users' trust\n\n{_causes(told.causes)}"]
    parts += [f"## More pictures\n\n{_gallery(pictures[1:])}"] if pictures[1:] else []
    parts += [f"## What to ask next\n\n{_commands(told.commands)}", f"## About this run\n\n{_about(told.manifest)}"]
    return "\n\n".join(filter(None, parts)) + "\n"


def _figures(figures: Figures) -> str:
    blocks = {**figures.left, **figures.right}
    return "\n".join(_table(heading, "", rows) for heading, rows in blocks.items() if rows)


def _causes(causes: Mapping[str, Any]) -> str:
    """Losses and gains in points, each down to its sum."""
    lost, gained = columns(causes)
    kinds = (("Lost through", lost), ("Gained through", gained))
    return "\n".join(_table(heading, "points of a hundredth", _rows(column)) for heading, column in kinds)


def _rows(column: Column) -> list[Row]:
    return [*((part.words, part.figure) for part in column.parts), ("in all", f"{column.total / 10:+.1f}")]


def _table(heading: str, unit: str, rows: Iterable[Row]) -> str:
    return table((heading, unit), [[in_markdown(cell) for cell in row] for row in rows], (False, True))


def _gallery(pictures: Sequence[tuple[str, str]]) -> str:
    return "\n".join(
        f'<figure>\n<img src="{in_html(name)}" alt="{in_html(title)}">\n'
        f"<figcaption>{in_html(title)}</figcaption>\n</figure>\n"
        for name, title in pictures
    )


def _commands(commands: Sequence[tuple[str, str]]) -> str:
    return code("\n".join(f"{command}   # {answers}" for command, answers in commands), "sh")


def _about(manifest: Mapping[str, Any]) -> str:
    versions = manifest["versions"]
    rows = [
        ("command", manifest["command"] or "from Python"),
        ("seed", str(manifest["seed"])),
        ("runs", str(manifest["reps"])),
        ("scenario (SHA-256)", manifest["scenario_sha256"]),
        ("versions", ", ".join(f"{name} {number}" for name, number in versions.items())),
    ]
    return f"{_table('', '', rows)}\nThe tables lie beside this page as Parquet files; summary.json holds the figures."


def _title(path: Path) -> str:
    """What a picture says it shows; its name where it says nothing, as one that a user put there."""
    from PIL import Image

    try:
        with Image.open(path) as picture:
            return str(picture.info.get("Title", path.stem))
    except OSError:
        return path.stem


def _place(path: Path) -> tuple[int, str]:
    """Pictures of a run in the order in which they are drawn."""
    from trustsim.report.plots import PICTURES

    return (PICTURES.index(path.stem) if path.stem in PICTURES else -1, path.stem)
