"""Repayments, the debits that bring them in and the rows they leave in a loan's history."""
from __future__ import annotations

import json
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.credit.adapters.ledger import post_journal
from services.credit.adapters.row import Row
from services.credit.adapters.tables import repayment as repayment_table
from services.credit.application.errors import RepaymentInProgress
from services.credit.application.records.booked_loan import BookedLoan
from services.credit.application.records.repayment import (
    DebitToMake,
    Repayment,
    RepaymentKind,
    RepaymentSource,
    RepaymentState,
)
from services.credit.domain.allocation import Part
from services.credit.domain.ledger import Journal
from services.credit.domain.repayment import Receipt
from shared.db.unit_of_work import new_id
from shared.kernel.errors import NotFound

_R = repayment_table.c
_START: Final = """
WITH started AS (
    UPDATE repayment r SET state = 'DEBITING' FROM loan o
    WHERE r.id = $1::uuid AND r.state IN ('REQUESTED', 'DEBITING') AND o.id = r.loan_id
    RETURNING r.id, r.party_id, r.loan_id, r.business_date, r.amount_fen, o.mandate_id
), ordered AS (
    INSERT INTO payment_order (request_no, kind, batch_no, party_id, loan_id, source_id, mandate_id, business_date,
                               amount_fen, status)
    SELECT $2::text, 'DEBIT', $2::text, party_id, loan_id, id, mandate_id, business_date, amount_fen, 'SENT' FROM started
    ON CONFLICT (request_no) DO NOTHING
)
SELECT mandate_id FROM started
"""
_FINISH: Final = """
WITH finished AS (
    UPDATE repayment SET state = $2::text, received_fen = $3::bigint, reason = $4::text, finished_at = $5::timestamptz
    WHERE id = $1::uuid
)
UPDATE payment_order SET status = $6::text, paid_fen = $3::bigint, reason = $4::text, answered_at = $5::timestamptz
WHERE request_no = $7::text
"""
_HISTORY: Final = """
INSERT INTO loan_transaction (id, loan_id, party_id, kind, business_date, value_date, amount_fen, fee_fen, compound_fen,
                              penalty_fen, interest_fen, principal_fen, suspense_fen, outstanding_principal_fen,
                              repayment_id, lines, journal_id, posted_at)
VALUES ($1::uuid, $2::uuid, $3::uuid, 'REPAYMENT', $4::date, $4::date, $5::bigint, $6::bigint, $7::bigint, $8::bigint,
        $9::bigint, $10::bigint, $11::bigint, $12::bigint, $13::uuid, $14::jsonb, $1::uuid, $15::timestamptz)
"""


class PostgresRepayments:
    """`application.ports.Repayments`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, repayment: Repayment, at: datetime) -> None:
        """Raises RepaymentInProgress when another one of the loan is open."""
        row = {
            "id": repayment.repayment_id,
            "loan_id": repayment.loan_id,
            "party_id": repayment.party_id,
            "outlet_id": repayment.outlet_id,
            "source": repayment.source.value,
            "kind": repayment.kind.value,
            "amount_fen": repayment.amount_fen,
            "state": repayment.state.value,
            "business_date": repayment.business_date,
            "requested_at": at,
        }
        statement = insert(repayment_table).values(row).on_conflict_do_nothing().returning(_R.id)
        if (await self._connection.execute(statement)).first() is None:
            raise RepaymentInProgress()

    async def get(self, repayment_id: str) -> Repayment:
        """Raises NotFound."""
        query = select(repayment_table).where(_R.id == repayment_id)
        row = (await self._connection.execute(query)).mappings().first()
        if row is None:
            raise NotFound()
        return repayment_of(row)

    async def start(self, repayment_id: str) -> DebitToMake | None:
        """DEBITING, with its payment order; None when it is finished."""
        repayment = await self.get(repayment_id)
        values = (repayment_id, repayment.batch_no)
        mandate_id = (await self._connection.exec_driver_sql(_START, values)).scalar()
        return None if mandate_id is None else DebitToMake(repayment, mandate_id)

    async def finish(self, repayment: Repayment, at: datetime) -> None:
        """The final state, on the repayment and its payment order."""
        values = (
            repayment.repayment_id,
            repayment.state.value,
            repayment.received_fen,
            repayment.reason,
            at,
            _payment_status(repayment),
            repayment.batch_no,
        )
        await self._connection.exec_driver_sql(_FINISH, values)

    async def book(
        self, booked: BookedLoan, repayment: Repayment, receipt: Receipt, journal: Journal, *, on: date, at: datetime
    ) -> None:
        """The row of the loan's history and the journal of a receipt, under one id."""
        transaction_id, allocation = new_id(), receipt.allocation
        lines = [[line.seq, line.part.value, line.amount_fen] for line in allocation.lines]
        parts = (Part.FEE, Part.COMPOUND, Part.PENALTY, Part.INTEREST, Part.PRINCIPAL)
        values = (
            transaction_id,
            booked.loan_id,
            booked.party_id,
            on,
            repayment.received_fen,
            *(allocation.part_fen(part) for part in parts),
            receipt.suspense_change_fen,
            receipt.loan.outstanding_fen,
            repayment.repayment_id,
            json.dumps(lines),
            at,
        )
        await self._connection.exec_driver_sql(_HISTORY, values)
        await post_journal(
            self._connection,
            journal,
            journal_id=transaction_id,
            business_date=on,
            at=at,
            party_id=booked.party_id,
            loan_id=booked.loan_id,
        )


def repayment_of(row: Row) -> Repayment:
    """The repayment of a row."""
    return Repayment(
        repayment_id=str(row["id"]),
        loan_id=str(row["loan_id"]),
        party_id=str(row["party_id"]),
        outlet_id=row["outlet_id"],
        source=RepaymentSource(row["source"]),
        kind=RepaymentKind(row["kind"]),
        amount_fen=row["amount_fen"],
        state=RepaymentState(row["state"]),
        business_date=row["business_date"],
        received_fen=row["received_fen"],
        reason=row["reason"],
    )


def _payment_status(repayment: Repayment) -> str:
    if repayment.state is RepaymentState.REFUSED:
        return "REFUSED"
    return "PAID" if repayment.received_fen == repayment.amount_fen else "PARTIAL"
