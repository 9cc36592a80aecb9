"""A database and a role per service, each role shut out of every database but its own, and the checker's read-only role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import asyncpg

from o2o.topology import VERIFIER


async def ensure_databases(superuser_url: str, names: Sequence[str], passwords: Mapping[str, str], *, fresh: bool = False) -> None:
    """Create what is missing, a database for each name. `passwords` is by role; `fresh` drops these databases first."""
    connection = await asyncpg.connect(superuser_url)
    try:
        if fresh:
            for name in names:
                await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await ensure_roles(connection, passwords)
        existing = {row["datname"] for row in await connection.fetch("SELECT datname FROM pg_database")}
        for name in names:
            if name not in existing:
                await create_database(connection, name, owner=name)
    finally:
        await connection.close()


async def create_database(connection: asyncpg.Connection, name: str, *, owner: str, template: str = "template1") -> None:
    """A database that only its owner and the checker can enter."""
    await connection.execute(f'CREATE DATABASE "{name}" OWNER "{owner}" TEMPLATE "{template}"')
    await connection.execute(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC')
    await connection.execute(f'GRANT CONNECT ON DATABASE "{name}" TO "{VERIFIER}"')


async def ensure_roles(connection: asyncpg.Connection, passwords: Mapping[str, str]) -> None:
    """Create the roles that are missing; none may enter a database that is not granted to it."""
    existing = {row["rolname"] for row in await connection.fetch("SELECT rolname FROM pg_roles")}
    for role, password in passwords.items():
        if role not in existing:
            quoted = await connection.fetchval("SELECT quote_literal($1)", password)
            await connection.execute(f'CREATE ROLE "{role}" LOGIN PASSWORD {quoted}')
    if VERIFIER not in existing:
        await connection.execute(f'GRANT pg_read_all_data TO "{VERIFIER}"')
        await connection.execute(f'ALTER ROLE "{VERIFIER}" SET default_transaction_read_only = on')
        await connection.execute("REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC")
