"""One try of one delivery: load, send outside any transaction, record, schedule the next."""
from __future__ import annotations

from dataclasses import dataclass

from services.partners.application.ports import Bus, Courier, Parcel, PartnersUnitOfWork
from services.partners.application.tell_partners import schedule_attempt
from services.partners.domain.delivery import Attempt, Delivery, DeliveryStatus
from services.partners.domain.endpoint import EndpointStatus
from shared.kernel.context import CommandContext
from shared.schemas.events.partners import WebhookDelivered, WebhookFailed


@dataclass(frozen=True, slots=True)
class PrepareDelivery:
    """A try falls due."""

    delivery_id: str


@dataclass(frozen=True, slots=True)
class RecordAttempt:
    """What the try came to; `number` is how many had been made before it."""

    delivery_id: str
    number: int
    attempt: Attempt


@dataclass(frozen=True, slots=True)
class Prepared:
    """The parcel of a try and its number."""

    parcel: Parcel
    number: int


async def deliver_webhook(delivery_id: str, *, bus: Bus, courier: Courier, context: CommandContext) -> None:
    """A crash between sending and recording repeats the try under the same id: receivers see a duplicate."""
    prepared: Prepared | None = await bus.handle(PrepareDelivery(delivery_id), context)
    if prepared is None:
        return
    attempt = await courier.carry(prepared.parcel)
    await bus.handle(RecordAttempt(delivery_id, prepared.number, attempt), context)


async def prepare_delivery(command: PrepareDelivery, uow: PartnersUnitOfWork) -> Prepared | None:
    """The parcel, or None when there is nothing to send any more: delivered, given up, switched off, not listed."""
    delivery = await uow.deliveries.lock(command.delivery_id)
    if delivery.status is not DeliveryStatus.PENDING or uow.now < delivery.next_attempt_at:
        return None
    partner = await uow.partners.get(delivery.partner_id)
    endpoint = await uow.endpoints.lock(delivery.endpoint_id)
    if endpoint.status is EndpointStatus.DISABLED or not partner.is_listed:
        await _finish(uow, delivery.give_up())
        return None
    keys = tuple(key for key in await uow.endpoints.keys(endpoint.endpoint_id) if key.signs(uow.now))
    parcel = Parcel(delivery.delivery_id, endpoint.endpoint_id, endpoint.url, delivery.body.encode(), keys)
    return Prepared(parcel, delivery.attempts)


async def record_attempt(command: RecordAttempt, uow: PartnersUnitOfWork) -> None:
    """Logs the try and moves delivery and endpoint on; a try recorded already changes nothing."""
    delivery = await uow.deliveries.lock(command.delivery_id)
    if delivery.status is not DeliveryStatus.PENDING or delivery.attempts != command.number:
        return
    attempt = command.attempt
    endpoint = await uow.endpoints.lock(delivery.endpoint_id)
    await uow.endpoints.save(
        endpoint.succeeded() if attempt.succeeded else endpoint.failed(uow.now, gone=attempt.is_gone)
    )
    tried = delivery.after(attempt, uow.now)
    await uow.deliveries.log(tried, attempt)
    if tried.status is DeliveryStatus.PENDING:
        await uow.deliveries.save(tried)
        schedule_attempt(uow, tried)
    else:
        await _finish(uow, tried)


async def _finish(uow: PartnersUnitOfWork, delivery: Delivery) -> None:
    await uow.deliveries.save(delivery)
    verdict = WebhookDelivered if delivery.status is DeliveryStatus.DELIVERED else WebhookFailed
    uow.publish(
        verdict(
            delivery_id=delivery.delivery_id,
            partner_id=delivery.partner_id,
            webhook_type=delivery.webhook_type,
            attempts=delivery.attempts,
        )
    )
