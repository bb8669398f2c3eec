"""Mechanisms by themselves: what was fitted fits."""

from __future__ import annotations

import pytest

from trustsim.validate.mechanisms import fits
from trustsim.validate.mechanisms.fit import Fit

RECALL = "recall along a chain without documents (survival 0.7, not the default)"
FOUND = fits(jobs=1)


@pytest.mark.parametrize("fit", [fit for fit in FOUND if fit.fitted], ids=lambda fit: f"{fit.mechanism}: {fit.figure}")
def test_what_was_fitted_fits(fit: Fit) -> None:
    assert fit.fits, f"{fit.observed} observed, {fit.low} to {fit.high} published"


def test_every_mechanism_with_data_is_there() -> None:
    assert {fit.mechanism for fit in FOUND} == {
        "asymmetry and gains",
        "outcome score",
        "estimation noise",
        RECALL,
        "status-report bias",
        "faults and where they come from",
        "share of bug reports that are none",
        "reopened bugs",
        "rework share of effort",
    }


def test_what_does_not_fit_is_told() -> None:
    # known misfits; one that comes to fit, or another one, is worth a look at the page of the validation
    unfit = {(fit.mechanism, fit.figure) for fit in FOUND if not fit.fits}
    assert {mechanism for mechanism, _ in unfit} == {RECALL, "rework share of effort"}
    assert not any(fit.fitted for fit in FOUND if not fit.fits)
