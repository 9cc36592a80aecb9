-- One drawdown as the database alone can do it: 14 round trips (the reference script's 12 and one for each level of the
-- limit tree), one statement each, ending in the state the service ends in. pgbench -M prepared reads a colon before a word as a variable, in literals too; n counts per client.
\set customer :client_id + :clients * (:n / :sheets)
\set sheet :n % :sheets
\set n :n + 1
BEGIN;
SELECT md5('party' || :customer::text)::uuid AS party, md5('line' || :customer::text)::uuid AS line,
       md5('sheet' || :customer::text || '-' || :sheet::text)::uuid AS cost_sheet, gen_random_uuid() AS drawdown,
       gen_random_uuid() AS loan, gen_random_uuid() AS journal \gset
SELECT total_fen, used_fen, reserved_fen, frozen_fen, status FROM limit_node WHERE id = :party::uuid FOR UPDATE;
SELECT total_fen, used_fen, reserved_fen, frozen_fen, status FROM limit_node WHERE id = :line::uuid FOR UPDATE;
SELECT l.status, l.end_date, l.annual_rate, s.status, s.amount_fen, s.annual_cost, c.mandate_id, day.business_date
FROM credit_line l JOIN cost_sheet s ON s.id = :cost_sheet::uuid JOIN contract c ON c.line_id = l.id CROSS JOIN business_day day
WHERE l.id = :line::uuid;
INSERT INTO idempotency (principal, key, fingerprint, status, headers, body, created_at)
VALUES ('borrower customer-' || :customer::text, :drawdown::text, '\x0000000000000000000000000000000000000000000000000000000000000000', 201,
        '{"content-type": "application/json"}',
        convert_to('{"drawdown_id": "' || :drawdown::text || '","line_id": "' || :line::text || '","state": "RESERVED","currency": "CNY","amount_fen": 1000000,"term_months": 12,"method": "EQ_INST","purpose_code": "STOCK","pay_mode": "SELF_PAY","loan_id": null,"reason": null,"requested_at": "2026-06-01T000000.000Z"}', 'UTF8'),
        now());
UPDATE limit_node SET used_fen = used_fen + 1000000 WHERE id IN (:party::uuid, :line::uuid);
WITH drawn AS (
    INSERT INTO drawdown (id, line_id, party_id, outlet_id, cost_sheet_id, amount_fen, term_months, method, purpose_code, pay_mode,
                          state, business_date, loan_id, requested_at, sent_at, finished_at)
    VALUES (:drawdown::uuid, :line::uuid, :party::uuid, 'huangyan-1', :cost_sheet::uuid, 1000000, 12, 'EQ_INST', 'STOCK',
            'SELF_PAY', 'DISBURSED', '2026-06-01', :loan::uuid, now(), now(), now())
)
INSERT INTO payment_order (request_no, kind, party_id, loan_id, source_id, mandate_id, business_date, amount_fen, paid_fen, status, answered_at)
VALUES ('PO' || replace(:drawdown::text, '-', ''), 'PAYOUT', :party::uuid, :loan::uuid, :drawdown::uuid, 'M-' || :customer::text,
        '2026-06-01', 1000000, 1000000, 'PAID', now());
INSERT INTO loan (id, drawdown_id, party_id, line_id, outlet_id, product_code, product_version, mandate_id, method, principal_fen,
                  annual_rate, annual_cost, term_months, start_date, maturity_date, first_due_date, pay_mode, flags, status, class_code,
                  class_since, outstanding_principal_fen, earliest_unpaid_due_date, created_at)
VALUES (:loan::uuid, :drawdown::uuid, :party::uuid, :line::uuid, 'huangyan-1', 'SHOP_TERM', 1, 'M-' || :customer::text, 'EQ_INST',
        1000000, 0.06, 0.061687, 12, '2026-06-01', '2027-06-01', '2026-07-01', 'SELF_PAY', '{INCLUSIVE_MICRO}', 'ACTIVE', 'NORMAL',
        '2026-06-01', 1000000, '2026-07-01', now());
