"""Magic inputs: synthetic numbers whose digits make an outside system answer in a fixed way (README, Magic inputs).

Identity numbers by their three order digits (characters 15-17), cards by the six digits before the check digit.
Demo people use order digits below 900 and card digits below 999900, so nobody meets magic by chance.
"""
from __future__ import annotations

from enum import Enum


class IdentityMagic(Enum):
    """What an identity number's order digits ask for."""

    IDENTITY_MISMATCH = "901"
    IDENTITY_UNKNOWN = "902"
    COURT_DISHONEST = "903"
    COURT_DEFENDANT = "904"
    COURT_PLAINTIFF = "905"
    BUREAU_TIMEOUT = "911"
    BUREAU_DELINQUENT = "912"
    BUREAU_MANY_QUERIES = "913"
    BUREAU_NO_RECORD = "914"
    TAX_GRADE_D = "921"
    REGISTRY_REVOKED = "931"


class CardMagic(Enum):
    """What a card number's last digits ask for."""

    PAYOUT_REFUSED = "999901"
    PAYOUT_ANSWERED_LATER = "999902"
    ACCOUNT_FROZEN = "999903"


def identity_magic(id_number: str) -> IdentityMagic | None:
    """The magic of an identity number, None for ordinary ones."""
    return next((magic for magic in IdentityMagic if magic.value == id_number[14:17]), None)


def card_magic(card_number: str) -> CardMagic | None:
    """The magic of a card number, None for ordinary ones."""
    return next((magic for magic in CardMagic if magic.value == card_number[-7:-1]), None)


def one_time_code(phone: str) -> str:
    """The code every phone receives here: its last six digits."""
    return phone[-6:]

