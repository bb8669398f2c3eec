"""What every page is put into: one file that shows itself, runs nothing, and loads nothing from anywhere."""

from __future__ import annotations

import hashlib
from base64 import b64encode

from trustsim.report.page.style import STYLE
from trustsim.text import in_html

_DOCUMENT = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta http-equiv="x-dns-prefetch-control" content="off">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="trustsim">
<title{marks}>{title}</title>
<style>
{style}</style>
</head>
<body>
{body}</body>
</html>
"""


def document(title: str, body: str, *, passage: str = "", style: str = STYLE) -> str:
    """A whole page.

    Args:
        title: free text for the title of the window.
        body: HTML, in which whatever users wrote has gone through ``text.in_html``. It has no style attributes: the
            policy of the page would not let them act.
        passage: the name of the passage that the title is, where the page is checked.
        style: the style sheet.
    """
    marks = f' data-passage="{in_html(passage)}"' if passage else ""
    return _DOCUMENT.format(title=in_html(title), body=body, marks=marks, style=style, policy=policy(style))


def policy(style: str) -> str:
    """What a browser may do with a page: show the pictures and use the one style sheet that are in it.

    Source: W3C, Content Security Policy Level 3.
    """
    digest = b64encode(hashlib.sha256(f"\n{style}".encode()).digest()).decode("ascii")
    return f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
