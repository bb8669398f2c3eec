"""Finding a place for labels in a picture, so that none hides the line, another label or the frame.

The panel is laid out as a grid of small cells. Each label in turn gets the free place nearest to what it
names from which a straight pointer reaches it without crossing anything but what may be crossed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from trustsim.report.plots.style import Floats

CELL = 5.0
CLEAR = 2
TRIES = 400


class Box(NamedTuple):
    """A rectangle in pixels of the panel, from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """The point of the rectangle that is nearest to (x, y)."""
        return min(max(x, self.left), self.right), min(max(y, self.bottom), self.top)


class Layout:
    """A panel's cells.

    Attributes:
        taken: cells that neither a label nor its pointer may touch.
        covered: cells that a label should not hide, but a pointer may cross.
    """

    def __init__(self, width: float, height: float) -> None:
        """``width`` and ``height`` of the panel in pixels."""
        shape = max(1, int(height // CELL)), max(1, int(width // CELL))
        self.taken: NDArray[np.bool_] = np.zeros(shape, dtype=bool)
        self.covered: NDArray[np.bool_] = np.zeros(shape, dtype=bool)

    def block_box(self, box: Box) -> None:
        """Keep labels out of a rectangle."""
        rows, columns = self._cells(box)
        self.taken[rows, columns] = True

    def cover_box(self, box: Box) -> None:
        """Keep labels, but not pointers, out of a rectangle."""
        rows, columns = self._cells(box)
        self.covered[rows, columns] = True

    def block_line(self, xs: Floats, ys: Floats) -> None:
        """Keep labels off a line through points given in pixels; gaps (NaN) block nothing."""
        for start in range(len(xs) - 1):
            ends = xs[start : start + 2], ys[start : start + 2]
            if np.isfinite(ends).all():
                self._block_stroke(ends[0], ends[1])

    def cover_line(self, xs: Floats, ys: Floats) -> None:
        """Keep labels, but not pointers, off a line through points given in pixels; gaps (NaN) cover nothing."""
        taken, self.taken = self.taken, self.covered
        self.block_line(xs, ys)
        self.taken = taken

    def cover_band(self, xs: Floats, lows: Floats, highs: Floats) -> None:
        """Keep labels, but not pointers, out of the band between two curves over the same ``xs``."""
        columns = (np.arange(self.taken.shape[1]) + 0.5) * CELL
        rows = (np.arange(self.taken.shape[0])[:, None] + 0.5) * CELL
        inside = (rows >= np.interp(columns, xs, lows)) & (rows <= np.interp(columns, xs, highs))
        self.covered |= inside & (columns >= xs[0]) & (columns <= xs[-1])

    def _block_stroke(self, xs: Floats, ys: Floats) -> None:
        steps = int(max(abs(xs[1] - xs[0]), abs(ys[1] - ys[0])) / (CELL / 2)) + 2
        rows = (np.linspace(ys[0], ys[1], steps) // CELL).astype(int)
        columns = (np.linspace(xs[0], xs[1], steps) // CELL).astype(int)
        inside = (rows >= 0) & (rows < self.taken.shape[0]) & (columns >= 0) & (columns < self.taken.shape[1])
        self.taken[rows[inside], columns[inside]] = True

    def _cells(self, box: Box) -> tuple[slice, slice]:
        return (
            slice(max(0, int(box.bottom // CELL)), max(0, int(box.top // CELL) + 1)),
            slice(max(0, int(box.left // CELL)), max(0, int(box.right // CELL) + 1)),
        )

    def place(self, width: float, height: float, anchor: tuple[float, float]) -> Box | None:
        """Find room for a label that points to ``anchor``, and take it; None where there is no room."""
        rows, columns = self._corners(width, height)
        if not len(rows):
            return None
        boxes = [columns * CELL, rows * CELL, columns * CELL + width, rows * CELL + height]
        far_x = np.maximum(0, np.maximum(boxes[0] - anchor[0], anchor[0] - boxes[2]))
        far_y = np.maximum(0, np.maximum(boxes[1] - anchor[1], anchor[1] - boxes[3]))
        off_centre = np.abs((boxes[0] + boxes[2]) / 2 - anchor[0])
        for index in np.argsort(np.hypot(far_x, far_y) + 0.3 * off_centre, kind="stable")[:TRIES]:
            box = Box(*(float(side[index]) for side in boxes))
            if self._reaches(anchor, box):
                return self._take(anchor, box)
        return None

    def _corners(self, width: float, height: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Lower left cells at which a label and a clear border around it touch nothing taken."""
        tall, wide = int(height // CELL) + 1 + 2 * CLEAR, int(width // CELL) + 1 + 2 * CLEAR
        if tall > self.taken.shape[0] or wide > self.taken.shape[1]:
            none = np.empty(0, dtype=np.int64)
            return none, none
        total = np.pad((self.taken | self.covered).astype(np.int64).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
        inside = total[tall:, wide:] - total[:-tall, wide:] - total[tall:, :-wide] + total[:-tall, :-wide]
        rows, columns = np.nonzero(inside == 0)
        return rows + CLEAR, columns + CLEAR

    def _pointer(self, anchor: tuple[float, float], box: Box) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Cells under the straight pointer, but for those close to what it points to."""
        end = box.nearest(*anchor)
        length = float(np.hypot(end[0] - anchor[0], end[1] - anchor[1]))
        start = min(1.0, 3 * CELL / max(length, 1e-9))
        share = np.linspace(start, 1.0, max(2, int(length / (CELL / 2))))
        rows = ((anchor[1] + share * (end[1] - anchor[1])) // CELL).astype(np.int64)
        columns = ((anchor[0] + share * (end[0] - anchor[0])) // CELL).astype(np.int64)
        return np.clip(rows, 0, self.taken.shape[0] - 1), np.clip(columns, 0, self.taken.shape[1] - 1)

    def _reaches(self, anchor: tuple[float, float], box: Box) -> bool:
        return not self.taken[self._pointer(anchor, box)].any()

    def _take(self, anchor: tuple[float, float], box: Box) -> Box:
        self.taken[self._pointer(anchor, box)] = True
        self.block_box(box)
        return box


def pixels(axes: Axes, xs: Floats, ys: Floats) -> tuple[Floats, Floats]:
    """Data as pixels from the panel's lower left corner."""
    frame = axes.get_window_extent()
    points = axes.transData.transform(np.column_stack([xs, ys]))
    return points[:, 0] - frame.x0, points[:, 1] - frame.y0


def overlapping(boxes: Sequence[Box]) -> bool:
    """Whether any two of the rectangles share a point."""
    return any(
        a.left < b.right and b.left < a.right and a.bottom < b.top and b.bottom < a.top
        for index, a in enumerate(boxes)
        for b in boxes[index + 1 :]
    )
