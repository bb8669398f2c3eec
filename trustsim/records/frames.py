"""The tidy tables of a run, made from what its recorder holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from trustsim.records.columns import DAILY, EVENTS, HANDOFFS, LEDGER, PROMISES, REQUESTS, TABLES, UNITS, Column
from trustsim.records.happenings import HAND_NAMES, Experience, Hand, Happening
from trustsim.records.naming import constant, named, parties, sentence, subjects, word
from trustsim.vocabulary import Dimension, Fate

if TYPE_CHECKING:
    import pandas as pd

    from trustsim.records.recorder import Recorder, Rows
    from trustsim.scenario.schema import Scenario

_PLAIN = {"int64", "float64", "uint64"}
_DTYPES = {"int": "int64", "float": "float64", "mask": "uint64", "text": "category"}


class Recorded(Protocol):
    """What is asked of a model: its scenario, its recorder, and a row for each request."""

    @property
    def config(self) -> Scenario:
        """What the model was made of."""

    @property
    def recorder(self) -> Recorder:
        """What it recorded so far."""

    def request_rows(self) -> Sequence[Mapping[str, Any]]:
        """A dict a request, with the keys of ``columns.REQUESTS``."""


def frames(model: Recorded) -> dict[str, pd.DataFrame]:
    """Return the tables of a model so far, keyed and ordered as ``columns.TABLES``.

    Close the model first, so that its ledger is settled up to its last day.
    """
    return tables(model.recorder, model.request_rows(), model.config.trust.rule)


def tables_of_figures(model: Recorded) -> dict[str, pd.DataFrame]:
    """Only what ``measures.figures`` needs, and so many times faster: ``daily``, ``requests``, kinds of ``events``."""
    import pandas as pd

    raw = model.recorder.events.columns()
    kinds = named(raw["kind"], lambda code: word(Happening(code)))
    return {
        "daily": from_records(model.recorder.daily, DAILY),
        "requests": from_records(model.request_rows(), REQUESTS),
        "events": pd.DataFrame({"day": raw["day"].astype("int64"), "kind": kinds}),
    }


def tables(recorder: Recorder, requests: Sequence[Mapping[str, Any]], rule: str) -> dict[str, pd.DataFrame]:
    """Return the tables of one run as data frames with the columns of ``columns.TABLES``.

    Whole numbers are ``int64``, or ``Int64`` where a figure may be missing; other numbers are
    ``float64`` with NaN for missing; masks are ``uint64``; words are categories and sentences
    strings. The same recorder gives the same tables, to the last bit.

    Args:
        recorder: what the model recorded.
        requests: a row a request, with the keys of ``columns.REQUESTS``; None means missing.
        rule: name of the trust rule, for the ledger.
    """
    made = {
        "daily": from_records(recorder.daily, DAILY),
        "requests": from_records(requests, REQUESTS),
        "handoffs": _handoffs(recorder.handoffs),
        "ledger": _ledger(recorder.ledger, rule),
        "events": _events(recorder.events),
        "promises": _promises(recorder.promises),
        "units": from_records(recorder.units, UNITS),
    }
    return {name: made[name] for name in TABLES}


def dtype(column: Column) -> str:
    """Return the pandas dtype of a column; it never depends on the rows."""
    if column.kind == "int" and "missing" in column.meaning:
        return "Int64"
    return "str" if column.unit == "sentence" else _DTYPES[column.kind]


def from_records(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, Column]) -> pd.DataFrame:
    """Make a table from dicts with the keys of ``columns``, None for missing."""
    return as_table({name: [row[name] for row in rows] for name in columns}, columns)


def as_table(data: Mapping[str, Any], columns: Mapping[str, Column]) -> pd.DataFrame:
    """Make a table from a sequence a column; what ``columns`` does not name is left out."""
    import pandas as pd

    rows = len(next(iter(data.values())))
    made = {name: _column(data[name], dtype(column)) for name, column in columns.items()}
    return pd.DataFrame(made, columns=list(columns), index=pd.RangeIndex(rows), copy=False)


def _column(values: Any, kind: str) -> Any:
    """Plain numbers as numpy has them, which costs a tenth of a series of pandas; None becomes NaN."""
    import pandas as pd

    if kind in _PLAIN and isinstance(values, list | range | np.ndarray):
        return np.array(values, dtype=kind)
    return pd.Series(values, dtype=kind, copy=False)


def _handoffs(rows: Rows) -> pd.DataFrame:
    raw: dict[str, Any] = dict(rows.columns())
    raw["hand"] = named(raw["hand"], lambda code: HAND_NAMES[Hand(code)])
    return as_table(raw, HANDOFFS)


def _ledger(rows: Rows, rule: str) -> pd.DataFrame:
    raw: dict[str, Any] = dict(rows.columns())
    raw["trustor"] = parties(raw["trustor_kind"], raw["trustor"])
    raw["trustee"] = parties(raw["trustee_kind"], raw["trustee"])
    raw["dimension"] = named(raw["dimension"], lambda code: word(Dimension(code)))
    raw["event"] = named(raw["event"], lambda code: word(Experience(code)))
    raw["rule"] = constant(str(rule), len(raw["day"]))
    return as_table(raw, LEDGER)


def _promises(rows: Rows) -> pd.DataFrame:
    import pandas as pd

    raw: dict[str, Any] = dict(rows.columns())
    fates = raw["fate"]
    raw["fate"] = named(fates, lambda code: word(Fate(code)))
    raw["ended"] = pd.array(raw["ended"], dtype="Int64")
    raw["ended"][fates == Fate.OPEN] = pd.NA
    return as_table(raw, PROMISES)


def _events(rows: Rows) -> pd.DataFrame:
    raw: dict[str, Any] = dict(rows.columns())
    kinds = [Happening(code) for code in raw["kind"].tolist()]
    raw["actor"] = parties(raw["actor_kind"], raw["actor"])
    raw["subject"] = subjects(raw["subject_kind"], raw["subject"])
    names = (raw["actor"].tolist(), raw["subject"].tolist())
    told = zip(kinds, *names, raw["a"].tolist(), raw["b"].tolist(), strict=True)
    raw["sentence"] = [sentence(*event) for event in told]
    raw["event"] = np.arange(len(kinds))
    raw["kind"] = named(np.asarray(raw["kind"]), lambda code: word(Happening(code)))
    return as_table(raw, EVENTS)
