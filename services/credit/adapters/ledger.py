"""Journals in Postgres: a head and its postings, inserted together and never changed."""
from __future__ import annotations

from datetime import date, datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from services.credit.domain.ledger import Journal

_POST: Final = """
WITH entered AS (
    INSERT INTO journal (id, business_date, kind, party_id, loan_id, posted_at)
    VALUES ($1::uuid, $2::date, $3::text, $4::uuid, $5::uuid, $6::timestamptz)
)
INSERT INTO posting (journal_id, line, business_date, account, amount_fen)
SELECT $1::uuid, e.line, $2::date, e.account, e.amount_fen
FROM unnest($7::text[], $8::bigint[]) WITH ORDINALITY AS e(account, amount_fen, line)
"""


async def post_journal(
    connection: AsyncConnection,
    journal: Journal,
    *,
    journal_id: str,
    business_date: date,
    at: datetime,
    party_id: str | None = None,
    loan_id: str | None = None,
) -> None:
    """Posts a journal; the database refuses one whose postings do not sum to zero."""
    values = (
        journal_id,
        business_date,
        journal.kind.value,
        party_id,
        loan_id,
        at,
        [line.account.value for line in journal.lines],
        [line.amount_fen for line in journal.lines],
    )
    await connection.exec_driver_sql(_POST, values)
