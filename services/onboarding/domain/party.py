"""The party: a person the bank knows. What identifies him lies in the vault, here only what may be seen."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from services.onboarding.domain.bank_card import passes_luhn, require_card_number
from services.onboarding.domain.identity_number import IdentityNumber, parse_identity_number
from services.onboarding.domain.mobile_number import require_mobile
from services.onboarding.domain.person_name import require_name
from shared.kernel.errors import DomainError
from shared.kernel.masking import mask_account, mask_identity_number, mask_name, mask_phone


class PartyType(Enum):
    """自然人, 个体工商户. Firms come with their own journey (J6)."""

    PERSON = "PERSON"
    SELF_EMPLOYED = "SELF_EMPLOYED"


class Segment(Enum):
    """Customer groups of the product templates (domain.md 2.2)."""

    SHOP_OWNER = "SHOP_OWNER"
    SALARIED = "SALARIED"
    FARMER = "FARMER"


class PersonalField(Enum):
    """What the vault and the party hold about a person; the names of the wire."""

    NAME = "name"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    CARD_NUMBER = "card_number"
    DIVISION_CODE = "division_code"


class IdentityAlreadyRegistered(DomainError):
    """One party per identity number."""

    code = "onboarding.identity-already-registered"
    title_zh = "该证件已登记，请用原账号登录或到网点办理"
    title_en = "This identity is registered already; sign in with its own account or visit an outlet"


class SubjectAlreadyLinked(DomainError):
    """One party per sign-in."""

    code = "onboarding.subject-already-linked"
    title_zh = "当前账号已登记客户信息，无需重复登记"
    title_en = "This sign-in has registered already; there is nothing more to register"


@dataclass(frozen=True, slots=True)
class PersonalData:
    """The four values of the vault, valid and in canonical form. Never printed by repr."""

    name: str = field(repr=False)
    id_number: str = field(repr=False)
    phone: str = field(repr=False)
    card_number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class MaskedData:
    """The same four values as screens and events may show them (R28)."""

    name: str
    id_number: str
    phone: str
    card_number: str


@dataclass(frozen=True, slots=True)
class Party:
    """One customer. `card_unconfirmed` says that the card's check digit does not fit (an old card, or a slip).

    `last_settled_on` is the date of the last loan paid off, from which retention runs (R26).
    """

    party_id: str
    party_type: PartyType
    segment: Segment
    masked: MaskedData
    birth_year: int
    division_code: str
    trade_code: str | None
    outlet_id: str
    channel_code: str
    registered_on: date
    card_unconfirmed: bool
    last_settled_on: date | None = None


def personal_data(
    *, name: str, id_number: str, phone: str, card_number: str, today: date
) -> tuple[PersonalData, IdentityNumber]:
    """Checked personal data and what the identity number tells; raises the error of the first wrong value."""
    identity = parse_identity_number(id_number, today=today)
    checked = PersonalData(require_name(name), identity.text, require_mobile(phone), require_card_number(card_number))
    return checked, identity


def mask(data: PersonalData) -> MaskedData:
    """Enough to recognise oneself, not enough to use."""
    return MaskedData(
        name=mask_name(data.name),
        id_number=mask_identity_number(data.id_number),
        phone=mask_phone(data.phone),
        card_number=mask_account(data.card_number),
    )


def card_is_unconfirmed(data: PersonalData) -> bool:
    """True where the card's check digit does not fit: only the four-factor check can settle it."""
    return not passes_luhn(data.card_number)
