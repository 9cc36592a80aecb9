"""The bank's date, how far every service is, and how the last close ended."""
from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from shared.db.business_day import BusinessDateUnknown

_CURRENT: Final = """
SELECT d.business_date, d.closed_date, (SELECT json_object_agg(service, processed_date)::text FROM day_barrier) AS processed,
       (SELECT state FROM eod_run WHERE closed_date = d.business_date) AS closing,
       (SELECT json_agg(json_build_object('kind', kind, 'compared', compared, 'differences', differences) ORDER BY kind)::text
        FROM reconciliation WHERE business_date = d.closed_date) AS reconciliations
FROM business_day d
"""


@dataclass(frozen=True, slots=True)
class CurrentDay:
    """`processed` by service; `reconciliations` are those of the day closed last."""

    business_date: date
    closed_date: date | None
    is_closing: bool
    processed: dict[str, str]
    reconciliations: list[dict[str, Any]]


async def current_day(connection: AsyncConnection) -> CurrentDay:
    """Raises BusinessDateUnknown before the bank's first day."""
    row = (await connection.exec_driver_sql(_CURRENT)).first()
    if row is None:
        raise BusinessDateUnknown()
    return CurrentDay(
        business_date=row.business_date,
        closed_date=row.closed_date,
        is_closing=row.closing == "RUNNING",
        processed=json.loads(row.processed or "{}"),
        reconciliations=json.loads(row.reconciliations or "[]"),
    )
