"""The event log of a model: what happened, to what, with two figures."""

from __future__ import annotations

from trustsim.records.happenings import Actor, Happening, Subject
from trustsim.records.recorder import Recorder


class Log:
    """Writes to the recorder under the day of the model; days of the warm-up are 0 and below."""

    def __init__(self, recorder: Recorder) -> None:
        self._rows = recorder.events
        self.day = 0

    def request(
        self, what: Happening, request: int, actor: Actor = Actor.IT, number: int = 0, a: float = 0.0, b: float = 0.0
    ) -> None:
        """Something happened to a request."""
        self._rows.flat.extend((self.day, what, actor, number, Subject.REQUEST, request, a, b))

    def release(
        self, what: Happening, release: int, actor: Actor = Actor.IT, number: int = 0, a: float = 0.0, b: float = 0.0
    ) -> None:
        """Something happened to a release."""
        self._rows.flat.extend((self.day, what, actor, number, Subject.RELEASE, release, a, b))

    def other(self, what: Happening, subject: Subject, number: int = 0, a: float = 0.0) -> None:
        """Something happened to core services or to the process."""
        self._rows.flat.extend((self.day, what, Actor.IT, 0, subject, number, a, 0.0))
