"""The numbers collections lives by: dated rows published by credit, these defaults until one arrives."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any, Final

from services.collections.domain.contact_guard import ContactLimits
from services.collections.domain.promise import PromiseTerms

DEFAULT_TOLERANCE_FEN: Final = 1_000


@dataclass(frozen=True, slots=True)
class CollectionParameters:
    """In force on one date. `tolerance_fen` (¥10) is the overdue amount from which a loan counts (2.8.1, A7)."""

    contact_limits: ContactLimits = field(default_factory=ContactLimits)
    promise_terms: PromiseTerms = field(default_factory=PromiseTerms)
    tolerance_fen: int = DEFAULT_TOLERANCE_FEN


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ValueError("a whole number is expected")
    return int(text)


def _time_of_day(text: str) -> time:
    return time.fromisoformat(text)


_CONTACT_LIMITS: Final[dict[str, tuple[str, Callable[[str], Any]]]] = {
    "COLLECTION_OPENS_AT": ("opens", _time_of_day),
    "COLLECTION_CLOSES_AT": ("closes", _time_of_day),
    "COLLECTION_VISITS_END_AT": ("visits_end", _time_of_day),
    "COLLECTION_VISIT_TEAM": ("visit_team", _whole),
    "COLLECTION_CONNECTED_PER_DAY": ("connected_per_day", _whole),
    "COLLECTION_UNANSWERED_PER_DAY": ("unanswered_per_day", _whole),
    "COLLECTION_SMS_PER_DAY": ("sms_per_day", _whole),
    "COLLECTION_PUSH_PER_DAY": ("push_per_day", _whole),
    "COLLECTION_ROBOT_PER_DAY": ("robot_per_day", _whole),
    "COLLECTION_LOCATE_PER_DAY": ("locate_per_day", _whole),
    "COLLECTION_NOTICE_PER_DAY": ("notice_per_day", _whole),
    "COLLECTION_LOCATE_TRIES": ("locate_tries", _whole),
    "COLLECTION_LOCATE_DAYS": ("locate_days", _whole),
}
_PROMISE_TERMS: Final = {
    "COLLECTION_PROMISE_LONGEST_M1_DAYS": "longest_in_m1",
    "COLLECTION_PROMISE_LONGEST_LATER_DAYS": "longest_later",
    "COLLECTION_PROMISE_WINDOW_DAYS": "window",
}
_TOLERANCE: Final = "COLLECTION_MIN_OVERDUE_FEN"

CODES: Final = frozenset({*_CONTACT_LIMITS, *_PROMISE_TERMS, _TOLERANCE})
"""The `RegParamChanged` codes this service keeps."""


def read_parameters(values: Mapping[str, str]) -> CollectionParameters:
    """The parameters of published texts by code; raises ValueError for a text that is not what the code means."""
    limits = {
        name: read(values[code]) for code, (name, read) in _CONTACT_LIMITS.items() if code in values
    }
    terms = {name: _whole(values[code]) for code, name in _PROMISE_TERMS.items() if code in values}
    return CollectionParameters(
        contact_limits=ContactLimits(**limits),
        promise_terms=PromiseTerms(**terms),
        tolerance_fen=_whole(values[_TOLERANCE]) if _TOLERANCE in values else DEFAULT_TOLERANCE_FEN,
    )
