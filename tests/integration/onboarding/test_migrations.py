"""The migrations make exactly the tables the code works with."""
from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from services.onboarding.adapters.tables import METADATA
from tests.support.postgres import PostgresForTests


async def test_the_tables_are_those_of_the_code(postgres: PostgresForTests) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, METADATA))

    async with postgres.migrated("onboarding") as database:
        engine = create_async_engine(database.url, poolclass=NullPool)
        async with engine.connect() as connection:
            assert await connection.run_sync(differences) == []
        await engine.dispose()
