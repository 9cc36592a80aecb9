"""A customer asks for a code on his own phone: not too often, on record, sent after the commit."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from services.onboarding.application.ports import OnboardingUnitOfWork
from services.onboarding.application.vault_access import AccessAction, record_access
from services.onboarding.domain.identity_verification import TooManyCodes
from services.onboarding.domain.party import PersonalField

SEND_ONE_TIME_CODE: Final = "SEND_ONE_TIME_CODE"
MAX_CODES: Final = 5
WINDOW: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class RequestOneTimeCode:
    """A code for the party's own phone."""

    party_id: str


@dataclass(frozen=True, slots=True)
class OpenPhone:
    """The phone a requested code goes to; the access was recorded with the request."""

    party_id: str


async def request_one_time_code(command: RequestOneTimeCode, uow: OnboardingUnitOfWork) -> None:
    """Leaves the order to send; raises TooManyCodes after five in 24 hours."""
    uow.authorize("identity.verify", await uow.parties.get(command.party_id))
    party = await uow.parties.get_for_update(command.party_id)
    if await uow.vault.count(party.party_id, AccessAction.SEND_CODE.value, since=uow.now - WINDOW) >= MAX_CODES:
        raise TooManyCodes(limit=MAX_CODES)
    fields = (PersonalField.PHONE,)
    await record_access(uow, party.party_id, AccessAction.SEND_CODE, ground="ONE_TIME_CODE", fields=fields)
    uow.schedule(SEND_ONE_TIME_CODE, {"party_id": party.party_id}, due_at=uow.now, key=uow.new_id())


async def open_phone(command: OpenPhone, uow: OnboardingUnitOfWork) -> str:
    """The full phone number, for the sender alone."""
    return (await uow.vault.open(command.party_id, (PersonalField.PHONE,)))[PersonalField.PHONE]
