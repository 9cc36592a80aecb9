"""Staff find a customer by an exact number, through keyed hashes: nothing is decrypted (R28)."""
from __future__ import annotations

from dataclasses import dataclass, field

from services.onboarding.application.ports import OnboardingUnitOfWork
from services.onboarding.application.vault_access import AccessAction, record_access
from services.onboarding.domain.party import Party, PersonalField
from shared.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class SearchParties:
    """One exact value of one field; the value is never printed."""

    item: PersonalField
    value: str = field(repr=False)


async def search_parties(command: SearchParties, uow: OnboardingUnitOfWork) -> tuple[Party, ...]:
    """The parties of the caller's outlets that hold the value; each hit is on record."""
    uow.authorize("party.search")
    found = []
    for party_id in await uow.vault.find(command.item, command.value):
        party = await uow.parties.get(party_id)
        if not _is_visible(party, uow):
            continue
        found.append(party)
        await record_access(uow, party_id, AccessAction.SEARCH, ground="SEARCH", fields=(command.item,))
    return tuple(found)


def _is_visible(party: Party, uow: OnboardingUnitOfWork) -> bool:
    try:
        uow.authorize("party.search", party)
    except NotFound:
        return False
    return True
