"""What is due on which day, so that whoever has nothing to do costs nothing."""

from __future__ import annotations

Appointment = tuple[str, int, int]


class Agenda:
    """Appointments by day and phase, taken out in the order in which they were made.

    An appointment is the name of what is to be done and two numbers; no references, so that a
    model can be copied.
    """

    def __init__(self) -> None:
        self._due: dict[tuple[int, str], list[Appointment]] = {}

    def note(self, day: int, phase: str, what: str, first: int = 0, second: int = 0) -> None:
        """Make an appointment for ``phase`` of ``day``."""
        self._due.setdefault((day, phase), []).append((what, first, second))

    def take(self, day: int, phase: str) -> list[Appointment]:
        """Take out what is due."""
        return self._due.pop((day, phase), [])
