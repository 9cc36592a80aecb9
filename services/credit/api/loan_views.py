"""What callers see of loans: the note, its schedule with what is paid, its payoff and its history."""
from __future__ import annotations

from datetime import date
from typing import Any

from services.credit.adapters.row import Row
from services.credit.application.records.booked_loan import BookedLoan
from services.credit.domain.allocation import Part
from services.credit.domain.delinquency import bucket_of, days_past_due
from services.credit.domain.interest import interest_fen
from services.credit.domain.payoff import PayoffQuote
from services.credit.domain.product import RepaymentMethod
from shared.kernel.money import CURRENCY
from shared.kernel.rate import rate_text


def loan_view(row: Row, today: date) -> dict[str, Any]:
    """A note and where it stands on the business date."""
    earliest = row["earliest_unpaid_due_date"]
    late = days_past_due(earliest, today) if earliest else 0
    return {
        "loan_id": str(row["id"]),
        "party_id": str(row["party_id"]),
        "outlet_id": row["outlet_id"],
        "line_id": str(row["line_id"]),
        "drawdown_id": str(row["drawdown_id"]),
        "product_code": row["product_code"],
        "product_version": row["product_version"],
        "method": row["method"],
        "status": row["status"],
        "class": row["class_code"],
        "currency": CURRENCY,
        "principal_fen": row["principal_fen"],
        "outstanding_principal_fen": row["outstanding_principal_fen"],
        "suspense_fen": row["suspense_fen"],
        "annual_rate": rate_text(row["annual_rate"].normalize()),
        "annual_cost": rate_text(row["annual_cost"].normalize()),
        "term_months": row["term_months"],
        "start_date": row["start_date"],
        "maturity_date": row["maturity_date"],
        "next_due_date": earliest,
        "days_past_due": late,
        "bucket": bucket_of(late).value,
        "settled_on": row["settled_on"],
    }


def instalments_view(booked: BookedLoan, today: date) -> list[dict[str, Any]]:
    """The schedule with what was paid, and penalty and compound interest earned by the business date."""
    terms = booked.terms
    return [
        {
            "seq": account.instalment.seq,
            "due_date": account.instalment.due_date,
            "period_start": account.instalment.period_start,
            "period_end": account.instalment.period_end,
            "principal_fen": account.instalment.principal_fen,
            "interest_fen": account.instalment.interest_fen,
            "penalty_fen": account.penalty_accrued_fen(terms, today),
            "compound_fen": account.compound_accrued_fen(terms, today),
            "principal_paid_fen": account.principal_paid_fen,
            "interest_paid_fen": account.interest_paid_fen,
            "penalty_paid_fen": account.penalty_paid_fen,
            "compound_paid_fen": account.compound_paid_fen,
            "unpaid_fen": sum(account.unpaid_fen(terms, today).values()),
        }
        for account in booked.loan.accounts
    ]


def payoff_view(booked: BookedLoan, quote: PayoffQuote) -> dict[str, Any]:
    """What settles the loan on a day; for DAILY also what one more day costs."""
    return {
        "loan_id": booked.loan_id,
        "on": quote.on,
        "currency": CURRENCY,
        "principal_fen": quote.principal_fen,
        "interest_fen": quote.interest_fen,
        "penalty_fen": quote.penalty_fen,
        "compound_fen": quote.compound_fen,
        "suspense_fen": quote.suspense_fen,
        "total_fen": quote.total_fen,
        "interest_per_day_fen": _interest_per_day_fen(booked),
    }


def dues_view(booked: BookedLoan, on: date) -> dict[str, Any]:
    """What is past due on the business date, by part."""
    arrears = booked.loan.arrears(on)
    return {
        "overdue_fen": arrears.total_fen,
        "overdue_principal_fen": arrears.part_fen(Part.PRINCIPAL),
        "overdue_interest_fen": arrears.part_fen(Part.INTEREST),
        "overdue_penalty_fen": arrears.part_fen(Part.PENALTY),
        "overdue_compound_fen": arrears.part_fen(Part.COMPOUND),
    }


def transaction_view(row: Row) -> dict[str, Any]:
    """One row of the loan's history."""
    plain = {name: value for name, value in row.items() if name not in ("id", "repayment_id")}
    repayment_id = str(row["repayment_id"]) if row["repayment_id"] else None
    return {"transaction_id": str(row["id"]), "repayment_id": repayment_id, **plain}


def _interest_per_day_fen(booked: BookedLoan) -> int | None:
    if booked.terms.method is not RepaymentMethod.DAILY:
        return None
    conventions = booked.terms.conventions
    return interest_fen(
        booked.loan.outstanding_fen, booked.terms.annual_rate, conventions.day_count, conventions.rounding
    )
