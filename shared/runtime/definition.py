"""What a service tells the platform about itself; everything else is the same for all."""
from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter

from shared.command_bus import BatchHandler, Handler
from shared.db.due_commands import DueCommand
from shared.db.unit_of_work import UnitOfWork
from shared.kernel.authorization import Permission
from shared.schemas.event import Envelope, Event

if TYPE_CHECKING:
    from shared.runtime.runtime import Runtime

Translator = Callable[[Any, Envelope], object | None]
DayJob = Callable[[Any, date, date], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class ServiceDefinition:
    """One service.

    `subscriptions` turns an event into a command, or None when the event needs no effect here.
    `due_commands` run outside any transaction with at-least-once semantics.
    `day_job(uow, closed_date, next_date)` runs in the transaction that moves the business date.
    `batch_effect` lets a read model take many events in one transaction instead of `subscriptions`.
    `on_start` runs before the first request, for seeds; it must be safe to run again.
    `start_tasks` are further loops of a worker; each runs until cancelled.
    """

    name: str
    title: str
    routers: Sequence[APIRouter]
    unit_of_work: type[UnitOfWork]
    command_handlers: Mapping[type, Handler]
    permissions: Mapping[str, Permission]
    subscriptions: Mapping[type[Event], Translator] = field(default_factory=dict)
    due_commands: Mapping[str, Callable[[DueCommand, Runtime], Awaitable[None]]] = field(default_factory=dict)
    day_job: DayJob | None = None
    batch_effect: BatchHandler | None = None
    on_start: Callable[[Runtime], Awaitable[None]] | None = None
    start_tasks: Sequence[Callable[[Runtime], Coroutine[Any, Any, None]]] = ()
    open_paths: frozenset[str] = frozenset()
