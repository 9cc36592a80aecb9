"""The filters that the stream and the lists share."""
from __future__ import annotations

from typing import Annotated

from fastapi import Query

from services.ops.domain.catalogue import types_of_stages
from services.ops.domain.event_filter import EventFilter
from services.ops.domain.sentence import Stage
from shared.schemas.fields import UUID_PATTERN

MAX_LOG_ID = 2**62
LogId = Annotated[int, Query(ge=0, le=MAX_LOG_ID)]
_Uuid = Annotated[str | None, Query(pattern=UUID_PATTERN)]
_Types = Annotated[
    list[Annotated[str, Query(max_length=100)]], Query(alias="type", max_length=100, description="event types, any of them")
]
_Stages = Annotated[list[Stage], Query(alias="stage", max_length=len(Stage), description="stages, any of them")]
_Keyword = Annotated[str | None, Query(alias="q", min_length=1, max_length=50, pattern=r"^[^\x00-\x1f\x7f]+$")]


def event_query(
    types: _Types = [],  # noqa: B006 - FastAPI copies it
    stages: _Stages = [],  # noqa: B006 - as above
    party_id: _Uuid = None,
    correlation_id: _Uuid = None,
    keyword: _Keyword = None,
) -> EventFilter:
    """Dependency: `type` and `stage` (both repeatable), `party_id`, `correlation_id`, `q`; all given must hold."""
    wanted = frozenset(types) or None
    if stages:
        of_stages = types_of_stages(stages)
        wanted = of_stages if wanted is None else wanted & of_stages
    return EventFilter(wanted, party_id, correlation_id, keyword)
