"""One read-only snapshot of every database, taken by a role that can do nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

READ_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Each database in one REPEATABLE READ transaction; `logs` is where the processes wrote theirs, if known."""

    databases: dict[str, asyncpg.Connection]
    logs: Path | None = None

    async def rows(self, service: str, query: str, *values: object) -> list[asyncpg.Record]:
        return list(await self.databases[service].fetch(query, *values, timeout=READ_SECONDS))

    async def number(self, service: str, query: str, *values: object) -> int:
        found: Any = await self.databases[service].fetchval(query, *values, timeout=READ_SECONDS)
        return int(found or 0)

    async def sums(self, service: str, query: str, *values: object) -> dict[str, int]:
        """First column to second."""
        return {str(row[0]): int(row[1]) for row in await self.rows(service, query, *values)}


@asynccontextmanager
async def snapshot(address: Callable[[str], str], services: tuple[str, ...], logs: Path | None = None) -> AsyncIterator[Snapshot]:
    """Opens all databases; `address` gives the verifier's address of one."""
    async with AsyncExitStack() as stack:
        databases = {}
        for service in services:
            connection = await asyncpg.connect(address(service), timeout=5)
            stack.push_async_callback(connection.close)
            transaction = connection.transaction(isolation="repeatable_read", readonly=True)
            await stack.enter_async_context(transaction)
            databases[service] = connection
        yield Snapshot(databases, logs)
