"""The report of a sweep: composed once in Markdown, shown as a page, and checked number by number.

Every figure in it carries the address of the result that it came from, so that ``verify`` can recompute all of them.
"""

from __future__ import annotations

from trustsim.report.page.verify import Verdict, verify
from trustsim.report.page.write import is_ours, material, write_report

__all__ = ["Verdict", "is_ours", "material", "verify", "write_report"]
