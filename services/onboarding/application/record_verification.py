"""What an outside source answered becomes a level of identity (R23-R26)."""
from __future__ import annotations

from dataclasses import dataclass

from services.onboarding.application.ports import Finding, OnboardingUnitOfWork
from services.onboarding.domain.identity_verification import (
    IdentityLevel,
    Method,
    Outcome,
    Verification,
    identity_level,
    require_attempt_allowed,
)
from shared.schemas.events.onboarding import IdentityVerificationFailed, IdentityVerified


@dataclass(frozen=True, slots=True)
class RecordVerification:
    """The finding of one method about one party."""

    party_id: str
    method: Method
    finding: Finding


@dataclass(frozen=True, slots=True)
class RecordedVerification:
    """The verification and the level it leads to."""

    verification: Verification
    level: IdentityLevel


async def record_verification(command: RecordVerification, uow: OnboardingUnitOfWork) -> RecordedVerification:
    """Stores the answer and says who the customer now is; raises TooManyFailures when the day's tries are used up."""
    uow.authorize("identity.verify", await uow.parties.get(command.party_id))
    party = await uow.parties.get_for_update(command.party_id)
    today = await uow.business_date()
    earlier = await uow.verifications.of_party(party.party_id)
    require_attempt_allowed(earlier, command.method, on=today)
    verification = Verification(
        verification_id=uow.new_id(),
        party_id=party.party_id,
        method=command.method,
        outcome=command.finding.outcome,
        reference=command.finding.reference,
        verified_on=today,
        verified_at=uow.now,
    )
    await uow.verifications.add(verification)
    recorded = RecordedVerification(verification, identity_level((*earlier, verification), on=today))
    _publish(recorded, uow)
    return recorded


def _publish(recorded: RecordedVerification, uow: OnboardingUnitOfWork) -> None:
    verification, level = recorded.verification, recorded.level
    if verification.outcome is not Outcome.MATCH:
        uow.publish(
            IdentityVerificationFailed(
                party_id=verification.party_id,
                method=verification.method.value,
                reason=verification.outcome.value,
            )
        )
    elif level.valid_to is not None:
        uow.publish(
            IdentityVerified(
                party_id=verification.party_id,
                methods=tuple(method.value for method in level.methods),
                level=level.level,
                evidence_ids=level.evidence_ids,
                valid_to=level.valid_to,
            )
        )
