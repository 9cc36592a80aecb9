"""Loans as credit described them, and the payments on overdue ones, in Postgres."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.collections.domain.loan import Loan

_ADD = text("""
INSERT INTO loan (loan_id, party_id, outlet_id, outstanding_fen, overdue_fen)
VALUES (:loan_id, :party_id, :outlet_id, :outstanding_fen, 0)
ON CONFLICT (loan_id) DO NOTHING
""")
_FALL_OVERDUE = text("""
INSERT INTO loan (loan_id, party_id, outlet_id, outstanding_fen, overdue_fen, earliest_unpaid_due_date)
VALUES (:loan_id, :party_id, :outlet_id, :outstanding_fen, :overdue_fen, :earliest_unpaid_due_date)
ON CONFLICT (loan_id) DO UPDATE
SET outstanding_fen = excluded.outstanding_fen, overdue_fen = excluded.overdue_fen,
    earliest_unpaid_due_date = excluded.earliest_unpaid_due_date
""")
_TAKE_PAYMENT = text("""
UPDATE loan SET outstanding_fen = :outstanding_fen, overdue_fen = :overdue_fen, earliest_unpaid_due_date =
    CASE WHEN earliest_unpaid_due_date IS NULL THEN NULL
         ELSE coalesce(CAST(:earliest_unpaid_due_date AS date), earliest_unpaid_due_date) END
WHERE loan_id = :loan_id
RETURNING earliest_unpaid_due_date IS NOT NULL
""")
_CLEAR = text("UPDATE loan SET overdue_fen = 0, earliest_unpaid_due_date = NULL WHERE loan_id = :loan_id")
_SETTLE = text("""
UPDATE loan SET outstanding_fen = 0, overdue_fen = 0, earliest_unpaid_due_date = NULL WHERE loan_id = :loan_id
""")
_CLASSIFY = text("UPDATE loan SET five_class = :five_class WHERE loan_id = :loan_id")
_OF_PARTIES = text("""
SELECT loan_id, party_id, outlet_id, outstanding_fen, overdue_fen, earliest_unpaid_due_date
FROM loan WHERE party_id = ANY(CAST(:party_ids AS uuid[])) ORDER BY loan_id
""")
_ADD_PAYMENT = text("""
INSERT INTO payment (repayment_id, loan_id, party_id, business_date, amount_fen)
VALUES (:repayment_id, :loan_id, :party_id, :business_date, :amount_fen)
""")
_REVERSE_PAYMENT = text("""
INSERT INTO payment (repayment_id, loan_id, party_id, business_date, amount_fen, reverses_id)
SELECT :reversal_id, loan_id, party_id, business_date, -amount_fen, repayment_id
FROM payment WHERE repayment_id = :reverses_id
ON CONFLICT (reverses_id) DO NOTHING
RETURNING party_id, business_date
""")


@dataclass(frozen=True, slots=True)
class PostgresLoans:
    """Repository of one transaction."""

    connection: AsyncConnection

    async def add(self, loan: Loan) -> None:
        await self.connection.execute(
            _ADD,
            {
                "loan_id": loan.loan_id,
                "party_id": loan.party_id,
                "outlet_id": loan.outlet_id,
                "outstanding_fen": loan.outstanding_fen,
            },
        )

    async def fall_overdue(self, loan: Loan) -> None:
        await self.connection.execute(
            _FALL_OVERDUE,
            {
                "loan_id": loan.loan_id,
                "party_id": loan.party_id,
                "outlet_id": loan.outlet_id,
                "outstanding_fen": loan.outstanding_fen,
                "overdue_fen": loan.overdue_fen,
                "earliest_unpaid_due_date": loan.earliest_unpaid_due_date,
            },
        )

    async def take_payment(
        self, *, loan_id: str, outstanding_fen: int, overdue_fen: int, earliest_unpaid_due_date: date | None
    ) -> bool:
        found = await self.connection.execute(
            _TAKE_PAYMENT,
            {
                "loan_id": loan_id,
                "outstanding_fen": outstanding_fen,
                "overdue_fen": overdue_fen,
                "earliest_unpaid_due_date": earliest_unpaid_due_date,
            },
        )
        return bool(found.scalar())

    async def clear_arrears(self, loan_id: str) -> None:
        await self.connection.execute(_CLEAR, {"loan_id": loan_id})

    async def settle(self, loan_id: str) -> None:
        await self.connection.execute(_SETTLE, {"loan_id": loan_id})

    async def of_parties(self, party_ids: Sequence[str]) -> Mapping[str, Sequence[Loan]]:
        found: dict[str, list[Loan]] = defaultdict(list)
        for row in await self.connection.execute(_OF_PARTIES, {"party_ids": list(party_ids)}):
            found[str(row.party_id)].append(_loan(row))
        return found

    async def classify(self, *, loan_id: str, five_class: str) -> None:
        await self.connection.execute(_CLASSIFY, {"loan_id": loan_id, "five_class": five_class})


def _loan(row: Row[tuple[object, ...]]) -> Loan:
    return Loan(
        loan_id=str(row.loan_id),
        party_id=str(row.party_id),
        outlet_id=row.outlet_id,
        outstanding_fen=row.outstanding_fen,
        overdue_fen=row.overdue_fen,
        earliest_unpaid_due_date=row.earliest_unpaid_due_date,
    )


@dataclass(frozen=True, slots=True)
class PostgresPayments:
    """Repository of one transaction."""

    connection: AsyncConnection

    async def add(
        self, *, repayment_id: str, loan_id: str, party_id: str, business_date: date, amount_fen: int
    ) -> None:
        await self.connection.execute(
            _ADD_PAYMENT,
            {
                "repayment_id": repayment_id,
                "loan_id": loan_id,
                "party_id": party_id,
                "business_date": business_date,
                "amount_fen": amount_fen,
            },
        )

    async def reverse(self, *, reversal_id: str, reverses_id: str) -> tuple[str, date] | None:
        row = (
            await self.connection.execute(
                _REVERSE_PAYMENT, {"reversal_id": reversal_id, "reverses_id": reverses_id}
            )
        ).one_or_none()
        return None if row is None else (str(row.party_id), row.business_date)
