"""A loan is paid off: from its date run the years for which records are kept (反洗钱法 34, R26)."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from services.onboarding.application.ports import OnboardingUnitOfWork


@dataclass(frozen=True, slots=True)
class NoteLoanSettled:
    """Whose loan, and when."""

    party_id: str
    settled_on: date


async def note_loan_settled(command: NoteLoanSettled, uow: OnboardingUnitOfWork) -> None:
    """Keeps the latest date; an older one changes nothing."""
    party = await uow.parties.get_for_update(command.party_id)
    if party.last_settled_on is None or party.last_settled_on < command.settled_on:
        await uow.parties.save(replace(party, last_settled_on=command.settled_on))
