"""Before an outside source is asked: may the customer try, and what has to be sent."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from services.onboarding.application.ports import OnboardingUnitOfWork
from services.onboarding.application.vault_access import AccessAction, record_access
from services.onboarding.domain.identity_verification import Method, OneTimeCodeRequired, require_attempt_allowed
from services.onboarding.domain.party import PersonalField

_F = PersonalField
_SENT: Final[Mapping[Method, tuple[PersonalField, ...]]] = {
    Method.ID_DOCUMENT: (_F.NAME, _F.ID_NUMBER),
    Method.CARD_FOUR_FACTOR: (_F.NAME, _F.ID_NUMBER, _F.PHONE, _F.CARD_NUMBER),
    Method.ONE_TIME_CODE: (_F.NAME, _F.ID_NUMBER, _F.PHONE),
}


@dataclass(frozen=True, slots=True)
class PrepareVerification:
    """One try of one method; `has_code` says whether a one-time code came with it."""

    party_id: str
    method: Method
    has_code: bool


async def prepare_verification(
    command: PrepareVerification, uow: OnboardingUnitOfWork
) -> Mapping[PersonalField, str]:
    """The values the source compares, on record. Raises OneTimeCodeRequired or TooManyFailures."""
    party = await uow.parties.get(command.party_id)
    uow.authorize("identity.verify", party)
    if command.method is Method.ONE_TIME_CODE and not command.has_code:
        raise OneTimeCodeRequired(pointer="/code")
    tried = await uow.verifications.of_party(party.party_id)
    require_attempt_allowed(tried, command.method, on=await uow.business_date())
    fields = _SENT[command.method]
    await record_access(uow, party.party_id, AccessAction.VERIFY, ground=command.method.value, fields=fields)
    return await uow.vault.open(party.party_id, fields)
