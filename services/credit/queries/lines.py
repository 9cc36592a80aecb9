"""Credit lines with their limits and contracts, as people read them."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.credit.adapters.row import Row
from services.credit.queries.listing import Page, Visible

_LINE: Final = """
SELECT l.id, l.party_id, l.outlet_id, l.application_id, l.product_code, l.product_version, l.purpose_code, l.approved_fen,
       l.annual_rate, l.term_months, l.status, l.status_reason, l.start_date, l.end_date, l.sign_by, l.version,
       n.total_fen, n.used_fen, n.reserved_fen, n.frozen_fen, n.status AS node_status, c.id AS contract_id
FROM credit_line l JOIN limit_node n ON n.id = l.id JOIN contract c ON c.line_id = l.id
"""
_ONE: Final = text(_LINE + "WHERE l.id = CAST(:line_id AS uuid)")
_LIST: Final = text(
    _LINE
    + """
WHERE (CAST(:status AS text) IS NULL OR l.status = :status)
  AND (CAST(:application_id AS uuid) IS NULL OR l.application_id = CAST(:application_id AS uuid))
  AND (CAST(:party_id AS uuid) IS NULL OR l.party_id = CAST(:party_id AS uuid))
  AND (CAST(:outlets AS text[]) IS NULL OR l.outlet_id = ANY(:outlets))
  AND (CAST(:after AS uuid) IS NULL OR l.id < CAST(:after AS uuid))
ORDER BY l.id DESC LIMIT :limit
"""
)


async def find_line(connection: AsyncConnection, line_id: str) -> Row | None:
    """One line."""
    return (await connection.execute(_ONE, {"line_id": line_id})).mappings().one_or_none()


async def list_lines(
    connection: AsyncConnection, visible: Visible, page: Page, *, status: str | None, application_id: str | None
) -> Sequence[Row]:
    """Lines the caller may see, newest first."""
    values = {
        "status": status,
        "application_id": application_id,
        "party_id": visible.party_id,
        "outlets": visible.outlets,
        "after": page.after,
        "limit": page.limit,
    }
    return (await connection.execute(_LIST, values)).mappings().all()
