"""Loans, their schedules and histories, as people read them."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.credit.adapters.loan_repository import INSTALMENTS, LOAN
from services.credit.adapters.loan_rows import booked_of
from services.credit.adapters.row import Row
from services.credit.application.records.booked_loan import BookedLoan
from services.credit.queries.listing import Page, Visible

_LIST: Final = text("""
SELECT o.* FROM loan o
WHERE (CAST(:status AS text) IS NULL OR o.status = :status)
  AND (CAST(:line_id AS uuid) IS NULL OR o.line_id = CAST(:line_id AS uuid))
  AND (CAST(:party_id AS uuid) IS NULL OR o.party_id = CAST(:party_id AS uuid))
  AND (CAST(:outlets AS text[]) IS NULL OR o.outlet_id = ANY(:outlets))
  AND (CAST(:after AS uuid) IS NULL OR o.id < CAST(:after AS uuid))
ORDER BY o.id DESC LIMIT :limit
""")
_TRANSACTIONS: Final = text("""
SELECT id, kind, business_date, value_date, amount_fen, fee_fen, compound_fen, penalty_fen, interest_fen, principal_fen,
       suspense_fen, outstanding_principal_fen, repayment_id
FROM loan_transaction
WHERE loan_id = CAST(:loan_id AS uuid) AND (CAST(:after AS uuid) IS NULL OR id > CAST(:after AS uuid))
ORDER BY id LIMIT :limit
""")


async def find_loan(connection: AsyncConnection, loan_id: str) -> tuple[Row, BookedLoan] | None:
    """One loan: its row, and the same as the rules know it."""
    row = (await connection.exec_driver_sql(LOAN, (loan_id,))).mappings().one_or_none()
    if row is None:
        return None
    instalments = (await connection.exec_driver_sql(INSTALMENTS, (loan_id,))).mappings().all()
    return row, booked_of(row, instalments)


async def list_loans(
    connection: AsyncConnection, visible: Visible, page: Page, *, status: str | None, line_id: str | None
) -> Sequence[Row]:
    """Loans the caller may see, newest first."""
    values = {
        "status": status,
        "line_id": line_id,
        "party_id": visible.party_id,
        "outlets": visible.outlets,
        "after": page.after,
        "limit": page.limit,
    }
    return (await connection.execute(_LIST, values)).mappings().all()


async def list_transactions(connection: AsyncConnection, loan_id: str, page: Page) -> Sequence[Row]:
    """The loan's history, oldest first."""
    values = {"loan_id": loan_id, "after": page.after, "limit": page.limit}
    return (await connection.execute(_TRANSACTIONS, values)).mappings().all()
