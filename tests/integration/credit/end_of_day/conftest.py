"""One connection to a database of credit with nothing in it; what a test does is rolled back with its database."""
from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from tests.support.postgres import PostgresForTests


@pytest.fixture
async def connection(postgres: PostgresForTests) -> AsyncIterator[AsyncConnection]:
    """Open in a transaction that is never committed."""
    async with postgres.migrated("credit") as database:
        engine = create_async_engine(database.url, poolclass=NullPool)
        async with engine.connect() as connection:
            yield connection
        await engine.dispose()
