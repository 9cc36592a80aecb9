"""What time alone does to loans and lines, a statement each over the loans on which something happens."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from services.credit.adapters.end_of_day.charges import INTEREST_UNPAID, PRINCIPAL_UNPAID
from services.credit.adapters.end_of_day.fetch import fetch
from services.credit.adapters.end_of_day.loan_sets import read_loans, save_loans
from services.credit.application.end_of_day.ports import SettledPeriods
from services.credit.application.end_of_day.records import ClassChange, LineChange, OverdueLoan
from services.credit.application.records.booked_loan import BookedLoan
from services.credit.domain.classification import ClassThresholds, RiskClass

_LOCK_ENDING: Final = """
SELECT id::text AS id FROM loan
WHERE next_period_end <= $1::date AND status <> 'SETTLED' AND ($2::uuid IS NULL OR id > $2::uuid)
ORDER BY id LIMIT $3::int FOR UPDATE
"""
_TELL_SETTLEMENTS: Final = """
INSERT INTO loan_transaction (id, loan_id, party_id, kind, business_date, value_date, amount_fen, interest_fen,
                              outstanding_principal_fen, posted_at)
SELECT id, loan_id, party_id, 'INTEREST_SETTLEMENT', $7::date, value_date, interest_fen, interest_fen, outstanding_fen, $8::timestamptz
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::date[], $5::bigint[], $6::bigint[])
     AS s(id, loan_id, party_id, value_date, interest_fen, outstanding_fen)
"""
_CHANGE_LINES: Final = """
, changed AS (
    UPDATE credit_line l SET status = $3::text, status_reason = CASE WHEN $3::text = 'FROZEN' THEN $2::text END, version = l.version + 1
    FROM chosen WHERE l.id = chosen.id RETURNING l.id, l.party_id, l.outlet_id
), nodes AS (UPDATE limit_node n SET status = $3::text FROM changed WHERE n.id = changed.id)
SELECT id::text, party_id::text, outlet_id FROM changed ORDER BY id
"""
_FREEZE: Final = f"""
WITH chosen AS (
    SELECT n.id FROM limit_node n JOIN credit_line l ON l.id = n.id
    WHERE l.status = 'ACTIVE'
      AND l.party_id IN (SELECT party_id FROM loan WHERE earliest_unpaid_due_date <= $1::date AND status = 'OVERDUE')
    ORDER BY n.depth, n.id FOR UPDATE OF n
){_CHANGE_LINES}"""  # noqa: S608  composed of constants
_UNFREEZE: Final = f"""
WITH chosen AS (
    SELECT n.id FROM limit_node n JOIN credit_line l ON l.id = n.id
    WHERE l.status = 'FROZEN' AND l.status_reason = $2::text
      AND NOT EXISTS (SELECT FROM loan o WHERE o.party_id = l.party_id AND o.earliest_unpaid_due_date < $1::date)
    ORDER BY n.depth, n.id FOR UPDATE OF n
){_CHANGE_LINES}"""  # noqa: S608  composed of constants
_LOCK_CROSSING: Final = f"""
SELECT o.id FROM loan o
WHERE o.earliest_unpaid_due_date < $1::date
  AND (o.status = 'ACTIVE' OR o.status = 'OVERDUE' AND EXISTS (
      SELECT FROM instalment i WHERE i.loan_id = o.id AND i.due_date = $1::date - 1 AND ({PRINCIPAL_UNPAID}) + ({INTEREST_UNPAID}) > 0))
ORDER BY o.id FOR UPDATE OF o
"""  # noqa: S608  composed of constants
_FALL_OVERDUE: Final = f"""
WITH late AS (
    SELECT o.id, o.status = 'ACTIVE' AS is_new, sum({PRINCIPAL_UNPAID})::bigint AS principal_fen,
           sum({INTEREST_UNPAID})::bigint AS interest_fen
    FROM loan o
    JOIN instalment i ON i.loan_id = o.id AND i.due_date >= o.earliest_unpaid_due_date AND i.due_date < $1::date
    WHERE o.id = ANY ($2::uuid[]) GROUP BY o.id
)
UPDATE loan o SET status = 'OVERDUE', overdue_principal_fen = late.principal_fen, overdue_interest_fen = late.interest_fen,
       version = o.version + 1
