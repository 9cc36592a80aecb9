"""Business expiries, run when the date moves (architecture.md, Saga): cost sheets, contracts nobody signed, lines at their end."""
from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

_EXPIRE: Final = """
WITH sheets AS (
    UPDATE cost_sheet s SET status = 'EXPIRED'
    WHERE s.expires_on = $1::date AND s.status <> 'EXPIRED'
      AND NOT EXISTS (SELECT FROM drawdown d WHERE d.cost_sheet_id = s.id AND d.state <> 'FAILED')
    RETURNING s.id
), chosen AS (
    SELECT n.id, l.status FROM limit_node n JOIN credit_line l ON l.id = n.id
    WHERE l.status = 'PENDING_SIGN' AND l.sign_by <= $1::date
       OR l.status IN ('ACTIVE', 'FROZEN') AND l.end_date < $1::date
    ORDER BY n.depth, n.id FOR UPDATE OF n
), nodes AS (
    UPDATE limit_node n SET status = 'CLOSED' FROM chosen WHERE n.id = chosen.id
), lines AS (
    UPDATE credit_line l SET status = 'EXPIRED', status_reason = NULL, version = l.version + 1 FROM chosen WHERE l.id = chosen.id
), contracts AS (
    UPDATE contract SET status = 'EXPIRED' FROM chosen WHERE line_id = chosen.id AND contract.status = 'PREPARED'
)
SELECT (SELECT count(*) FROM sheets) AS sheets, count(*) FILTER (WHERE status = 'PENDING_SIGN') AS unsigned,
       count(*) FILTER (WHERE status <> 'PENDING_SIGN') AS ended FROM chosen
"""


async def expire(connection: AsyncConnection, next_date: date) -> dict[str, int]:
    """How many of each no longer live on `next_date`. A sheet that became a loan stays what it was."""
    row = (await connection.exec_driver_sql(_EXPIRE, (next_date,))).one()
    return {"sheets_expired": row.sheets, "contracts_expired": row.unsigned, "lines_expired": row.ended}
