"""How values read in a sentence: yuan, percent, dates, seconds, and the words for codes."""
from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import Enum
from typing import Any

from services.ops.domain.words import WORDS
from shared.kernel.money import yuan_text

MISSING = "—"
_MAX_LISTED = 4
_CLOCK = re.compile(r"\d{2}:\d{2}")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Language(Enum):
    """Languages of the live page."""

    ZH = "zh"
    EN = "en"


class Wording(string.Formatter):
    """`str.format` whose format specifications are business words: `{amount_fen:yuan}`, `{reasons:words}`."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """A field that the payload does not have is None, never an error."""
        del args
        return kwargs.get(str(key))

    def format_field(self, value: Any, format_spec: str) -> str:
        """Formats one value; what does not fit its format reads as it is."""
        if value is None:
            return MISSING
        if not format_spec:
            return str(value)
        try:
            return str(getattr(self, f"_{format_spec}")(value))
        except (TypeError, ValueError, InvalidOperation):
            return str(value)

    def customer(self, masked_name: str | None, code: str | None) -> str:
        """`王**（杂货店）`; somebody not known yet is a customer."""
        name = masked_name or ("一位客户" if self._language is Language.ZH else "a customer")
        if code is None:
            return name
        word = self._word(code)
        return f"{name}（{word}）" if self._language is Language.ZH else f"{name} ({word})"

    def _yuan(self, amount_fen: int) -> str:
        return "¥" + yuan_text(amount_fen).removesuffix(".00")

    def _percent(self, rate: str) -> str:
        return f"{(Decimal(rate) * 100).quantize(Decimal('0.01'), rounding=ROUND_HALF_UP)}%"

    def _ppm(self, millionths: int) -> str:
        return f"{(Decimal(millionths) / 10_000).quantize(Decimal('0.1'), rounding=ROUND_HALF_UP)}%"

    def _seconds(self, elapsed_ms: int) -> str:
        seconds = (Decimal(elapsed_ms) / 1000).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
        return f"{seconds} 秒" if self._language is Language.ZH else f"{seconds} s"

    def _days(self, count: int) -> str:
        return f"{count}天" if self._language is Language.ZH else _counted(count, "day")

    def _months(self, count: int) -> str:
        return f"{count}个月" if self._language is Language.ZH else _counted(count, "month")

    def _date(self, day: str) -> str:
        parsed = date.fromisoformat(day)
        if self._language is Language.ZH:
            return f"{parsed.year}年{parsed.month}月{parsed.day}日"
        return f"{parsed.day} {_MONTHS[parsed.month - 1]} {parsed.year}"

    def _clock(self, local_time: str) -> str:
        found = _CLOCK.search(local_time)
        return found.group() if found else local_time

    def _word(self, code: str) -> str:
        pair = WORDS.get(code)
        if pair is not None:
            return pair[0] if self._language is Language.ZH else pair[1]
        return code if self._language is Language.ZH else code.replace("_", " ").lower()

    def _words(self, codes: Sequence[str]) -> str:
        if isinstance(codes, str):
            return self._word(codes)
        listed = [self._word(code) for code in codes[:_MAX_LISTED]]
        if not listed:
            return MISSING
        return ("、" if self._language is Language.ZH else ", ").join(listed)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
