"""A delivery is sent again: by a person's wish, or because its try was lost."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from services.partners.application.permissions import require_own
from services.partners.application.ports import PartnersUnitOfWork
from services.partners.application.tell_partners import schedule_attempt
from services.partners.domain.delivery import Delivery
from shared.kernel.errors import NotFound

_LOST_AFTER: Final = timedelta(minutes=30)
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Redeliver:
    """Send a finished delivery once more, from the first try."""

    partner_id: str
    delivery_id: str


async def redeliver(command: Redeliver, uow: PartnersUnitOfWork) -> Delivery:
    """The delivery on its way again under its old id; raises NotFound or DeliveryUnderWay."""
    uow.authorize("manage-webhooks")
    require_own(uow.principal, command.partner_id)
    delivery = await uow.deliveries.lock(command.delivery_id)
    if delivery.partner_id != command.partner_id:
        raise NotFound()
    again = delivery.again(uow.now)
    await uow.deliveries.save(again)
    schedule_attempt(uow, again)
    return again


async def resume_lost(uow: PartnersUnitOfWork, closed_date: date, next_date: date) -> None:  # noqa: ARG001
    """Day job: a pending delivery whose try is half an hour overdue is scheduled anew, at most 500 a day."""
    for delivery in await uow.deliveries.overdue(uow.now - _LOST_AFTER, _AT_ONCE):
        resumed = delivery.resume(uow.now)
        await uow.deliveries.save(resumed)
        schedule_attempt(uow, resumed)
