"""One real service in a test: its app, Postgres, the in-memory broker, tokens of a test issuer."""
from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import asyncpg
import httpx
from fastapi import FastAPI

from shared.db.engine import driver_url
from shared.db.unit_of_work import new_id
from shared.kernel.clock import Clock, SystemClock
from shared.messaging.broker import OutgoingRecord
from shared.messaging.codec import instant_text
from shared.messaging.memory_broker import MemoryBroker
from shared.runtime.runtime import Overrides, Runtime
from shared.schemas.event import Event
from shared.schemas.events.business_day import BusinessDateInitialised
from shared.settings import ServiceSettings
from tests.support.tokens import ISSUER, TestIssuer

_KEY = base64.b64encode(b"k" * 32).decode()
_MAX_ROUNDS = 50
_UNPUBLISHED = """
SELECT id, seq, aggregatetype, aggregateid, aggregate_seq, type, payload, topic, partition_key, party_id,
       correlation_id, causation_id, occurred_at FROM outbox WHERE published_at IS NULL ORDER BY seq LIMIT 500
"""


@dataclass
class RunningService:
    """A service whose loops turn only when the test says so (`settle`)."""

    runtime: Runtime
    client: httpx.AsyncClient
    broker: MemoryBroker
    issuer: TestIssuer
    sequences: dict[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The service's name, which is its tokens' audience."""
        return self.runtime.definition.name

    def bearer(self, **claims: Any) -> dict[str, str]:
        """Headers of a caller: `kind`, `subject`, roles, outlets, scope, ..."""
        return self.issuer.bearer(audience=self.name, **claims)

    async def post(self, path: str, body: object, caller: dict[str, str], key: str | None = None) -> httpx.Response:
        """A write with an Idempotency-Key (a fresh one unless given)."""
        headers = {**caller, "Idempotency-Key": key or new_id()}
        return await self.client.post(path, json=body, headers=headers)

    async def get(self, path: str, caller: dict[str, str]) -> httpx.Response:
        """A read."""
        return await self.client.get(path, headers=caller)

    async def receive(self, event: Event, event_id: str | None = None) -> str:
        """An event arrives from another service; returns its id. The same id twice is a duplicate."""
        event_id = event_id or new_id()
        key = f"{event.aggregate}:{event.aggregate_id}"
        self.sequences[key] = self.sequences.get(key, 0) + 1
        headers = {
            "ce_id": event_id,
            "ce_type": event.event_type(),
            "ce_subject": event.aggregate_id,
            "ce_sequence": str(self.sequences[key]),
            "ce_time": instant_text(self.runtime.clock.now()),
            "ce_correlationid": new_id(),
            "ce_partitionkey": event.partition_key,
        }
        encoded = tuple((name, value.encode()) for name, value in headers.items())
        record = OutgoingRecord(event.topic(), event.partition_key.encode(), event.model_dump_json().encode(), encoded)
        await self.broker.publish([record])
        await self.broker.deliver()
        return event_id

    async def settle(self) -> None:
        """Relay, deliveries and due commands until nothing is left to do."""
        for _ in range(_MAX_ROUNDS):
            if not (await self.relay() + await self.broker.deliver() + await self.runtime.poller.run_due()):
                return
        raise AssertionError("the service does not come to rest")

    async def relay(self) -> int:
        """One round of the outbox relay; returns how many events were published."""
        connection = await asyncpg.connect(driver_url(self.runtime.settings))
        try:
            rows = await connection.fetch(_UNPUBLISHED)
            return await self.runtime.relay.publish(connection, rows) if rows else 0
        finally:
            await connection.close()

    async def published(self) -> list[tuple[str, dict[str, Any]]]:
        """(event name, payload) of everything in the outbox, in order."""
        async with self.runtime.engine.connect() as connection:
            rows = await connection.exec_driver_sql("SELECT type, payload FROM outbox ORDER BY seq")
            return [(row.type.split(".")[2], row.payload) for row in rows]

    async def rows(self, sql: str) -> list[dict[str, Any]]:
        """What the database holds."""
        async with self.runtime.engine.connect() as connection:
            return [dict(row._mapping) for row in await connection.exec_driver_sql(sql)]


@asynccontextmanager
async def running(
    create_app: Callable[..., FastAPI],
    settings_class: type[ServiceSettings],
    database_url: str,
    *,
    business_date: date | None = date(2026, 11, 22),
    clock: Clock | None = None,
    http: httpx.AsyncClient | None = None,
    **settings: Any,
) -> AsyncIterator[RunningService]:
    """Starts a service without its loops. `http` may carry a MockTransport for the systems outside."""
    clock = clock or SystemClock()
    broker, issuer = MemoryBroker(), TestIssuer(SystemClock().now())
    service_settings = settings_class(**{**_defaults(database_url), **settings})
    app = create_app(service_settings, Overrides(clock=clock, broker=broker, keys=issuer, http=http))
    runtime: Runtime = app.state.runtime
    await _start_without_loops(runtime)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://service.test") as client:
        service = RunningService(runtime, client, broker, issuer)
        if business_date is not None and runtime.definition.name != "credit":
            await service.receive(BusinessDateInitialised(business_date=business_date))
        yield service
    await runtime.stop()


async def _start_without_loops(runtime: Runtime) -> None:
    if runtime.definition.on_start is not None:
        await runtime.definition.on_start(runtime)
    await runtime.parking.load()
    await runtime.subscribe()


def _defaults(database_url: str) -> dict[str, Any]:
    services = ("onboarding", "scoring", "credit", "collections", "partners", "ops", "sandbox")
    return {
        "port": 0,
        "sandbox": True,
        "database_url": database_url,
        "database_pool_size": 20,
        "kafka_bootstrap": "memory",
        "kafka_profile": "memory",
        "oidc_issuer": ISSUER,
        "client_id": "test",
        "client_secret": "test",
        "service_urls": {name: f"http://{name}.test" for name in services},
        "field_keys": {"k1": _KEY},
        "hash_key": _KEY,
        "cursor_key": _KEY,
        "log_level": "WARNING",
    }


def read_json(response: httpx.Response) -> Any:
    """The parsed body; the body is in the failure message when it is not JSON."""
    try:
        return json.loads(response.content)
    except ValueError as error:
        raise AssertionError(f"{response.status_code} {response.text[:200]}") from error
