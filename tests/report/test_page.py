"""The report of a sweep: one text, one page, and every figure with its address."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.report.made_up_sweep import PNG, SVG, TOML, analysis, experiment, material, plots, sweep
from trustsim.analysis.results import Analysis, ResultTable
from trustsim.errors import InputError
from trustsim.experiment.plan import Design, DesignKind, Discovery, Factor, Level
from trustsim.records.columns import Column
from trustsim.report.page import KIND, write_report
from trustsim.report.page.addressed import element, exact
from trustsim.report.page.facts import with_facts
from trustsim.report.page.html import to_html
from trustsim.report.page.markdown import code, lowered
from trustsim.report.page.material import Material
from trustsim.report.page.tables import table_markdown
from trustsim.report.page.write import MARKDOWN, PAGE, texts
from trustsim.text import in_markdown

TAG = re.compile(r"<[^>]+>")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return texts(material(tmp_path_factory.mktemp("sweep")))


def plain(text: str) -> str:
    """What a reader sees of a part of a page."""
    return " ".join(TAG.sub("", text).split())


def part(page: str, heading: str) -> str:
    """A part of the page, from its heading to the next of the same level."""
    return page.partition(f">{heading}</h2>")[2].partition("<h2")[0]


# --- the text


def test_the_parts_come_in_their_order(told: dict[str, str]) -> None:
    headings = re.findall(r"^## (.+)$", told[MARKDOWN], re.MULTILINE)
    assert headings == [
        "The answer in short",
        "How sure it is",
        "Results",
        "Limits",
        "Design",
        "Method",
        "How to reproduce it",
        "References",
    ]
    assert told[MARKDOWN].startswith("<!-- trustsim report -->\n\n# ")


def test_the_answer_is_told_with_addresses(told: dict[str, str]) -> None:
    assert (
        'its share is <data class="n" value="0.6123456789" data-from="sobol:trust.end/reporting:total" '
        'data-form="pct">61 %</data> (95 % interval).'
    ) in part(told[PAGE].replace(' title="sobol:trust.end/reporting:total = 0.6123456789"', ""), "The answer in short")


def test_statements_are_plain_text(told: dict[str, str]) -> None:
    assert "matters most (mu*, &lt;i&gt;, mu*), with" in part(told[PAGE], "Results")


def test_a_section_has_its_sentences_then_its_pictures_and_tables(told: dict[str, str]) -> None:
    results = part(told[PAGE], "Results")
    places = [
        results.index(what)
        for what in ("What matters</h3>", "matters most", "<figure>", "<table>", "Further tables</h3>", "Every point")
    ]
    assert places == sorted(places)


def test_a_long_table_shows_its_first_rows_and_says_so(told: dict[str, str]) -> None:
    further = part(told[PAGE], "Results").partition("Further tables")[2]
    assert further.count('<th scope="row">') == 12 + 1  # and the row that says what its column means
    assert "The first 12 of 20 rows; trustsim analyse writes all of them to points.csv." in plain(further)


def test_the_design_names_bases_factors_points_and_seeds(told: dict[str, str]) -> None:
    design = html.unescape(plain(part(told[PAGE], "Design")))
    assert "partnership-2 A <partnership> | of *two* 21 42" in design
    assert "reporting process.reporting green and candid" in design
    assert "defects building.defect 0.03 to 0.2, linear scale" in design
    assert "Of a range, 2 evenly spaced values were run, both ends among them. Design points: 4." in design
    assert "Replications of each point in each base: 4; runs in all: 32; seeds: 11 to 14. All points share" in design


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"design": Design(DesignKind.LIST)}, "The points are those that the experiment lists."),
        ({"design": Design(DesignKind.LHS, samples=20, seed=5)}, "a Latin hypercube of 20 samples over the ranges"),
        ({"design": Design(DesignKind.SOBOL, samples=8)}, "a scrambled Sobol' sequence of 8 base samples (seed 1)"),
        (
            {"design": Design(DesignKind.MORRIS, samples=6, steps=4)},
            "on 6 trajectories through a grid of 4 levels a factor",
        ),
        ({"design": Design(DesignKind.OFAT)}, "one factor at a time was moved through its levels"),
        ({"factors": ()}, "Nothing else is varied."),
        ({"common": False}, "seeds: 11 to 26. Each point has seeds of its own"),
    ],
)
def test_every_design_is_told(changes: dict[str, Any], said: str, tmp_path: Path) -> None:
    assert said in plain(part(texts(material(tmp_path, **changes))[PAGE], "Design"))


@pytest.mark.parametrize(("failed", "said"), [(0, "None of the 32 runs failed."), (3, "3 of 32 runs failed and are")])
def test_failed_runs_are_a_limit(failed: int, said: str, tmp_path: Path) -> None:
    assert said in plain(part(texts(material(tmp_path, failed))[PAGE], "How sure it is"))


def test_few_replications_are_a_limit(tmp_path: Path) -> None:
    said = "Replications are few (4): intervals are wide"
    assert said in plain(part(texts(material(tmp_path))[PAGE], "How sure it is"))
    assert "Replications are few" not in texts(material(tmp_path, replications=40))[PAGE]


def test_means_from_too_few_runs_and_remarks_are_limits(tmp_path: Path) -> None:
    runs = pd.DataFrame(
        {"id": ["a", "b", "c"], "runs": [4, 4, 2], "of_span": [0.05, 0.7, 0.9], "remark": ["", "!", ""]}
    )
    columns = {name: Column("text", "", "") for name in ("runs", "of_span", "remark")}
    found: Any = sweep(tmp_path)
    tables = {"replications": ResultTable("replications", "Whether they are enough", columns, runs)}
    limits = plain(part(texts(Material(found, with_facts(Analysis(tables), found)))[PAGE], "How sure it is"))
    assert "Of 2 kinds of means, 1 come from too few runs" in limits
    assert "In the table replications, 1 of 3 rows come with a remark" in limits


def test_what_was_left_out_is_a_limit(tmp_path: Path) -> None:
    found = material(tmp_path)
    statements = {"What failed and was left out": ["Points: {sobol:trust.end/reporting:n|int}."]}
    other = replace(found, analysis=replace(found.analysis, statements=statements))
    page = texts(other)[PAGE]
    assert "Points: 1,234." in plain(part(page, "How sure it is"))
    assert "The analysis of these runs comes to no verdict." in part(page, "The answer in short")


@pytest.mark.parametrize(
    ("changes", "author"),
    [
        ({"design": Design(DesignKind.SOBOL)}, "Saltelli"),
        ({"design": Design(DesignKind.MORRIS)}, "Campolongo"),
        ({"design": Design(DesignKind.LHS)}, "McKay"),
        ({"discovery": Discovery("trust.end", below=0.5)}, "Friedman"),
    ],
)
def test_what_is_used_is_cited(changes: dict[str, Any], author: str, tmp_path: Path, told: dict[str, str]) -> None:
    assert author in part(texts(material(tmp_path, **changes))[PAGE], "References")
    assert author not in part(told[PAGE], "References")


def test_the_experiment_file_stands_in_it_as_it_is(told: dict[str, str]) -> None:
    found = part(told[PAGE], "How to reproduce it")
    assert '<code class="language-toml">' in found
    assert TOML in found.replace("&quot;", '"')
    assert "trustsim sweep candour.toml" in found


def test_a_statement_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    found = material(tmp_path)
    lost = replace(found.analysis, statements={"In short": ["{sobol:nobody:total|f2}"]})
    with pytest.raises(InputError, match="sobol:nobody:total: there is no such result"):
        texts(replace(found, analysis=lost))


# --- the page


class Outline(HTMLParser):
    """What a page is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id" and value]
        if re.fullmatch(r"h\d", tag):
            self.levels.append(int(tag[1]))
        if tag not in ("meta", "img", "br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def outline(told: dict[str, str]) -> Outline:
    return Outline(told[PAGE])


def test_every_element_is_closed(outline: Outline) -> None:
    assert outline.open == []


def test_headings_skip_no_level(outline: Outline) -> None:
    assert outline.levels[0] == 1
    assert outline.levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in zip(outline.levels, outline.levels[1:], strict=False))


