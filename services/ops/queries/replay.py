"""A recording of the live page: the events and how the figures stood after each that moved them."""
from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, cast, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.ops.adapters.tables import event_log
from services.ops.domain.figures import FIGURES, Movement
from services.ops.domain.running_figures import RunningFigures
from services.ops.queries.event_log import page
from services.ops.queries.logged_event import LoggedEvent

REPLAY_LIMIT = 20_000
_log = event_log.c
_PAGE = 1000


async def recording(
    connection: AsyncConnection, *, from_log_id: int, to_log_id: int | None, limit: int
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Up to `limit` events from `from_log_id` on, and the figures just before the first of them."""
    figures = start = await _figures_before(connection, from_log_id)
    events: list[dict[str, Any]] = []
    position = from_log_id - 1
    while len(events) < limit:
        found = await page(connection, after=position, limit=min(_PAGE, limit - len(events)), until=to_log_id)
        if not found:
            break
        position = found[-1].log_id
        for event, movement in zip(found, await _movements(connection, found), strict=True):
            before, figures = figures, figures.after(event.log_id, event.business_date, movement)
            moved = movement != Movement() or before.business_date != figures.business_date
            events.append({**event.view, "figures": figures.view()} if moved else event.view)
    return events, start.view()


async def _movements(connection: AsyncConnection, events: list[LoggedEvent]) -> list[Movement]:
    between = select(_log.log_id, _log.movement).where(
        _log.log_id.between(events[0].log_id, events[-1].log_id), _log.movement.is_not(None)
    )
    found = {row.log_id: Movement(**row.movement) for row in await connection.execute(between)}
    return [found.get(event.log_id, Movement()) for event in events]


async def _figures_before(connection: AsyncConnection, log_id: int) -> RunningFigures:
    sums = (_sum(name) for name in FIGURES)
    earlier = _log.log_id < log_id
    totals = (await connection.execute(select(*sums).where(earlier, _log.movement.is_not(None)))).one()
    last_date = select(_log.business_date).where(earlier).order_by(_log.log_id.desc()).limit(1)
    business_date = (await connection.execute(last_date)).scalar()
    today = select(_sum("applied")).where(earlier, _log.business_date == business_date)
    applied_today = (await connection.execute(today)).scalar_one()
    return RunningFigures(log_id - 1, business_date, int(applied_today), Movement(*map(int, totals)))


def _sum(name: str) -> Any:
    return func.coalesce(func.sum(cast(_log.movement[name].astext, BigInteger)), 0)
