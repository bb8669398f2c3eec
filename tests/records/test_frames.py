"""The tables of a run have the columns, types and names that the dictionary promises."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.builders import LIVELY, PARTNERSHIP, WATERFALL, run, scenario
from trustsim.records.columns import TABLES
from trustsim.records.frames import frames
from trustsim.records.frames import tables as tables_of
from trustsim.records.happenings import Actor, Experience, Happening, Subject
from trustsim.records.naming import sentence, subjects
from trustsim.records.recorder import Recorder
from trustsim.vocabulary import Dimension, Fate

PLAIN = {"int": "int64", "float": "float64", "mask": "uint64", "text": "category"}


def test_every_table_has_its_columns_in_order(tables: dict[str, pd.DataFrame]) -> None:
    assert {name: list(frame.columns) for name, frame in tables.items()} == {
        name: list(columns) for name, columns in TABLES.items()
    }
    assert list(tables) == list(TABLES)


@pytest.mark.parametrize("rows", ["some", "none"])
def test_types_follow_the_dictionary_whatever_the_rows(rows: str, tables: dict[str, pd.DataFrame]) -> None:
    found = tables if rows == "some" else tables_of(Recorder(), [], "beta")
    for name, columns in TABLES.items():
        for column, about in columns.items():
            expected = "Int64" if about.kind == "int" and "missing" in about.meaning else PLAIN[about.kind]
            if column == "sentence":
                assert found[name][column].dtype != "category"
            else:
                assert str(found[name][column].dtype) == expected, f"{name}.{column}"


def test_missing_is_missing_and_masks_keep_all_64_bits(tables: dict[str, pd.DataFrame]) -> None:
    requests = tables["requests"]
    assert requests["live"].isna().tolist() == [False, False, False, True]
    assert requests["live"][1] == 4
    assert np.isnan(requests["need_fit"][3])
    assert requests["wrong"][2] == 2**63 + 1
    assert tables["daily"]["need_fit"].isna().sum() == 4


def test_numbers_become_names(tables: dict[str, pd.DataFrame]) -> None:
    ledger = tables["ledger"]
    assert ledger["trustor"].tolist() == ["user 0", "user 1", "user 0", "user 1", "user 10", "developers", "user 0"]
    assert ledger["trustee"].tolist() == ["IT"] * 5 + ["unit 1"] * 2
    assert ledger["event"].tolist()[:3] == ["concealed_slip", "outcome", "forgetting"]
    assert ledger["dimension"].tolist()[:2] == ["integrity", "ability"]
    assert set(ledger["rule"]) == {"beta"}
    assert tables["requests"]["state"].tolist() == ["released", "released", "released", "waiting"]
    assert tables["handoffs"]["hand"].tolist() == ["need", "analyst", "in use"]


def test_events_are_told_in_sentences(tables: dict[str, pd.DataFrame]) -> None:
    assert tables["events"][["kind", "actor", "subject", "sentence"]].to_numpy().tolist() == [
        ["spec_written", "user 1", "request 1", "User 1 wrote a specification for request 1, 1 person-day of wishes."],
        ["released", "IT", "release 0", "Release 0 went live with 1 request, -1 day against its first promise."],
        ["incident", "IT", "core services", "A core service failed for 1.5 hours."],
    ]


@pytest.mark.parametrize(
    ("kind", "a", "told"),
    [
        (Happening.ANALYST_PASSED_ON, 1, "1 attribute is wrong"),
        (Happening.ANALYST_PASSED_ON, 11, "11 attributes are wrong"),
        (Happening.ANALYST_PASSED_ON, 21, "21 attributes are wrong"),
        (Happening.REFIXED, 1, "1 re-opened attribute of"),
        (Happening.RELENTED, 1, "1 disputed attribute of"),
        (Happening.SCOPE_DROPPED, 1, "1 low-value attribute of"),
    ],
)
def test_one_is_told_in_the_singular(kind: Happening, a: float, told: str) -> None:
    assert told in sentence(kind, "user 1", "request 1", a, 2)


@pytest.mark.parametrize("kind", Happening)
def test_every_happening_can_be_told(kind: Happening) -> None:
    told = sentence(kind, "user 1", "request 12", 3.0, 4.0)
    assert told[0].isupper()
    assert told.endswith(".")
    assert "{" not in told


def test_promises_have_words_for_their_fate_and_no_end_while_they_are_open(recorder: Recorder) -> None:
    recorder.promises.append((1, 1, 8, 30, Fate.RENEWED, 12))
    recorder.promises.append((1, 2, 12, 40, Fate.BROKEN, 41))
    promises = tables_of(recorder, [], "beta")["promises"]
    assert promises["fate"].tolist() == ["kept", "open", "renewed", "broken"]
    assert promises["ended"].isna().tolist() == [False, True, False, False]
    assert promises["ended"].dropna().tolist() == [4, 12, 41]
    assert promises[["release", "nth", "told", "due"]].to_numpy().tolist() == [
        [0, 0, 2, 4], [1, 0, 6, 20], [1, 1, 8, 30], [1, 2, 12, 40],
    ]  # fmt: skip


def test_events_are_numbered_and_name_what_they_came_from(recorder: Recorder) -> None:
    recorder.events.append((6, Happening.OUTAGE, Actor.IT, 0, Subject.RELEASE, 0, 2.0, 0.0, 1))
    recorder.ledger.append((6, 0, Dimension.ABILITY, Experience.OUTAGE, -1, 3, 0.5, 0.4))
    found = tables_of(recorder, [], "beta")
    assert found["events"]["event"].tolist() == [0, 1, 2, 3]
    assert found["events"]["cause"].tolist() == [-1, -1, -1, 1]
    assert found["ledger"]["source"].tolist()[-1] == 3


def test_a_contribution_is_weighted_by_its_dimension(tables: dict[str, pd.DataFrame]) -> None:
    ledger = tables["ledger"]
    weights = ledger["dimension"].astype(str).map({"ability": 0.5, "benevolence": 0.3, "integrity": 0.2})
    np.testing.assert_allclose(ledger["contribution"], weights * ledger["delta"], rtol=0, atol=1e-15)
    np.testing.assert_array_equal(ledger["delta"], ledger["after"] - ledger["before"])


@pytest.mark.parametrize("process", [WATERFALL, PARTNERSHIP], ids=["waterfall", "partnership"])
def test_the_tables_of_a_run_refer_to_each_other(process: dict[str, dict[str, Any]]) -> None:
    found = frames(run(scenario(LIVELY, process)))
    events, ledger, promises, requests = (found[name] for name in ("events", "ledger", "promises", "requests"))
    assert ((events["cause"] >= -1) & (events["cause"] < events["event"])).all()
    assert (events["cause"] >= 0).sum() > 100
    sources = ledger[ledger["source"] >= 0]
    assert len(sources) > 100
    assert (sources["source"] < len(events)).all()
    assert (events["day"].to_numpy()[sources["source"]] <= sources["day"]).all()
    assert ledger["request"].between(-1, len(requests) - 1).all()
    assert set(promises["release"]) >= set(requests["release"]) - {-1}
    first = promises[promises["nth"] == 0].set_index("release")["due"]
    alone = requests[requests["release"] >= 0]
    assert (first[alone["release"]].to_numpy() >= alone["promised_first"].to_numpy()).all()
    last = promises.groupby("release")["due"].max()
    assert (last[alone["release"]].to_numpy() == alone["promised_last"].to_numpy()).all()
    assert found["units"]["unit"].tolist() == [0, 1] * (len(found["units"]) // 2)


def test_the_same_recorder_gives_the_same_tables(recorder: Recorder, requests: list[dict[str, Any]]) -> None:
    first, second = tables_of(recorder, requests, "beta"), tables_of(recorder, requests, "beta")
    for name in TABLES:
        pd.testing.assert_frame_equal(first[name], second[name])


def test_a_column_that_is_not_given_is_an_error(recorder: Recorder, requests: list[dict[str, Any]]) -> None:
    del requests[0]["outcome"]
    with pytest.raises(KeyError, match="outcome"):
        tables_of(recorder, requests, "beta")


def test_things_without_a_number_are_named_without_one() -> None:
    assert subjects(np.array([2, 2]), np.array([-1, 5])).tolist() == ["core services", "core services"]
