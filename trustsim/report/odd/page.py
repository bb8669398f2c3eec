"""The page put together: the text, its blocks, the values of a scenario, and a part about the scenario itself."""

from __future__ import annotations

import re

from trustsim import __version__
from trustsim.report.odd.about import about
from trustsim.report.odd.blocks import filled
from trustsim.report.odd.values import with_defaults, with_values
from trustsim.scenario.schema import Scenario

_COMMENT = re.compile(r"<!-- [^>]* -->\n+")
_LINK_AWAY = re.compile(r"(?<!!)\[([^\]]*)\]\((?!#)(?![a-z]+://)[^()\s]+\)")
_FIRST_PART = "\n## "


def odd_markdown(text: str, scenario: Scenario | None = None) -> str:
    """The model described in Markdown, to be read by itself.

    Args:
        text: the page ``docs/explanation/odd.md``.
        scenario: whose values stand behind the keys, and which is described in front; None for the model by itself.

    Raises:
        ValueError: the text lacks a place for one of its blocks.
    """
    page = filled(text)
    page = with_defaults(page) if scenario is None else with_values(page, scenario)
    page = _LINK_AWAY.sub(r"\1", _COMMENT.sub("", page))  # what is printed has no other pages beside it
    head, first, rest = page.partition(_FIRST_PART)
    return "\n".join([head.rstrip(), "", *_in_front(scenario), f"{first.strip()} {rest.rstrip()}\n"])


def _in_front(scenario: Scenario | None) -> list[str]:
    if scenario is None:
        return [f"Written by trustsim {__version__}, with the defaults of every key.", ""]
    said = (
        f"Written by trustsim {__version__} for one scenario. The value in brackets behind a key is the one that the "
        "scenario\nhas; where it departs from the default it is in bold type, and the default is named."
    )
    return [said, "", about(scenario)]
