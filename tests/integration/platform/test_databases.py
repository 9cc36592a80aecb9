"""A database and a role per service, none of which can enter another's."""

from __future__ import annotations

import asyncpg
import pytest

from o2o.topology import SERVICES
from tests.support.postgres import PostgresForTests

NAMES = [service.name for service in SERVICES]


@pytest.mark.parametrize("intruder", NAMES)
async def test_no_role_enters_another_services_database(postgres: PostgresForTests, intruder: str) -> None:
    owner = NAMES[NAMES.index(intruder) - 1]
    async with postgres.empty(owner) as database:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await asyncpg.connect(postgres.dsn(intruder, database.name))
        await (await asyncpg.connect(database.dsn)).close()


@pytest.mark.parametrize("role", NAMES)
async def test_no_role_enters_the_maintenance_databases(postgres: PostgresForTests, role: str) -> None:
    for database in ("postgres", "template1"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await asyncpg.connect(postgres.dsn(role, database))


async def test_a_wrong_password_is_refused(postgres: PostgresForTests) -> None:
    async with postgres.empty("credit") as database:
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(database.dsn.replace("credit:", "credit:x", 1))


async def test_the_checker_reads_every_table_and_writes_none(postgres: PostgresForTests) -> None:
    async with postgres.empty("credit") as database:
        owner = await asyncpg.connect(database.dsn)
        await owner.execute("CREATE TABLE loan (id int); INSERT INTO loan VALUES (1)")
        await owner.close()
        checker = await asyncpg.connect(database.verifier_dsn)
        try:
            assert await checker.fetchval("SELECT count(*) FROM loan") == 1
            await checker.execute("SET default_transaction_read_only = off")
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await checker.execute("INSERT INTO loan VALUES (2)")
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await checker.execute("CREATE TABLE note (id int)")
        finally:
            await checker.close()