def test_it_needs_nothing_beside_it_and_no_script(told: dict[str, str], outline: Outline) -> None:
    assert not {"script", "link", "iframe", "object"} & {tag for tag, _ in outline.tags}
    assert all(str(given["src"]).startswith("data:image/") for tag, given in outline.tags if tag == "img")
    assert "url(" not in told[PAGE]
    assert "@import" not in told[PAGE]


def test_it_tells_the_browser_to_load_nothing(told: dict[str, str], outline: Outline) -> None:
    (policy,) = [
        given["content"] for tag, given in outline.tags if given.get("http-equiv") == "Content-Security-Policy"
    ]
    style = told[PAGE].partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy is not None
    assert policy.split("; ")[:3] == ["default-src 'none'", "img-src data:", f"style-src 'sha256-{digest}'"]
    assert not [tag for tag, given in outline.tags if "style" in given or any(name.startswith("on") for name in given)]


def test_links_within_it_lead_somewhere(outline: Outline) -> None:
    assert len(outline.ids) == len(set(outline.ids))
    inside = [str(given["href"])[1:] for tag, given in outline.tags if tag == "a" and str(given["href"])[0] == "#"]
    assert len(inside) >= 8
    assert set(inside) <= set(outline.ids)


def test_it_can_be_read_aloud(outline: Outline) -> None:
    assert ("html", {"lang": "en"}) in outline.tags
    assert all(given.get("alt") for tag, given in outline.tags if tag == "img")
    assert {given.get("scope") for tag, given in outline.tags if tag == "th"} == {"col", "row"}


