"""Masks for screens and logs (domain.md R28): enough to recognise, not enough to use."""
from __future__ import annotations


def mask_name(name: str) -> str:
    """`张*` or `欧**`: the first character and one star for each other."""
    return name[:1] + "*" * max(len(name) - 1, 1)


def mask_identity_number(number: str) -> str:
    """`331*************13` shape: three and the last two characters stay."""
    return _mask(number, 3, 2)


def mask_phone(phone: str) -> str:
    """`138****5678`."""
    return _mask(phone, 3, 4)


def mask_account(account: str) -> str:
    """`6222********1234`."""
    return _mask(account, 4, 4)


def _mask(text: str, head: int, tail: int) -> str:
    if len(text) <= head + tail:
        return "*" * len(text)
    return text[:head] + "*" * (len(text) - head - tail) + text[-tail:]
