"""What the whole book has earned and not been paid, as one aggregate query (architecture.md rule 5).

Paid instalments before `earliest_unpaid_due_date` have earned what was paid on them, so only the running and the unpaid
ones are looked at. `domain/loan.accrued_interest_fen` and `domain/instalment_account` say the same of one loan.
"""
from __future__ import annotations

from typing import Final

from services.credit.adapters.end_of_day.charges import COMPOUND_UNPAID, CONVENTIONS, JOIN_CONVENTIONS, PENALTY_UNPAID, rounded

_MONTHLY: Final = "o.method IN ('EQ_INST', 'EQ_PRIN', 'FLEX')"
_ELAPSED: Final = "least($1::date, i.period_end) - i.period_start"
_EARNED: Final = rounded(f"i.interest_fen::numeric * ({_ELAPSED})", "(i.period_end - i.period_start)::numeric")
_RUNNING: Final = rounded(
    "(o.products + o.outstanding_principal_fen * ($1::date - o.products_run_to)::bigint) * o.annual_rate", "c.year_days"
)

BY_LOAN: Final = f"""
WITH {CONVENTIONS}
SELECT o.id, coalesce(unpaid.interest_fen, 0) + CASE WHEN o.products IS NULL THEN 0 ELSE {_RUNNING} END AS interest_fen,
       coalesce(unpaid.penalty_fen, 0) AS penalty_fen, coalesce(unpaid.compound_fen, 0) AS compound_fen
FROM loan o {JOIN_CONVENTIONS}
LEFT JOIN LATERAL (
    SELECT sum(CASE WHEN {_MONTHLY} THEN {_EARNED} - i.interest_paid_fen
                    WHEN o.products_since IS NULL OR i.period_end <= o.products_since THEN i.interest_fen - i.interest_paid_fen
                    ELSE 0 END) AS interest_fen,
           sum({PENALTY_UNPAID}) FILTER (WHERE i.due_date < $1::date) AS penalty_fen,
           sum({COMPOUND_UNPAID}) FILTER (WHERE i.due_date < $1::date) AS compound_fen
    FROM instalment i WHERE i.loan_id = o.id AND i.due_date >= o.earliest_unpaid_due_date AND i.period_start < $1::date
) unpaid ON true
WHERE o.status IN ('ACTIVE', 'OVERDUE', 'EXTENDED', 'RESTRUCTURED')
"""  # noqa: S608  composed of constants of this module

OF_THE_BOOK: Final = f"""
SELECT coalesce(sum(interest_fen), 0)::bigint, coalesce(sum(penalty_fen), 0)::bigint, coalesce(sum(compound_fen), 0)::bigint
FROM ({BY_LOAN}) AS loans
"""  # noqa: S608  composed of constants of this module
