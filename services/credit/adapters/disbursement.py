"""What a disbursed loan writes, as the parameters of `drawdown_statements.DISBURSED`, in its order."""
from __future__ import annotations

from datetime import date, datetime
from typing import Any

from services.credit.adapters.limit_nodes import node_arrays
from services.credit.adapters.loan_rows import instalment_arrays
from services.credit.application.records.booked_loan import BookedLoan
from services.credit.application.records.drawdown import Drawdown
from services.credit.domain.ledger import Journal
from services.credit.domain.limit_tree import Path
from services.credit.domain.loan import next_period_end
from shared.db.unit_of_work import new_id

_SCHEDULED = 6
"""The first fields of an instalment; what was paid on it starts at zero."""


def disbursement_parameters(
    drawdown: Drawdown, path: Path, booked: BookedLoan, journal: Journal, *, business_date: date, at: datetime
) -> tuple[Any, ...]:
    """Nodes, drawdown, payment, loan, instalments, history and journal; the loan is new, so nothing was paid on it."""
    loan, terms = booked.loan, booked.terms
    running = loan.running
    return (
        *node_arrays(path),
        drawdown.drawdown_id,
        booked.loan_id,
        drawdown.request_no,
        at,
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
        list(booked.flags),
        loan.status.value,
        booked.risk_class.name,
        running.products if running else None,
        running.since if running else None,
        next_period_end(loan),
        loan.accounts[0].instalment.due_date if loan.accounts else None,
        *instalment_arrays(loan.accounts)[:_SCHEDULED],
        new_id(),
        business_date,
        journal.kind.value,
        [line.account.value for line in journal.lines],
        [line.amount_fen for line in journal.lines],
    )
