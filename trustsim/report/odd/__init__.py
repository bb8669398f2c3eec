"""The model described in the ODD format, with its tables filled in from the code and its values from a scenario.

The text itself is one page, written by hand: ``docs/explanation/odd.md``. Here its blocks are filled in, and the
value in brackets behind each key is that of the scenario.
"""

from __future__ import annotations

from trustsim.report.odd.page import odd_markdown

__all__ = ["odd_markdown"]
