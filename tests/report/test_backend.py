"""Pictures are drawn whatever backend is named, and a program that uses trustsim keeps the one that it chose."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

DRAWN = """
import os, sys
import trustsim
assert "matplotlib" not in sys.modules
{before}
from trustsim.report.plots.backend import import_matplotlib
import_matplotlib()
from trustsim.report.plots.page import Page
import matplotlib
import pathlib, tempfile
with tempfile.TemporaryDirectory() as folder:
    files = Page("A title", "a key", "a source").write(pathlib.Path(folder), "one")
    assert all(file.stat().st_size for file in files)
assert os.environ.get("MPLBACKEND") == {backend!r}
assert "matplotlib.pyplot" not in sys.modules
print(matplotlib.get_backend(auto_select=False))
"""


@pytest.mark.parametrize(
    ("backend", "before", "chosen"),
    [
        (None, "", "None"),
        ("svg", "", "svg"),
        ("nonsense", "", "None"),
        ("module://matplotlib_inline.backend_inline", "", "None"),
        (None, "import matplotlib; matplotlib.use('pdf')", "pdf"),
    ],
)
def test_the_backend_of_a_program_stays_its_own(backend: str | None, before: str, chosen: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    environment |= {} if backend is None else {"MPLBACKEND": backend}
    code = DRAWN.format(before=before, backend=backend)
    done = subprocess.run([sys.executable, "-c", code], check=False, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{chosen}\n"
