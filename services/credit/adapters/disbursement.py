"""What disbursed loans write, as the parameters of `drawdown_statements.DISBURSED`: one array a column."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from services.credit.adapters.limit_nodes import node_arrays
from services.credit.adapters.loan_rows import instalment_arrays
from services.credit.application.records.payout import Disbursement, PayoutBook
from services.credit.domain.loan import next_period_end
from shared.db.unit_of_work import new_id

_SCHEDULED = 6
"""The first fields of an instalment; what was paid on it starts at zero."""


def disbursement_parameters(
    disbursements: Sequence[Disbursement], book: PayoutBook, business_date: date, at: datetime
) -> tuple[Any, ...]:
    """Nodes, then a row for each loan, its instalments and its postings; a new loan was never paid on."""
    journal_ids = [new_id() for _ in disbursements]
    loans = [_loan_row(one, journal_id) for one, journal_id in zip(disbursements, journal_ids, strict=True)]
    accounts = [account for one in disbursements for account in one.booked.loan.accounts]
    loan_ids = [one.booked.loan_id for one in disbursements for _ in one.booked.loan.accounts]
    postings = [
        (journal_id, number, line.account.value, line.amount_fen)
        for one, journal_id in zip(disbursements, journal_ids, strict=True)
        for number, line in enumerate(one.journal.lines, start=1)
    ]
    return (
        *node_arrays(book.nodes.values()),
        at,
        business_date,
        *(list(column) for column in zip(*loans, strict=True)),
        loan_ids,
        *instalment_arrays(accounts)[:_SCHEDULED],
        *(list(column) for column in zip(*postings, strict=True)),
    )


def _loan_row(one: Disbursement, journal_id: str) -> tuple[Any, ...]:
    booked, terms, loan = one.booked, one.booked.terms, one.booked.loan
    running = loan.running
    return (
        booked.loan_id,
        booked.drawdown_id,
        one.drawdown.request_no,
        booked.party_id,
        booked.line_id,
        booked.outlet_id,
        booked.product_code,
        booked.product_version,
        booked.mandate_id,
        terms.method.value,
        terms.principal_fen,
        terms.annual_rate,
        booked.annual_cost,
        terms.term_months,
        terms.disbursed_on,
        terms.maturity,
        terms.first_due,
        booked.pay_mode,
        " ".join(booked.flags),
        loan.status.value,
        booked.risk_class.name,
        running.products if running else None,
        running.since if running else None,
        next_period_end(loan),
        loan.accounts[0].instalment.due_date if loan.accounts else None,
        journal_id,
        one.journal.kind.value,
    )
