"""What is made of a result once it is in place: it is told first, and pictures are drawn and added afterwards."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from trustsim.cli.exits import in_a_line, say
from trustsim.cli.progress import busy
from trustsim.cli.runs import shown
from trustsim.cli.screen import print_text
from trustsim.errors import RunError

PLOTS = "plots"

Draw = Callable[[Path], object]


@dataclass(frozen=True)
class InPlace:
    """A result that is in place, and how the rest of it is told.

    Attributes:
        folder: where it is.
        words: what to call it: ``run``.
        quiet: whether to say nothing but errors.
        aside: whether lines about files go to stderr, because stdout is for data alone.
    """

    folder: Path
    words: str
    quiet: bool = False
    aside: bool = False

    def tell_and_draw(
        self, tell: Callable[[], object], draw: Draw | None, pictures: str = "", closing: Sequence[str] = ()
    ) -> None:
        """Tell what was found, then draw; somebody who reads the one and no further still gets the other.

        Args:
            tell: writes to stdout.
            draw: writes pictures into the folder that it is given; None where none are wanted.
            pictures: name of the folder in the result where they lie; empty where they lie in the result itself.
            closing: lines to end with once they are drawn, instead of one that says where they lie.

        Raises:
            RunError: the pictures could not be drawn; the result is as it was.
            KeyboardInterrupt: it was stopped; the text says what is there.
        """
        broken: BrokenPipeError | None = None
        try:
            tell()
            sys.stdout.flush()
        except BrokenPipeError as error:
            broken = error
        except KeyboardInterrupt:
            raise KeyboardInterrupt(f"stopped; {self._whole()}") from None
        if draw is not None:
            self._draw(draw)
            if not self.quiet and broken is None:
                for line in closing or (f"Pictures in {shown(self.folder / pictures)}",):
                    (say if self.aside else print_text)(line)
        if broken is not None:
            raise broken

    def _draw(self, draw: Draw) -> None:
        from trustsim.records.aside import add

        try:
            with busy("drawing", quiet=self.quiet):
                add(self.folder, draw, say)
        except KeyboardInterrupt:
            raise KeyboardInterrupt(f"stopped while drawing; {self._whole()}, without pictures") from None
        except Exception as error:
            reason = str(error) if isinstance(error, RunError) else in_a_line(error)
            raise RunError(f"the pictures could not be drawn: {reason}; {self._whole()}, without them") from error

    def _whole(self) -> str:
        return f"the {self.words} is whole in {shown(self.folder)}"
