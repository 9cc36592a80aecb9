"""A partner is suspended, listed again, or removed."""
from __future__ import annotations

from dataclasses import dataclass, replace

from services.partners.application.ports import PartnersUnitOfWork
from services.partners.application.register_partner import announce
from services.partners.domain.partner import Partner, PartnerStatus
from shared.kernel.errors import StaleVersion


@dataclass(frozen=True, slots=True)
class ChangePartnerStatus:
    """The decision, about the version that was seen."""

    partner_id: str
    status: PartnerStatus
    seen_version: int


async def change_partner_status(command: ChangePartnerStatus, uow: PartnersUnitOfWork) -> Partner:
    """The partner in its new status; raises StaleVersion or PartnerRemoved. Who is not listed is told nothing."""
    uow.authorize("change-partner")
    partner = await uow.partners.lock(command.partner_id)
    if partner.version != command.seen_version:
        raise StaleVersion()
    changed = partner.change_status(command.status)
    if changed != partner:
        await uow.partners.save(changed)
        announce(uow, changed)
        changed = replace(changed, version=changed.version + 1)
    return changed
