"""The day job: drafts nobody handed in lapse after 30 days (architecture.md, Saga)."""
from __future__ import annotations

from datetime import date
from typing import Final

from services.onboarding.application.announcements import announce_cancelled
from services.onboarding.application.ports import OnboardingUnitOfWork
from services.onboarding.domain.application import DRAFT_LIFETIME

MAX_A_DAY: Final = 1_000
_BY_DAY_JOB: Final = "day-job"


async def expire_drafts(uow: OnboardingUnitOfWork, _closed_date: date, next_date: date) -> None:
    """Cancels up to MAX_A_DAY drafts that are 30 days old on the new date; the rest follow the day after."""
    for draft in await uow.applications.drafts_until(next_date - DRAFT_LIFETIME, limit=MAX_A_DAY):
        expired = draft.cancel("DRAFT_EXPIRED", actor=_BY_DAY_JOB, at=uow.now, on=next_date)
        await uow.applications.save(expired)
        announce_cancelled(expired, uow)
