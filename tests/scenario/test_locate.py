from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trustsim.scenario.locate import MAX_DEPTH, KeyPath, locate


def paths(data: Any, above: KeyPath = ()) -> Iterator[KeyPath]:
    """The paths of everything in TOML data."""
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for part, value in inside:
        yield (*above, part)
        yield from paths(value, (*above, part))


DOCUMENT = '''\
# a comment with [brackets] = "and quotes
top = 1
"quoted key" = 2
'literal \\key' = 3
"esc\\u0061ped" = 4

[section] # behind it
plain = "text # not a comment"
dotted . inner . deep = 5
dotted.inner.other = 6
long = """
[not_a_section]
not_a_key = "x" \\""" still \\
text""""
literal = \'\'\'
[nor_this]
it's\'\'\'
array = [
    1, # one
    [2, 3], { a = 4,   b.c = [
    5 ] },
]
inline = { x = "}", y = { z = ']' }, "q w" = 1979-05-27 07:32:00 }

[ other . "in quotes" ]
key=7
[[many]]
one = 1
[many.sub]
two = 2
[[many.inner]]
three = 3
[[many.inner]]
three = 4
[[many]]
one = 5
[section.later]
last = true'''

LINES = {
    ("top",): 2,
    ("quoted key",): 3,
    ("literal \\key",): 4,
    ("escaped",): 5,
    ("section",): 7,
    ("section", "plain"): 8,
    ("section", "dotted", "inner"): 9,
    ("section", "dotted", "inner", "deep"): 9,
    ("section", "dotted", "inner", "other"): 10,
    ("section", "long"): 11,
    ("section", "literal"): 15,
    ("section", "array"): 18,
    ("section", "array", 0): 19,
    ("section", "array", 1, 1): 20,
    ("section", "array", 2, "a"): 20,
    ("section", "array", 2, "b", "c", 0): 21,
    ("section", "inline", "y", "z"): 23,
    ("section", "inline", "q w"): 23,
    ("other", "in quotes"): 25,
    ("other", "in quotes", "key"): 26,
    ("many",): 27,
    ("many", 0): 27,
    ("many", 0, "sub"): 29,
    ("many", 0, "sub", "two"): 30,
    ("many", 0, "inner"): 31,
    ("many", 0, "inner", 1): 33,
    ("many", 0, "inner", 1, "three"): 34,
    ("many", 1): 35,
    ("many", 1, "one"): 36,
    ("section", "later", "last"): 38,
}


@pytest.mark.parametrize(("path", "line"), LINES.items(), ids=str)
def test_a_key_is_found_where_it_is_written(path: KeyPath, line: int) -> None:
    assert locate(DOCUMENT).line_of(path) == line


def test_all_keys_are_found_and_no_others() -> None:
    assert set(locate(DOCUMENT).first) == set(paths(tomllib.loads(DOCUMENT)))


def test_what_is_not_written_stands_where_its_table_does() -> None:
    lines = locate("\n[a.b]\nc = 1\n")
    assert lines.line_of(("a", "b", "missing")) == 2
    assert lines.line_of(("a", "missing", "deeper")) == 2
    assert lines.line_of(("nowhere",)) == 0
    assert lines.line_of(()) == 0


def test_a_table_that_is_opened_counts_more_than_one_that_is_implied() -> None:
    assert locate("[a.b]\nc = 1\n\n[a]\nd = 2\n").line_of(("a",)) == 4


def test_the_first_of_two_is_kept() -> None:
    assert locate("a = 1\na = 2\n").line_of(("a",)) == 1


@pytest.mark.parametrize("depth", [MAX_DEPTH, MAX_DEPTH + 1])
@pytest.mark.parametrize(
    "shape",
    [
        lambda depth: "\n" + ".".join("k" * depth) + " = 1",
        lambda depth: "\n[" + ".".join("k" * depth) + "]",
        lambda depth: "\na = " + "[" * (depth - 1) + "1" + "]" * (depth - 1),
        lambda depth: "\na = " + "{a = " * (depth - 1) + "1" + "}" * (depth - 1),
    ],
    ids=["dotted", "section", "array", "inline"],
)
def test_what_is_nested_too_deep_is_given_up(shape: Any, depth: int) -> None:
    assert locate(shape(depth)).too_deep == (2 if depth > MAX_DEPTH else 0)


