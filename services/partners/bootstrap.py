"""Wires partners together; the only place that knows every part."""
from __future__ import annotations

from services.partners.adapters.courier import HttpCourier
from services.partners.adapters.resolver import SystemResolver
from services.partners.adapters.signer import Ed25519Signer
from services.partners.adapters.unit_of_work import PostgresPartnersUnitOfWork
from services.partners.api import registry, webhooks
from services.partners.application.deliver_webhook import deliver_webhook
from services.partners.application.edge import WebhookEdge
from services.partners.application.handlers import COMMAND_HANDLERS
from services.partners.application.permissions import PERMISSIONS
from services.partners.application.ports import Resolver
from services.partners.application.redeliver import resume_lost
from services.partners.application.tell_partners import DELIVER_WEBHOOK
from services.partners.consumers.subscriptions import SUBSCRIPTIONS
from services.partners.settings import PartnersSettings
from shared.db.due_commands import DueCommand
from shared.kernel.authorization import SYSTEM
from shared.kernel.context import CommandContext
from shared.runtime.definition import ServiceDefinition
from shared.runtime.runtime import Runtime


class Parts:
    """What is made from the runtime once it stands: the edge and the courier."""

    def __init__(self, settings: PartnersSettings, resolver: Resolver | None = None) -> None:
        self._settings = settings
        self._resolver = resolver or SystemResolver()
        self._courier: HttpCourier | None = None

    def edge(self, runtime: Runtime) -> WebhookEdge:
        """Keys and names for the API."""
        return WebhookEdge(Ed25519Signer(runtime.cipher), self._resolver, self._settings.allowed_networks)

    async def deliver(self, command: DueCommand, runtime: Runtime) -> None:
        """One due try; one courier for the process, for it counts what runs."""
        if self._courier is None:
            edge = self.edge(runtime)
            self._courier = HttpCourier(runtime.http, edge.signer, edge.resolver, runtime.clock, edge.allowed)
        await deliver_webhook(
            command.payload["delivery_id"],
            bus=runtime.bus,
            courier=self._courier,
            context=CommandContext(SYSTEM, command.correlation_id, causation_id=command.causation_id),
        )


def define(parts: Parts) -> ServiceDefinition:
    """What partners is made of."""
    return ServiceDefinition(
        name="partners",
        title="Partners",
        routers=[registry.router, webhooks.router],
        unit_of_work=PostgresPartnersUnitOfWork,
        command_handlers=COMMAND_HANDLERS,
        permissions=PERMISSIONS,
        subscriptions=SUBSCRIPTIONS,
        due_commands={DELIVER_WEBHOOK: parts.deliver},
        day_job=resume_lost,
    )