def test_each_figure_shows_where_it_is_from(outline: Outline) -> None:
    figures = [given for tag, given in outline.tags if tag == "data"]
    assert len(figures) > 70
    for given in figures:
        assert given["title"] == f"{given['data-from']} = {given['value'] or 'missing'}"


# --- in a folder


def test_it_is_written_with_its_pictures(tmp_path: Path) -> None:
    folder = write_report(material(tmp_path / "sweep"), tmp_path / "report")
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert files == ["figures/sobol.png", "figures/sobol.svg", "index.html", "manifest.json", "report.md"]
    assert (folder / "figures" / "sobol.png").read_bytes() == PNG
    assert (folder / "figures" / "sobol.svg").read_bytes() == SVG
    assert 'src="figures/sobol.png"' in (folder / MARKDOWN).read_text(encoding="utf-8")


def test_equal_sweeps_have_equal_reports(tmp_path: Path, told: dict[str, str]) -> None:
    assert texts(material(tmp_path / "elsewhere" / "under-another-name")) == told


def test_an_earlier_report_is_replaced_and_nothing_else(tmp_path: Path) -> None:
    found = material(tmp_path / "sweep")
    folder = write_report(found, tmp_path / "report")
    (folder / "notes.txt").touch()
    assert KIND.is_ours(folder)
    write_report(replace(found, plots=()), folder)
    assert sorted(path.name for path in folder.iterdir()) == [PAGE, "manifest.json", "notes.txt", MARKDOWN]
    other = tmp_path / "other"
    other.mkdir()
    (other / "report.md").write_text("# A report of somebody else\n")
    with pytest.raises(InputError, match="holds something else"):
        write_report(found, other)


# --- its parts


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, ""), (0.1, "0.1"), (pd.Series([0.1]).iloc[0], "0.1"), (True, "True"), ("a b", "a b"), (3, "3")],
)
def test_all_digits_of_a_figure(value: Any, said: str) -> None:
    assert exact(value) == said


@pytest.mark.parametrize("text", ["a|b", "*a* _b_ `c`", "<b>&amp;", "[x](y)", "~~s~~", 'say "so"', "a_b", "\\*"])
def test_free_text_is_shown_as_it_is(text: str) -> None:
    assert to_html(in_markdown(text)) == f"<p>{html.escape(text)}</p>\n"
    cell = to_html(f"| a |\n| --- |\n| {element(text, 'facts:x|y:value', 'text')} |\n")
    assert cell.count("<td>") == 1
    assert "</data></td>" in cell


@pytest.mark.parametrize(
    ("largest", "form"), [(412.0, "f1"), (41.2, "f2"), (0.412, "f3"), (0.0412, "f4"), (0.0004, "g3"), (None, "g3")]
)
def test_a_column_is_written_by_its_largest_figure(largest: float | None, form: str, tmp_path: Path) -> None:
    frame = pd.DataFrame({"id": ["a", "b"], "mean": pd.Series([0.0001, largest], dtype=float)})
    if largest is None:
        frame["mean"] = [0.0, 0.00001]
    shown = table_markdown(*_of_table(ResultTable("t", "T", {"mean": Column("float", "0-1", "mean")}, frame), tmp_path))
    assert set(re.findall(r'from="t:[ab]:mean" data-form="(\w+)"', shown)) == {form}


