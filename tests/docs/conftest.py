"""What the tests of the documentation share: the pages, and what in them comes from the code."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def refresh(project: Path) -> Iterator[ModuleType]:
    """Return docs/refresh.py as a module; the scripts beside it import it under its bare name."""
    module = script("refresh", project)
    sys.modules[module.__name__] = module
    yield module
    del sys.modules[module.__name__]


@pytest.fixture(scope="session")
def results(project: Path, refresh: ModuleType) -> ModuleType:  # noqa: ARG001 (imported by the script)
    """Return docs/results.py as a module."""
    return script("results", project)


@pytest.fixture(scope="session")
def filling(project: Path, refresh: ModuleType) -> ModuleType:  # noqa: ARG001
    """Return docs/experiments.py as a module."""
    return script("experiments", project)


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
