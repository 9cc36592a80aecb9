"""What the partner edge tells the others."""
from __future__ import annotations

from shared.schemas.event import Event
from shared.schemas.fields import Code, Count, Id, Text


class PartnerStatusChanged(Event):
    """A partner was listed, suspended or removed."""

    producer = "partners"
    aggregate = "partner"
    aggregate_field = "partner_id"
    partner_id: Id
    partner_type: Code
    status: Code
    name: Text


class WebhookDelivered(Event):
    """A webhook reached its receiver."""

    producer = "partners"
    aggregate = "webhook"
    aggregate_field = "delivery_id"
    delivery_id: Id
    partner_id: Id
    webhook_type: Text
    attempts: Count


class WebhookFailed(Event):
    """A webhook was given up after its last try."""

    producer = "partners"
    aggregate = "webhook"
    aggregate_field = "delivery_id"
    delivery_id: Id
    partner_id: Id
    webhook_type: Text
    attempts: Count
