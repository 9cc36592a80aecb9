"""Many rows in one statement: they travel as one JSON value and Postgres types them by the table's own columns."""
from __future__ import annotations

import json
from collections.abc import Sequence
from enum import Enum
from typing import Any

from sqlalchemy import Table, text
from sqlalchemy.ext.asyncio import AsyncConnection


async def insert_rows(connection: AsyncConnection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Inserts rows that name every column they fill; the rest become NULL. No rows, no statement."""
    if not rows:
        return
    columns = ", ".join(column.name for column in table.columns if column.name in rows[0])
    statement = (
        f"INSERT INTO {table.name} ({columns}) "  # noqa: S608 - names come from our own tables
        f"SELECT {columns} FROM jsonb_populate_recordset(NULL::{table.name}, CAST(:rows AS jsonb))"
    )
    await connection.execute(text(statement), {"rows": as_json(rows)})


async def update_rows(
    connection: AsyncConnection, table: Table, rows: Sequence[dict[str, Any]], *, key: str
) -> None:
    """Sets every column a row names besides its key. All rows name the same columns."""
    if not rows:
        return
    changes = ", ".join(f"{name} = given.{name}" for name in rows[0] if name != key)
    statement = (
        f"UPDATE {table.name} SET {changes} "  # noqa: S608 - names come from our own tables
        f"FROM jsonb_populate_recordset(NULL::{table.name}, CAST(:rows AS jsonb)) given "
        f"WHERE {table.name}.{key} = given.{key}"
    )
    await connection.execute(text(statement), {"rows": as_json(rows)})


def row_of(value: Any) -> dict[str, Any]:
    """A flat dataclass with slots as a row: its fields by name, codes for enumerations. `asdict` copies deeply and is ten times slower."""
    row = {name: getattr(value, name) for name in value.__slots__}
    return {name: item.value if isinstance(item, Enum) else item for name, item in row.items()}


def as_json(value: object) -> str:
    """JSON text; dates and instants in ISO form."""
    return json.dumps(value, ensure_ascii=False, default=str)
