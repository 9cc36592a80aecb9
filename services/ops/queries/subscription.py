"""What one reader of the stream gets, in order: each event once from his last id on, figures, and gaps said openly."""
from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from services.ops.domain.event_filter import EventFilter
from services.ops.domain.running_figures import RunningFigures
from services.ops.queries import event_log
from services.ops.queries.live_feed import LiveFeed
from services.ops.queries.logged_event import LoggedEvent

_PAGE = 200
KEEPALIVE_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Events:
    """Events the reader wants; `position` is how far the log has been looked through for him."""

    found: list[LoggedEvent]
    position: int


@dataclass(frozen=True, slots=True)
class Gap:
    """The reader was too slow: events after `after` up to `until` were not sent; the archive has them."""

    after: int
    until: int


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing happened for a while."""

    position: int


Message = Events | Gap | Silence | RunningFigures


async def subscribe(
    engine: AsyncEngine, feed: LiveFeed, wanted: EventFilter, *, last_id: int | None, recent: int
) -> AsyncIterator[Message]:
    """Endless until the feed closes. With `last_id` resumes after it, else begins with the `recent` newest matches."""
    await feed.start()
    async with engine.connect() as connection:
        position = await event_log.head(connection)
        first = await event_log.newest(connection, wanted, until=position, limit=recent) if last_id is None else []
    if last_id is None:
        yield Events(first, position)
    else:
        position = min(last_id, position)
    async for events in _catch_up(engine, feed, wanted, position):
        position = events.position
        yield events
    shown: RunningFigures | None = None
    while not feed.closing:
        if feed.figures is not None and feed.figures != shown:
            shown = feed.figures
            yield shown
        if position + 1 < feed.oldest:
            gap = Gap(position, feed.oldest - 1)
            position = gap.until
            yield gap
        waiting = feed.after(position, _PAGE)
        if waiting:
            position = waiting[-1].log_id
            yield Events([event for event in waiting if wanted.matches(event)], position)
            continue
        await feed.wait(position, KEEPALIVE_SECONDS)
        if feed.head <= position:
            yield Silence(position)


async def _catch_up(engine: AsyncEngine, feed: LiveFeed, wanted: EventFilter, position: int) -> AsyncIterator[Events]:
    """Pages of the archive until the window takes over."""
    while position + 1 < feed.oldest and not feed.closing:
        until = feed.head
        async with engine.connect() as connection:
            found = await event_log.page(connection, wanted, after=position, limit=_PAGE, until=until)
        position = found[-1].log_id if len(found) == _PAGE else until
        yield Events(found, position)
