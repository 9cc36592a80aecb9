-- A bank at work: :customers customers, each with a signed line of 400,000.00 and :sheets confirmed cost sheets of
-- 10,000.00 over 12 months at 6 %. Ids are made from the numbers, so that floor and service draw the same things.
INSERT INTO party (party_id, party_type, segment, division_code, outlet_id, masked_name, birth_year, identity_level, identity_valid_to)
SELECT md5('party' || i)::uuid, 'PERSON', 'SHOP_OWNER', '331003', 'huangyan-1', '李**', 1990, 2, '2036-01-01'
FROM generate_series(0, :customers - 1) AS i;

INSERT INTO party_subject (issuer, subject, party_id)
SELECT :'issuer', 'customer-' || i, md5('party' || i)::uuid FROM generate_series(0, :customers - 1) AS i;

INSERT INTO limit_node (id, kind, depth, parent_id, party_id, total_fen, status, is_revolving)
SELECT md5('party' || i)::uuid, 'PARTY', 0, NULL, md5('party' || i)::uuid, 100000000, 'ACTIVE', true
FROM generate_series(0, :customers - 1) AS i;
INSERT INTO limit_node (id, kind, depth, parent_id, party_id, total_fen, status, is_revolving)
SELECT md5('line' || i)::uuid, 'LINE', 1, md5('party' || i)::uuid, md5('party' || i)::uuid, 40000000, 'ACTIVE', false
FROM generate_series(0, :customers - 1) AS i;

INSERT INTO credit_line (id, party_id, application_id, decision_id, outlet_id, product_code, product_version, purpose_code,
                         approved_fen, annual_rate, term_months, limit_path, status, start_date, end_date, sign_by, created_at)
SELECT md5('line' || i)::uuid, md5('party' || i)::uuid, md5('application' || i)::uuid, md5('decision' || i)::uuid, 'huangyan-1',
       'SHOP_TERM', 1, 'STOCK', 40000000, 0.06, 12, ARRAY[md5('party' || i)::uuid, md5('line' || i)::uuid], 'ACTIVE',
       '2026-06-01', '2031-06-01', '2026-06-08', '2026-06-01T00:00:00Z'
FROM generate_series(0, :customers - 1) AS i;

INSERT INTO contract (id, line_id, party_id, outlet_id, kind, document, document_hash, status, method, signed_at, mandate_id,
                      holder_name, holder_id_number, holder_card_number, created_at)
SELECT md5('contract' || i)::uuid, md5('line' || i)::uuid, md5('party' || i)::uuid, 'huangyan-1', 'LINE', '授信额度合同', repeat('0', 64),
       'SIGNED', 'SMS_CODE', '2026-06-01T00:00:00Z', 'M-' || i, '\x00', '\x00', '\x00', '2026-06-01T00:00:00Z'
FROM generate_series(0, :customers - 1) AS i;

INSERT INTO cost_sheet (id, line_id, party_id, outlet_id, amount_fen, term_months, method, annual_rate, annual_cost, sheet_hash,
                        content, min_read_seconds, status, presented_at, confirmed_at, expires_on)
SELECT md5('sheet' || i || '-' || k)::uuid, md5('line' || i)::uuid, md5('party' || i)::uuid, 'huangyan-1', 1000000, 12, 'EQ_INST',
       0.06, 0.061687, repeat('0', 64),
       '{"items": [{"code": "INTEREST", "payee": "BANK", "timing": "BY_SCHEDULE", "total_fen": 32796, "annualised": "0.060000"}],
         "contingent": [{"code": "PENALTY_ON_OVERDUE_PRINCIPAL", "annual_rate": "0.09"}], "total_cost_fen": 32796,
         "nominal_rate": "0.060000", "effective_rate": "0.061687"}',
       10, 'CONFIRMED', '2026-06-01T00:00:00Z', '2026-06-01T00:00:10Z', '2026-06-08'
FROM generate_series(0, :customers - 1) AS i, generate_series(0, :sheets - 1) AS k;
