"""Column types of this service: ids, instants, fen, rates; and the one MetaData."""
from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Numeric, Uuid

from shared.db.metadata import service_metadata
from shared.db.tables import add_platform_tables

METADATA = service_metadata()
PLATFORM = add_platform_tables(METADATA)

UUID_TEXT: Uuid[str] = Uuid(as_uuid=False)
INSTANT = DateTime(timezone=True)
RATE = Numeric(12, 10)
"""Annual rate as a fraction, never rounded: 0.0720000000 is 7.2 %."""


def fen(name: str, *, default: int | None = None, nullable: bool = False) -> Column[int]:
    """A whole amount of fen; its CHECK is the table's, see `not_negative`."""
    return Column(name, BigInteger, nullable=nullable, server_default=None if default is None else str(default))


def not_negative(*names: str) -> CheckConstraint:
    """All of these columns are zero or more."""
    return CheckConstraint(" AND ".join(f"{name} >= 0" for name in names), name="not_negative")


def one_of(column: str, values: Iterable[Enum | str]) -> CheckConstraint:
    """A closed list of codes."""
    codes = ", ".join(f"'{value.value if isinstance(value, Enum) else value}'" for value in values)
    return CheckConstraint(f"{column} IN ({codes})", name=column)
