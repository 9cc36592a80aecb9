"""The figures on top of the live page."""
from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.ops.adapters.tables import daily_figures, event_log_head, platform
from services.ops.domain.figures import FIGURES, Movement
from services.ops.domain.running_figures import RunningFigures


async def figures_now(connection: AsyncConnection) -> RunningFigures:
    """Totals of all days, and how many applied on the current business date."""
    totals = (await connection.execute(select(*(func.coalesce(func.sum(daily_figures.c[name]), 0) for name in FIGURES)))).one()
    business_date = (await connection.execute(select(platform.business_day.c.business_date))).scalar()
    today = select(daily_figures.c.applied).where(daily_figures.c.business_date == business_date)
    applied_today = (await connection.execute(today)).scalar() or 0
    log_id = (await connection.execute(select(event_log_head.c.last_log_id))).scalar_one()
    return RunningFigures(log_id, business_date, applied_today, Movement(*map(int, totals)))
