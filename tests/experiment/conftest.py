"""What tests of sweeps share."""

from __future__ import annotations

import pytest

from trustsim.experiment import chunks


@pytest.fixture
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every chunk holds a single run."""
    monkeypatch.setattr(chunks, "SECONDS", 0.0)
