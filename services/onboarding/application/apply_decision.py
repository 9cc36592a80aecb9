"""Scoring has decided: the application is approved, declined or handed to a person."""
from __future__ import annotations

from dataclasses import dataclass

from services.onboarding.application.announcements import announce_decided
from services.onboarding.application.ports import OnboardingUnitOfWork
from services.onboarding.domain.application import Application, Decision
from services.onboarding.domain.application_status import ApplicationStatus


@dataclass(frozen=True, slots=True)
class ApplyDecision:
    """One decision about one application."""

    application_id: str
    decision: Decision


async def apply_decision(command: ApplyDecision, uow: OnboardingUnitOfWork) -> Application:
    """The application as it now stands; a decision that comes after the customer withdrew changes nothing."""
    application = await uow.applications.get_for_update(command.application_id)
    if application.status is not ApplicationStatus.SUBMITTED:
        return application
    decided = application.decide_by_policy(command.decision, at=uow.now, on=await uow.business_date())
    await uow.applications.save(decided)
    announce_decided(decided, uow)
    return decided
