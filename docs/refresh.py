"""Write anew whatever in the documentation comes from the code: ``python docs/refresh.py``.

These are the reference pages, the order of the day and the tables of the ODD text, and every default that a page
names right behind its key. What comes from runs is written by ``docs/results.py``. The tests of the documentation
compare with what is made here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from trustsim.analysis import describe as analyses
from trustsim.cli import describe as commands
from trustsim.experiment import describe as experiments
from trustsim.records import describe as records
from trustsim.report.odd.blocks import between, filled, with_signs
from trustsim.report.odd.values import with_defaults
from trustsim.scenario import describe as scenarios
from trustsim.validate import defaults

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
ODD = DOCS / "explanation" / "odd.md"
README = ROOT / "README.md"

__all__ = ["DOCS", "README", "ROOT", "between", "main", "pages", "reference", "renewed", "with_defaults", "write"]


def reference() -> dict[Path, str]:
    """The reference pages, by file."""
    folder = DOCS / "reference"
    return {
        folder / "scenario.md": scenarios.reference_markdown(),
        folder / "experiment.md": experiments.reference_markdown(),
        folder / "analysis.md": analyses.reference_markdown(),
        folder / "records.md": records.reference_markdown(),
        folder / "cli.md": commands.reference_markdown(),
        folder / "defaults.md": defaults.markdown(),
    }


def pages() -> Iterator[Path]:
    """Every page that is written by hand."""
    made = reference()
    yield README
    yield ROOT / "scenarios" / "README.md"
    yield from sorted((ROOT / "experiments").glob("*.md"))
    yield from (page for page in sorted(DOCS.rglob("*.md")) if page not in made)


def renewed(page: Path) -> str:
    """A page that is written by hand, with what comes from the code as it should be."""
    text = with_defaults(page.read_text(encoding="utf-8"))
    return filled(text) if page == ODD else with_signs(text)


def write(file: Path, text: str) -> None:
    """Write a page; the folder is made if need be."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    """Write everything that comes from the code."""
    for page, text in reference().items():
        write(page, text)
    for page in pages():
        write(page, renewed(page))


if __name__ == "__main__":
    main()
