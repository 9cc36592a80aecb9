"""The process record of cases in Postgres: rows are added, never changed (R37)."""
from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_ADD = text("""
INSERT INTO case_history (history_id, case_id, business_date, kind, facts, actor, recorded_at)
VALUES (:history_id, :case_id, :business_date, :kind, CAST(:facts AS jsonb), :actor, :recorded_at)
""")


@dataclass(frozen=True, slots=True)
class PostgresHistory:
    """Repository of one transaction; `actor` is whoever asked for it."""

    connection: AsyncConnection
    actor: str
    now: datetime
    new_id: Callable[[], str]

    async def add(self, *, case_id: str, business_date: date, kind: str, facts: dict[str, Any]) -> None:
        await self.connection.execute(
            _ADD,
            {
                "history_id": self.new_id(),
                "case_id": case_id,
                "business_date": business_date,
                "kind": kind,
                "facts": json.dumps(facts),
                "actor": self.actor,
                "recorded_at": self.now,
            },
        )
