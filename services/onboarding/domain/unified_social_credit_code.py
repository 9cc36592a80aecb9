"""Unified social credit codes of firms, self-employed and co-operatives (GB 32100, GB 11714; domain.md 2.10)."""
from __future__ import annotations

from typing import Final

from services.onboarding.domain.division_code import PROVINCES
from shared.kernel.errors import Category, DomainError

_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_LENGTH: Final = 18
_REGISTRARS: Final = PROVINCES | {"10"}


class CreditCodeInvalid(DomainError):
    """The code cannot have been issued; `reason` says which part is wrong."""

    code = "onboarding.credit-code-invalid"
    category = Category.INVALID
    title_zh = "统一社会信用代码有误，请核对营业执照"
    title_en = "The unified social credit code cannot be right; check the business licence"


def check_character(first_seventeen: str) -> str:
    """`(31 - weighted sum mod 31) mod 31`, as a character of the code's alphabet."""
    total = sum(w * _ALPHABET.index(c) for w, c in zip(_WEIGHTS, first_seventeen, strict=True))
    return _ALPHABET[(31 - total) % 31]


def organisation_check_character(first_eight: str) -> str:
    """The last character of the organisation code inside (characters 9-17): `(11 - sum mod 11) mod 11`, 10 is X."""
    total = sum(w * int(c, 36) for w, c in zip(_ORGANISATION_WEIGHTS, first_eight, strict=True))
    return "0123456789X"[(11 - total) % 11]


def require_credit_code(text: str) -> str:
    """The code in upper case; raises CreditCodeInvalid with reason SHAPE, DIVISION, ORGANISATION or CHECK_CHARACTER."""
    code = text.upper() if text.isascii() else text
    if len(code) != _LENGTH or any(character not in _ALPHABET for character in code):
        raise _invalid("SHAPE")
    if not code[2:8].isdigit() or code[2:4] not in _REGISTRARS:
        raise _invalid("DIVISION")
    if organisation_check_character(code[8:16]) != code[16]:
        raise _invalid("ORGANISATION")
    if check_character(code[:17]) != code[17]:
        raise _invalid("CHECK_CHARACTER")
    return code


def _invalid(reason: str) -> CreditCodeInvalid:
    return CreditCodeInvalid(pointer="/credit_code", reason=reason)
