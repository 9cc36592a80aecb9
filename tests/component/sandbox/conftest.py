"""The outside world on a real Postgres."""
from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.component.sandbox.world import RunningWorld, running_world
from tests.support.postgres import PostgresForTests


@pytest.fixture
def callbacks() -> list[httpx.Request]:
    """What the core bank called back, in order."""
    return []


@pytest.fixture
async def world(postgres: PostgresForTests, tmp_path: Path, callbacks: list[httpx.Request]) -> AsyncIterator[RunningWorld]:
    """The world without people; its callbacks are taken."""

    def listen(request: httpx.Request) -> httpx.Response:
        callbacks.append(request)
        return httpx.Response(204)

    async with postgres.migrated("sandbox") as database, running_world(database, tmp_path, listen) as running:
        yield running
