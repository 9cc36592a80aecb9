"""Reads of the archive: pages by log id, the newest that match, one party's timeline."""
from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.ops.adapters.tables import event_log, event_log_head, party_profile
from services.ops.domain.event_filter import EventFilter
from services.ops.queries.logged_event import LoggedEvent, logged_event

TIMELINE_LIMIT = 1000
_EVERYTHING = EventFilter()
_log = event_log.c


async def head(connection: AsyncConnection) -> int:
    """The id of the newest archived event; 0 before the first."""
    return int((await connection.execute(select(event_log_head.c.last_log_id))).scalar_one())


async def page(
    connection: AsyncConnection, wanted: EventFilter = _EVERYTHING, *, after: int, limit: int, until: int | None = None
) -> list[LoggedEvent]:
    """Events with `after` < log id ≤ `until`, oldest first."""
    statement = _events(wanted).where(_log.log_id > after).order_by(_log.log_id).limit(limit)
    if until is not None:
        statement = statement.where(_log.log_id <= until)
    return await _read(connection, statement)


async def newest(connection: AsyncConnection, wanted: EventFilter, *, until: int, limit: int) -> list[LoggedEvent]:
    """The last `limit` events up to `until`, oldest first."""
    statement = _events(wanted).where(_log.log_id <= until).order_by(_log.log_id.desc()).limit(limit)
    return (await _read(connection, statement))[::-1]


async def timeline(connection: AsyncConnection, wanted: EventFilter) -> tuple[list[LoggedEvent], bool]:
    """What happened, in the order it happened, across services; whether older events were left out."""
    statement = _events(wanted).order_by(_log.occurred_at.desc(), _log.log_id.desc()).limit(TIMELINE_LIMIT + 1)
    found = await _read(connection, statement)
    return found[:TIMELINE_LIMIT][::-1], len(found) > TIMELINE_LIMIT


def _events(wanted: EventFilter) -> Select[Any]:
    profile = party_profile.c
    statement = select(event_log, profile.masked_name, profile.trade_code, profile.segment).join_from(
        event_log, party_profile, profile.party_id == _log.party_id, isouter=True
    )
    return statement.where(*_conditions(wanted))


def _conditions(wanted: EventFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.types is not None:
        conditions.append(_log.type.in_(wanted.types))
    if wanted.party_id is not None:
        conditions.append(_log.party_id == wanted.party_id)
    if wanted.correlation_id is not None:
        conditions.append(_log.correlation_id == wanted.correlation_id)
    if wanted.keyword is not None:
        conditions.append(or_(_log.type.in_(wanted.mentioned_types), *_contains(wanted.keyword.lower())))
    return conditions


def _contains(sought: str) -> list[ColumnElement[bool]]:
    texts = (_log.type, party_profile.c.masked_name, _log.subject, cast(_log.payload, Text))
    return [func.strpos(func.lower(text), sought) > 0 for text in texts]


async def _read(connection: AsyncConnection, statement: Select[Any]) -> list[LoggedEvent]:
    return [logged_event(row) for row in await connection.execute(statement)]
