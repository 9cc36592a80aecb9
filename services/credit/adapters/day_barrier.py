"""How far every other service is with its day jobs."""
from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.credit.adapters.tables import day_barrier


class PostgresDayBarrier:
    """`application.ports.DayBarrier`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def record(self, service: str, processed_date: date, at: datetime) -> None:
        """Forward only."""
        progress = {"processed_date": processed_date, "processed_at": at}
        statement = insert(day_barrier).values({"service": service, **progress})
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["service"], set_=progress, where=day_barrier.c.processed_date < processed_date
            )
        )
