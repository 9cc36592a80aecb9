"""The customer agrees to one purpose under the text in force (R23, R24)."""
from __future__ import annotations

from dataclasses import dataclass

from services.onboarding.application.ports import OnboardingUnitOfWork
from services.onboarding.domain.consent import Consent, Purpose, grant
from shared.schemas.events.onboarding import ConsentGranted


@dataclass(frozen=True, slots=True)
class GrantConsent:
    """The purpose, the version read, and whether it was agreed to on its own."""

    party_id: str
    purpose: Purpose
    text_version: str
    separate: bool


async def grant_consent(command: GrantConsent, uow: OnboardingUnitOfWork) -> Consent:
    """The new consent; an older one for the purpose is superseded, never overwritten."""
    uow.authorize("consent.grant", await uow.parties.get(command.party_id))
    party = await uow.parties.get_for_update(command.party_id)
    today = await uow.business_date()
    text = await uow.consents.text(command.purpose, command.text_version, on=today)
    consent = grant(
        text,
        consent_id=uow.new_id(),
        party_id=party.party_id,
        outlet_id=party.outlet_id,
        separate=command.separate,
        on=today,
        at=uow.now,
    )
    for older in await uow.consents.active_of(party.party_id):
        if older.purpose is consent.purpose:
            await uow.consents.save(older.supersede(at=uow.now))
    await uow.consents.add(consent)
    uow.publish(
        ConsentGranted(
            party_id=consent.party_id,
            consent_id=consent.consent_id,
            purpose=consent.purpose.value,
            text_version=consent.text_version,
            separate=consent.separate,
            valid_to=consent.valid_to,
        )
    )
    return consent
