"""Money: an integer number of fen (分), one currency, bounded (architecture.md rule 3)."""
from __future__ import annotations

from decimal import Decimal
from typing import Final

from shared.kernel.errors import Category, DomainError

CURRENCY: Final = "CNY"
MAX_AMOUNT_FEN: Final = 10**13


class AmountOutOfRange(DomainError):
    """Amounts lie between 1 fen and 10^13 fen."""

    code = "platform.amount-out-of-range"
    category = Category.INVALID
    title_zh = "金额必须是 1 分到 1000 亿元之间的整数分"
    title_en = "An amount is a whole number of fen between 1 and 10^13"


def require_amount(amount_fen: int) -> int:
    """The amount itself if it is a lawful amount of money to move; raises AmountOutOfRange."""
    if isinstance(amount_fen, bool) or not 1 <= amount_fen <= MAX_AMOUNT_FEN:
        raise AmountOutOfRange()
    return amount_fen


def fen_from_yuan(text: str) -> int:
    """Fen of a yuan text such as `1234.56`; for partners that speak yuan. Raises AmountOutOfRange."""
    value = Decimal(text) * 100
    if value != value.to_integral_value():
        raise AmountOutOfRange()
    return int(value)


def yuan_text(amount_fen: int) -> str:
    """`1,234.56` for 123456 fen; a minus sign goes in front."""
    sign = "-" if amount_fen < 0 else ""
    yuan, fen = divmod(abs(amount_fen), 100)
    return f"{sign}{yuan:,}.{fen:02d}"


def split_by_weights(amount_fen: int, weights: tuple[int, ...]) -> tuple[int, ...]:
    """Shares that sum to the amount exactly: largest remainders first, earlier index wins a tie."""
    total = sum(weights)
    shares = [amount_fen * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(amount_fen * weights[i] % total), i))
    for index in by_remainder[: amount_fen - sum(shares)]:
        shares[index] += 1
    return tuple(shares)
