"""Names as they stand on an identity document (domain.md 2.10)."""
from __future__ import annotations

import re
import unicodedata
from typing import Final

from shared.kernel.errors import Category, DomainError

_SEPARATOR = re.compile(r"\. |[· '\-]")
_LENGTH: Final = range(2, 51)


class NameInvalid(DomainError):
    """Not the name on an identity document."""

    code = "onboarding.name-invalid"
    category = Category.INVALID
    title_zh = "姓名须与证件一致，仅含文字与间隔号"
    title_en = "Write the name as on the document: letters and separators only"


def require_name(text: str) -> str:
    """The name in composed form (NFC): 2 to 50 letters of any script, single separators between them.

    Raises NameInvalid for digits, symbols, control and direction characters.
    """
    name = unicodedata.normalize("NFC", text)
    if len(name) not in _LENGTH or not all(part.isalpha() for part in _SEPARATOR.split(name)):
        raise NameInvalid(pointer="/name")
    return name
