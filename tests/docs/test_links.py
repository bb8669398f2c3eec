from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

LINK = re.compile(r"!?\[[^\]]*\]\(([^()\s]+)\)")
BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def links(text: str) -> list[str]:
    return [target for target in LINK.findall(BLOCK.sub("", text)) if "://" not in target]


def anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings, made as GitHub makes them."""
    plain = [re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(BLOCK.sub("", text))]
    return {heading.replace(" ", "-") for heading in plain}


def broken(pages: dict[str, str], project: Path) -> Iterator[str]:
    for name, text in pages.items():
        for target in links(text):
            file, _, anchor = target.partition("#")
            place = (project / name).parent / file if file else project / name
            if not place.exists():
                yield f"{name}: {target}"
            elif anchor and anchor not in anchors(place.read_text(encoding="utf-8")):
                yield f"{name}: {target}, no such heading"


def test_links_lead_somewhere(pages: dict[str, str], project: Path) -> None:
    assert list(broken(pages, project)) == []


@pytest.mark.parametrize("text", ["[x](missing.md)", "![x](docs/missing.png)", "[x](#missing)"])
def test_a_broken_link_would_be_found(text: str, project: Path) -> None:
    assert len(list(broken({"README.md": text}, project))) == 1


def test_every_page_can_be_reached_from_the_readme(pages: dict[str, str], project: Path) -> None:
    reached, ahead = set(), ["README.md"]
    while ahead:
        name = ahead.pop()
        if name in reached or name not in pages:
            continue
        reached.add(name)
        places = [((project / name).parent / target.partition("#")[0]).resolve() for target in links(pages[name])]
        ahead += [place.relative_to(project).as_posix() for place in places if place.suffix == ".md"]
    assert {name for name in pages if name.startswith(("docs/", "scenarios/"))} - reached == set()


def test_pictures_are_small(project: Path) -> None:
    pictures = sorted((project / "docs").rglob("*.png"))
    assert pictures
    assert [picture.name for picture in pictures if picture.stat().st_size >= 150_000] == []
