"""The ledger, the loans and the core bank say the same."""

from __future__ import annotations

from o2o.verify.finding import Finding, described, unequal
from o2o.verify.snapshot import Snapshot

_UNBALANCED = "SELECT journal_id, sum(amount_fen) FROM posting GROUP BY 1 HAVING sum(amount_fen) <> 0"
_EMPTY_JOURNALS = "SELECT id, kind FROM journal j WHERE NOT EXISTS (SELECT FROM posting p WHERE p.journal_id = j.id)"
_BY_DAY_AND_ACCOUNT = (
    "SELECT business_date || ' ' || account, sum(amount_fen) FROM posting WHERE business_date <= $1 GROUP BY business_date, account"
)
_VOUCHER_LINES = """
SELECT v.business_date || ' ' || l.account, sum(l.debit_fen - l.credit_fen)
FROM voucher v JOIN voucher_line l USING (voucher_no) GROUP BY v.business_date, l.account
"""
_LAST_CLOSED = "SELECT max(closed_date) FROM eod_run WHERE state = 'DONE'"
_LOANS_ON_THE_LEDGER = "SELECT sum(amount_fen) FROM posting WHERE account = '1301'"
_OUTSTANDING = "SELECT sum(outstanding_principal_fen) FROM loan"
_NEVER_COMPARED = """
SELECT r.closed_date, kind FROM eod_run r CROSS JOIN (VALUES ('PAYMENTS'), ('VOUCHERS'), ('BOOKS')) wanted(kind)
WHERE r.state = 'DONE' AND NOT EXISTS (SELECT FROM reconciliation c WHERE c.business_date = r.closed_date AND c.kind = wanted.kind)
"""
_DIFFERING_RECONCILIATIONS = "SELECT business_date, kind, differences FROM reconciliation WHERE differences NOT IN ('[]', '{}')"


async def journals_balance(snapshot: Snapshot) -> Finding:
    """Double entry: every journal has postings and sums to zero."""
    journals = await snapshot.number("credit", "SELECT count(*) FROM journal")
    wrong = described(await snapshot.rows("credit", _UNBALANCED), "journal")
    empty = described(await snapshot.rows("credit", _EMPTY_JOURNALS), "empty journal")
    return Finding({"journals": journals}, wrong + empty)


async def ledger_equals_vouchers(snapshot: Snapshot) -> Finding:
    """What the ledger holds of every closed day, account by account, is what the core bank's general ledger confirmed."""
    closed = (await snapshot.rows("credit", _LAST_CLOSED))[0][0]
    ledger = await snapshot.sums("credit", _BY_DAY_AND_ACCOUNT, closed) if closed else {}
    ledger = {key: amount for key, amount in ledger.items() if amount}
    vouchers = {key: amount for key, amount in (await snapshot.sums("sandbox", _VOUCHER_LINES)).items() if amount}
    return Finding({"account-days": len(ledger), "voucher lines": len(vouchers)}, unequal(ledger, vouchers, "account"))


async def ledger_equals_loans(snapshot: Snapshot) -> Finding:
    """The loans account of the ledger is the outstanding principal of all loans."""
    loans = await snapshot.number("credit", "SELECT count(*) FROM loan")
    ledger, book = await snapshot.number("credit", _LOANS_ON_THE_LEDGER), await snapshot.number("credit", _OUTSTANDING)
    return Finding({"loans": loans}, () if ledger == book else (f"ledger {ledger} ≠ loans {book}",))


async def reconciliations_agree(snapshot: Snapshot) -> Finding:
    """Payments, vouchers and books of every closed day were compared without a difference."""
    compared = await snapshot.number("credit", "SELECT count(*) FROM reconciliation")
    differing = described(await snapshot.rows("credit", _DIFFERING_RECONCILIATIONS), "day")
    return Finding({"reconciliations": compared}, differing + described(await snapshot.rows("credit", _NEVER_COMPARED), "never compared"))
