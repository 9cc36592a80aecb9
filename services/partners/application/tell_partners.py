"""Something happened to a loan: every endpoint that may hear of it gets a delivery of its own."""
from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from services.partners.application.ports import PartnersUnitOfWork
from services.partners.domain.delivery import Delivery
from services.partners.domain.endpoint import WebhookType

DELIVER_WEBHOOK: Final = "deliver-webhook"


@dataclass(frozen=True, slots=True)
class TellPartners:
    """Thin news: ids, states, dates and amounts in fen; never personal data. `product_code` is None when the
    loan has to be looked up."""

    webhook_type: WebhookType
    loan_id: str
    product_code: str | None
    occurred_at: str
    sequence: int
    data: dict[str, Any]


async def tell_partners(command: TellPartners, uow: PartnersUnitOfWork) -> None:
    """One delivery per listening endpoint, in the transaction of the event's inbox row: none is lost or doubled."""
    product_code = command.product_code or await uow.loans.product_of(command.loan_id)
    if product_code is None:
        return
    if command.webhook_type is WebhookType.LOAN_DISBURSED:
        await uow.loans.add(loan_id=command.loan_id, product_code=product_code)
    for endpoint in await uow.endpoints.listening(command.webhook_type, product_code):
        delivery_id = uow.new_id()
        delivery = Delivery(
            delivery_id=delivery_id,
            endpoint_id=endpoint.endpoint_id,
            partner_id=endpoint.partner_id,
            webhook_type=command.webhook_type.value,
            body=_body(command, delivery_id),
            next_attempt_at=uow.now,
        )
        await uow.deliveries.add(delivery)
        schedule_attempt(uow, delivery)


def schedule_attempt(uow: PartnersUnitOfWork, delivery: Delivery) -> None:
    """The next try, once: delivery, number and time are its key."""
    uow.schedule(
        DELIVER_WEBHOOK,
        {"delivery_id": delivery.delivery_id},
        due_at=delivery.next_attempt_at,
        key=f"{delivery.delivery_id}:{delivery.attempts}:{delivery.next_attempt_at.isoformat()}",
    )


def _body(command: TellPartners, delivery_id: str) -> str:
    return json.dumps(
        {
            "id": delivery_id,
            "type": command.webhook_type.value,
            "timestamp": command.occurred_at,
            "data": {"loan_id": command.loan_id, "sequence": command.sequence, **command.data},
        },
        separators=(",", ":"),
    )
