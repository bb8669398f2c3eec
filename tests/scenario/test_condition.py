from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustsim.scenario.condition import LONGEST, PATTERN, STAGES, Condition, is_condition, parse_condition
from trustsim.vocabulary import CONDITION_MEASURES, Stage

GOOD = [
    ("trust < 0.35 for 20 days", Condition("trust", "<", 0.35, 20)),
    ("trust<.35", Condition("trust", "<", 0.35, 1)),
    ("  trust_integrity  >=  1.  for 1 day  ", Condition("trust_integrity", ">=", 1.0, 1)),
    ("waiting > 200 for 5000days", Condition("waiting", ">", 200.0, 5000)),
    ("layers = 7", Condition("layers", "=", 7.0, 1)),
    ("layers == 7", Condition("layers", "=", 7.0, 1)),
    ("lead_time ≥ 1e2", Condition("lead_time", ">=", 100.0, 1)),
    ("satisfaction ≤ 0", Condition("satisfaction", "<=", 0.0, 1)),
    ("satisfaction <= +0.5", Condition("satisfaction", "<=", 0.5, 1)),
    ("stage >= flu", Condition("stage", ">=", 2.0, 1)),
    ("stage = end-stage for 3 days", Condition("stage", "=", 4.0, 3)),
    ("stage < 1", Condition("stage", "<", 1.0, 1)),
]
FORM = 'expected a measure, <, <=, =, >= or >, and a value, perhaps "for N days", such as "trust < 0.35 for 20 days"'
SHARE = "expected a number from 0 to 1 for trust"
STAGE = "expected healthy, sniffles, flu, pneumonia or end-stage"
DAYS = "expected a whole number from 1 to 5000 (days)"
BAD = [
    ("", f'"" is no condition; {FORM}'),
    ("trust", f'"trust" is no condition; {FORM}'),
    ("trust is low", f'"trust is low" is no condition; {FORM}'),
    ("trust < ", f'"trust < " is no condition; {FORM}'),
    ("trust <> 0.3", f'"trust <> 0.3" is no condition; {FORM}'),
    ("trust >== 0.3", f'"trust >== 0.3" is no condition; {FORM}'),
    ("trust ≤= 0.3", f'"trust ≤= 0.3" is no condition; {FORM}'),
    ("trust < 0.3 for", f'"trust < 0.3 for" is no condition; {FORM}'),
    ("trust < 0.3 for 3 weeks", f'"trust < 0.3 for 3 weeks" is no condition; {FORM}'),
    ("0.2 < trust < 0.3", f'"0.2 < trust < 0.3" is no condition; {FORM}'),
    ("trust < 0.3\nor so", f'"trust < 0.3\\nor so" is no condition; {FORM}'),
    ("trust < low", f'"low" is not a number; {SHARE}'),
    ("trust < nan", f'"nan" is not a number; {SHARE}'),
    ("trust < ٣", f'"٣" is not a number; {SHARE}'),
    ("trust < 0,35", f'"0,35" is not a number; {SHARE}; did you mean 0.35?'),
    ("trust < 35%", f'"35%" is not a number; {SHARE}; did you mean 0.35?'),
    ("trust < 350%", f'"350%" is not a number; {SHARE}'),
    ("trust < 35", f"35 is too large; {SHARE}; did you mean 0.35?"),
    ("trust < 1.5", f"1.5 is too large; {SHARE}"),
    ("trust < 1e999", f"1e999 is too large; {SHARE}"),
    ("trust > -0.1", f"-0.1 is too small; {SHARE}"),
    ("waiting > 1e7", "1e7 is too large; expected a number from 0 to 1000000 for waiting"),
    ("stage >= influenza", f'"influenza" is no stage; {STAGE}; did you mean flu?'),
    ("stage >= fever", f'"fever" is no stage; {STAGE}'),
    ("stage >= Pnuemonia", f'"Pnuemonia" is no stage; {STAGE}; did you mean pneumonia?'),
    ("stage >= 5", f'"5" is no stage; {STAGE}'),
    ("stage >= 1.5", f'"1.5" is no stage; {STAGE}'),
    ("trust < 0.3 for 0 days", f'"0" is no number of days; {DAYS}'),
    ("trust < 0.3 for 5001 days", f'"5001" is no number of days; {DAYS}'),
    ("trust < 0.3 for 2.5 days", f'"2.5" is no number of days; {DAYS}'),
    (f"trust < 0.3 for {'9' * 5000} days", f'"{"9" * 39}…" is no number of days; {DAYS}'),
]