def test_an_offset_leads_to_the_key_at_work_there() -> None:
    text = 'a = 1\n\n[b]\nc = { d = 1, e = ? }\nf = "x\n'
    lines = locate(text)
    assert lines.key_at(text.index("1")) == (("a",), 1)
    assert lines.key_at(text.index("c")) == (("b", "c"), 4)
    assert lines.key_at(text.index("1, e")) == (("b", "c", "d"), 4)
    assert lines.key_at(text.index("?")) == (("b", "c", "e"), 4)
    assert locate("\n\n = 5").key_at(3) == ((), 0)


KEYS = st.one_of(
    st.sampled_from(["a", "b", "c-d", "e_f", "1"]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=4),
)
WORDS = st.text(st.sampled_from("ab #=[]{}\"'\\\n,."), max_size=8)


def basic(text: str) -> str:
    """A text as TOML writes it on one line."""
    marks = {"\\": "\\\\", '"': '\\"', "\n": "\\n"}
    return '"' + "".join(marks.get(mark, mark) for mark in text) + '"'


def long_basic(text: str) -> str:
    """The same over several lines."""
    return '"""\n' + text.replace("\\", "\\\\").replace('"', '\\"') + '"""'


SCALARS = st.one_of(
    st.integers(-99, 99).map(str),
    st.sampled_from(["1.5", "nan", "-inf", "true", "1979-05-27", "1979-05-27 07:32:00", "07:32:00", "''", '""']),
    WORDS.map(basic),
    WORDS.map(long_basic),
    st.text(st.sampled_from('ab #=[]{}"\\\n'), max_size=8).map(lambda text: f"'''{text}'''"),
)
GAPS = st.sampled_from(["", " ", "\n", " # note ] }\n", "\n\n  "])


@st.composite
def arrays(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    parts = [draw(GAPS) + draw(values) + draw(GAPS) for _ in range(draw(st.integers(0, 3)))]
    return "[" + ",".join(parts) + (draw(st.sampled_from([",", ""])) if parts else "") + draw(GAPS) + "]"


@st.composite
def inline_tables(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    names = draw(st.lists(KEYS, max_size=3, unique=True))
    return "{ " + ", ".join(f"{basic(name)} = {draw(values)}" for name in names) + " }"


VALUES = st.recursive(SCALARS, lambda values: st.one_of(arrays(values), inline_tables(values)), max_leaves=8)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[KeyPath, int]]:
    """A TOML document, with the line of each key and table that it gives at the start of a line."""
    text = ""
    expected: dict[KeyPath, int] = {}
    tables: list[tuple[str, bool]] = [("", False), *draw(st.lists(st.tuples(KEYS, st.booleans()), max_size=4))]
    kinds: dict[str, bool] = {}
    counts: dict[str, int] = {}
    for name, repeated in tables:
        table: KeyPath = ()
        if text or name:
            known = kinds.setdefault(f"t{name}", repeated)
            if f"t{name}" in counts and not known:
                continue
            counts[f"t{name}"] = counts.get(f"t{name}", 0) + 1
            table = (f"t{name}", counts[f"t{name}"] - 1) if known else (f"t{name}",)
            expected[table] = text.count("\n") + 1
            text += ("[[{}]]\n" if known else "[ {} ]\n").format(basic(f"t{name}"))
        for key in draw(st.lists(KEYS, max_size=3, unique=True)):
            text += draw(st.sampled_from(["", "\n", "# [x] = 'y\n", "\t"]))
            expected[(*table, key)] = text.count("\n") + 1
            text += f"{basic(key)} = {draw(VALUES)}{draw(st.sampled_from(['', ' # end', '  ']))}\n"
    return text, expected


@given(documents())
def test_any_document_has_all_its_keys_on_their_lines(document: tuple[str, dict[KeyPath, int]]) -> None:
    text, expected = document
    lines = locate(text)
    assert {path: lines.line_of(path) for path in expected} == expected
    assert set(lines.first) == set(paths(tomllib.loads(text)))


@given(st.text(st.sampled_from("ab.=[]{}\"'\\#, \n1"), max_size=60))
@example('[""""a]\nb = 0.1')
@example('a = """' + '"x' * 20_000)
@example('a = "' + "\\\\" * 20_000)
def test_no_text_is_too_much(text: str) -> None:
    lines = locate(text)
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.first.values())
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert set(lines.first) == set(paths(data))
