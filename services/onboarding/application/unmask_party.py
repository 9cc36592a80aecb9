"""A member of staff sees full values: by role, with a reason, on record (R28)."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from services.onboarding.application.ports import OnboardingUnitOfWork
from services.onboarding.application.vault_access import AccessAction, record_access
from services.onboarding.domain.party import PersonalField
from services.onboarding.domain.unmasking import require_visible


@dataclass(frozen=True, slots=True)
class UnmaskParty:
    """Which fields, and why."""

    party_id: str
    fields: tuple[PersonalField, ...]
    reason: str


async def unmask_party(command: UnmaskParty, uow: OnboardingUnitOfWork) -> Mapping[PersonalField, str]:
    """Full values of the fields; raises UnmaskRefused when the caller's roles do not need one of them."""
    party = await uow.parties.get(command.party_id)
    uow.authorize("party.unmask", party)
    require_visible(command.fields, uow.principal.roles)
    await record_access(uow, party.party_id, AccessAction.UNMASK, ground=command.reason, fields=command.fields)
    return await uow.vault.open(party.party_id, command.fields)
