"""A running ops with a real HTTP server, because streams need sockets."""
from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.component.ops.served import ServedOps, served_ops
from tests.support.postgres import PostgresForTests


@pytest.fixture
async def ops(postgres: PostgresForTests) -> AsyncIterator[ServedOps]:
    """Ops on its own database and port."""
    async with served_ops(postgres) as served:
        yield served
