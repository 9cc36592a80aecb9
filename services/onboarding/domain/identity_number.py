"""Citizen identity numbers and residence permits: 18 characters with a check character (GB 11643, domain.md 2.10)."""
from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Final

from services.onboarding.domain.division_code import PROVINCES
from shared.kernel.errors import Category, DomainError

_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS: Final = "10X98765432"
_EARLIEST_BIRTH: Final = date(1900, 1, 1)
_COMPATRIOT_PERMITS: Final = frozenset({"810000", "820000", "830000"})


class IdentityDocument(Enum):
    """居民身份证, 港澳台居民居住证, 外国人永久居留身份证."""

    CITIZEN = "CITIZEN"
    COMPATRIOT_PERMIT = "COMPATRIOT_PERMIT"
    FOREIGN_PERMIT = "FOREIGN_PERMIT"


class IdentityNumberInvalid(DomainError):
    """The number cannot have been issued; `reason` says which part is wrong."""

    code = "onboarding.identity-number-invalid"
    category = Category.INVALID
    title_zh = "证件号码有误，请核对后重新填写"
    title_en = "The identity number cannot be right; check it and enter it again"


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A number that may have been issued: upper case, with what it tells. Never printed by repr."""

    text: str = field(repr=False)
    document: IdentityDocument
    birth_date: date = field(repr=False)


def check_character(first_seventeen: str) -> str:
    """The eighteenth character: the weighted sum of the others modulo 11, as `10X98765432` lists it."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_seventeen, strict=True))
    return _CHECK_CHARACTERS[total % 11]


def parse_identity_number(text: str, *, today: date) -> IdentityNumber:
    """The number in upper case with its document kind and birth date.

    Raises IdentityNumberInvalid with a reason of SHAPE (also the 15-digit form withdrawn in 2013), ISSUER,
    BIRTH_DATE or CHECK_CHARACTER. Age is the product's affair, not the number's.
    """
    number = text.upper() if text.isascii() else text
    if not _SHAPE.fullmatch(number):
        raise _invalid("SHAPE")
    document = _document_of(number)
    birth_date = _birth_date_of(number, today)
    if check_character(number[:17]) != number[17]:
        raise _invalid("CHECK_CHARACTER")
    return IdentityNumber(number, document, birth_date)


def _document_of(number: str) -> IdentityDocument:
    if number[:6] in _COMPATRIOT_PERMITS:
        return IdentityDocument.COMPATRIOT_PERMIT
    if number[0] == "9":
        return IdentityDocument.FOREIGN_PERMIT
    if number[:2] in PROVINCES:
        return IdentityDocument.CITIZEN
    raise _invalid("ISSUER")


def _birth_date_of(number: str, today: date) -> date:
    try:
        birth_date = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise _invalid("BIRTH_DATE") from None
    if not _EARLIEST_BIRTH <= birth_date <= today:
        raise _invalid("BIRTH_DATE")
    return birth_date


def _invalid(reason: str) -> IdentityNumberInvalid:
    return IdentityNumberInvalid(pointer="/id_number", reason=reason)
