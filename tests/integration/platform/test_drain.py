"""Before a stop, what is published or only half received is waited for."""

from __future__ import annotations

import asyncpg
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import create_async_engine

from o2o.drain import backlog, drain
from shared.db.tables import add_platform_tables
from shared.schemas.events.credit import LoanOverdue
from tests.support.postgres import Database, PostgresForTests

EMIT = """
INSERT INTO outbox (id, aggregatetype, aggregateid, type, payload, aggregate_seq, topic, partition_key, correlation_id, occurred_at)
VALUES ('00000000-0000-7000-8000-000000000001', 'loan', 'l', $1, '{}', 1, 't', 'k', '00000000-0000-7000-8000-000000000002', '2026-11-22Z')
"""
PUBLISH = "UPDATE outbox SET published_at = '2026-11-22Z'"
TAKE = "INSERT INTO inbox VALUES ('00000000-0000-7000-8000-000000000001', 't', 'l', 1, '2026-11-22Z')"


async def make_tables(database: Database) -> None:
    metadata = MetaData()
    add_platform_tables(metadata)
    engine = create_async_engine(database.url)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    await engine.dispose()


async def run(database: Database, sql: str, *values: object) -> None:
    connection = await asyncpg.connect(database.dsn)
    try:
        await connection.execute(sql, *values)
    finally:
        await connection.close()


async def test_an_event_counts_until_it_is_published_and_every_subscriber_has_it(postgres: PostgresForTests) -> None:
    async with postgres.empty("credit") as credit, postgres.empty("collections") as collections:
        await make_tables(credit)
        await make_tables(collections)
        urls = {"credit": credit.verifier_dsn, "collections": collections.verifier_dsn}
        assert await backlog(urls) == {}
        await run(credit, EMIT, LoanOverdue.event_type())
        assert await backlog(urls) == {"credit": 1, "collections": 1}
        await run(credit, PUBLISH)
        assert await backlog(urls) == {"collections": 1}
        assert await drain(urls, seconds=0) == {"collections": 1}
        await run(collections, TAKE)
        assert await backlog(urls) == {}


async def test_an_event_nobody_wants_is_not_waited_for(postgres: PostgresForTests) -> None:
    async with postgres.empty("credit") as credit, postgres.empty("collections") as collections:
        await make_tables(credit)
        await make_tables(collections)
        await run(credit, EMIT, "o2o.credit.Unheard.v1")
        await run(credit, PUBLISH)
        assert await backlog({"credit": credit.verifier_dsn, "collections": collections.verifier_dsn}) == {}


async def test_a_database_without_tables_has_no_backlog(postgres: PostgresForTests) -> None:
    async with postgres.empty("credit") as credit:
        assert await backlog({"credit": credit.verifier_dsn}) == {}
