"""What credit keeps of parties, as onboarding announces it: codes, levels and consents."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.credit.application.ports import CreditUnitOfWork
from services.credit.application.records.party import Party


@dataclass(frozen=True, slots=True)
class KeepParty:
    """A party is known to the bank."""

    party: Party


@dataclass(frozen=True, slots=True)
class KeepIdentity:
    """A party's identity is proved at a level until a date."""

    party_id: str
    level: int
    valid_to: date


@dataclass(frozen=True, slots=True)
class KeepConsent:
    """A party agreed to a purpose."""

    consent_id: str
    party_id: str
    purpose: str
    valid_to: date


@dataclass(frozen=True, slots=True)
class DropConsent:
    """A party took a consent back."""

    consent_id: str
    party_id: str
    purpose: str


async def keep_party(command: KeepParty, uow: CreditUnitOfWork) -> None:
    """Once per party."""
    await uow.parties.keep(command.party)


async def keep_identity(command: KeepIdentity, uow: CreditUnitOfWork) -> None:
    """The newest proof counts."""
    await uow.parties.keep_identity(command.party_id, command.level, command.valid_to)


async def keep_consent(command: KeepConsent, uow: CreditUnitOfWork) -> None:
    """A new consent for a purpose makes good for one taken back before."""
    await uow.parties.keep_consent(
        consent_id=command.consent_id, party_id=command.party_id, purpose=command.purpose, valid_to=command.valid_to
    )


async def drop_consent(command: DropConsent, uow: CreditUnitOfWork) -> None:
    """From now on nothing may be drawn on the ground of this consent."""
    await uow.parties.drop_consent(command.consent_id)
