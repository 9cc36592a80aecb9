-- A breach for every invariant of `o2o verify`: what would stand in the databases if the platform had failed to keep it.
-- Header: invariant, the database whose owner writes it, what it is. Triggers and constraints that refuse it are lifted first: the
-- invariant must see what they are there to prevent. Every other statement must touch a row.
-- $late (owes since his first instalment), $cured, $wallet, $refused and $visitor are parties; $phone and $name are a person's.

-- V01 credit: a journal that does not sum to zero
ALTER TABLE posting DISABLE TRIGGER USER;
INSERT INTO journal (id, business_date, kind, posted_at) SELECT gen_random_uuid(), business_date, 'ACCRUAL', now() FROM business_day;
INSERT INTO posting SELECT id, 1, business_date, '9999', 1 FROM journal WHERE posted_at = now();

-- V01 credit: a journal without postings
INSERT INTO journal (id, business_date, kind, posted_at) SELECT gen_random_uuid(), business_date, 'ACCRUAL', now() FROM business_day;

-- V02 credit: loans on the ledger that no loan owes
INSERT INTO journal (id, business_date, kind, posted_at) SELECT gen_random_uuid(), business_date, 'ACCRUAL', now() FROM business_day;
INSERT INTO posting SELECT id, line, business_date, account, amount
FROM journal, (VALUES (1, '1301', 1), (2, '9999', -1)) made(line, account, amount) WHERE posted_at = now();

-- V03 credit: an account of the ledger that the core bank does not know
GRANT UPDATE ON posting TO credit;
ALTER TABLE posting DISABLE TRIGGER USER;
UPDATE posting SET account = '9999'
WHERE (journal_id, line) = (SELECT journal_id, line FROM posting WHERE account <> '1301' ORDER BY business_date LIMIT 1);

-- V03 sandbox: a voucher line of another amount
UPDATE voucher_line SET debit_fen = debit_fen + 1 WHERE debit_fen > 0;

-- V03 sandbox: a voucher that never came
DELETE FROM voucher_line WHERE voucher_no = (SELECT max(voucher_no) FROM voucher);

-- V04 credit: a day with a difference
ALTER TABLE reconciliation DISABLE TRIGGER USER;
UPDATE reconciliation SET differences = '[{"key": "1301", "ours_fen": 1, "theirs_fen": 0}]'
WHERE kind = 'VOUCHERS' AND business_date = (SELECT max(business_date) FROM reconciliation);

-- V04 credit: a day of which the payments were not compared
ALTER TABLE reconciliation DISABLE TRIGGER USER;
DELETE FROM reconciliation WHERE kind = 'PAYMENTS' AND business_date = (SELECT min(business_date) FROM reconciliation);

-- V05 sandbox: a loan paid out twice
INSERT INTO payout (request_no, mandate_id, amount_fen, business_date, client_id, status, created_at)
SELECT request_no || '-again', mandate_id, amount_fen, business_date, client_id, status, created_at FROM payout LIMIT 1;

-- V05 sandbox: a pay-out of another amount
UPDATE payout SET amount_fen = amount_fen + 1;

-- V05 credit: a pay-out that no loan stands for
UPDATE payment_order SET source_id = gen_random_uuid() WHERE kind = 'PAYOUT' AND party_id = '$late';

-- V06 sandbox: a debit of another amount
UPDATE debit_item SET paid_fen = paid_fen - 1 WHERE paid_fen > 1;

-- V06 credit: a repayment that nobody paid
GRANT UPDATE ON loan_transaction TO credit;
ALTER TABLE loan_transaction DISABLE TRIGGER USER;
UPDATE loan_transaction SET amount_fen = amount_fen + 1, suspense_fen = suspense_fen + 1 WHERE kind = 'REPAYMENT' AND party_id = '$cured';

-- V06 credit: a payment booked on somebody else's loan
UPDATE payment_order SET loan_id = (SELECT id FROM loan WHERE party_id = '$late')
WHERE kind = 'DEBIT' AND paid_fen > 0 AND party_id = '$cured';

-- V07 sandbox: a statement line that does not add up
UPDATE statement_line SET balance_fen = balance_fen + 1 WHERE sequence = 1;

-- V07 sandbox: a balance that is not the last line's
UPDATE account SET balance_fen = balance_fen + 1;

-- V08 credit: more lent than is owed
GRANT UPDATE ON loan_transaction TO credit;
ALTER TABLE loan_transaction DISABLE TRIGGER USER;
UPDATE loan_transaction SET amount_fen = amount_fen + 1 WHERE kind = 'DISBURSEMENT' AND party_id = '$late';

-- V08 credit: a loan that was never lent
GRANT UPDATE ON loan_transaction TO credit;
ALTER TABLE loan_transaction DISABLE TRIGGER USER;
UPDATE loan_transaction SET kind = 'RESCHEDULE' WHERE kind = 'DISBURSEMENT' AND party_id = '$late';

