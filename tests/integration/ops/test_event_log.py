"""One writer at a time: ids become visible in their order, and a failed writer leaves no hole."""
from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from services.ops.adapters.event_log import PostgresEventLog
from services.ops.adapters.tables import metadata
from tests.support.eventually import eventually
from tests.support.postgres import PostgresForTests

_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


@pytest.fixture
async def engine(postgres: PostgresForTests) -> AsyncIterator[AsyncEngine]:
    async with postgres.migrated("ops") as database:
        engine = create_async_engine(database.url)
        yield engine
        await engine.dispose()


@pytest.mark.parametrize(("first_commits", "expected"), [(True, 4), (False, 1)])
async def test_a_second_writer_waits_for_the_first_and_continues_its_ids(
    engine: AsyncEngine, *, first_commits: bool, expected: int
) -> None:
    async def second_writer() -> int:
        async with engine.begin() as connection:
            return await PostgresEventLog(connection).reserve(2)

    async with engine.connect() as connection:
        assert await PostgresEventLog(connection).reserve(3) == 1
        waiting = asyncio.create_task(second_writer())
        await eventually(lambda: _blocked(engine), seconds=5)
        assert not waiting.done()
        await (connection.commit() if first_commits else connection.rollback())
    assert await asyncio.wait_for(waiting, 5) == expected


async def test_a_month_is_opened_once_and_holds_its_events(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        log = PostgresEventLog(connection)
        for _ in range(2):
            await log.open_month(date(2026, 12, 1))
        bounds = await connection.execute(
            text("SELECT pg_get_expr(relpartbound, oid) FROM pg_class WHERE relname = 'event_log_2026_12'")
        )
    assert bounds.scalar_one() == "FOR VALUES FROM ('2026-12-01 00:00:00+00') TO ('2027-01-01 00:00:00+00')"


async def test_the_migrations_make_exactly_the_tables_the_code_names(engine: AsyncEngine) -> None:
    def difference(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"include_name": _is_no_partition})
        return list(compare_metadata(context, metadata))

    async with engine.connect() as connection:
        assert await connection.run_sync(difference) == []


def _is_no_partition(name: str | None, kind: str, _: object) -> bool:
    return kind != "table" or not str(name).startswith(("event_log_default", "alembic_version"))


async def _blocked(engine: AsyncEngine) -> bool:
    async with engine.connect() as connection:
        return bool((await connection.execute(text(_WAITING))).scalar_one())
