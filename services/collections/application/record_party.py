"""A party became known, or agreed to be contacted at any hour."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.collections.application.ports import CollectionsUnitOfWork


@dataclass(frozen=True, slots=True)
class RecordParty:
    """Masked name and outlet, for work lists; never more."""

    party_id: str
    outlet_id: str
    masked_name: str


@dataclass(frozen=True, slots=True)
class RecordAnyHourAgreement:
    """The debtor agreed to be contacted outside 08:00-22:00 until a date (R31)."""

    party_id: str
    consent_id: str
    until: date


@dataclass(frozen=True, slots=True)
class WithdrawAgreement:
    """A consent ended; if it was the agreement to any hour, so does that."""

    consent_id: str


async def record_party(command: RecordParty, uow: CollectionsUnitOfWork) -> None:
    """Keeps what the work list shows."""
    await uow.debtors.register(
        party_id=command.party_id, outlet_id=command.outlet_id, masked_name=command.masked_name
    )


async def record_any_hour_agreement(command: RecordAnyHourAgreement, uow: CollectionsUnitOfWork) -> None:
    """Keeps the agreement the guard asks for."""
    await uow.debtors.agree_to_any_hour(
        party_id=command.party_id, consent_id=command.consent_id, until=command.until
    )


async def withdraw_agreement(command: WithdrawAgreement, uow: CollectionsUnitOfWork) -> None:
    """From now on the quiet hours hold again."""
    await uow.debtors.withdraw_consent(command.consent_id)
