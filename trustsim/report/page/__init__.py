"""The report of a sweep: composed once in Markdown, shown as a page, and checked number by number.

Every figure in it carries the address of the result that it came from, so that ``verify`` can recompute all of them.
"""

from __future__ import annotations

from trustsim.report.page.verify import Verdict, verify
from trustsim.report.page.write import KIND, material, with_pictures, write_report, write_texts

__all__ = ["KIND", "Verdict", "material", "verify", "with_pictures", "write_report", "write_texts"]
