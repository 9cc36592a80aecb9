"""The statements that book receipts. Both begin with a set called `receipt` and end in the same way.

Journals follow `domain/journals.repayment_journal`; a test compares them with it.
"""
from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from services.credit.application.end_of_day.ports import BookedReceipt
from services.credit.domain.allocation import Part
from services.credit.domain.ledger import Account

LOCK_NODES: Final = """
SELECT n.id FROM limit_node n
WHERE n.id IN (SELECT unnest(l.limit_path) FROM loan o JOIN credit_line l ON l.id = o.line_id WHERE o.id = ANY ($1::uuid[]))
ORDER BY n.depth, n.id FOR UPDATE OF n
"""
LOCK_LOANS: Final = "SELECT id FROM loan WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE"

_BOOK: Final = f"""
repaid AS (
    SELECT node_id, sum(r.principal_fen)::bigint AS principal_fen
    FROM receipt r JOIN loan o ON o.id = r.loan_id JOIN credit_line l ON l.id = o.line_id, unnest(l.limit_path) AS node_id
    GROUP BY node_id
), nodes AS (
    UPDATE limit_node n SET used_fen = n.used_fen - repaid.principal_fen FROM repaid WHERE n.id = repaid.node_id AND n.is_revolving
), allocated AS (
    UPDATE repayment p SET state = 'ALLOCATED', received_fen = r.amount_fen, finished_at = r.at
    FROM receipt r WHERE p.id = r.repayment_id
), answered AS (
    UPDATE payment_order p SET status = CASE WHEN r.amount_fen = p.amount_fen THEN 'PAID' ELSE 'PARTIAL' END,
           paid_fen = r.amount_fen, answered_at = r.at
    FROM receipt r WHERE p.request_no = 'RP' || replace(r.repayment_id::text, '-', '')
), entered AS (
    INSERT INTO journal (id, business_date, kind, party_id, loan_id, posted_at)
    SELECT id, business_date, 'REPAYMENT', party_id, loan_id, at FROM receipt
), posted AS (
    INSERT INTO posting (journal_id, line, business_date, account, amount_fen)
    SELECT r.id, row_number() OVER (PARTITION BY r.id ORDER BY e.place), r.business_date, e.account, e.amount_fen
    FROM receipt r CROSS JOIN LATERAL (VALUES
        (1, '{Account.CORE_BANK_CLEARING.value}', r.amount_fen), (2, '{Account.FEE_INCOME.value}', -r.fee_fen),
        (3, '{Account.COMPOUND_RECEIVABLE.value}', -r.compound_fen), (4, '{Account.PENALTY_RECEIVABLE.value}', -r.penalty_fen),
        (5, '{Account.INTEREST_RECEIVABLE.value}', -r.interest_fen), (6, '{Account.LOANS.value}', -r.principal_fen),
        (7, '{Account.REPAYMENT_SUSPENSE.value}', -r.suspense_fen)) AS e(place, account, amount_fen)
    WHERE e.amount_fen <> 0
), told AS (
    INSERT INTO loan_transaction (id, loan_id, party_id, kind, business_date, value_date, amount_fen, fee_fen, compound_fen,
                                  penalty_fen, interest_fen, principal_fen, suspense_fen, outstanding_principal_fen,
                                  repayment_id, lines, journal_id, posted_at)
    SELECT id, loan_id, party_id, 'REPAYMENT', business_date, business_date, amount_fen, fee_fen, compound_fen, penalty_fen,
           interest_fen, principal_fen, suspense_fen, outstanding_fen, repayment_id, lines, id, at
    FROM receipt
)"""  # noqa: S608  composed of account codes

