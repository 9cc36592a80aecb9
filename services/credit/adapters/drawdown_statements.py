"""The statements of the drawdown's hot path, PostgreSQL with numbered parameters."""
from __future__ import annotations

from typing import Final

OPEN_CASE: Final = """
WITH path AS MATERIALIZED (
    SELECT n.* FROM limit_node n WHERE n.id = ANY ((SELECT limit_path FROM credit_line WHERE id = $1::uuid)::uuid[])
    ORDER BY n.depth, n.id FOR UPDATE
)
SELECT to_json(p)::text AS product, json_build_object(
    'line', l, 'sheet', s, 'business_date', day.business_date,
    'path', (SELECT json_agg(json_build_array(id, kind, total_fen, used_fen, reserved_fen, frozen_fen, status, is_revolving)
                             ORDER BY depth, id) FROM path),
    'sheet_is_used', EXISTS (SELECT FROM drawdown d WHERE d.cost_sheet_id = s.id AND d.state <> 'FAILED'),
    'earliest_unpaid_due_date', (SELECT o.earliest_unpaid_due_date FROM loan o
                                 WHERE o.party_id = l.party_id AND o.earliest_unpaid_due_date IS NOT NULL
                                 ORDER BY o.earliest_unpaid_due_date LIMIT 1),
    'lacks_consent', EXISTS (SELECT FROM party_consent w
                             WHERE w.party_id = l.party_id AND w.withdrawn AND w.purpose = ANY ($4::text[])
                               AND NOT EXISTS (SELECT FROM party_consent g
                                               WHERE g.party_id = w.party_id AND g.purpose = w.purpose AND NOT g.withdrawn)),
    'parameters', (SELECT json_object_agg(code, value)
                   FROM (SELECT DISTINCT ON (r.code) r.code, r.value FROM reg_param r
                         WHERE r.code = ANY ($3::text[]) AND r.effective_from <= day.business_date
                           AND (r.effective_to IS NULL OR r.effective_to > day.business_date)
                         ORDER BY r.code, r.effective_from DESC) AS in_force)
)::text AS facts
FROM credit_line l
JOIN product_version p ON p.code = l.product_code AND p.version = l.product_version
CROSS JOIN business_day day
LEFT JOIN cost_sheet s ON s.id = $2::uuid AND s.line_id = l.id
WHERE l.id = $1::uuid
"""

_NODES: Final = """
nodes AS (
    UPDATE limit_node n SET used_fen = c.used_fen, reserved_fen = c.reserved_fen
    FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS c(id, used_fen, reserved_fen) WHERE n.id = c.id
)"""

RESERVE: Final = f"""
WITH {_NODES}
INSERT INTO drawdown (id, line_id, party_id, outlet_id, cost_sheet_id, amount_fen, term_months, method, purpose_code,
                      pay_mode, state, business_date, requested_at)
VALUES ($4::uuid, $5::uuid, $6::uuid, $7::text, $8::uuid, $9::bigint, $10::int, $11::text, $12::text, $13::text,
        $14::text, $15::date, $16::timestamptz)
"""  # noqa: S608  composed of constants of this module

PAYOUT_CASES: Final = """
SELECT to_json(p)::text AS product,
       json_build_object('drawdown', d, 'line', l, 'annual_cost', s.annual_cost, 'mandate_id', c.mandate_id)::text AS facts
FROM drawdown d
JOIN credit_line l ON l.id = d.line_id
JOIN product_version p ON p.code = l.product_code AND p.version = l.product_version
JOIN cost_sheet s ON s.id = d.cost_sheet_id
JOIN contract c ON c.line_id = l.id AND c.status = 'SIGNED'
WHERE d.id = ANY ($1::uuid[])
"""

START: Final = """
WITH started AS (
    UPDATE drawdown d SET state = 'DISBURSING', sent_at = $2::timestamptz,
           business_date = CASE d.state WHEN 'RESERVED' THEN day.business_date ELSE d.business_date END
    FROM business_day day, contract c
    WHERE d.id = ANY ($1::uuid[]) AND c.line_id = d.line_id AND c.status = 'SIGNED'
      AND (d.state = 'DISBURSING' OR (d.state = 'RESERVED' AND d.requested_at >= $3::timestamptz))
    RETURNING d.id, d.party_id, d.amount_fen, d.business_date, c.mandate_id
), ordered AS (
    INSERT INTO payment_order (request_no, kind, party_id, source_id, mandate_id, business_date, amount_fen, status)
    SELECT 'PO' || replace(id::text, '-', ''), 'PAYOUT', party_id, id, mandate_id, business_date, amount_fen, 'SENT' FROM started
    ON CONFLICT (request_no) DO NOTHING
)
SELECT id, mandate_id, amount_fen, business_date FROM started
"""

