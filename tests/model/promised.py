"""The books of promised days: each is kept, broken, renewed before it had passed, or open; none is lost."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

from trustsim.model.model import TrustModel
from trustsim.model.work import ReleaseStage
from trustsim.vocabulary import Fate

Row = dict[str, Any]


def promise_rows(model: TrustModel) -> dict[int, list[Row]]:
    """Rows of the table of promises so far, by release, as they were entered."""
    columns = model.recorder.promises.columns()
    by_release: dict[int, list[Row]] = {}
    for values in zip(*(column.tolist() for column in columns.values()), strict=True):
        row = dict(zip(columns, values, strict=True))
        by_release.setdefault(row["release"], []).append(row)
    return by_release


def check_promises(model: TrustModel) -> None:
    """Days told for a release so far, but the one that is still open, are in the table; the measures count them."""
    rows = promise_rows(model)
    for release in model.pipeline.releases:
        told = len(rows.get(release.number, []))
        assert told == release.promise.times_told - (release.number in model.pipeline.open_releases)
    if model.warming_up:
        return
    fates = Counter(row["fate"] for listed in rows.values() for row in listed if row["ended"] > 0)
    today = model.recorder.daily[-1]
    assert today["promises_kept"] == fates[Fate.KEPT]
    assert today["promises_broken"] == fates[Fate.BROKEN]
    assert today["promises_renewed"] == fates[Fate.RENEWED]
    assert today["promises_open"] == len(model.pipeline.open_releases)


def check_promises_at_end(model: TrustModel) -> None:
    """Every day that was promised is in the table once, and its fate is what became of it."""
    rows = promise_rows(model)
    assert set(rows) == {release.number for release in model.pipeline.releases}
    for release in model.pipeline.releases:
        listed = rows[release.number]
        assert [row["nth"] for row in listed] == list(range(release.promise.times_told))
        for before, after in pairwise(listed):
            assert before["fate"] == (Fate.BROKEN if before["ended"] > before["due"] else Fate.RENEWED)
            assert before["ended"] == after["told"]
            assert before["due"] < after["due"]
        last = listed[-1]
        assert last["due"] == release.promise.last
        assert all(row["told"] <= row["ended"] <= model.day for row in listed)
        if release.stage == ReleaseStage.LIVE:
            assert last["fate"] == (Fate.BROKEN if last["ended"] > last["due"] else Fate.KEPT)
            assert {model.pipeline.requests[number].live for number in release.requests} == {last["ended"]}
        else:
            assert last["fate"] == (Fate.RENEWED if release.stage == ReleaseStage.DISSOLVED else Fate.OPEN)
