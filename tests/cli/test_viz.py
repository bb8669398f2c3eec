"""``trustsim viz`` without what it needs says what that is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from trustsim.cli import viz


def test_without_solara_it_says_how_to_get_it(trustsim: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viz, "find_spec", lambda _: None)
    answer = trustsim("viz")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith(
        'Error: the page needs Solara; it comes with the extra viz: pip install "trustsim[viz]"'
    )


@pytest.mark.parametrize("port", ["0", "65536", "x"])
def test_a_port_that_is_none_is_refused(port: str, trustsim: Callable[..., Any]) -> None:
    answer = trustsim("viz", "--port", port)
    assert answer.code == 2
    assert "expected a whole number from 1 to 65535" in answer.err