DISBURSED: Final = f"""
WITH {_NODES},
loans AS (
    SELECT * FROM unnest(
        $6::uuid[], $7::uuid[], $8::text[], $9::uuid[], $10::uuid[], $11::text[], $12::text[], $13::int[], $14::text[], $15::text[],
        $16::bigint[], $17::numeric[], $18::numeric[], $19::int[], $20::date[], $21::date[], $22::date[], $23::text[], $24::text[],
        $25::text[], $26::text[], $27::bigint[], $28::date[], $29::date[], $30::date[], $31::uuid[], $32::text[]
    ) AS l (id, drawdown_id, request_no, party_id, line_id, outlet_id, product_code, product_version, mandate_id, method,
            principal_fen, annual_rate, annual_cost, term_months, start_date, maturity_date, first_due_date, pay_mode, flags,
            status, class_code, products, products_since, next_period_end, first_unpaid, journal_id, journal_kind)
), drawn AS (
    UPDATE drawdown d SET state = 'DISBURSED', loan_id = l.id, finished_at = $4::timestamptz FROM loans l WHERE d.id = l.drawdown_id
), paid AS (
    UPDATE payment_order o SET status = 'PAID', paid_fen = o.amount_fen, loan_id = l.id, answered_at = $4::timestamptz
    FROM loans l WHERE o.request_no = l.request_no
), booked AS (
    INSERT INTO loan (id, drawdown_id, party_id, line_id, outlet_id, product_code, product_version, mandate_id, method,
                      principal_fen, annual_rate, annual_cost, term_months, start_date, maturity_date, first_due_date,
                      pay_mode, flags, status, class_code, class_since, outstanding_principal_fen, products,
                      products_since, products_run_to, next_period_end, earliest_unpaid_due_date, created_at)
    SELECT id, drawdown_id, party_id, line_id, outlet_id, product_code, product_version, mandate_id, method, principal_fen,
           annual_rate, annual_cost, term_months, start_date, maturity_date, first_due_date, pay_mode,
           string_to_array(flags, ' '), status, class_code, start_date, principal_fen, products, products_since,
           products_since, next_period_end, first_unpaid, $4::timestamptz
    FROM loans
), scheduled AS (
    INSERT INTO instalment (loan_id, seq, due_date, period_start, period_end, principal_fen, interest_fen)
    SELECT * FROM unnest(
        $33::uuid[], $34::smallint[], $35::date[], $36::date[], $37::date[], $38::bigint[], $39::bigint[])
), told AS (
    INSERT INTO loan_transaction (id, loan_id, party_id, kind, business_date, value_date, amount_fen, principal_fen,
                                  outstanding_principal_fen, journal_id, posted_at)
    SELECT journal_id, id, party_id, 'DISBURSEMENT', $5::date, start_date, principal_fen, principal_fen, principal_fen,
           journal_id, $4::timestamptz
    FROM loans
), entered AS (
    INSERT INTO journal (id, business_date, kind, party_id, loan_id, posted_at)
    SELECT journal_id, $5::date, journal_kind, party_id, id, $4::timestamptz FROM loans
)
INSERT INTO posting (journal_id, line, business_date, account, amount_fen)
SELECT journal_id, line, $5::date, account, amount_fen
FROM unnest($40::uuid[], $41::smallint[], $42::text[], $43::bigint[]) AS p(journal_id, line, account, amount_fen)
"""  # noqa: S608  composed of constants of this module

FAILED: Final = f"""
WITH {_NODES},
closed AS (
    UPDATE drawdown SET state = 'FAILED', reason = $5::text, finished_at = $6::timestamptz WHERE id = $4::uuid
)
UPDATE payment_order SET status = 'REFUSED', reason = $5::text, answered_at = $6::timestamptz WHERE request_no = $7::text
"""  # noqa: S608  composed of constants of this module
