"""An invariant holds only when something was compared and nothing differed."""

from __future__ import annotations

import pytest

from o2o.verify.finding import Finding, unequal


@pytest.mark.parametrize("compared", [{}, {"loans": 0}, {"loans": 3, "cases": 0}])
def test_nothing_compared_is_a_failure(compared: dict[str, int]) -> None:
    assert not Finding(compared).holds


def test_a_difference_is_a_failure_and_is_shown() -> None:
    finding = Finding({"loans": 3}, ("loan 7",))
    assert not finding.holds
    assert finding.summary == "3 loans — 1 differences: loan 7"


def test_something_compared_without_a_difference_holds() -> None:
    assert Finding({"loans": 3}).holds


def test_a_key_on_one_side_only_differs_from_nothing() -> None:
    assert unequal({"a": 1, "b": 2}, {"b": 2, "c": 3}, "sum") == ("sum a: 1 ≠ 0", "sum c: 0 ≠ 3")
