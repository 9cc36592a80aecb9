"""Before a one-time code is sent: whose phone, and not too often."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from services.onboarding.application.ports import OnboardingUnitOfWork
from services.onboarding.application.vault_access import AccessAction, record_access
from services.onboarding.domain.identity_verification import TooManyCodes
from services.onboarding.domain.party import PersonalField

MAX_CODES: Final = 5
WINDOW: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class PrepareOneTimeCode:
    """A code for the party's own phone."""

    party_id: str


async def prepare_one_time_code(command: PrepareOneTimeCode, uow: OnboardingUnitOfWork) -> str:
    """The phone to send to, on record. Raises TooManyCodes after five in 24 hours."""
    uow.authorize("identity.verify", await uow.parties.get(command.party_id))
    party = await uow.parties.get_for_update(command.party_id)
    if await uow.vault.count(party.party_id, AccessAction.SEND_CODE.value, since=uow.now - WINDOW) >= MAX_CODES:
        raise TooManyCodes(limit=MAX_CODES)
    await record_access(uow, party.party_id, AccessAction.SEND_CODE, ground="ONE_TIME_CODE", fields=(PersonalField.PHONE,))
    return (await uow.vault.open(party.party_id, (PersonalField.PHONE,)))[PersonalField.PHONE]
