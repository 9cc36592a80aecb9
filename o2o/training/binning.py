"""Bins of one variable with their weight of evidence, ln(share of goods / share of bads).

Numbers: quantile pre-bins, merged until the bad rate is monotone, every bin is large enough and neighbours
differ. Codes: levels ordered by bad rate, merged in the same way.
"""
from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

PRE_BINS: Final = 10
SMOOTHING: Final = 0.5


@dataclass(frozen=True, slots=True)
class Bin:
    """Rows of the development sample that fall together. `low` is the first number in it, `codes` its codes."""

    goods: int
    bads: int
    low: int = 0
    codes: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Rows in the bin."""
        return self.goods + self.bads

    @property
    def bad_rate(self) -> float:
        """Share of bads, smoothed so that a pure bin is not certain."""
        return (self.bads + SMOOTHING) / (self.size + 2 * SMOOTHING)

    def united(self, other: Bin) -> Bin:
        """Both bins as one; `self` is the lower."""
        return Bin(self.goods + other.goods, self.bads + other.bads, self.low, self.codes + other.codes)


@dataclass(frozen=True, slots=True)
class Binning:
    """A variable's bins. Numeric bins are half-open intervals that start at `low`; the first has no lower end."""

    variable: str
    numeric: bool
    bins: tuple[Bin, ...]

    @property
    def weights(self) -> tuple[float, ...]:
        """Weight of evidence per bin."""
        goods, bads = (sum(one.goods for one in self.bins), sum(one.bads for one in self.bins))
        return tuple(
            math.log((one.goods + SMOOTHING) / (goods + SMOOTHING)) - math.log((one.bads + SMOOTHING) / (bads + SMOOTHING))
            for one in self.bins
        )

    @property
    def information_value(self) -> float:
        """Separation of goods and bads by this variable alone."""
        goods, bads = (sum(one.goods for one in self.bins), sum(one.bads for one in self.bins))
        return sum(
            (one.goods / goods - one.bads / bads) * weight for one, weight in zip(self.bins, self.weights, strict=True)
        )

    def index(self, value: str | int) -> int:
        """The bin a value falls in. A code that the sample does not know raises KeyError."""
        if self.numeric:
            return max(sum(one.low <= int(value) for one in self.bins[1:]), 0)
        for position, one in enumerate(self.bins):
            if value in one.codes:
                return position
        raise KeyError(self.variable)


def bin_variable(
    variable: str, values: Sequence[str | int], good: Sequence[bool], *, min_share: float, min_chi_square: float
) -> Binning:
    """The bins of one variable of the development sample; at least one."""
    smallest = math.ceil(min_share * len(values))
    if all(isinstance(value, int) for value in values):
        bins = _numeric_bins([int(value) for value in values], good, smallest, min_chi_square)
        return Binning(variable, numeric=True, bins=bins)
    bins = _code_bins([str(value) for value in values], good, smallest, min_chi_square)
    return Binning(variable, numeric=False, bins=bins)


def _numeric_bins(values: Sequence[int], good: Sequence[bool], smallest: int, min_chi_square: float) -> tuple[Bin, ...]:
    ordered = sorted(values)
    lows = sorted({ordered[len(ordered) * step // PRE_BINS] for step in range(PRE_BINS)})
    pre_bins = [_count_between(values, good, low, high) for low, high in zip(lows, [*lows[1:], None], strict=True)]
    candidates = [_merge(_monotone(pre_bins, sign), smallest, min_chi_square) for sign in (1, -1)]
    return max(candidates, key=lambda bins: Binning("", numeric=True, bins=bins).information_value)


def _count_between(values: Sequence[int], good: Sequence[bool], low: int, high: int | None) -> Bin:
    inside = [is_good for value, is_good in zip(values, good, strict=True) if value >= low and (high is None or value < high)]
    return Bin(goods=sum(inside), bads=len(inside) - sum(inside), low=low)


def _monotone(bins: Sequence[Bin], sign: int) -> list[Bin]:
    """Neighbours pooled until the bad rate rises (sign 1) or falls (sign -1) from bin to bin."""
    pooled: list[Bin] = []
    for one in bins:
        pooled.append(one)
        while len(pooled) > 1 and sign * pooled[-1].bad_rate <= sign * pooled[-2].bad_rate:
            last = pooled.pop()
            pooled[-1] = pooled[-1].united(last)
    return pooled


def _code_bins(values: Sequence[str], good: Sequence[bool], smallest: int, min_chi_square: float) -> tuple[Bin, ...]:
    counted = []
    for code in sorted(set(values)):
        inside = [is_good for value, is_good in zip(values, good, strict=True) if value == code]
        counted.append(Bin(goods=sum(inside), bads=len(inside) - sum(inside), codes=(code,)))
    return _merge(sorted(counted, key=lambda one: (one.bad_rate, one.codes)), smallest, min_chi_square)


def _merge(bins: list[Bin], smallest: int, min_chi_square: float) -> tuple[Bin, ...]:
    """Neighbours united, the most alike first, while a bin is too small or two neighbours do not differ."""
    merged = list(bins)
    while len(merged) > 1:
        small = [index for index, one in enumerate(merged) if one.size < smallest]
        pairs = {index for index in range(len(merged) - 1) if not small or index in small or index + 1 in small}
        closest = min(sorted(pairs), key=lambda index: _chi_square(merged[index], merged[index + 1]))
        if not small and _chi_square(merged[closest], merged[closest + 1]) >= min_chi_square:
            break
        merged[closest : closest + 2] = [merged[closest].united(merged[closest + 1])]
    return tuple(merged)


def _chi_square(first: Bin, second: Bin) -> float:
    """Pearson's statistic of the 2 x 2 table; zero when a column is empty."""
    goods, bads, size = first.goods + second.goods, first.bads + second.bads, first.size + second.size
    if not goods or not bads:
        return 0.0
    return size * (first.goods * second.bads - second.goods * first.bads) ** 2 / (goods * bads * first.size * second.size)
