"""One statement, its rows."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection


async def fetch(connection: AsyncConnection, statement: str, *values: Any) -> Sequence[Any]:
    """The rows of a statement with numbered parameters, columns by name or place."""
    return (await connection.exec_driver_sql(statement, values)).all()
