"""The migrations make exactly the tables the code knows, and can be taken back."""
from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from services.sandbox.adapters.tables import metadata
from tests.support.postgres import PostgresForTests

_TABLES = text("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'")


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "target_metadata": metadata})
    return list(compare_metadata(context, metadata))


async def test_a_migrated_database_has_the_tables_of_the_code(postgres: PostgresForTests) -> None:
    async with postgres.migrated("sandbox") as database:
        engine = create_async_engine(database.url, poolclass=NullPool)
        async with engine.connect() as connection:
            assert await connection.run_sync(differences) == []
            tables = (await connection.execute(_TABLES)).scalar_one()
        await engine.dispose()
    assert tables == len(metadata.tables) + len({"alembic_version"})
