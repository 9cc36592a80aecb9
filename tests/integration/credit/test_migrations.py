"""The tables are those of the code, and every revision can be taken back."""
from __future__ import annotations

import asyncio
import os
import sys

from o2o.environment import python_environment
from o2o.paths import PROJECT_ROOT
from tests.support.postgres import PostgresForTests


async def alembic(url: str, *arguments: str) -> str:
    """Runs Alembic as operators do; returns what it printed."""
    environment = {**python_environment(), "CREDIT_DATABASE_URL": url, "PATH": os.environ["PATH"]}
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "alembic", "-c", "services/credit/alembic.ini", *arguments,
        cwd=PROJECT_ROOT, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    output, _ = await program.communicate()
    assert program.returncode == 0, output.decode()
    return output.decode()


async def test_upgrade_downgrade_and_upgrade_again(postgres: PostgresForTests) -> None:
    async with postgres.empty("credit") as database:
        for arguments in (("upgrade", "head"), ("downgrade", "base"), ("upgrade", "head")):
            await alembic(database.url, *arguments)
        assert "No new upgrade operations detected" in await alembic(database.url, "check")
