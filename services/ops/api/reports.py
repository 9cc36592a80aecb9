"""Figures of the day and the report of the main road."""
from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from services.ops.api.signed_in import event_reader
from services.ops.queries.figures import figures_now
from services.ops.queries.main_road_report import main_road_report
from shared.web.calls import ReadCall
from shared.web.edge_errors import InvalidBody

router = APIRouter(tags=["reports"])


@router.get("/v1/figures/today", operation_id="getTodaysFigures")
async def todays_figures(call: ReadCall = Depends(event_reader)) -> dict[str, Any]:
    """Applied today, approval rate, balance and overdue balance, moved by events alone."""
    async with call.connection() as connection:
        return (await figures_now(connection)).view()


@router.get("/v1/reports/main-road", operation_id="getMainRoadReport")
async def main_road(
    call: ReadCall = Depends(event_reader),
    since: Annotated[datetime | None, Query(alias="from", description="instant with an offset")] = None,
    until: Annotated[datetime | None, Query(alias="to", description="instant with an offset")] = None,
) -> dict[str, Any]:
    """What the events of a period add up to: funnel, seconds to a decision, refusals, contacts, promises."""
    if any(instant is not None and instant.tzinfo is None for instant in (since, until)):
        raise InvalidBody()
    async with call.connection() as connection:
        return await main_road_report(connection, since, until)