def test_measures_of_one_column_are_written_each_in_its_way(tmp_path: Path) -> None:
    frame = pd.DataFrame({"id": ["a", "b"], "measure": ["trust", "days"], "mean": [0.5, 250.0], "empty": ["", ""]})
    columns = {"measure": Column("text", "", ""), "mean": Column("float", "", ""), "empty": Column("text", "", "")}
    shown = table_markdown(*_of_table(ResultTable("t", "T", columns, frame), tmp_path))
    assert ">0.500</data>" in shown
    assert ">250.0</data>" in shown
    assert "empty" not in shown


@pytest.mark.parametrize(("number", "are_shown"), [(12, True), (13, False)])
def test_columns_of_factors_are_left_out_where_they_are_too_many(number: int, are_shown: bool, tmp_path: Path) -> None:
    names = [f"level {place}" for place in range(number)]
    columns = {name: Column("float", "as its key", "") for name in names} | {"mean": Column("float", "", "")}
    frame = pd.DataFrame({"id": ["a"], **{name: [0.5] for name in names}, "mean": [0.25]})
    named = [*names[:-1], "mean"]  # a factor that is called as a column of results hides none
    factors = tuple(Factor(name, key="building.defect_rate", low=0.0, high=1.0) for name in named)
    found: Any = sweep(tmp_path, factors=factors)
    table = ResultTable("points", "T", columns, frame)
    shown = table_markdown(table, Material(found, with_facts(Analysis({"points": table}), found)))
    assert ("level 0" in shown) is are_shown
    left_out = "Columns of the factors are left out here, so many are they: `points.csv` has them."
    assert (left_out in shown) is not are_shown
    assert ">0.250</data>" in shown


def test_an_id_that_says_what_its_row_says_is_left_out(told: dict[str, str]) -> None:
    assert 'data-from="sobol:trust.end/reporting:id"' not in told[PAGE]
    assert 'data-from="points:p3:id"' in told[PAGE]


def _of_table(table: ResultTable, folder: Path) -> tuple[ResultTable, Material]:
    found: Any = sweep(folder)
    return table, Material(found, with_facts(Analysis({"t": table}), found))


def test_code_that_has_a_fence_gets_a_longer_one() -> None:
    assert code("a\n```\nb", "text") == "````text\na\n```\nb\n````\n"


def test_headings_of_elsewhere_go_below_those_of_the_page() -> None:
    text = "# A\n##### B\n```sh\n# no heading, 1 < 2\n```\nC <b> `d < e`\n"
    assert lowered(text, 3) == "#### A\n###### B\n```sh\n# no heading, 1 < 2\n```\nC &lt;b> `d < e`\n"


def test_facts_know_seeds_that_are_not_shared(tmp_path: Path) -> None:
    found: Any = sweep(tmp_path, common=False)
    facts = with_facts(analysis(), found)
    assert facts.value("facts:seed.last:value") == experiment().first_seed + 4 * 4 - 1
    assert facts.value("facts:factor.defects.usual:value") is None
    assert facts.value("facts:rows.points.shown:value") == 12
    assert len(plots()) == 1


@pytest.mark.parametrize("kind", [DesignKind.GRID, DesignKind.OFAT])
def test_ranges_are_spoken_of_only_where_a_factor_has_one(kind: DesignKind, tmp_path: Path) -> None:
    words = Factor("reporting", levels=tuple(Level(one, (("process.reporting", one),)) for one in ("green", "candid")))
    found = material(tmp_path, design=Design(kind), factors=(words,))
    assert "range" not in plain(part(texts(found)[PAGE], "Design")).replace("Levels or range", "")
    assert not found.knows("design.steps")


def test_what_a_base_and_a_difference_are_is_said_before_they_are_listed(told: dict[str, str]) -> None:
    design = plain(part(told[PAGE], "Design"))
    assert design.index("A base is a scenario that the experiment starts from") < design.index("Title")
    assert "A difference is one base less another" in design
