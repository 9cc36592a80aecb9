"""Money received, booked by sets: dues paid on the day in one statement, the rest as the rules poured it."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.credit.adapters.end_of_day.dues import UNDER_WAY
from services.credit.adapters.end_of_day.fetch import fetch
from services.credit.adapters.end_of_day.loan_sets import read_loans, save_loans
from services.credit.adapters.end_of_day.receipt_statements import BOOK, LOCK_LOANS, LOCK_NODES, PAY_ON_TIME, receipt_arrays
from services.credit.application.end_of_day.ports import BookedReceipt
from services.credit.application.end_of_day.records import Chunk, OnTimePayment, PaidOrder
from services.credit.application.records.booked_loan import BookedLoan

_SUSPENSE_IN_USE = f"""
SELECT o.id::text AS id FROM loan o
WHERE o.earliest_unpaid_due_date <= $1::date AND o.suspense_fen > 0 AND o.id BETWEEN $2::uuid AND $3::uuid AND NOT {UNDER_WAY}
"""  # noqa: S608  composed of constants


class PostgresReceipts:
    """`application.end_of_day.ports.Receipts`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def suspense_in_use(self, on: date, chunk: Chunk) -> Sequence[str]:
        """Ids of the chunk's loans that owe, hold suspense and have no repayment under way."""
        rows = await fetch(self._connection, _SUSPENSE_IN_USE, on, chunk.from_key, chunk.to_key)
        return [row.id for row in rows]

    async def lock(self, loan_ids: Sequence[str]) -> None:
        """The limit nodes of the loans from root to leaf, then the loans (architecture.md rule 9)."""
        await self._connection.exec_driver_sql(LOCK_NODES, (list(loan_ids),))
        await self._connection.exec_driver_sql(LOCK_LOANS, (list(loan_ids),))

    async def pay_on_time(self, paid: Sequence[PaidOrder], on: date, at: datetime) -> Sequence[OnTimePayment]:
        """Books the payments that are exactly a due of today on a loan without arrears or suspense; skips the others."""
        rows = await fetch(
            self._connection,
            PAY_ON_TIME,
            [one.journal_id for one in paid],
            [one.order.loan_id for one in paid],
            [one.order.repayment_id for one in paid],
            [one.paid_fen for one in paid],
            on,
            at,
        )
        return [OnTimePayment(*row) for row in rows]

    async def loans(self, loan_ids: Sequence[str]) -> Sequence[BookedLoan]:
        """The loans whole, in order of id; the caller holds their locks."""
        return await read_loans(self._connection, loan_ids)

    async def book(self, receipts: Sequence[BookedReceipt], on: date, at: datetime) -> None:
        """Loans, instalments, limits, history, journals, repayments and orders of receipts."""
        changes = [(one.before, one.before.with_loan(one.receipt.loan)) for one in receipts]
        await save_loans(self._connection, changes, on)
        await self._connection.exec_driver_sql(BOOK, (*receipt_arrays(receipts), on, at))
