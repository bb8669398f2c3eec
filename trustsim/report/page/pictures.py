"""The pictures of a report: drawn from the results, each with a caption, and told in words too."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from trustsim.analysis.data import label_of
from trustsim.records.names import file_name
from trustsim.text import in_markdown

if TYPE_CHECKING:
    from trustsim.analysis.results import Analysis
    from trustsim.experiment.record import SweepRecord

FOLDER = "figures"


class Plot(NamedTuple):
    """One picture.

    Attributes:
        name: stem of its files.
        caption: a template, as statements are.
        alt: what it shows, in plain words; a template too.
        tables: names of the tables that it shows.
        png: bytes of the PNG.
        svg: bytes of the SVG.
    """

    name: str
    caption: str
    alt: str
    tables: tuple[str, ...]
    png: bytes
    svg: bytes

    @property
    def file(self) -> str:
        """Where it is kept beside the Markdown."""
        return f"{FOLDER}/{self.name}.png"

    @property
    def source(self) -> str:
        """Where the Markdown shows it from: its file as an address."""
        return quote(self.file, errors="surrogateescape")

    @property
    def embedded(self) -> str:
        """The address under which the page holds it: the picture itself."""
        return f"data:image/svg+xml;base64,{base64.b64encode(self.svg).decode('ascii')}"


class _Kind(NamedTuple):
    """One kind of picture: the tables that it shows, what it shows, and how to read it."""

    tables: tuple[str, ...]
    shows: str
    reading: str


_LUCK = "Luck is what differs between runs of one point."
_KINDS: Mapping[str, _Kind] = {
    "sobol": _Kind(("sobol",), "First-order and total Sobol' indices of each factor", "Lines are intervals."),
    "morris": _Kind(
        ("morris",),
        "The mean size of the effects of each factor against their spread",
        "Far to the right: a factor matters. High up: how much depends on the others, or on where it stands.",
    ),
    "tornado": _Kind(
        ("swings",), "From the lowest to the highest mean that each factor makes, moved alone", "The widest is on top."
    ),
    "curves": _Kind(("ofat", "levels", "steps"), "Means over the values of each factor", "Bands are intervals."),
    "effects": _Kind(("effects",), "Main effects of the factors, and interactions of two", "Lines are intervals."),
    "swaps": _Kind(
        ("swaps",),
        "What swapping each factor alone does, from the first base and from the opposite corner",
        "Lines are intervals.",
    ),
    "variance": _Kind(("variance",), "Shares of factors, interactions and luck in the variance of single runs", _LUCK),
    "heatmap": _Kind(
        ("pairs", "interactions", "effects"), "Means at the levels of two factors", "Each cell is a mean over the rest."
    ),
    "differences": _Kind(
        ("differences", "sides"),
        "Differences between two bases at every design point, in order of size",
        "Lines are intervals; one that lies across zero cannot be told from it.",
    ),
    "replications": _Kind(
        ("replications",),
        "Half of the width of the intervals against the number of runs of a point",
        "Where the lines still fall, more runs help.",
    ),
    "over-time": _Kind(("over_time",), "How much each factor matters as the days go by", "Bands are intervals."),
    "discovery_tradeoff": _Kind(
        ("boxes",),
        "Coverage and density of every box on the way to those that were chosen",
        "Up: purer. To the right: more of what is of interest.",
    ),
    "discovery_limits": _Kind(
        ("limits", "boxes"), "The limits of each box that holds up", "Each against all that its factor was varied over."
    ),
    "discovery_points": _Kind(
        ("discovery", "boxes"),
        "Every design point by the two most telling factors of each box",
        "The box is drawn; points of interest are marked.",
    ),
}


_VIEWS = (("points", "base"), ("differences", "difference"))
"""Where the labels stand that names of pictures end in."""


def draw_plots(analysis: Analysis, sweep: SweepRecord) -> tuple[Plot, ...]:
    """Draw what an analysis says of its first measure, of curves, and of conditions."""
    from trustsim.report.plots import draw_analysis, draw_discovery

    measure = str(analysis.tables["points"].frame["measure"].iloc[0])
    with TemporaryDirectory() as place:
        folder = Path(place)
        files = draw_analysis(_of_one_measure(analysis, measure), sweep.experiment, folder)
        files += draw_discovery(analysis, sweep.experiment, folder)
        subjects = [measure, *sweep.experiment.over_time]
        return tuple(_plots([file.with_suffix("") for file in files if file.suffix == ".png"], subjects, analysis))


def _of_one_measure(analysis: Analysis, measure: str) -> Analysis:
    """Pictures are drawn of the measures that the table of points has."""
    points = analysis.tables["points"]
    first = replace(points, frame=points.frame[points.frame["measure"] == measure])
    return replace(analysis, tables={**analysis.tables, "points": first})


def _plots(stems: Sequence[Path], subjects: Sequence[str], analysis: Analysis) -> Iterator[Plot]:
    tables = analysis.tables
    columns = [(tables[table].frame, name) for table, name in _VIEWS if table in tables]
    views = dict.fromkeys(view for frame, name in columns for view in frame[name])
    known = {file_name(f"{kind}-{one}-{view}"): (one, view) for kind in _KINDS for one in subjects for view in views}
    for stem in stems:
        name = next((name for name in _KINDS if stem.name == name or stem.name.startswith(f"{name}-")), "")
        if name:
            kind, of = _KINDS[name], _subject(stem.name.removeprefix(name).lstrip("-"), subjects)
            of = f": {', '.join(known[stem.name])}" if stem.name in known else of
            png, svg = (Path(f"{stem}{suffix}").read_bytes() for suffix in (".png", ".svg"))
            table = next(table for table in kind.tables if table in analysis.tables)
            caption = f"{in_markdown(kind.shows + of)}. {kind.reading}"
            alt = f"{kind.shows}{of}. The figures are in the table {table}."
            yield Plot(stem.name, caption, alt, kind.tables, png, svg)


def _subject(rest: str, subjects: Sequence[str]) -> str:
    """``: trust.end, partnership`` from the rest of a file's name."""
    found = max((one for one in subjects if rest == one or rest.startswith(f"{one}-")), key=len, default="")
    view = rest.removeprefix(found).lstrip("-")
    told = ", ".join(label_of(one) for one in (found, view) if one)
    return f": {told}" if told else ""


def write_plots(plots: Sequence[Plot], folder: Path) -> None:
    """Write the pictures beside the Markdown."""
    if not plots:
        return
    (folder / FOLDER).mkdir()
    for plot in plots:
        (folder / plot.file).write_bytes(plot.png)
        (folder / plot.file).with_suffix(".svg").write_bytes(plot.svg)
