"""Another service asks the vault: audience, purpose, ground and record (architecture.md, Personal data between services)."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from services.onboarding.application.ports import OnboardingUnitOfWork
from services.onboarding.application.vault_access import AccessAction, record_access
from services.onboarding.domain.disclosure import DisclosurePurpose, require_disclosable
from services.onboarding.domain.party import PersonalField


@dataclass(frozen=True, slots=True)
class DiscloseParty:
    """Which fields of whom, and for what."""

    party_id: str
    fields: tuple[PersonalField, ...]
    purpose: DisclosurePurpose


async def disclose_party(command: DiscloseParty, uow: OnboardingUnitOfWork) -> Mapping[PersonalField, str]:
    """Full values; raises DisclosureRefused, ConsentMissing or NoContract when the purpose does not carry them."""
    uow.authorize("party.disclose")
    party = await uow.parties.get(command.party_id)
    require_disclosable(
        command.purpose,
        service=uow.principal.subject,
        fields=command.fields,
        consents=await uow.consents.active_of(party.party_id),
        has_contract=await uow.applications.has_approved(party.party_id),
        on=await uow.business_date(),
    )
    await record_access(uow, party.party_id, AccessAction.DISCLOSE, ground=command.purpose.value, fields=command.fields)
    values = dict(await uow.vault.open(party.party_id, command.fields))
    if PersonalField.DIVISION_CODE in command.fields:
        values[PersonalField.DIVISION_CODE] = party.division_code
    return values