FROM late WHERE o.id = late.id
RETURNING o.id::text, o.party_id::text, o.outlet_id, o.line_id::text, o.product_code, o.earliest_unpaid_due_date,
          o.overdue_principal_fen, o.overdue_interest_fen, o.outstanding_principal_fen, late.is_new
"""  # noqa: S608  composed of constants
_CLASSIFY: Final = """
WITH standing AS (
    SELECT id, class_code, greatest($1::date - coalesce(earliest_unpaid_due_date, $1::date), 0) AS dpd,
           array_position($2::text[], class_code) AS place
    FROM loan WHERE status IN ('ACTIVE', 'OVERDUE') AND (earliest_unpaid_due_date < $1::date OR class_code <> 'NORMAL')
), judged AS (
    SELECT id, class_code AS from_class, dpd, ($2::text[])[CASE
        WHEN dpd > 0 THEN greatest(place, 1 + (dpd > $3::int)::int + (dpd > $4::int)::int + (dpd > $5::int)::int + (dpd > $6::int)::int)
        WHEN place = 2 THEN 1 ELSE place END] AS to_class
    FROM standing
)
UPDATE loan o SET class_code = judged.to_class, class_since = $1::date, version = o.version + 1
FROM judged WHERE o.id = judged.id AND judged.to_class <> o.class_code
RETURNING o.id::text, o.party_id::text, o.outlet_id, judged.from_class, o.class_code, judged.dpd, o.outstanding_principal_fen
"""


class PostgresAgeing:
    """`application.end_of_day.ports.Ageing`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def ending_periods(self, as_of: date, *, after: str | None, limit: int) -> Sequence[BookedLoan]:
        """Loans whose running interest period ends by `as_of`, in order of id, locked."""
        loan_ids = [row.id for row in await fetch(self._connection, _LOCK_ENDING, as_of, after, limit)]
        return await read_loans(self._connection, loan_ids) if loan_ids else []

    async def settle(self, settled: Sequence[SettledPeriods], on: date, at: datetime) -> None:
        """The new instalments, the loans' running state, and a row of history for each period."""
        await save_loans(self._connection, [(one.before, one.after) for one in settled], on)
        rows = [
            (
                transaction_id,
                one.after.loan_id,
                one.after.party_id,
                instalment.period_end,
                instalment.interest_fen,
                one.after.loan.outstanding_fen,
            )
            for one in settled
            for transaction_id, instalment in zip(one.transaction_ids, one.instalments, strict=True)
        ]
        await self._connection.exec_driver_sql(_TELL_SETTLEMENTS, (*map(list, zip(*rows, strict=True)), on, at))

    async def freeze(self, as_of: date, from_dpd: int, reason: str) -> Sequence[LineChange]:
        """Active lines of customers with a loan so many days past due (A19)."""
        latest_due = date.fromordinal(as_of.toordinal() - from_dpd)
        return [LineChange(*row) for row in await fetch(self._connection, _FREEZE, latest_due, reason, "FROZEN")]

    async def unfreeze(self, as_of: date, reason: str) -> Sequence[LineChange]:
        """Lines frozen for arrears whose customer has none left."""
        return [LineChange(*row) for row in await fetch(self._connection, _UNFREEZE, as_of, reason, "ACTIVE")]

    async def fall_overdue(self, as_of: date) -> Sequence[OverdueLoan]:
        """Loans with an instalment that was due the day before and is not paid; principal and ordinary interest."""
        crossing = [row.id for row in await fetch(self._connection, _LOCK_CROSSING, as_of)]
        if not crossing:
            return []
        return [OverdueLoan(*row) for row in await fetch(self._connection, _FALL_OVERDUE, as_of, crossing)]

    async def classify(self, as_of: date, thresholds: ClassThresholds) -> Sequence[ClassChange]:
        """Down by days past due; up only from special mention, and only when nothing is past due (domain.md 2.5.3)."""
        classes = [risk_class.name for risk_class in RiskClass]
        days = (thresholds.special_mention, thresholds.substandard, thresholds.doubtful, thresholds.loss)
        return [ClassChange(*row) for row in await fetch(self._connection, _CLASSIFY, as_of, classes, *days)]
