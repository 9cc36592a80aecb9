"""Rounding is always an argument: the mode is a product parameter (domain.md 2.3.1)."""
from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from enum import Enum

_WHOLE = Decimal(1)


class Rounding(Enum):
    """Mode in which an amount becomes whole fen."""

    HALF_UP = ROUND_HALF_UP
    HALF_EVEN = ROUND_HALF_EVEN
    DOWN = ROUND_DOWN
    UP = ROUND_UP


def round_fen(value: Decimal, rounding: Rounding) -> int:
    """`value` in fen, unrounded, to whole fen."""
    return int(value.quantize(_WHOLE, rounding=rounding.value))


def round_ratio(numerator: int, denominator: int, rounding: Rounding) -> int:
    """numerator / denominator to a whole number without leaving the integers.

    Both non-negative; the denominator positive. Used where SQL and Python must agree to the fen.
    """
    whole, rest = divmod(numerator, denominator)
    if rest == 0 or rounding is Rounding.DOWN:
        return whole
    if rounding is Rounding.UP:
        return whole + 1
    twice = rest * 2
    if twice > denominator or (twice == denominator and (rounding is Rounding.HALF_UP or whole % 2 == 1)):
        return whole + 1
    return whole
