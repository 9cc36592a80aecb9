"""The customer takes a consent back: every use for the purpose stops, applications that stand on it end (PIPL 15)."""
from __future__ import annotations

from dataclasses import dataclass

from services.onboarding.application.announcements import announce_cancelled
from services.onboarding.application.ports import OnboardingUnitOfWork
from services.onboarding.domain.consent import Consent
from services.onboarding.domain.eligibility import CONSENTS_TO_APPLY
from shared.schemas.events.onboarding import ConsentWithdrawn


@dataclass(frozen=True, slots=True)
class WithdrawConsent:
    """Which consent."""

    consent_id: str


async def withdraw_consent(command: WithdrawConsent, uow: OnboardingUnitOfWork) -> Consent:
    """The withdrawn consent; raises ConsentNotActive when it had ended already."""
    held = await uow.consents.get(command.consent_id)
    uow.authorize("consent.withdraw", held)
    await uow.parties.get_for_update(held.party_id)
    consent = (await uow.consents.get(command.consent_id)).withdraw(at=uow.now)
    await uow.consents.save(consent)
    uow.publish(
        ConsentWithdrawn(party_id=consent.party_id, consent_id=consent.consent_id, purpose=consent.purpose.value)
    )
    if consent.purpose in CONSENTS_TO_APPLY:
        await _end_applications(consent.party_id, uow)
    return consent


async def _end_applications(party_id: str, uow: OnboardingUnitOfWork) -> None:
    today = await uow.business_date()
    for application in await uow.applications.under_review_of(party_id):
        ended = application.cancel("CONSENT_WITHDRAWN", actor=uow.principal.subject, at=uow.now, on=today)
        await uow.applications.save(ended)
        announce_cancelled(ended, uow)
