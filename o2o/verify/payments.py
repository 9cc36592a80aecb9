"""Money left and came exactly as often as both sides say."""

from __future__ import annotations

from o2o.verify.finding import Finding, described, unequal
from o2o.verify.snapshot import Snapshot

_CREDIT_PAYOUTS = "SELECT request_no, paid_fen FROM payment_order WHERE kind = 'PAYOUT' AND status = 'PAID'"
_CORE_PAYOUTS = "SELECT request_no, amount_fen FROM payout WHERE status = 'PAID'"
_CREDIT_DEBITS = """
SELECT coalesce(batch_no, request_no), sum(paid_fen) FROM payment_order WHERE kind = 'DEBIT' AND paid_fen > 0 GROUP BY 1
"""
_CORE_DEBITS = "SELECT batch_no, sum(paid_fen) FROM debit_item WHERE paid_fen > 0 GROUP BY 1"
_UNPAID_LOANS = """
SELECT l.id FROM loan l WHERE NOT EXISTS (
    SELECT FROM payment_order p WHERE p.kind = 'PAYOUT' AND p.source_id = l.drawdown_id AND p.status = 'PAID'
    AND p.paid_fen = l.principal_fen)
"""
_PAID_WITHOUT_LOAN = """
SELECT p.request_no FROM payment_order p
WHERE p.kind = 'PAYOUT' AND p.status = 'PAID' AND NOT EXISTS (SELECT FROM loan l WHERE l.drawdown_id = p.source_id)
"""
_RECEIVED = """
SELECT loan_id || ' ' || source_id, sum(paid_fen) FROM payment_order WHERE kind = 'DEBIT' AND paid_fen > 0 GROUP BY loan_id, source_id
"""
_BOOKED = """
SELECT loan_id || ' ' || repayment_id, sum(amount_fen) FROM loan_transaction
WHERE kind = 'REPAYMENT' AND amount_fen > 0 GROUP BY loan_id, repayment_id
"""
_BROKEN_STATEMENTS = """
SELECT account_no, sequence FROM (
    SELECT account_no, sequence, balance_fen, amount_fen,
           lag(balance_fen, 1, 0::bigint) OVER (PARTITION BY account_no ORDER BY sequence) AS before
    FROM statement_line) lines
WHERE balance_fen <> before + amount_fen
"""
_BROKEN_BALANCES = """
SELECT a.account_no FROM account a
JOIN LATERAL (SELECT balance_fen FROM statement_line s WHERE s.account_no = a.account_no ORDER BY sequence DESC LIMIT 1) last ON true
WHERE a.balance_fen <> last.balance_fen
"""


async def payouts_agree(snapshot: Snapshot) -> Finding:
    """Every pay-out is one loan, and the core bank paid exactly those: no money left twice."""
    ours, theirs = await snapshot.sums("credit", _CREDIT_PAYOUTS), await snapshot.sums("sandbox", _CORE_PAYOUTS)
    orphans = described(await snapshot.rows("credit", _PAID_WITHOUT_LOAN), "pay-out without loan")
    unpaid = described(await snapshot.rows("credit", _UNPAID_LOANS), "loan without pay-out")
    return Finding({"pay-outs": len(theirs)}, unequal(ours, theirs, "pay-out") + orphans + unpaid)


async def debits_agree(snapshot: Snapshot) -> Finding:
    """What the core bank debited is what credit received, and each receipt is booked as a repayment of its loan."""
    ours, theirs = await snapshot.sums("credit", _CREDIT_DEBITS), await snapshot.sums("sandbox", _CORE_DEBITS)
    received, booked = await snapshot.sums("credit", _RECEIVED), await snapshot.sums("credit", _BOOKED)
    return Finding(
        {"debits": len(theirs), "receipts": len(received)}, unequal(ours, theirs, "debit") + unequal(received, booked, "receipt")
    )


async def statements_run(snapshot: Snapshot) -> Finding:
    """Statements of the core bank add up line by line to the balance."""
    lines = await snapshot.number("sandbox", "SELECT count(*) FROM statement_line")
    broken = described(await snapshot.rows("sandbox", _BROKEN_STATEMENTS), "line")
    return Finding({"statement lines": lines}, broken + described(await snapshot.rows("sandbox", _BROKEN_BALANCES), "account"))
