"""Mainland mobile numbers (domain.md 2.10)."""
from __future__ import annotations

import re

from shared.kernel.errors import Category, DomainError

_MOBILE = re.compile(r"1[3-9][0-9]{9}")


class MobileNumberInvalid(DomainError):
    """Not a mainland mobile number."""

    code = "onboarding.mobile-number-invalid"
    category = Category.INVALID
    title_zh = "手机号须为 11 位大陆手机号码"
    title_en = "A mobile number has eleven digits and begins with 13 to 19"


def require_mobile(text: str) -> str:
    """The number itself; holding a phone never proves identity. Raises MobileNumberInvalid."""
    if not _MOBILE.fullmatch(text):
        raise MobileNumberInvalid(pointer="/phone")
    return text
