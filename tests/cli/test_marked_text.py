"""A text with a mark of every kind in it stays text in everything that every command shows and writes."""

from __future__ import annotations

import csv
import html
import json
import re
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import tomli_w
from markdown_it import MarkdownIt

from tests.cli.conftest import Answer, Command

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:Glyph:UserWarning")]

MARK = (
    "![x](marker-img) [y](https://marker.invalid) <b>marker</b> &lt; `c` | *e* _f_ =1+1 [bold]x[/bold] $x_1$ "
    "{sweep:runs:value|int} \x1b[31m \x9b1m \x7f \u202e \u2028 \r\n# heading"
)
NAME = "=1+1 [bold]x $x_1$ ![x](m) <b>m &lt; a|b \x1b[31m \u202e\x9b"
SAYS = re.escape("=1+1 [bold]x[/bold] $x_1$")
SHORT = {"horizon_days": 42, "warmup_days": 21}


@pytest.fixture
def marked(place: Path) -> list[str]:
    """Two scenarios and an experiment, marked in every key that takes a text, and in their names."""
    story = {"title": MARK, "teaches": MARK, "look_for": MARK}
    files = [f"scenarios/{NAME}-{preset}.toml" for preset in ("waterfall-contract", "partnership")]
    for file, preset in zip(files, ("waterfall-contract", "partnership"), strict=True):
        people = {"users": 6, "developers": 3}
        write(place / file, {"story": story, "run": SHORT, "organisation": people, "process": {"preset": preset}})
    plan = {
        "title": MARK,
        "question": MARK,
        "base": {"scenarios": [f"../{file}" for file in files]},
        "factor": [
            {"key": "process.reporting", "levels": ["green", "candid"]},
            {"name": "1. _x_", "settings": {"1 a_b": {"organisation.users": 6}, "c-": {"organisation.users": 8}}},
        ],
        "runs": {"replications": 2},
        "measures": {"names": ["trust.end", "requests.delivered"], "over_time": ["trust"]},
    }
    (place / "experiments").mkdir()
    write(place / "experiments" / f"{NAME}.toml", plan)
    return [*files, f"experiments/{NAME}.toml"]


def write(file: Path, data: dict[str, object]) -> None:
    file.write_text(tomli_w.dumps(data), encoding="utf-8")


def test_every_command_shows_a_text_as_a_text(marked: list[str], trustsim: Command, place: Path) -> None:
    one, other, plan = marked
    answers = [
        trustsim("list"),
        trustsim("list", "--experiments"),
        trustsim("check", *marked),
        trustsim("run", one, "--out", "one"),
        trustsim("run", other, "--reps", 2, "--jobs", 1, "--no-plots", "--out", "many"),
        trustsim("explain", "one"),
        trustsim("explain", "one", "--json"),
        trustsim("trace", "one", 0),
        trustsim("trace", "one", 0, "--json"),
        trustsim("compare", one, other, "--reps", 2, "--jobs", 1, "--out", "compared"),
        trustsim("compare", one, other, "--reps", 2, "--jobs", 1, "--json", "--no-plots", "--out", "compared-too"),
        trustsim("odd", one),
        trustsim("sweep", plan, "--dry-run", "--jobs", 1),
        trustsim("sweep", plan, "--jobs", 1, "--out", "swept"),
        trustsim("analyse", "swept"),
        trustsim("analyse", "swept", "--json"),
        trustsim("report", "swept"),
        trustsim("report", "--verify", "swept"),
    ]
    for answer in answers:
        assert answer.code == 0, answer.err
        assert_quiet(answer)
    told = " ".join(" ".join(answer.out.split()) for answer in answers)
    assert len(re.findall(SAYS, told)) > 10
    assert r"\x1b[31m" in told
    for file in sorted(place.glob("[!s]*/**/*")) + sorted(place.glob("swept/**/*")):
        if file.is_file():
            CHECKS.get(file.suffix, lambda _: None)(file)
    assert {".csv", ".tex", ".html", ".md", ".svg"} <= {file.suffix for file in place.rglob("*")}


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "no\x1b[31m\u202e\n.toml"],
        ["run", "small", "--set", "a\x1b[31m=\u202e"],
        ["run", "small", "--set", "story.title=\x1b[31m", "--reps", "\x1b[31m"],
        ["run", "small", "--\x1b[31m"],
        ["run", "small", "\x1b[31m", "\u202e"],
        ["\x1b[31m"],
        ["check", "no\x1b\n.toml"],
        ["compare", "small", "no\x1b\n.toml"],
        ["sweep", "no\x1b\n.toml"],
        ["analyse", "no\x1b\n"],
        ["report", "no\x1b\n"],
        ["explain", "no\x1b\n"],
        ["trace", "no\x1b\n", "worst"],
        ["odd", "no\x1b\n"],
        ["schema", "--output", "no/\x1b\n"],
    ],
)
def test_what_is_wrong_is_told_without_obeying_it(arguments: list[str], trustsim: Command) -> None:
    answer = trustsim(*arguments)
    assert answer.code == 2
    assert answer.err
    assert_quiet(answer)


def assert_quiet(answer: Answer) -> None:
    """Nothing in an answer acts on a terminal; nor has a text become markup of rich, or a reference been filled."""
    assert list(alive(answer.out)) == []
    assert list(alive(answer.err)) == []


def alive(text: str) -> Iterator[str]:
    """Signs that act instead of showing, line breaks apart."""
    return (sign for sign in text if sign != "\n" and unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp"))


def read(file: Path) -> str:
    text = file.read_text(encoding="utf-8")
    assert list(alive(text)) == [], file
    return text


def check_csv(file: Path) -> None:
    for row in csv.reader(read(file).splitlines()):
        for cell in row:
            assert re.fullmatch(r"[+-]?[0-9.]+(e[+-]?[0-9]+)?", cell) or not re.match(r"\s*[=+\-@]", cell), cell


def check_latex(file: Path) -> None:
    text = read(file)
    assert "[bold]" not in text
    assert re.search(r"(?<!\\)\$x|<b>|&lt;|\|", text.replace(r"\&", "")) is None


def check_svg(file: Path) -> None:
    text = read(file)
    ET.fromstring(text)  # noqa: S314 (it is our own)
    for written in re.findall(r"<!-- (.*x_1.*) -->", text):
        assert "$x_1$" in written or "…" in written
    assert "<b>" not in re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)


def check_markdown(file: Path) -> None:
    assert_no_marks(MarkdownIt("commonmark", {"html": True}).enable("table").render(read(file)))


def check_html(file: Path) -> None:
    assert_no_marks(read(file))


def assert_no_marks(page: str) -> None:
    found = _Elements(page)
    assert not {"b", "script", "iframe", "link", "object"} & found.tags
    assert all("marker" not in address for address in found.addresses)
    shown = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())
    assert "![x](marker-img) [y](https://marker.invalid) <b>marker</b> &lt; `c` | *e* _f_ =1+1" in shown


class _Elements(HTMLParser):
    """Names of the elements of a page, and the addresses that it leads to or loads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value for name, value in attrs if name in ("src", "href", "action") and value]


CHECKS = {
    ".csv": check_csv,
    ".tex": check_latex,
    ".svg": check_svg,
    ".md": check_markdown,
    ".html": check_html,
    ".json": lambda file: json.loads(file.read_text(encoding="utf-8")),
}
