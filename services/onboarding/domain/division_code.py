"""County codes of GB/T 2260: two digits province, two city, two county (domain.md 2.10)."""
from __future__ import annotations

import re
from typing import Final

from shared.kernel.errors import Category, DomainError

PROVINCES: Final = frozenset((
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42",
    "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82",
))
_COUNTY = re.compile(r"[0-9]{6}")


class DivisionCodeInvalid(DomainError):
    """Not the code of a county."""

    code = "onboarding.division-code-invalid"
    category = Category.INVALID
    title_zh = "行政区划代码须为六位县级代码，例如 331003"
    title_en = "A division code has six digits and names a county, such as 331003"


def require_county(text: str) -> str:
    """The code itself if it names a county of a known province; raises DivisionCodeInvalid.

    Counties merge and are renamed, so the county's own existence is not decided here.
    """
    if not _COUNTY.fullmatch(text) or text[:2] not in PROVINCES or "00" in (text[2:4], text[4:6]):
        raise DivisionCodeInvalid(pointer="/division_code")
    return text