-- V09 credit: a schedule that repays a fen more than was lent
UPDATE instalment SET principal_fen = principal_fen + 1 WHERE seq = 6 AND loan_id = (SELECT id FROM loan WHERE party_id = '$late');

-- V09 credit: two instalments due on one day
UPDATE instalment SET due_date = earlier.due_date FROM instalment earlier
WHERE earlier.loan_id = instalment.loan_id AND earlier.seq = 5 AND instalment.seq = 6
  AND instalment.loan_id = (SELECT id FROM loan WHERE party_id = '$late');

-- V09 credit: an instalment paid that the loan still owes
UPDATE instalment SET principal_paid_fen = 1 WHERE seq = 6 AND loan_id = (SELECT id FROM loan WHERE party_id = '$late');

-- V10 credit: penalty paid that no repayment brought
UPDATE instalment SET penalty_paid_fen = penalty_paid_fen + 1 WHERE seq = 1 AND loan_id = (SELECT id FROM loan WHERE party_id = '$late');

-- V11 credit: a reservation that no drawdown holds
UPDATE limit_node SET reserved_fen = 1 WHERE kind = 'LINE' AND party_id = '$late';

-- V11 credit: less used than is owed
UPDATE limit_node SET used_fen = used_fen - 1 WHERE kind = 'LINE' AND party_id = '$late';

-- V11 credit: more used than allowed
UPDATE limit_node SET total_fen = used_fen - 1 WHERE kind = 'LINE' AND party_id = '$late';

-- V12 credit: a paid loan that lives on
UPDATE loan SET status = 'ACTIVE' WHERE status = 'SETTLED';

-- V12 credit: a loan called overdue that owes nothing
UPDATE loan SET status = 'OVERDUE' WHERE party_id = '$cured';

-- V13 onboarding: a number left out
UPDATE outbox SET aggregate_seq = aggregate_seq + 1
WHERE id = (SELECT id FROM outbox WHERE party_id = '$visitor' ORDER BY aggregate_seq DESC LIMIT 1);

-- V14 scoring: an event that was missed
DELETE FROM inbox WHERE event_id = (SELECT event_id FROM inbox LIMIT 1);

-- V14 scoring: an event that nobody sent
INSERT INTO inbox SELECT gen_random_uuid(), type, subject, sequence, received_at FROM inbox LIMIT 1;

-- V15 collections: an event set aside
INSERT INTO parked_event (event_id, partition_key, topic, partition, "offset", headers, value, error, parked_at)
SELECT event_id, subject, 'o2o.credit', 0, 1, '{}', '', 'refused', received_at FROM inbox LIMIT 1;

-- V15 onboarding: work given up
INSERT INTO due_command (id, name, key, payload, due_at, attempts, correlation_id)
SELECT gen_random_uuid(), 'sweep', 'one', '{}', received_at, 20, gen_random_uuid() FROM inbox LIMIT 1;

-- V16 ops: a number missing in the archive
ALTER TABLE event_log DISABLE TRIGGER USER;
UPDATE event_log SET log_id = log_id + 1 WHERE log_id = (SELECT max(log_id) FROM event_log);

-- V16 ops: an event taken in and not archived
ALTER TABLE event_log DISABLE TRIGGER USER;
DELETE FROM event_log WHERE log_id = (SELECT max(log_id) FROM event_log);

-- V17 ops: an applicant whose decision is not told
ALTER TABLE event_log DISABLE TRIGGER USER;
UPDATE event_log SET type = 'o2o.scoring.Lost.v1' WHERE party_id = '$refused' AND type LIKE '%.DecisionMade.%';

-- V17 ops: an applicant whom one process alone tells of
ALTER TABLE event_log DISABLE TRIGGER USER;
UPDATE event_log SET type = replace(type, 'o2o.scoring.', 'o2o.onboarding.') WHERE party_id = '$refused' AND type LIKE 'o2o.scoring.%';

-- V17 ops: a party that is not told of at all
ALTER TABLE event_log DISABLE TRIGGER USER;
UPDATE event_log SET party_id = NULL WHERE party_id = '$visitor';

-- V18 ops: a borrower whose cost sheet is not told
ALTER TABLE event_log DISABLE TRIGGER USER;
UPDATE event_log SET type = 'o2o.credit.Lost.v1' WHERE party_id = '$wallet' AND type LIKE '%.CostSheetConfirmed.%';

-- V18 ops: a loan paid back before it was lent
ALTER TABLE event_log DISABLE TRIGGER USER;
UPDATE event_log SET sequence = 0 WHERE party_id = '$wallet' AND type LIKE '%.LoanSettled.%';

-- V19 ops: a case whose opening is not told
ALTER TABLE event_log DISABLE TRIGGER USER;
UPDATE event_log SET type = 'o2o.collections.Lost.v1' WHERE party_id = '$cured' AND type LIKE '%.CollectionCaseOpened.%';

-- V20 collections: arrears of another amount
UPDATE loan SET overdue_fen = overdue_fen + 1 WHERE party_id = '$late';

