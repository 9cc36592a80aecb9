"""What every service's `migrations/env.py` calls: one advisory lock, short lock waits, one transaction each."""
from __future__ import annotations

import asyncio
import os

from alembic import context
from sqlalchemy import MetaData, text
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool


def run(metadata: MetaData, service: str) -> None:
    """Migrates the database named by `<SERVICE>_DATABASE_URL` to the requested revision."""
    url = os.environ[f"{service.upper()}_DATABASE_URL"]
    asyncio.run(_migrate(metadata, url))


async def _migrate(metadata: MetaData, url: str) -> None:
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(_run_in_context, metadata)
    await engine.dispose()


def _run_in_context(connection: Connection, metadata: MetaData) -> None:
    connection.execute(text("SET lock_timeout = '4s'"))
    connection.execute(text("SELECT pg_advisory_lock(hashtext('alembic'))"))
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=metadata,
        transaction_per_migration=True,
        compare_type=True,
        compare_server_default=False,
    )
    with context.begin_transaction():
        context.run_migrations()
