"""One transaction of one command: repositories hang on it, events and due work leave with it."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from uuid_utils import uuid7

from shared.db import business_day, due_commands
from shared.db.departure import Departure, PendingEvent, write_departure
from shared.db.idempotency import Answer, IdempotentRequest
from shared.kernel.authorization import Authorizer, Principal, Resource
from shared.kernel.clock import Clock, shanghai_time
from shared.kernel.context import CommandContext, Journey
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
        self._answered: tuple[IdempotentRequest, Answer] | None = None
        self._events: list[PendingEvent] = []
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

    def publish(self, event: Event, journey: Journey | None = None) -> str:
        """The event leaves with this transaction; `journey` names another than the command's own. Returns its id."""
        pending = PendingEvent(self.new_id(), event, journey or self.context.journey)
        self._events.append(pending)
        return pending.event_id

    def schedule(self, name: str, payload: dict[str, Any], *, due_at: datetime, key: str) -> None:
        """Work to be done at `due_at`, outside any transaction; the same (name, key) twice is one."""
        self._scheduled.append(due_commands.Scheduled(self.new_id(), name, key, payload, due_at))

    @property
    def has_outgoing(self) -> bool:
        """Whether the relay or the due-command poller has something new to do after the commit."""
        return bool(self._events or self._scheduled)

    def remember(self, request: IdempotentRequest, answer: Answer) -> None:
        """The answer is kept under its key with this transaction."""
        self._answered = (request, answer)

    async def flush(self) -> None:
        """Writes all that leaves with the transaction; called by the bus just before its commit."""
        if self._events or self._scheduled or self._answered:
            departure = Departure(self._events, self._scheduled, self._answered)
            await write_departure(self.connection, departure, self.context, self.now)