INSERT INTO instalment (loan_id, seq, due_date, period_start, period_end, principal_fen, interest_fen) VALUES
(:loan::uuid, 1, '2026-07-01', '2026-06-01', '2026-07-01', 81066, 5000),
(:loan::uuid, 2, '2026-08-01', '2026-07-01', '2026-08-01', 81471, 4595),
(:loan::uuid, 3, '2026-09-01', '2026-08-01', '2026-09-01', 81879, 4187),
(:loan::uuid, 4, '2026-10-01', '2026-09-01', '2026-10-01', 82288, 3778),
(:loan::uuid, 5, '2026-11-01', '2026-10-01', '2026-11-01', 82700, 3366),
(:loan::uuid, 6, '2026-12-01', '2026-11-01', '2026-12-01', 83113, 2953),
(:loan::uuid, 7, '2027-01-01', '2026-12-01', '2027-01-01', 83529, 2537),
(:loan::uuid, 8, '2027-02-01', '2027-01-01', '2027-02-01', 83946, 2120),
(:loan::uuid, 9, '2027-03-01', '2027-02-01', '2027-03-01', 84366, 1700),
(:loan::uuid, 10, '2027-04-01', '2027-03-01', '2027-04-01', 84788, 1278),
(:loan::uuid, 11, '2027-05-01', '2027-04-01', '2027-05-01', 85212, 854),
(:loan::uuid, 12, '2027-06-01', '2027-05-01', '2027-06-01', 85642, 428);
WITH told AS (
    INSERT INTO loan_transaction (id, loan_id, party_id, kind, business_date, value_date, amount_fen, principal_fen,
                                  outstanding_principal_fen, journal_id, posted_at)
    VALUES (:journal::uuid, :loan::uuid, :party::uuid, 'DISBURSEMENT', '2026-06-01', '2026-06-01', 1000000, 1000000, 1000000,
            :journal::uuid, now())
), entered AS (
    INSERT INTO journal (id, business_date, kind, party_id, loan_id, posted_at)
    VALUES (:journal::uuid, '2026-06-01', 'DISBURSEMENT', :party::uuid, :loan::uuid, now())
)
INSERT INTO posting (journal_id, line, business_date, account, amount_fen)
VALUES (:journal::uuid, 1, '2026-06-01', '1301', 1000000), (:journal::uuid, 2, '2026-06-01', '3001', -1000000);
WITH numbered AS (
    INSERT INTO aggregate_sequence (aggregatetype, aggregateid, last_seq)
    VALUES ('credit.drawdown', :drawdown::text, 1), ('credit.loan', :loan::text, 1)
)
INSERT INTO outbox (id, aggregatetype, aggregateid, type, payload, aggregate_seq, topic, partition_key, party_id, correlation_id, causation_id, occurred_at)
VALUES (gen_random_uuid(), 'credit.drawdown', :drawdown::text, 'o2o.credit.DrawdownRequested.v1',
        CAST('{"drawdown_id": "' || :drawdown::text || '","line_id": "' || :line::text || '","party_id": "' || :party::text || '","amount_fen": 1000000,"outlet_id": "huangyan-1","purpose_code": "STOCK","pay_mode": "SELF_PAY","method": "EQ_INST","term_months": 12}' AS jsonb),
        1, 'o2o.credit.drawdown.v1', :party::text, :party::uuid, :drawdown::uuid, 'request', now()),
       (gen_random_uuid(), 'credit.loan', :loan::text, 'o2o.credit.LoanDisbursed.v1',
        CAST('{"loan_id": "' || :loan::text || '","party_id": "' || :party::text || '","outlet_id": "huangyan-1","line_id": "' || :line::text || '","drawdown_id": "' || :drawdown::text || '","product_code": "SHOP_TERM","product_version": 1,"principal_fen": 1000000,"annual_rate": "0.06","method": "EQ_INST","term_months": 12,"start_date": "2026-06-01","maturity_date": "2027-06-01","first_due_date": "2026-07-01","annual_cost": "0.061687","pay_mode": "SELF_PAY","flags": ["INCLUSIVE_MICRO"]}' AS jsonb),
        1, 'o2o.credit.loan.v1', :party::text, :party::uuid, :drawdown::uuid, 'request', now());
INSERT INTO due_command (id, name, key, payload, due_at, attempts, done_at, correlation_id, causation_id)
VALUES (gen_random_uuid(), 'pay-out-drawdown', :drawdown::text, CAST('{"drawdown_id": "' || :drawdown::text || '"}' AS jsonb), now(), 1, now(), :drawdown::uuid, 'request');
COMMIT;
