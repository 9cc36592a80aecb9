"""One transaction of one command: repositories hang on it, events and due work leave with it."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from uuid_utils import uuid7

from shared.db import business_day, due_commands, outbox
from shared.kernel.authorization import Authorizer, Principal, Resource
from shared.kernel.clock import Clock, shanghai_time
from shared.kernel.context import CommandContext
from shared.schemas.event import Event


def new_id() -> str:
    """A time-ordered UUID (version 7)."""
    return str(uuid7())


class UnitOfWork:
    """Subclass per service with its repositories. Fresh for every command; the bus alone commits."""

    def __init__(
        self,
        connection: AsyncConnection,
        context: CommandContext,
        clock: Clock,
        authorizer: Authorizer,
        ids: Callable[[], str] = new_id,
    ) -> None:
        self.connection = connection
        self.context = context
        self.now: datetime = clock.now()
        self.new_id = ids
        self._authorizer = authorizer
        self._events: list[outbox.PendingEvent] = []
        self._scheduled: list[due_commands.Scheduled] = []
        self._business_date: date | None = None

    @property
    def principal(self) -> Principal:
        """Who asked."""
        return self.context.principal

    @property
    def shanghai_now(self) -> datetime:
        """Business time of day in Shanghai: `Sandbox-Now` if given, else the real one."""
        return shanghai_time(self.context.business_time or self.now)

    async def business_date(self) -> date:
        """The bank's current date as this service knows it; raises BusinessDateUnknown."""
        if self._business_date is None:
            self._business_date = await business_day.read(self.connection)
        return self._business_date

    def authorize(self, action: str, resource: Resource | None = None) -> None:
        """Raises NotFound or Forbidden unless the caller may do `action` to `resource`."""
        self._authorizer.authorize(self.principal, action, resource)

    def publish(self, event: Event) -> str:
        """The event leaves with this transaction; returns its id."""
        pending = outbox.PendingEvent(self.new_id(), event)
        self._events.append(pending)
        return pending.event_id

    def schedule(self, name: str, payload: dict[str, Any], *, due_at: datetime, key: str) -> None:
        """Work to be done at `due_at`, outside any transaction; the same (name, key) twice is one."""
        self._scheduled.append(due_commands.Scheduled(self.new_id(), name, key, payload, due_at))

    @property
    def has_outgoing(self) -> bool:
        """Whether the relay or the due-command poller has something new to do after the commit."""
        return bool(self._events or self._scheduled)

    async def flush(self) -> None:
        """Writes outbox and due-command rows; called by the bus just before its commit."""
        if self._events:
            await outbox.insert_events(self.connection, self._events, self.context, self.now)
        if self._scheduled:
            await due_commands.schedule(
                self.connection, self._scheduled, self.context.correlation_id, self.context.causation_id
            )
