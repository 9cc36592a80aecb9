"""Rates: annual Decimals, never rounded, strings on the wire (domain.md 2.3.1)."""
from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from shared.kernel.errors import Category, DomainError

RATE_PATTERN: Final = r"^(0|[1-9][0-9]?)(\.[0-9]{1,10})?$"
_RATE = re.compile(RATE_PATTERN)
MONTHS_IN_YEAR: Final = 12


class RateMalformed(DomainError):
    """A rate is a decimal string such as `0.0720`."""

    code = "platform.rate-malformed"
    category = Category.INVALID
    title_zh = "利率必须是十进制字符串，例如 0.0720 表示年利率 7.20%"
    title_en = "A rate is a decimal string; 0.0720 means 7.20 % a year"


def parse_rate(text: str) -> Decimal:
    """The annual rate written as a decimal string; raises RateMalformed."""
    if not _RATE.fullmatch(text):
        raise RateMalformed()
    return Decimal(text)


def rate_text(rate: Decimal) -> str:
    """The wire form of a rate: plain decimal, no exponent."""
    return format(rate, "f")


def percent_text(rate: Decimal) -> str:
    """`7.20%` for 0.0720, two decimals, half-up, for people."""
    return f"{(rate * 100).quantize(Decimal('0.01'), rounding=ROUND_HALF_UP)}%"
