"""From records to effects: inbox row and effect in one transaction, transient errors retried, poison parked.

A parked event takes every later event of its key with it, so that order holds; other keys flow.
"""
from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared.kernel.clock import Clock
from shared.kernel.errors import DomainError
from shared.messaging.broker import Record
from shared.messaging.codec import MalformedEvent, instant, to_envelope
from shared.messaging.parking import ParkingLot
from shared.observability.logging import logger
from shared.observability.metrics import EVENT_SECONDS, EVENTS_HANDLED
from shared.schemas.event import Envelope

_BACK_OFF_SECONDS = (0.05, 0.2, 0.5, 1.0, 2.0, 5.0)
_MAX_BATCH = 200

Receive = Callable[[Envelope], Awaitable[None]]
ReceiveMany = Callable[[Sequence[Envelope]], Awaitable[None]]


class Consumer:
    """Handles batches of one service's group. `receive_many` lets a read model take a batch at once."""

    def __init__(
        self,
        wanted: frozenset[str],
        receive: Receive,
        parking: ParkingLot,
        clock: Clock,
        receive_many: ReceiveMany | None = None,
    ) -> None:
        self._wanted = wanted
        self._receive = receive
        self._receive_many = receive_many
        self._parking = parking
        self._clock = clock

    async def handle(self, records: Sequence[Record]) -> None:
        """All records of one batch in their order; returns when every one is handled or parked."""
        if self._receive_many is not None and await self._handle_together(records, self._receive_many):
            return
        for record in records:
            await self._handle_one(record)

    async def _handle_together(self, records: Sequence[Record], receive_many: ReceiveMany) -> bool:
        """One transaction for the batch; False leaves it to the one-by-one way, which finds the poison."""
        try:
            envelopes = [to_envelope(record) for record in records]
            wanted = [envelope for envelope in envelopes if envelope.event_type in self._wanted]
            if any(self._parking.holds(envelope.partition_key) for envelope in wanted):
                return False
            if wanted:
                await receive_many(wanted)
        except Exception as error:
            logger().warning("batch is handled one by one", error=described(error))
            return False
        for envelope in wanted:
            self._measure(envelope)
        return True

    async def _handle_one(self, record: Record) -> None:
        try:
            envelope = to_envelope(record)
        except MalformedEvent as error:
            await self._parking.park(record, record.key.decode(errors="replace"), str(error))
            return
        if envelope.event_type not in self._wanted and _version_known(envelope, self._wanted):
            return
        if self._parking.holds(envelope.partition_key):
            await self._parking.park(record, envelope.partition_key, "an earlier event of this key is parked")
            return
        try:
            await self._receive_with_retries(envelope)
        except Exception as error:
            logger().error("event parked", event_id=envelope.event_id, type=envelope.event_type, error=described(error))
            await self._parking.park(record, envelope.partition_key, described(error)[:500])
            return
        self._measure(envelope)

    async def _receive_with_retries(self, envelope: Envelope) -> None:
        attempt = 0
        while True:
            try:
                return await self._receive(envelope)
            except Exception as error:
                if not is_transient(error):
                    raise
                logger().warning("event retried", event_id=envelope.event_id, attempt=attempt, error=repr(error))
                await asyncio.sleep(_BACK_OFF_SECONDS[min(attempt, len(_BACK_OFF_SECONDS) - 1)])
                attempt += 1

    def _measure(self, envelope: Envelope) -> None:
        EVENTS_HANDLED.labels(envelope.event_type).inc()
        EVENT_SECONDS.observe(max((self._clock.now() - instant(envelope.occurred_at)).total_seconds(), 0))


def described(error: Exception) -> str:
    """The error without the values it met: a payload that does not fit may hold anything."""
    if isinstance(error, ValidationError):
        faults = ", ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['type']}" for fault in error.errors(include_input=False))
        return f"the payload does not fit: {faults}"
    return f"{type(error).__name__}: {error}"


def is_transient(error: Exception) -> bool:
    """Whether waiting may help: connections, time-outs, deadlocks, refusals that say `retryable`."""
    if isinstance(error, DomainError):
        return error.retryable
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or getattr(error.orig, "sqlstate", "")[:2] in ("08", "40", "53", "55", "57")
    return isinstance(error, OSError | TimeoutError | PoolTimeout)


def _version_known(envelope: Envelope, wanted: frozenset[str]) -> bool:
    """An unknown version of a wanted event parks; an event nobody here asked for is skipped."""
    name = envelope.event_type.rpartition(".v")[0]
    return not any(item.rpartition(".v")[0] == name for item in wanted)
