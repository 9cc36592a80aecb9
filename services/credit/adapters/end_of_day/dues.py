"""What falls due and the orders that collect it (payment orders are written before the core bank is asked)."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from services.credit.adapters.end_of_day.charges import CONVENTIONS, JOIN_CONVENTIONS, UNPAID
from services.credit.adapters.end_of_day.fetch import fetch
from services.credit.application.end_of_day.records import DebitItem, LoanDue, Refusal, SentOrder

UNDER_WAY: Final = "EXISTS (SELECT FROM repayment r WHERE r.loan_id = o.id AND r.state IN ('REQUESTED', 'DEBITING'))"
_LOCK: Final = f"""
SELECT o.id::text AS id FROM loan o
WHERE o.earliest_unpaid_due_date <= $1::date AND ($2::uuid IS NULL OR o.id > $2::uuid) AND NOT {UNDER_WAY}
ORDER BY o.id LIMIT $3::int FOR UPDATE OF o
"""  # noqa: S608  composed of constants
_OWED: Final = f"""
WITH {CONVENTIONS}
SELECT o.id::text AS loan_id, sum({UNPAID})::bigint - o.suspense_fen AS amount_fen
FROM loan o {JOIN_CONVENTIONS}
JOIN instalment i ON i.loan_id = o.id AND i.due_date BETWEEN o.earliest_unpaid_due_date AND $1::date
WHERE o.id = ANY ($2::uuid[]) GROUP BY o.id ORDER BY o.id
"""  # noqa: S608  composed of constants
_ORDER: Final = """
WITH asked AS (
    SELECT a.repayment_id, a.amount_fen, o.* FROM unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS a(repayment_id, loan_id, amount_fen)
    JOIN loan o ON o.id = a.loan_id
), opened AS (
    INSERT INTO repayment (id, loan_id, party_id, outlet_id, source, kind, amount_fen, state, business_date, requested_at)
    SELECT repayment_id, id, party_id, outlet_id, 'AUTO_DEBIT', 'DUE', amount_fen, 'DEBITING', $5::date, $6::timestamptz FROM asked
    ON CONFLICT (loan_id) WHERE state IN ('REQUESTED', 'DEBITING') DO NOTHING
    RETURNING id
)
INSERT INTO payment_order (request_no, kind, batch_no, party_id, loan_id, source_id, mandate_id, business_date, amount_fen, status)
SELECT 'RP' || replace(repayment_id::text, '-', ''), 'DEBIT', $4::text, party_id, asked.id, repayment_id, mandate_id, $5::date,
       amount_fen, 'SENT'
FROM asked JOIN opened ON opened.id = repayment_id
"""
_ITEMS: Final = """
SELECT p.request_no, p.mandate_id, p.amount_fen, o.earliest_unpaid_due_date < p.business_date AS in_arrears
FROM payment_order p JOIN loan o ON o.id = p.loan_id WHERE p.batch_no = $1::text ORDER BY p.request_no
"""
_SENT: Final = """
SELECT request_no, loan_id::text, source_id::text AS repayment_id, amount_fen FROM payment_order
WHERE batch_no = $1::text AND status = 'SENT' ORDER BY request_no
"""
_REFUSE: Final = """
WITH refused AS (SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[]) AS r(request_no, repayment_id, reason)),
ended AS (
    UPDATE repayment SET state = 'REFUSED', reason = refused.reason, finished_at = $4::timestamptz
    FROM refused WHERE id = refused.repayment_id
)
UPDATE payment_order p SET status = 'REFUSED', reason = refused.reason, answered_at = $4::timestamptz
FROM refused WHERE p.request_no = refused.request_no
"""


class PostgresDues:
    """`application.end_of_day.ports.Dues`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def lock(self, on: date, *, after: str | None, limit: int) -> Sequence[str]:
        """Ids of loans with a due of today or before and no repayment under way, in order of id, locked."""
        return [row.id for row in await fetch(self._connection, _LOCK, on, after, limit)]

    async def owed(self, on: date, loan_ids: Sequence[str]) -> Sequence[LoanDue]:
        """What they owe with charges to the day, less their suspense."""
        return [LoanDue(*row) for row in await fetch(self._connection, _OWED, on, list(loan_ids))]

    async def order(self, on: date, batch_no: str, dues: Mapping[str, LoanDue], at: datetime) -> None:
        """A repayment by its id and a payment order for each due; a loan that began another repayment is left out."""
        if dues:
            loans, amounts = [due.loan_id for due in dues.values()], [due.amount_fen for due in dues.values()]
            await self._connection.exec_driver_sql(_ORDER, (list(dues), loans, amounts, batch_no, on, at))

    async def items(self, batch_no: str) -> Sequence[DebitItem]:
        """What a batch asks for; while it waits for its answer nobody else pays on its loans, so it reads the same."""
        return [DebitItem(*row) for row in await fetch(self._connection, _ITEMS, batch_no)]

    async def sent(self, batch_no: str) -> Sequence[SentOrder]:
        """The orders of a batch that have no answer yet."""
        return [SentOrder(*row) for row in await fetch(self._connection, _SENT, batch_no)]

    async def refuse(self, refusals: Sequence[Refusal], at: datetime) -> None:
        """Ends order and repayment with the core bank's reason."""
        values = (
            [one.order.request_no for one in refusals],
            [one.order.repayment_id for one in refusals],
            [one.reason for one in refusals],
            at,
        )
        await self._connection.exec_driver_sql(_REFUSE, values)
