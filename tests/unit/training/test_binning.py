"""Bins: monotone, large enough, different from their neighbours; weight of evidence by hand."""
from __future__ import annotations

import math
import random
from itertools import pairwise

import pytest

from o2o.training.binning import Binning, bin_variable


def binned(values: list[int] | list[str], good: list[bool], min_share: float = 0.05, min_chi_square: float = 0.0) -> Binning:
    return bin_variable("fact", values, good, min_share=min_share, min_chi_square=min_chi_square)


def test_weight_of_evidence_is_the_log_of_the_shares_of_goods_and_bads() -> None:
    values = ["A"] * 100 + ["B"] * 100
    good = [True] * 80 + [False] * 20 + [True] * 40 + [False] * 60
    found = binned(values, good)
    assert [one.codes for one in found.bins] == [("A",), ("B",)]
    assert found.weights[0] == pytest.approx(math.log(80.5 / 120.5) - math.log(20.5 / 80.5))
    assert found.weights[1] == pytest.approx(math.log(40.5 / 120.5) - math.log(60.5 / 80.5))
    by_hand = sum((goods / 120 - bads / 80) * weight for goods, bads, weight in zip((80, 40), (20, 60), found.weights, strict=True))
    assert found.information_value == pytest.approx(by_hand)


@pytest.mark.parametrize("seed", range(20))
def test_numeric_bins_are_monotone_and_large_enough_whatever_the_data(seed: int) -> None:
    chance = random.Random(seed)
    values = [chance.randrange(100) for _ in range(500)]
    good = [chance.random() < 0.5 + 0.4 * math.sin(value / 15) for value in values]
    found = binned(values, good, min_share=0.08)
    rates = [one.bad_rate for one in found.bins]
    assert rates == sorted(rates) or rates == sorted(rates, reverse=True)
    assert all(one.size >= 40 for one in found.bins)
    assert sum(one.size for one in found.bins) == 500


def test_a_value_falls_in_the_bin_it_was_counted_in() -> None:
    values = list(range(100)) * 5
    good = [value < 50 for value in values]
    found = binned(values, good)
    for position, one in enumerate(found.bins):
        assert sum(found.index(value) == position for value in values) == one.size


def test_numbers_below_the_sample_fall_in_the_first_bin() -> None:
    found = binned(list(range(10, 110)), [value > 60 for value in range(10, 110)])
    assert found.index(-5) == 0


def test_a_code_that_the_sample_does_not_hold_has_no_bin() -> None:
    with pytest.raises(KeyError):
        binned(["A", "B"] * 50, [True, False] * 50).index("C")


def test_rare_codes_join_the_code_with_the_nearest_bad_rate() -> None:
    values = ["A"] * 100 + ["B"] * 100 + ["C"] * 3
    good = [True] * 90 + [False] * 10 + [True] * 20 + [False] * 80 + [True, False, False]
    found = binned(values, good)
    assert [set(one.codes) for one in found.bins] == [{"A"}, {"B", "C"}]


def test_neighbours_that_do_not_differ_are_one_bin() -> None:
    values = ["A"] * 100 + ["B"] * 100
    good = [True] * 50 + [False] * 50 + [True] * 52 + [False] * 48
    assert len(binned(values, good, min_chi_square=1.0).bins) == 1
    assert len(binned(values, good, min_chi_square=0.0).bins) == 2


def test_the_order_of_the_rows_does_not_matter() -> None:
    chance = random.Random(7)
    rows = [(chance.randrange(40), chance.random() < 0.6) for _ in range(300)]
    shuffled = chance.sample(rows, len(rows))
    first, second = (binned([value for value, _ in sample], [good for _, good in sample]) for sample in (rows, shuffled))
    assert [(one.low, one.goods, one.bads) for one in first.bins] == [(one.low, one.goods, one.bads) for one in second.bins]
    assert all(low.low < high.low for low, high in pairwise(first.bins))
