"""What holds for every test: no window is opened, luck is repeatable, and only tests are tests."""

from __future__ import annotations

import inspect
import os
from pathlib import Path

import pytest
from hypothesis import settings

os.environ["MPLBACKEND"] = "agg"  # before anything imports matplotlib, in subprocesses too

settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("search", deadline=None, max_examples=1000)  # pytest --hypothesis-profile=search
settings.register_profile("thorough", settings.get_profile("repeatable"), max_examples=2000)  # =thorough, for a release
settings.load_profile("repeatable")


def pytest_pycollect_makeitem(name: str, obj: object) -> list[pytest.Item] | None:
    """Leave the package's own classes alone: ``Testing`` and ``TestWork`` hold no tests."""
    if name.startswith("Test") and inspect.isclass(obj) and obj.__module__.startswith("trustsim."):
        return []
    return None


@pytest.fixture(scope="session")
def project() -> Path:
    """Return the root of the project, where pyproject.toml is."""
    return Path(__file__).resolve().parents[1]