PAY_ON_TIME: Final = f"""
WITH due AS (
    SELECT p.*, o.party_id, o.outlet_id, o.line_id, i.seq, i.interest_fen - i.interest_paid_fen AS interest_fen,
           i.principal_fen - i.principal_paid_fen AS principal_fen, o.outstanding_principal_fen,
           (SELECT min(later.due_date) FROM instalment later
            WHERE later.loan_id = o.id AND later.due_date > $5::date
              AND (later.principal_paid_fen < later.principal_fen OR later.interest_paid_fen < later.interest_fen)) AS next_due_date
    FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[]) AS p(id, loan_id, repayment_id, amount_fen)
    JOIN loan o ON o.id = p.loan_id
    JOIN instalment i ON i.loan_id = o.id AND i.due_date = $5::date
    WHERE o.earliest_unpaid_due_date = $5::date AND o.status = 'ACTIVE' AND o.products IS NULL AND o.suspense_fen = 0
), receipt AS (
    SELECT id, loan_id, party_id, outlet_id, line_id, repayment_id, amount_fen, seq, next_due_date, 0::bigint AS fee_fen,
           0::bigint AS compound_fen, 0::bigint AS penalty_fen, interest_fen, principal_fen, 0::bigint AS suspense_fen,
           outstanding_principal_fen - principal_fen AS outstanding_fen,
           outstanding_principal_fen = principal_fen AND next_due_date IS NULL AS is_settled,
           (SELECT jsonb_agg(jsonb_build_array(seq, part, fen)) FROM (VALUES ('{Part.INTEREST.value}', interest_fen),
                ('{Part.PRINCIPAL.value}', principal_fen)) AS l(part, fen) WHERE fen > 0) AS lines,
           $5::date AS business_date, $6::timestamptz AS at
    FROM due WHERE amount_fen = interest_fen + principal_fen
), instalments AS (
    UPDATE instalment i SET interest_paid_fen = i.interest_fen, principal_paid_fen = i.principal_fen
    FROM receipt r WHERE i.loan_id = r.loan_id AND i.seq = r.seq
), loans AS (
    UPDATE loan o SET outstanding_principal_fen = r.outstanding_fen, earliest_unpaid_due_date = r.next_due_date,
           status = CASE WHEN r.is_settled THEN 'SETTLED' ELSE o.status END,
           settled_on = CASE WHEN r.is_settled THEN r.business_date END, version = o.version + 1
    FROM receipt r WHERE o.id = r.loan_id
), {_BOOK}
SELECT loan_id::text, party_id::text, outlet_id, line_id::text, repayment_id::text, interest_fen, principal_fen, outstanding_fen,
       is_settled
FROM receipt ORDER BY loan_id
"""  # noqa: S608  composed of constants of this module

BOOK: Final = f"""
WITH receipt AS (
    SELECT r.*, r.lines_text::jsonb AS lines, $14::date AS business_date, $15::timestamptz AS at
    FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[],
                $10::bigint[], $11::bigint[], $12::bigint[], $13::text[])
         AS r(id, loan_id, party_id, repayment_id, amount_fen, fee_fen, compound_fen, penalty_fen, interest_fen, principal_fen,
              suspense_fen, outstanding_fen, lines_text)
), {_BOOK}
SELECT count(*) FROM receipt
"""  # noqa: S608  composed of constants of this module

_PARTS: Final = (Part.FEE, Part.COMPOUND, Part.PENALTY, Part.INTEREST, Part.PRINCIPAL)


def receipt_arrays(receipts: Sequence[BookedReceipt]) -> list[list[Any]]:
    """The first thirteen parameters of `BOOK`."""
    allocations = [one.receipt.allocation for one in receipts]
    return [
        [one.journal_id for one in receipts],
        [one.before.loan_id for one in receipts],
        [one.before.party_id for one in receipts],
        [one.repayment_id for one in receipts],
        [one.received_fen for one in receipts],
        *([allocation.part_fen(part) for allocation in allocations] for part in _PARTS),
        [one.receipt.suspense_change_fen for one in receipts],
        [one.receipt.loan.outstanding_fen for one in receipts],
        [json.dumps([[line.seq, line.part.value, line.amount_fen] for line in allocation.lines]) for allocation in allocations],
    ]