-- V20 collections: a late debtor without a case
UPDATE collection_case SET status = 'CLOSED', closed_on = opened_on, outcome = 'CURED', hold = NULL WHERE party_id = '$late';

-- V20 collections: a case of somebody who owes nothing
UPDATE collection_case SET status = 'OPEN', closed_on = NULL, outcome = NULL WHERE party_id = '$cured';

-- V21 collections: a call at ten in the evening
UPDATE contact SET local_time = '22:00' WHERE state = 'DONE' AND party_id = '$cured';

-- V21 collections: a call before eight
UPDATE contact SET local_time = '07:59' WHERE state = 'DONE' AND party_id = '$cured';

-- V21 collections: four talks on one day
INSERT INTO contact
    (contact_id, case_id, party_id, channel, person_role, business_date, local_time, made_by, team, state, result, reserved_at)
SELECT gen_random_uuid(), case_id, party_id, 'PHONE', 'DEBTOR', opened_on, '10:00', 'somebody', 0, 'DONE', 'CONNECTED', now()
FROM collection_case, generate_series(1, 4) WHERE party_id = '$late';

-- V21 collections: seven unanswered dials on one day
INSERT INTO contact
    (contact_id, case_id, party_id, channel, person_role, business_date, local_time, made_by, team, state, result, reserved_at)
SELECT gen_random_uuid(), case_id, party_id, 'PHONE', 'DEBTOR', opened_on, '10:00', 'somebody', 0, 'DONE', 'NO_ANSWER', now()
FROM collection_case, generate_series(1, 7) WHERE party_id = '$late';

-- V21 collections: three texts on one day
INSERT INTO contact
    (contact_id, case_id, party_id, channel, person_role, business_date, local_time, made_by, team, state, result, reserved_at)
SELECT gen_random_uuid(), case_id, party_id, 'SMS', 'DEBTOR', opened_on, '10:00', 'somebody', 1, 'DONE', 'SENT', now()
FROM collection_case, generate_series(1, 3) WHERE party_id = '$late';

-- V21 collections: a visit by one person alone
INSERT INTO contact
    (contact_id, case_id, party_id, channel, person_role, business_date, local_time, made_by, team, state, result, reserved_at)
SELECT gen_random_uuid(), case_id, party_id, 'VISIT', 'DEBTOR', opened_on, '10:00', 'somebody', 1, 'DONE', 'CONNECTED', now()
FROM collection_case WHERE party_id = '$late';

-- V21 collections: a visit after eight in the evening
INSERT INTO contact
    (contact_id, case_id, party_id, channel, person_role, business_date, local_time, made_by, team, state, result, reserved_at)
SELECT gen_random_uuid(), case_id, party_id, 'VISIT', 'DEBTOR', opened_on, '20:00', 'somebody', 2, 'DONE', 'CONNECTED', now()
FROM collection_case WHERE party_id = '$late';

-- V22 credit: a product published by its maker
ALTER TABLE product_version DROP CONSTRAINT ck_product_version_two_persons;
UPDATE product_version SET checker = maker WHERE code = 'WALLET';

-- V22 credit: a parameter published by its maker
ALTER TABLE reg_param DROP CONSTRAINT ck_reg_param_two_persons;
UPDATE reg_param SET approver = maker;

-- V22 scoring: a card in force that nobody validated
ALTER TABLE artefact_step DISABLE TRIGGER USER;
DELETE FROM artefact_step WHERE role = 'VALIDATOR';

-- V22 onboarding: an application decided by who made it
ALTER TABLE application DROP CONSTRAINT ck_application_maker_is_not_checker;
UPDATE application SET decided_by = made_by WHERE party_id = '$refused';

-- V23 onboarding: a phone in an event
UPDATE outbox SET payload = payload || '{"note": "call $phone"}' WHERE party_id = '$visitor';

-- V23 onboarding: a name in an event
UPDATE outbox SET payload = payload || '{"note": "call $name"}' WHERE party_id = '$visitor';

-- V23 onboarding: a phone in a stored answer
UPDATE idempotency SET body = convert_to('{"phone": "$phone"}', 'UTF8');

-- V23 onboarding: a name in a stored answer
UPDATE idempotency SET body = convert_to('{"name": "$name"}', 'UTF8');

-- V23 credit: a name in an event set aside
INSERT INTO parked_event (event_id, partition_key, topic, partition, "offset", headers, value, error, state, parked_at)
SELECT event_id, subject, 'o2o.onboarding', 0, 1, '{}', convert_to('{"name": "$name"}', 'UTF8'), 'refused', 'DROPPED', received_at
FROM inbox LIMIT 1;

-- V23 scoring: an identity number in a declared fact
UPDATE decision_request SET facts = facts || '{"id_number": "$id_number"}' WHERE party_id = '$refused';

-- V23 collections: a phone in work that falls due
INSERT INTO due_command (id, name, key, payload, due_at, done_at, correlation_id)
SELECT gen_random_uuid(), 'text', 'one', '{"to": "$phone"}', received_at, received_at, gen_random_uuid() FROM inbox LIMIT 1;
