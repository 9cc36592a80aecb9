"""Bank card numbers and their check digit (domain.md 2.10)."""
from __future__ import annotations

import re

from shared.kernel.errors import Category, DomainError

_CARD = re.compile(r"[1-9][0-9]{15,18}")


class CardNumberInvalid(DomainError):
    """Not the number of a bank card."""

    code = "onboarding.card-number-invalid"
    category = Category.INVALID
    title_zh = "银行卡号须为 16 至 19 位数字"
    title_en = "A bank card number has 16 to 19 digits"


def require_card_number(text: str) -> str:
    """The card's digits; raises CardNumberInvalid. See `passes_luhn` for its check digit."""
    if not _CARD.fullmatch(text):
        raise CardNumberInvalid(pointer="/card_number")
    return text


def passes_luhn(card_number: str) -> bool:
    """Whether the check digit fits. Some old cards fail: a warning, settled by the four-factor check."""
    digits = [int(character) for character in reversed(card_number)]
    doubled = sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + doubled) % 10 == 0
