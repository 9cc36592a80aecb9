"""`GET /v1/events/stream`: server-sent events with the log id, resumable by `Last-Event-ID`."""
from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse

from services.ops.api.errors import TooManyStreams
from services.ops.api.event_query import MAX_LOG_ID, event_query
from services.ops.api.signed_in import event_reader
from services.ops.domain.event_filter import EventFilter
from services.ops.queries.subscription import Events, Gap, Message, Silence, subscribe
from shared.web.calls import ReadCall
from shared.web.edge_errors import HeaderMalformed

router = APIRouter(tags=["events"])

MAX_STREAMS = 50
_LONGEST_STREAM_SECONDS = 3600.0
_RETRY = "retry: 2000\n\n"
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@router.get("/v1/events/stream", operation_id="streamEvents", response_class=StreamingResponse)
async def stream_events(
    request: Request,
    call: ReadCall = Depends(event_reader),
    wanted: EventFilter = Depends(event_query),
    last_event_id: Annotated[int | None, Query(ge=0, le=MAX_LOG_ID)] = None,
    recent: Annotated[int, Query(ge=0, le=500)] = 0,
) -> StreamingResponse:
    """Events as they happen; each carries its log id. `event: figures` brings the four figures, `event: gap` says what
    a slow reader missed. Resumes after `Last-Event-ID` (or `last_event_id`), else begins with the `recent` newest.
    Ends after an hour, on shutdown, or with the reader; then he reconnects and is checked again.
    """
    del call
    if request.app.state.open_streams >= MAX_STREAMS:
        raise TooManyStreams()
    last_id = _last_event_id(request, last_event_id)
    runtime, feed = request.app.state.runtime, request.app.state.live_feed
    messages = subscribe(runtime.engine, feed, wanted, last_id=last_id, recent=recent)
    return StreamingResponse(_frames(request, messages), media_type="text/event-stream", headers=_HEADERS)


async def _frames(request: Request, messages: AsyncIterator[Message]) -> AsyncIterator[str]:
    state, clock = request.app.state, request.app.state.runtime.clock
    ends_at = clock.monotonic() + _LONGEST_STREAM_SECONDS
    state.open_streams += 1
    try:
        yield _RETRY
        async for message in messages:
            yield frame(message)
            if clock.monotonic() > ends_at:
                return
    finally:
        state.open_streams -= 1


def frame(message: Message) -> str:
    """A message on the wire. An `id` without data only moves the reader's resume point."""
    if isinstance(message, Events):
        events = "".join(f"id: {event.log_id}\ndata: {event.json}\n\n" for event in message.found)
        looked_further = not message.found or message.found[-1].log_id < message.position
        return events + (f"id: {message.position}\n\n" if looked_further else "")
    if isinstance(message, Gap):
        missed = {"after": message.after, "until": message.until, "count": message.until - message.after}
        return f"event: gap\nid: {message.until}\ndata: {json.dumps(missed)}\n\n"
    if isinstance(message, Silence):
        return f": keepalive\nid: {message.position}\n\n"
    return f"event: figures\ndata: {json.dumps(message.view())}\n\n"


def _last_event_id(request: Request, queried: int | None) -> int | None:
    header = request.headers.get("last-event-id", "").strip()
    if not header:
        return queried
    if not (header.isascii() and header.isdigit()) or int(header) > MAX_LOG_ID:
        raise HeaderMalformed(header="Last-Event-ID")
    return int(header)
