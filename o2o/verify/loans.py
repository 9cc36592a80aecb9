"""Loans, their instalments, their history and the limits they use."""

from __future__ import annotations

from o2o.verify.finding import Finding, described
from o2o.verify.snapshot import Snapshot

_PRINCIPAL = """
SELECT l.id, l.outstanding_principal_fen, h.owed FROM loan l
JOIN (SELECT loan_id, sum(CASE kind WHEN 'DISBURSEMENT' THEN amount_fen ELSE -principal_fen END) AS owed
      FROM loan_transaction WHERE kind IN ('DISBURSEMENT', 'REPAYMENT', 'REVERSAL') GROUP BY 1) h ON h.loan_id = l.id
WHERE l.outstanding_principal_fen <> h.owed
"""
_WITHOUT_HISTORY = (
    "SELECT id FROM loan l WHERE NOT EXISTS (SELECT FROM loan_transaction t WHERE t.loan_id = l.id AND t.kind = 'DISBURSEMENT')"
)
_PLANNED = """
SELECT l.id, l.principal_fen, i.planned, i.paid FROM loan l
JOIN (SELECT loan_id, sum(principal_fen) AS planned, sum(principal_paid_fen) AS paid, count(*) AS rows, max(seq) AS last
      FROM instalment GROUP BY 1) i ON i.loan_id = l.id
WHERE l.method <> 'DAILY'
  AND (i.planned <> l.principal_fen OR i.paid <> l.principal_fen - l.outstanding_principal_fen OR i.rows <> i.last)
"""
_DATES = """
SELECT loan_id, seq FROM (SELECT loan_id, seq, due_date, lag(due_date) OVER (PARTITION BY loan_id ORDER BY seq) AS before FROM instalment) d
WHERE due_date <= before
"""
_INTEREST_PAID = """
SELECT i.loan_id, i.paid, t.booked FROM
  (SELECT loan_id, sum(interest_paid_fen + penalty_paid_fen + compound_paid_fen) AS paid FROM instalment GROUP BY 1) i
  LEFT JOIN (SELECT loan_id, sum(interest_fen + penalty_fen + compound_fen) AS booked FROM loan_transaction
             WHERE kind IN ('REPAYMENT', 'REVERSAL') GROUP BY 1) t USING (loan_id)
WHERE i.paid <> coalesce(t.booked, 0)
"""
_NODES = """
WITH reserved AS (
    SELECT c.limit_path, d.amount_fen FROM drawdown d JOIN credit_line c ON c.id = d.line_id WHERE d.state IN ('RESERVED', 'DISBURSING')
), used AS (
    SELECT c.limit_path, l.outstanding_principal_fen, l.principal_fen FROM loan l JOIN credit_line c ON c.id = l.line_id
)
SELECT n.id, n.kind, n.used_fen, n.reserved_fen, n.total_fen FROM limit_node n
WHERE n.reserved_fen <> (SELECT coalesce(sum(amount_fen), 0) FROM reserved WHERE n.id = ANY (limit_path))
   OR n.used_fen <> (SELECT coalesce(sum(CASE WHEN n.is_revolving THEN outstanding_principal_fen ELSE principal_fen END), 0)
                     FROM used WHERE n.id = ANY (limit_path))
   OR n.used_fen + n.reserved_fen > n.total_fen
"""
_STATES = """
SELECT id, status FROM loan l
WHERE status = 'SETTLED' AND outstanding_principal_fen > 0
   OR status IN ('ACTIVE', 'OVERDUE') AND outstanding_principal_fen = 0 AND coalesce(products, 0) = 0 AND NOT EXISTS (
       SELECT FROM instalment i WHERE i.loan_id = l.id AND i.interest_paid_fen < i.interest_fen)
   OR status = 'OVERDUE' AND NOT coalesce(earliest_unpaid_due_date < (SELECT business_date FROM business_day), false)
   OR status <> 'OVERDUE' AND overdue_principal_fen + overdue_interest_fen > 0
"""


async def principal_is_history(snapshot: Snapshot) -> Finding:
    """Outstanding principal is what was disbursed less what was repaid."""
    loans = await snapshot.number("credit", "SELECT count(*) FROM loan")
    wrong = described(await snapshot.rows("credit", _PRINCIPAL), "loan")
    return Finding({"loans": loans}, wrong + described(await snapshot.rows("credit", _WITHOUT_HISTORY), "no disbursement"))


async def schedules_add_up(snapshot: Snapshot) -> Finding:
    """Instalments repay the principal exactly, on rising dates, and are paid as far as the loan is."""
    rows = await snapshot.number("credit", "SELECT count(*) FROM instalment")
    sums = described(await snapshot.rows("credit", _PLANNED), "loan")
    return Finding({"instalments": rows}, sums + described(await snapshot.rows("credit", _DATES), "instalment"))


async def interest_is_paid_once(snapshot: Snapshot) -> Finding:
    """Interest, penalty and compound paid on instalments are what repayments booked."""
    repayments = await snapshot.number("credit", "SELECT count(*) FROM loan_transaction WHERE kind = 'REPAYMENT'")
    return Finding({"repayments": repayments}, described(await snapshot.rows("credit", _INTEREST_PAID), "loan"))


async def limits_hold(snapshot: Snapshot) -> Finding:
    """On every node used is the outstanding principal, reserved the live reservations, both within the total."""
    nodes = await snapshot.number("credit", "SELECT count(*) FROM limit_node")
    return Finding({"limit nodes": nodes}, described(await snapshot.rows("credit", _NODES), "node"))


async def states_match_amounts(snapshot: Snapshot) -> Finding:
    """A loan is settled when it owes nothing, and overdue when something is."""
    loans = await snapshot.number("credit", "SELECT count(*) FROM loan")
    return Finding({"loans": loans}, described(await snapshot.rows("credit", _STATES), "loan"))
