"""The transaction of ops with its repositories."""
from __future__ import annotations

from datetime import date
from functools import cached_property

from sqlalchemy import select

from services.ops.adapters.browser_sessions import PostgresBrowserSessions
from services.ops.adapters.event_log import PostgresEventLog
from services.ops.adapters.read_model import PostgresReadModel
from services.ops.adapters.tables import platform
from shared.db.unit_of_work import UnitOfWork


class SqlOpsUnitOfWork(UnitOfWork):
    """What `application.ports.OpsUnitOfWork` asks for."""

    @cached_property
    def log(self) -> PostgresEventLog:
        return PostgresEventLog(self.connection)

    @cached_property
    def read_model(self) -> PostgresReadModel:
        return PostgresReadModel(self.connection)

    @cached_property
    def sessions(self) -> PostgresBrowserSessions:
        return PostgresBrowserSessions(self.connection)

    async def known_business_date(self) -> date | None:
        """Read anew each time: a batch may hold several days."""
        found: date | None = (await self.connection.execute(select(platform.business_day.c.business_date))).scalar()
        return found
