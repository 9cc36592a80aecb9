"""What onboarding says about a party and scoring needs: year of birth, identity level, consents."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.scoring.application.ports import ScoringUnitOfWork


@dataclass(frozen=True, slots=True)
class KeepParty:
    """A party was registered."""

    party_id: str
    birth_year: int


@dataclass(frozen=True, slots=True)
class KeepIdentity:
    """A party's identity was proved to a level, until a date."""

    party_id: str
    level: int
    valid_to: date


@dataclass(frozen=True, slots=True)
class KeepConsent:
    """A party agreed to a purpose, until a date."""

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


async def keep_party(command: KeepParty, uow: ScoringUnitOfWork) -> None:
    """Records the year of birth, for age eligibility only (domain.md A13)."""
    await uow.parties.record_registration(command.party_id, command.birth_year)


async def keep_identity(command: KeepIdentity, uow: ScoringUnitOfWork) -> None:
    """Records the level; a later proof replaces an earlier one."""
    await uow.parties.record_identity(command.party_id, command.level, command.valid_to)


async def keep_consent(command: KeepConsent, uow: ScoringUnitOfWork) -> None:
    """From now on the purpose is allowed."""
    await uow.parties.grant_consent(command.consent_id, command.party_id, command.purpose, command.valid_to)


async def drop_consent(command: DropConsent, uow: ScoringUnitOfWork) -> None:
    """From now on this consent allows nothing."""
    await uow.parties.withdraw_consent(command.consent_id, command.party_id, command.purpose)
