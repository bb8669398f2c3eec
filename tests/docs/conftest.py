"""What the tests of the documentation share: the pages, and what in them comes from the code."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def refresh(project: Path) -> ModuleType:
    """Return docs/refresh.py as a module."""
    return script("refresh", project)


@pytest.fixture(scope="session")
def results(project: Path, refresh: ModuleType) -> Iterator[ModuleType]:
    """Return docs/results.py as a module."""
    sys.modules[refresh.__name__] = refresh  # it imports what lies beside it
    yield script("results", project)
    del sys.modules[refresh.__name__]


def script(name: str, project: Path) -> ModuleType:
    found = importlib.util.spec_from_file_location(name, project / "docs" / f"{name}.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def pages(project: Path) -> dict[str, str]:
    """Return every page of the project by its path."""
    folders = (project / "docs", project / "scenarios", project / "experiments", project / "benchmarks")
    files = [*sorted(project.glob("*.md")), *(file for folder in folders for file in sorted(folder.rglob("*.md")))]
    return {file.relative_to(project).as_posix(): file.read_text(encoding="utf-8") for file in files}
