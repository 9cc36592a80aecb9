"""Wires collections together; the only place that knows every part."""
from __future__ import annotations

from functools import partial

from services.collections.adapters.text_gateway import HttpTextGateway
from services.collections.adapters.unit_of_work import PostgresCollectionsUnitOfWork
from services.collections.adapters.vault import HttpVault
from services.collections.api import cases, contacts, decisions
from services.collections.application.handlers import COMMAND_HANDLERS
from services.collections.application.permissions import PERMISSIONS
from services.collections.application.ports import Vault
from services.collections.application.register_collector import RegisterCollector
from services.collections.application.run_day import run_day
from services.collections.application.send_text import send_text
from services.collections.application.texts import SEND_TEXT, TextOrder
from services.collections.consumers.subscriptions import SUBSCRIPTIONS
from services.collections.settings import CollectionsSettings
from shared.db.due_commands import DueCommand
from shared.db.unit_of_work import new_id
from shared.kernel.authorization import SYSTEM
from shared.kernel.context import CommandContext
from shared.runtime.definition import ServiceDefinition
from shared.runtime.runtime import Runtime


def define(settings: CollectionsSettings) -> ServiceDefinition:
    """What collections is made of. A sandbox's calendar is simulated: its texts do not wait for their hour."""
    return ServiceDefinition(
        name="collections",
        title="Collections",
        routers=[cases.router, contacts.router, decisions.router],
        unit_of_work=PostgresCollectionsUnitOfWork,
        command_handlers=COMMAND_HANDLERS,
        permissions=PERMISSIONS,
        subscriptions=SUBSCRIPTIONS,
        due_commands={SEND_TEXT: _send_text},
        day_job=partial(run_day, texts_at_once=settings.sandbox),
        on_start=partial(_register_collectors, collectors=settings.collectors_at_start),
    )


def vault_of(runtime: Runtime) -> Vault:
    """The vault as this service's client sees it."""
    return HttpVault(runtime.client("onboarding"))


async def _send_text(command: DueCommand, runtime: Runtime) -> None:
    await send_text(
        TextOrder(**command.payload),
        bus=runtime.bus,
        vault=vault_of(runtime),
        gateway=HttpTextGateway(runtime.client("sandbox")),
        context=CommandContext(SYSTEM, command.correlation_id, causation_id=command.causation_id),
    )


async def _register_collectors(runtime: Runtime, collectors: dict[str, tuple[str, ...]]) -> None:
    for outlet_id, subjects in collectors.items():
        for subject in subjects:
            await runtime.bus.handle(RegisterCollector(subject, outlet_id), CommandContext(SYSTEM, new_id()))
