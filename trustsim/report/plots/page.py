"""One picture as a sheet of paper: a title that says what is seen, a key, panels and a source line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from trustsim.report.plots.style import DPI, INK, PAPER, SMALL, SOFT_INK, TINY, printable
from trustsim.scenario.schema import Scenario

MARGIN = 0.25
SIZE = (9.0, 5.4)


def source_line(scenario: Scenario, luck: str) -> str:
    """Where a picture comes from: the story's title, the luck (``seed 1``, ``40 runs``), the length."""
    days = scenario.run.horizon_days
    length = "1 working day" if days == 1 else f"{days} working days"
    return f"trustsim · {printable(scenario.story.title, 90)} · {luck} · {length}"


class Page:
    """A figure under construction; all measures are inches from the lower left corner.

    Attributes:
        figure: the matplotlib figure, with an Agg canvas so that text can be measured.
        top: height up to which panels may go; the title and the key lie above.
        bottom: height from which panels may start; the source line lies below.
    """

    def __init__(self, title: str, key: str, source: str, size: tuple[float, float] = SIZE) -> None:
        """Write ``title`` and, smaller, ``key`` (how to read it) from the top, wrapped; ``source`` at the foot."""
        self.title = title
        self.width, self.height = size
        self.figure = Figure(figsize=size, dpi=DPI, facecolor=PAPER)
        FigureCanvasAgg(self.figure)
        self.top = self.height - MARGIN
        self._paragraph(title, size=13, color=INK, weight="bold")
        self._paragraph(key, size=SMALL + 0.5, color=SOFT_INK)
        self.top -= 0.08
        self.bottom = MARGIN + 0.2
        self._text(MARGIN, MARGIN - 0.1, source, size=TINY, color=SOFT_INK, va="bottom")

    def _text(self, x: float, y: float, words: str, **look: Any) -> Text:
        return self.figure.text(x / self.width, y / self.height, words, **look)

    def _paragraph(self, words: str, **look: Any) -> None:
        """Write ``words`` below what is there, as wide as the page allows, and lower ``top``."""
        if not words:
            return
        text = self._text(MARGIN, self.top, "", va="top", linespacing=1.25, **look)
        self.wrap(text, words, self.width - 2 * MARGIN)
        self.top -= self.extent(text)[1] + 0.08

    def extent(self, text: Text) -> tuple[float, float]:
        """Width and height of a text in inches."""
        box = text.get_window_extent()
        return box.width / DPI, box.height / DPI

    def wrap(self, text: Text, words: str, width: float) -> None:
        """Set ``text`` to ``words``, broken between words into lines no wider than ``width`` inches."""
        space = self._length(text, "a a") - self._length(text, "aa")
        lines: list[str] = []
        reached = 0.0
        for word in words.split(" "):
            length = self._length(text, word)
            if lines and reached + space + length <= width:
                lines[-1] += f" {word}"
                reached += space + length
            else:
                lines.append(word)
                reached = length
        text.set_text("\n".join(lines))

    def _length(self, text: Text, word: str) -> float:
        text.set_text(word)
        return self.extent(text)[0]

    def panel(self, left: float, right: float, bottom: float | None = None, top: float | None = None) -> Axes:
        """Axes from ``left`` to ``right`` inches, by default over all the height that is free."""
        foot = self.bottom + 0.5 if bottom is None else bottom
        head = self.top if top is None else top
        return self.figure.add_axes(
            (left / self.width, foot / self.height, (right - left) / self.width, (head - foot) / self.height)
        )

    def write(self, folder: Path, name: str) -> list[Path]:
        """Write ``name.png`` (150 dots an inch) and ``name.svg`` into ``folder``; the same bytes every time."""
        png, svg = folder / f"{name}.png", folder / f"{name}.svg"
        self.figure.savefig(png, dpi=DPI, metadata={"Title": self.title})
        self.figure.savefig(svg, metadata={"Date": None, "Title": self.title})
        return [png, svg]


def plain_statement(words: str, source: str) -> Page:
    """A picture of nothing: ``words`` say what there is not, so that a reader need not wonder."""
    return Page(words, "", source, size=(SIZE[0], 1.6))
