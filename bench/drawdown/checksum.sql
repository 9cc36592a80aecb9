-- The final state, whatever the ids and instants are: floor and service must agree on every line.
SELECT 'drawdown' AS what, count(*)::text || ' ' || sum(amount_fen) || ' ' || string_agg(DISTINCT state || business_date || method || purpose_code, ',') AS state FROM drawdown
UNION ALL SELECT 'limit_node', count(*) || ' ' || md5(string_agg(id || ':' || used_fen || ':' || reserved_fen, ',' ORDER BY id)) FROM limit_node
UNION ALL SELECT 'loan', count(*) || ' ' || sum(outstanding_principal_fen) || ' ' || string_agg(DISTINCT concat_ws('/', method, annual_rate, annual_cost, start_date, maturity_date, first_due_date, earliest_unpaid_due_date, status, class_code, flags), ',') FROM loan
UNION ALL SELECT 'instalment', count(*) || ' ' || md5(string_agg(concat_ws('/', seq, due_date, period_start, period_end, principal_fen, interest_fen), ',' ORDER BY seq, loan_id)) FROM instalment
UNION ALL SELECT 'loan_transaction', count(*) || ' ' || sum(principal_fen) || ' ' || string_agg(DISTINCT kind, ',') FROM loan_transaction
UNION ALL SELECT 'posting', count(*) || ' ' || count(DISTINCT journal_id) || ' ' || string_agg(DISTINCT account || ':' || amount_fen || ':' || line, ',') FROM posting
UNION ALL SELECT 'journal', count(*) || ' ' || string_agg(DISTINCT kind || business_date, ',') FROM journal
UNION ALL SELECT 'payment_order', count(*) || ' ' || sum(paid_fen) || ' ' || string_agg(DISTINCT kind || status, ',') FROM payment_order
UNION ALL SELECT 'outbox', count(*) || ' ' || string_agg(DISTINCT type || aggregate_seq, ',') || ' ' || sum(coalesce(payload ->> 'principal_fen', payload ->> 'amount_fen')::bigint) FROM outbox WHERE type LIKE '%DrawdownRequested%' OR type LIKE '%LoanDisbursed%'
UNION ALL SELECT 'idempotency', count(*) || ' ' || string_agg(DISTINCT status::text, ',') FROM idempotency
UNION ALL SELECT 'due_command', count(*) || ' ' || count(done_at) || ' ' || string_agg(DISTINCT name, ',') FROM due_command
ORDER BY 1;
