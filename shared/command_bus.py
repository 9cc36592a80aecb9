"""One command, one transaction: the only place that commits (architecture.md rule 1)."""
from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.db import idempotency, inbox
from shared.db.idempotency import Answer, IdempotentRequest
from shared.db.unit_of_work import UnitOfWork
from shared.kernel.authorization import SYSTEM, Authorizer
from shared.kernel.clock import Clock
from shared.kernel.context import CommandContext
from shared.observability.metrics import COMMAND_RETRIES, INBOX_DUPLICATES
from shared.schemas.event import Envelope

Handler = Callable[[Any, Any], Awaitable[Any]]
BatchHandler = Callable[[Sequence[Envelope], Any], Awaitable[None]]

_MAX_ATTEMPTS = 3
_SERIALIZATION_FAILURE, _DEADLOCK, _UNIQUE_VIOLATION = "40001", "40P01", "23505"


class CommandBus:
    """Opens a fresh unit of work per command, runs its handler, commits once."""

    def __init__(
        self,
        *,
        engine: AsyncEngine,
        unit_of_work: type[UnitOfWork],
        handlers: Mapping[type, Handler],
        clock: Clock,
        authorizer: Authorizer,
        after_commit: Callable[[], None] = lambda: None,
    ) -> None:
        self._engine = engine
        self._unit_of_work = unit_of_work
        self._handlers = handlers
        self._clock = clock
        self._authorizer = authorizer
        self._after_commit = after_commit

    async def handle(self, command: object, context: CommandContext) -> Any:
        """Runs one command in one transaction and returns what its handler returned."""
        handler = self._handlers[type(command)]
        return await self._transact(context, lambda uow: handler(command, uow))

    async def handle_once(
        self, command: object, context: CommandContext, request: IdempotentRequest, answer: Callable[[Any], Answer]
    ) -> Answer:
        """As `handle`, but a repeated request gets the first answer; the answer commits with the effect."""
        handler = self._handlers[type(command)]

        async def run(uow: UnitOfWork) -> Answer:
            stored = await idempotency.claim(uow.connection, request)
            if stored is not None:
                return stored
            fresh = answer(await handler(command, uow))
            uow.remember(request, fresh)
            return fresh

        answered: Answer = await self._transact(context, run)
        return answered

    async def remember_refusal(self, request: IdempotentRequest, refusal: Answer, context: CommandContext) -> Answer:
        """Keeps a business refusal under its key; whatever was stored first is the answer."""

        async def run(uow: UnitOfWork) -> Answer:
            stored = await idempotency.claim(uow.connection, request)
            if stored is not None:
                return stored
            uow.remember(request, refusal)
            return refusal

        remembered: Answer = await self._transact(context, run)
        return remembered

    async def receive(self, envelope: Envelope, command: object | None) -> bool:
        """The effect of one event, once; False when it was a duplicate."""

        async def effect(_: Sequence[Envelope], uow: UnitOfWork) -> None:
            if command is not None:
                await self._handlers[type(command)](command, uow)

        return await self.receive_many([envelope], effect) == 1

    async def receive_many(self, envelopes: Sequence[Envelope], effect: BatchHandler) -> int:
        """The effect of several events in one transaction; returns how many were new."""
        last = envelopes[-1]
        context = CommandContext(SYSTEM, last.correlation_id, causation_id=last.event_id)

        async def run(uow: UnitOfWork) -> int:
            fresh = await inbox.accept(uow.connection, envelopes, uow.now)
            if fresh:
                await effect(fresh, uow)
            return len(fresh)

        accepted: int = await self._transact(context, run)
        INBOX_DUPLICATES.inc(len(envelopes) - accepted)
        return accepted

    async def _transact(self, context: CommandContext, work: Callable[[UnitOfWork], Awaitable[Any]]) -> Any:
        for attempt in range(1, _MAX_ATTEMPTS + 1):
            try:
                async with self._engine.begin() as connection:
                    uow = self._unit_of_work(connection, context, self._clock, self._authorizer)
                    result = await work(uow)
                    await uow.flush()
            except DBAPIError as error:
                if attempt == _MAX_ATTEMPTS or not _may_succeed_again(error):
                    raise
                COMMAND_RETRIES.inc()
                continue
            if uow.has_outgoing:
                self._after_commit()
            return result
        raise AssertionError("unreachable")


def _may_succeed_again(error: DBAPIError) -> bool:
    """Also when the first request of a key committed between our look at its answer and our lock: the next look finds it."""
    state = getattr(error.orig, "sqlstate", None)
    return state in (_SERIALIZATION_FAILURE, _DEADLOCK) or (state == _UNIQUE_VIOLATION and "pk_idempotency" in str(error.orig))


__all__ = ["Answer", "CommandBus", "CommandContext", "Handler", "IdempotentRequest", "UnitOfWork"]
