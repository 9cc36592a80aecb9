"""A partner enters the registry."""
from __future__ import annotations

from dataclasses import dataclass

from services.partners.application.ports import PartnersUnitOfWork
from services.partners.domain.partner import Partner, PartnerType
from shared.schemas.events.partners import PartnerStatusChanged


@dataclass(frozen=True, slots=True)
class RegisterPartner:
    """A firm, and the products of whose loans it may be told."""

    name: str
    partner_type: PartnerType
    product_codes: tuple[str, ...]


async def register_partner(command: RegisterPartner, uow: PartnersUnitOfWork) -> Partner:
    """The listed partner."""
    uow.authorize("register-partner")
    partner = Partner(uow.new_id(), command.name, command.partner_type, tuple(sorted(set(command.product_codes))))
    await uow.partners.add(partner)
    announce(uow, partner)
    return partner


def announce(uow: PartnersUnitOfWork, partner: Partner) -> None:
    """Says what a partner is now."""
    uow.publish(
        PartnerStatusChanged(
            partner_id=partner.partner_id,
            partner_type=partner.partner_type.value,
            status=partner.status.value,
            name=partner.name,
        )
    )
