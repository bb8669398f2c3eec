"""Names of pictures, which hold labels that people have chosen, can be those of files anywhere."""

from __future__ import annotations

import pytest

from trustsim.analysis.data import distinct
from trustsim.records.names import file_name


@pytest.mark.parametrize("name", ["sobol-trust.end", "heatmap-trust@mean-partnership-grapevine", "a (2), x=1", "é-ü"])
def test_usual_names_stay_as_they_are(name: str) -> None:
    assert file_name(name) == name


@pytest.mark.parametrize("name", ["a/b", "a|b", 'a"b', "a\nb", "a#b", "a%b", "a?b", "a:b", "a\\b", "a*b", "<a"])
def test_marks_that_may_not_stand_in_a_file_or_an_address_are_replaced(name: str) -> None:
    assert set(file_name(name)) <= set("ab-0123456789cdef")
    assert file_name(name) != file_name(f"{name}a")


def test_labels_that_would_be_the_same_have_a_prime() -> None:
    assert distinct(["a|b", "a¦b", "a{b", "a‹b", "a‹b′"]) == ["a¦b", "a¦b′", "a‹b", "a‹b′", "a‹b′′"]
