"""The customer takes an application back before it is decided."""
from __future__ import annotations

from dataclasses import dataclass

from services.onboarding.application.announcements import announce_cancelled
from services.onboarding.application.ports import OnboardingUnitOfWork
from services.onboarding.domain.application import Application


@dataclass(frozen=True, slots=True)
class WithdrawApplication:
    """Which application."""

    application_id: str


async def withdraw_application(command: WithdrawApplication, uow: OnboardingUnitOfWork) -> Application:
    """The cancelled application; raises TransitionRefused once it is decided."""
    application = await uow.applications.get_for_update(command.application_id)
    uow.authorize("application.make", application)
    cancelled = application.cancel(
        "WITHDRAWN_BY_CUSTOMER", actor=uow.principal.subject, at=uow.now, on=await uow.business_date()
    )
    await uow.applications.save(cancelled)
    announce_cancelled(cancelled, uow)
    return cancelled
