"""The record of promised days: each is kept, broken, renewed before it had passed, or open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trustsim.vocabulary import Fate

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel
    from trustsim.model.work import Release


def another_day(model: TrustModel, release: Release, day: int) -> None:
    """Another day is told: the one before was broken if it has passed, else it is renewed."""
    promise = release.promise
    _seal(model, release, Fate.BROKEN if promise.last < model.day else Fate.RENEWED)
    promise.told_on = model.day
    promise.times_told += 1


def delivered(model: TrustModel, release: Release) -> None:
    """The work is in use: the day last told was kept, or had passed already."""
    _seal(model, release, Fate.BROKEN if release.promise.last < model.day else Fate.KEPT)


def carried_over(model: TrustModel, release: Release) -> None:
    """A batch comes apart: its promise lives on in those of its parts."""
    _seal(model, release, Fate.RENEWED)


def leave_open(model: TrustModel) -> None:
    """At the end of a run, enter what is still open."""
    for number in model.pipeline.open_releases:
        _enter(model, model.pipeline.releases[number], Fate.OPEN)


def _seal(model: TrustModel, release: Release, fate: Fate) -> None:
    if not model.warming_up:
        model.gauge.promises[fate] += 1
    _enter(model, release, fate)


def _enter(model: TrustModel, release: Release, fate: Fate) -> None:
    promise = release.promise
    row = (release.number, promise.times_told - 1, promise.told_on, promise.last, fate, model.day)
    model.recorder.promises.flat.extend(row)
