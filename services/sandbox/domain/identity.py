"""What the identity networks say about a claim, given what the population register knows."""
from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from services.sandbox.domain.magic import IdentityMagic, identity_magic, one_time_code


class Method(Enum):
    """ID_DOCUMENT: name and number. CARD_FOUR_FACTOR: also card and phone. ONE_TIME_CODE: phone and code alone."""

    ID_DOCUMENT = "ID_DOCUMENT"
    CARD_FOUR_FACTOR = "CARD_FOUR_FACTOR"
    ONE_TIME_CODE = "ONE_TIME_CODE"


class Verdict(Enum):
    """UNKNOWN: the register has no such number, or the claim misses what the method compares."""

    MATCH = "MATCH"
    MISMATCH = "MISMATCH"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Identity:
    """A person as the registers know him, or as he claims to be. What is None was not said."""

    name: str | None = field(default=None, repr=False)
    id_number: str | None = field(default=None, repr=False)
    card_number: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)


def verify(method: Method, claim: Identity, code: str | None, known: Identity | None) -> Verdict:
    """The networks' answer. `known` is the register's entry for the claimed identity number.

    Magic identity numbers answer before the register is looked at; a one-time code proves a phone and nothing else.
    """
    if method is Method.ONE_TIME_CODE:
        return _compare([(code, one_time_code(claim.phone) if claim.phone else None)])
    magic = identity_magic(claim.id_number or "")
    if magic is IdentityMagic.IDENTITY_MISMATCH:
        return Verdict.MISMATCH
    if magic is IdentityMagic.IDENTITY_UNKNOWN or known is None:
        return Verdict.UNKNOWN
    compared = [(claim.name, known.name), (claim.id_number, known.id_number)]
    if method is Method.CARD_FOUR_FACTOR:
        compared += [(claim.card_number, known.card_number), (claim.phone, known.phone)]
    return _compare(compared)


def _compare(pairs: list[tuple[str | None, str | None]]) -> Verdict:
    if any(claimed is None or true is None for claimed, true in pairs):
        return Verdict.UNKNOWN
    return Verdict.MATCH if all(claimed == true for claimed, true in pairs) else Verdict.MISMATCH