@pytest.mark.parametrize(("text", "condition"), GOOD, ids=[text for text, _ in GOOD])
def test_conditions_are_read(text: str, condition: Condition) -> None:
    assert parse_condition(text) == condition
    assert is_condition(text)
    assert re.search(PATTERN, text)


@pytest.mark.parametrize(("text", "told"), BAD, ids=[text[:30] for text, _ in BAD])
def test_what_is_none_is_told(text: str, told: str) -> None:
    with pytest.raises(ValueError, match="expected") as caught:
        parse_condition(text)
    assert str(caught.value) == told
    assert not is_condition(text)


@pytest.mark.parametrize(
    ("name", "meant"),
    [("trsut", "trust"), ("Trust", "trust"), ("need-fit", "need_fit"), ("leadtime", "lead_time"), ("stages", "stage")],
)
def test_a_misspelt_measure_brings_the_nearest(name: str, meant: str) -> None:
    with pytest.raises(ValueError, match=f'"{name}" cannot be watched; .*did you mean {meant}'):
        parse_condition(f"{name} > 1")


def test_what_is_like_no_measure_brings_all_of_them() -> None:
    with pytest.raises(ValueError, match="weather") as caught:
        parse_condition("weather > 0.5")
    assert str(caught.value).endswith("support_load, shadow_share or layers")


@pytest.mark.parametrize("measure", CONDITION_MEASURES)
def test_every_measure_can_be_watched(measure: str) -> None:
    assert parse_condition(f"{measure} >= 1").measure == measure


def test_stages_are_named_as_people_say_them_and_get_worse() -> None:
    assert list(STAGES) == ["healthy", "sniffles", "flu", "pneumonia", "end-stage"]
    assert list(STAGES.values()) == sorted(Stage) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("op", "held"),
    [
        ("<", (True, False, False)),
        ("<=", (True, True, False)),
        ("=", (False, True, False)),
        (">=", (False, True, True)),
        (">", (False, False, True)),
    ],
)
def test_when_a_condition_holds(op: str, held: tuple[bool, ...]) -> None:
    condition = parse_condition(f"trust {op} 0.5")
    assert tuple(condition.holds(value) for value in (0.4, 0.5, 0.6)) == held
    assert condition.holds(math.nan) is False
    assert condition.holds(None) is False


def test_a_longer_text_than_a_key_takes_is_none() -> None:
    assert is_condition("trust < 1" + " " * (LONGEST - 9))
    assert not is_condition("trust < 1" + " " * (LONGEST - 8))


CONDITIONS = st.one_of(
    st.builds(
        Condition,
        st.sampled_from(CONDITION_MEASURES[1:]),
        st.sampled_from(["<", "<=", "=", ">=", ">"]),
        st.floats(0.0, 1.0),
        st.integers(1, 5000),
    ),
    st.builds(Condition, st.just("stage"), st.sampled_from(["<", ">"]), st.sampled_from([0.0, 2.0, 4.0]), st.just(1)),
)


@given(CONDITIONS)
def test_a_condition_in_words_is_read_as_the_same(condition: Condition) -> None:
    assert parse_condition(str(condition)) == condition
    assert re.search(PATTERN, str(condition))


@given(st.text(max_size=LONGEST) | st.from_regex(PATTERN, fullmatch=True))
def test_any_text_is_read_or_told_on_a_line(text: str) -> None:
    said = ""
    try:
        parse_condition(text)
    except ValueError as error:
        said = str(error)
    assert re.search(PATTERN, text) if not said else "; expected " in said
    assert said.isprintable()
