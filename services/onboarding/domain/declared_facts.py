"""What a customer declares with an application: codes and whole numbers, nothing that names or describes a person.

An application may not ask for what lending does not need (R30: no address book, call record, message, album or
whereabouts), nor for what may never be scored (A2, A13: sex, age, marriage, nationality, health).
"""
from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from shared.kernel.errors import Category, DomainError

Facts = Mapping[str, str | int]

MAX_FACTS: Final = 60
MAX_FACT_FEN: Final = 10**10
MAX_FACT_NUMBER: Final = 999_999
_KEY = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_MAX_KEY_LENGTH: Final = 64
_CODE = re.compile(r"[A-Z][A-Z0-9_]{0,39}")
_LONG_NUMBER = re.compile(r"[0-9]{4}")

_UNNECESSARY: Final = ("address_book", "contact", "call_log", "call_record", "sms", "album", "photo", "gps", "location", "app_list")
_IDENTIFYING: Final = ("name", "id_number", "phone_number", "mobile", "card_number", "account_no", "email", "wechat", "qq")
_PROTECTED: Final = (
    "sex", "gender", "age", "birth", "birthday", "marital", "marriage", "personal_status", "nationality", "foreign",
    "ethnic", "religion", "health", "disability",
)


class FactRefused(DomainError):
    """A declared fact may not be collected or is not a code or whole number; `reason` says which."""

    code = "onboarding.fact-refused"
    category = Category.INVALID
    title_zh = "申报事项不在允许收集的范围内或格式有误，请删除或修改"
    title_en = "A declared fact may not be collected, or is not a code or a whole number; remove or correct it"


def require_facts(facts: Mapping[str, object]) -> dict[str, str | int]:
    """The facts in order of their keys.

    Text is a code of a closed list; amounts end in `_fen`, 0 to 10^10; other numbers have six digits at most, so that
    no phone, card, identity number or birth date fits; neither keys nor codes carry numbers of four digits. Raises
    FactRefused with reason TOO_MANY, KEY, UNNECESSARY, IDENTIFYING, PROTECTED or VALUE.
    """
    if len(facts) > MAX_FACTS:
        raise FactRefused(reason="TOO_MANY", limit=MAX_FACTS)
    checked: dict[str, str | int] = {}
    for key in sorted(facts):
        _require_key(key)
        checked[key] = _require_value(key, facts[key])
    return checked


def _require_key(key: str) -> None:
    if len(key) > _MAX_KEY_LENGTH or not _KEY.fullmatch(key) or _LONG_NUMBER.search(key):
        raise FactRefused(reason="KEY", pointer="/facts")
    for reason, words in (("UNNECESSARY", _UNNECESSARY), ("IDENTIFYING", _IDENTIFYING), ("PROTECTED", _PROTECTED)):
        for word in words:
            if _contains(key, word):
                raise FactRefused(reason=reason, pointer="/facts", word=word)


def _contains(key: str, word: str) -> bool:
    return f"_{word}_" in f"_{key}_" or f"_{word}s_" in f"_{key}_"


def _require_value(key: str, value: object) -> str | int:
    if isinstance(value, str) and _CODE.fullmatch(value) and not _LONG_NUMBER.search(value):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        lowest, highest = (0, MAX_FACT_FEN) if key.endswith("_fen") else (-MAX_FACT_NUMBER, MAX_FACT_NUMBER)
        if lowest <= value <= highest:
            return value
    raise FactRefused(reason="VALUE", pointer=f"/facts/{key}")
