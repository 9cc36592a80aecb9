"""The archive over HTTP: pages of events, timelines, the replay file, the types there are."""
from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from services.ops.adapters.page_files import build_replay
from services.ops.api.event_query import MAX_LOG_ID, LogId, event_query
from services.ops.api.signed_in import event_reader
from services.ops.domain.event_filter import EventFilter
from services.ops.queries import event_log
from services.ops.queries.replay import REPLAY_LIMIT, recording
from shared.kernel.errors import NotFound
from shared.schemas.fields import UUID_PATTERN
from shared.web.calls import ReadCall
from shared.web.cursor import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE

router = APIRouter(tags=["events"])


@router.get("/v1/events", operation_id="listEvents")
async def list_events(
    call: ReadCall = Depends(event_reader),
    wanted: EventFilter = Depends(event_query),
    after: LogId = 0,
    page_size: Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE)] = DEFAULT_PAGE_SIZE,
) -> dict[str, Any]:
    """Events with a log id above `after`, oldest first; `next_cursor` is the next page's `after`."""
    async with call.connection() as connection:
        found = await event_log.page(connection, wanted, after=after, limit=page_size + 1)
    shown = found[:page_size]
    return {
        "items": [event.view for event in shown],
        "next_cursor": str(shown[-1].log_id) if len(found) > page_size else None,
    }


@router.get("/v1/events/replay.html", operation_id="getReplay")
async def replay(
    request: Request,
    call: ReadCall = Depends(event_reader),
    from_log_id: Annotated[int, Query(ge=1, le=MAX_LOG_ID)] = 1,
    to_log_id: Annotated[int | None, Query(ge=1, le=MAX_LOG_ID)] = None,
    limit: Annotated[int, Query(ge=1, le=REPLAY_LIMIT)] = 5000,
) -> Response:
    """The live page as one file with these events inside; it opens without any server."""
    async with call.connection() as connection:
        events, figures = await recording(connection, from_log_id=from_log_id, to_log_id=to_log_id, limit=limit)
    page = build_replay(request.app.state.page_files, events, figures)
    return Response(page.encode(), media_type="text/html; charset=utf-8")


@router.get("/v1/timelines/{party_id}", operation_id="getTimeline")
async def timeline(
    party_id: Annotated[str, Path(pattern=UUID_PATTERN)],
    call: ReadCall = Depends(event_reader),
    correlation_id: Annotated[str | None, Query(pattern=UUID_PATTERN)] = None,
) -> dict[str, Any]:
    """Everything about one party in the order it happened, across services; at most the newest 1,000 events."""
    async with call.connection() as connection:
        found, truncated = await event_log.timeline(connection, EventFilter(None, party_id, correlation_id))
    if not found:
        raise NotFound()
    return {
        "party_id": party_id,
        "name": found[-1].masked_name,
        "items": [event.view for event in found],
        "truncated": truncated,
    }
