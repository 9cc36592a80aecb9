"""What the identity networks say about a claim, given what the population register knows."""
from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from services.sandbox.domain.magic import IdentityMagic, identity_magic, one_time_code


class Method(Enum):
    """ID_DOCUMENT: name and number. CARD_FOUR_FACTOR: also card and phone. ONE_TIME_CODE: phone and code."""

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
    """A person as the population register, the card network and the telephone operator know him, or as he claims to be."""

    name: str = field(repr=False)
    id_number: str = field(repr=False)
    card_number: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)


def verify(method: Method, claim: Identity, code: str | None, known: Identity | None) -> Verdict:
    """The networks' answer; magic identity numbers answer before the register is looked at."""
    magic = identity_magic(claim.id_number)
    if magic is IdentityMagic.IDENTITY_MISMATCH:
        return Verdict.MISMATCH
    if magic is IdentityMagic.IDENTITY_UNKNOWN or known is None:
        return Verdict.UNKNOWN
    compared = _compared(method, claim, code, known)
    if any(claimed is None for claimed, _ in compared):
        return Verdict.UNKNOWN
    return Verdict.MATCH if all(claimed == true for claimed, true in compared) else Verdict.MISMATCH


def _compared(method: Method, claim: Identity, code: str | None, known: Identity) -> list[tuple[str | None, str | None]]:
    document = [(claim.name, known.name), (claim.id_number, known.id_number)]
    phone = (claim.phone, known.phone)
    match method:
        case Method.ID_DOCUMENT:
            return [*document]
        case Method.CARD_FOUR_FACTOR:
            return [*document, (claim.card_number, known.card_number), phone]
        case Method.ONE_TIME_CODE:
            return [phone, (code, one_time_code(known.phone or ""))]
