"""Everything one process holds: engine, bus, broker, loops. Built once, started and stopped by the app."""
from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
from sqlalchemy import text

from shared.command_bus import CommandBus
from shared.db import party_subjects
from shared.db.crypto import FieldCipher, KeyedHash
from shared.db.due_commands import DueCommand
from shared.db.engine import create_engine, driver_url
from shared.kernel.authorization import Authorizer
from shared.kernel.clock import Clock, SystemClock
from shared.messaging.broker import Broker, Subscription
from shared.messaging.consumer import Consumer
from shared.messaging.due_poller import DuePoller
from shared.messaging.kafka_broker import KafkaBroker
from shared.messaging.notifier import OutboxNotifier
from shared.messaging.parking import ParkingLot
from shared.messaging.relay import Relay
from shared.observability.metrics import OUTBOX_OLDEST_AGE, OUTBOX_UNPUBLISHED
from shared.runtime.definition import ServiceDefinition
from shared.runtime.platform_commands import PLATFORM_SUBSCRIPTIONS, platform_handlers
from shared.schemas.event import Envelope
from shared.schemas.registry import SUBSCRIPTIONS, parse, wanted_by
from shared.schemas.topics import topics_of
from shared.settings import ServiceSettings
from shared.web.auth import Authenticator, IssuerKeys, KeySource
from shared.web.cursor import Cursors
from shared.web.service_client import ServiceClient, ServiceTokens

_BACKLOG = text("SELECT count(*) AS rows, min(occurred_at) AS oldest FROM outbox WHERE published_at IS NULL")
_STOP_SECONDS = 8


@dataclass(frozen=True, slots=True)
class Overrides:
    """What tests replace; None keeps the real thing."""

    clock: Clock | None = None
    broker: Broker | None = None
    keys: KeySource | None = None
    http: httpx.AsyncClient | None = None


class Runtime:
    """The parts of one running service; constructing it connects to nothing yet."""

    def __init__(self, settings: ServiceSettings, definition: ServiceDefinition, overrides: Overrides) -> None:
        self.settings = settings
        self.definition = definition
        self.clock: Clock = overrides.clock or SystemClock()
        self.engine = create_engine(settings)
        self.http = overrides.http or httpx.AsyncClient(trust_env=False)
        self.broker: Broker = overrides.broker or KafkaBroker(
            settings.kafka_bootstrap, settings.kafka_profile, settings.service
        )
        self.authorizer = Authorizer(definition.permissions)
        self.authenticator = Authenticator(
            issuer=settings.oidc_issuer,
            audience=settings.service,
            keys=overrides.keys or IssuerKeys(settings.oidc_issuer, self.http, self.clock),
            clock=self.clock,
            party_of=self._party_of,
        )
        self.bus = CommandBus(
            engine=self.engine,
            unit_of_work=definition.unit_of_work,
            handlers={**platform_handlers(definition.name, definition.day_job), **definition.command_handlers},
            clock=self.clock,
            authorizer=self.authorizer,
            after_commit=self._wake,
        )
        self.poller = DuePoller(self.engine, self._run_due, self.clock)
        self.relay = Relay(driver_url(settings), self.broker, self.clock, on_notify=self.poller.wake)
        self.notifier = OutboxNotifier(driver_url(settings))
        self.parking = ParkingLot(self.engine, self.clock)
        self.consumer = Consumer(
            wanted=wanted_by(definition.name),
            receive=self._receive,
            receive_many=self._receive_many if definition.batch_effect else None,
            parking=self.parking,
            clock=self.clock,
        )
        self.cursors = Cursors(settings.cursor_key)
        self.cipher = FieldCipher(settings.field_keys)
        self.keyed_hash = KeyedHash(settings.hash_key)
        self._tokens = ServiceTokens(settings, self.http, self.clock)
        self._translators = {**PLATFORM_SUBSCRIPTIONS, **definition.subscriptions}
        self._subscription: Subscription | None = None
        self._tasks: list[asyncio.Task[None]] = []

    def client(self, target: str) -> ServiceClient:
        """A client of a neighbour configured in SERVICE_URLS."""
        return ServiceClient(target, self.settings.url_of(target), self._tokens, self.http)

    async def start(self) -> None:
        """Seeds; then, in a worker, relay, due-command poller, further loops and the consumer."""
        if self.definition.on_start is not None:
            await self.definition.on_start(self)
        if self.settings.role == "api":
            self._spawn(self.notifier.run(), "notifier")
            return
        await self.parking.load()
        self._spawn(self.relay.run(), "relay")
        self._spawn(self.poller.run(), "due commands")
        for task in self.definition.start_tasks:
            self._spawn(task(self), task.__name__)
        await self.subscribe()

    async def subscribe(self) -> None:
        """Joins this service's consumer group, if it subscribes to anything."""
        if SUBSCRIPTIONS[self.definition.name]:
            group, topics = f"o2o.{self.definition.name}", topics_of(self.definition.name)
            self._subscription = await self.broker.subscribe(group, topics, self.consumer.handle)

    async def stop(self) -> None:
        """Stops reading first, lets what runs finish, then disconnects."""
        if self._subscription is not None:
            await self._subscription.stop()
        self.poller.stop()
        self.relay.stop()
        endless = [task for task in self._tasks if task.get_name() not in ("relay", "due commands")]
        for task in endless:
            task.cancel()
        if self._tasks:
            _, hanging = await asyncio.wait(self._tasks, timeout=_STOP_SECONDS)
            for task in hanging:
                task.cancel()
        await self.broker.close()
        await self.http.aclose()
        await self.engine.dispose()

    async def not_ready(self) -> list[str]:
        """What is missing before this process can work; empty when it is ready."""
        missing = [f"{task.get_name()} has ended" for task in self._tasks if task.done()]
        if self._subscription is not None and not self._subscription.ready:
            missing.append("broker: partitions are not assigned yet")
        try:
            async with self.engine.connect() as connection:
                await connection.execute(text("SELECT 1"))
        except Exception as error:
            missing.append(f"database: {type(error).__name__}")
        return missing

    async def measure(self) -> None:
        """Sets the gauges that are read from the database."""
        async with self.engine.connect() as connection:
            backlog = (await connection.execute(_BACKLOG)).one()
        OUTBOX_UNPUBLISHED.set(backlog.rows)
        OUTBOX_OLDEST_AGE.set((self.clock.now() - backlog.oldest).total_seconds() if backlog.oldest else 0)

    async def _receive(self, envelope: Envelope) -> None:
        """The effect of one event, once. Unknown or wrong payloads raise and are parked by the consumer."""
        if self.definition.batch_effect is not None:
            await self._receive_many([envelope])
            return
        event = parse(envelope.event_type, envelope.payload)
        translate = self._translators.get(type(event))
        await self.bus.receive(envelope, translate(event, envelope) if translate else None)

    async def _receive_many(self, envelopes: Sequence[Envelope]) -> None:
        """The effects of a batch in one transaction, for read models."""
        effect = self.definition.batch_effect
        if effect is None:
            raise LookupError(f"{self.definition.name} has no batch effect")
        await self.bus.receive_many(envelopes, effect)

    async def _run_due(self, command: DueCommand) -> None:
        await self.definition.due_commands[command.name](command, self)

    async def _party_of(self, issuer: str, subject: str) -> str | None:
        async with self.engine.connect() as connection:
            return await party_subjects.find(connection, issuer=issuer, subject=subject)

    def _wake(self) -> None:
        if self.settings.role == "api":
            self.notifier.wake()
        else:
            self.relay.wake()
            self.poller.wake()

    def _spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self._tasks.append(asyncio.create_task(work, name=name))
