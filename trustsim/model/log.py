"""The event log of a model: what happened, to what, with two figures, and which earlier event it came from."""

from __future__ import annotations

from trustsim.records.happenings import Actor, Happening, Subject
from trustsim.records.recorder import Recorder

NO_EVENT = -1  # nothing in the log: chance, or the passing of time


class Log:
    """Writes to the recorder under the day of the model; days of the warm-up are 0 and below.

    Each entry has a number, from 0, which the writing functions return. What people live through from
    then on is booked under the latest entry, until another is written or ``under`` says otherwise.
    """

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._rows = recorder.events
        self.day = 0
        self.count = 0

    def under(self, event: int) -> None:
        """What people live through from now on comes from this entry, or from ``NO_EVENT``."""
        self._recorder.source = event

    @property
    def now(self) -> int:
        """The entry that what people live through is booked under."""
        return self._recorder.source

    def request(
        self, what: Happening, request: int, actor: Actor = Actor.IT, number: int = 0, a: float = 0.0, b: float = 0.0,
        cause: int = NO_EVENT,
    ) -> int:  # fmt: skip
        """Something happened to a request."""
        self._rows.flat.extend((self.day, what, actor, number, Subject.REQUEST, request, a, b, cause))
        return self._entered()

    def release(
        self, what: Happening, release: int, actor: Actor = Actor.IT, number: int = 0, a: float = 0.0, b: float = 0.0,
        cause: int = NO_EVENT,
    ) -> int:  # fmt: skip
        """Something happened to a release."""
        self._rows.flat.extend((self.day, what, actor, number, Subject.RELEASE, release, a, b, cause))
        return self._entered()

    def other(
        self, what: Happening, subject: Subject, number: int = 0, a: float = 0.0, b: float = 0.0,
        actor: Actor = Actor.IT, who: int = 0, cause: int = NO_EVENT,
    ) -> int:  # fmt: skip
        """Something happened to anything else."""
        self._rows.flat.extend((self.day, what, actor, who, subject, number, a, b, cause))
        return self._entered()

    def _entered(self) -> int:
        number = self.count
        self.count += 1
        self._recorder.source = number
        return number
