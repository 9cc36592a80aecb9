"""Loans and instalments between rows and the domain, both directions explicit."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from services.credit.adapters.catalogue_repository import terms_of_text
from services.credit.adapters.row import Row
from services.credit.application.records.booked_loan import BookedLoan
from services.credit.domain.allocation import Part
from services.credit.domain.classification import RiskClass
from services.credit.domain.instalment import Instalment
from services.credit.domain.instalment_account import InstalmentAccount
from services.credit.domain.interest import DayProducts
from services.credit.domain.lifecycle import LoanStatus
from services.credit.domain.loan import Loan, next_period_end
from services.credit.domain.loan_terms import LoanTerms, PlannedPrincipal
from services.credit.domain.product import RepaymentMethod

INSTALMENT_FIELDS: Final = (
    "seq",
    "due_date",
    "period_start",
    "period_end",
    "principal_fen",
    "interest_fen",
    "principal_paid_fen",
    "interest_paid_fen",
    "penalty_paid_fen",
    "compound_paid_fen",
    "late_principal_products",
    "late_interest_products",
    "late_interest_products_after",
)
INSTALMENT_ARRAYS: Final = (
    "smallint[]",
    "date[]",
    "date[]",
    "date[]",
    "bigint[]",
    "bigint[]",
    "bigint[]",
    "bigint[]",
    "bigint[]",
    "bigint[]",
    "bigint[]",
    "bigint[]",
    "bigint[]",
)
"""Array types of `INSTALMENT_FIELDS`, for unnest."""

_OF_INSTALMENT: Final = frozenset(INSTALMENT_FIELDS[:6])


def instalment_arrays(accounts: Iterable[InstalmentAccount]) -> list[list[Any]]:
    """One array a field, in the order of `INSTALMENT_FIELDS`."""
    kept = tuple(accounts)
    return [
        [getattr(account.instalment if name in _OF_INSTALMENT else account, name) for account in kept]
        for name in INSTALMENT_FIELDS
    ]


def account_of(row: Row) -> InstalmentAccount:
    """The instalment of a row."""
    fields = {name: row[name] for name in INSTALMENT_FIELDS}
    instalment = Instalment(**{name: fields.pop(name) for name in _OF_INSTALMENT})
    return InstalmentAccount(instalment, **fields)


def living_state(booked: BookedLoan, on: date) -> dict[str, Any]:
    """The columns of a loan that change with what happens to it, as they stand on a day."""
    loan = booked.loan
    arrears, running = loan.arrears(on), loan.running
    return {
        "status": loan.status.value,
        "outstanding_principal_fen": loan.outstanding_fen,
        "suspense_fen": loan.suspense_fen,
        "products": running.products if running else None,
        "products_since": running.since if running else None,
        "products_run_to": running.runs_to if running else None,
        "next_period_end": next_period_end(loan),
        "earliest_unpaid_due_date": earliest_unpaid_due_date(loan, on),
        "overdue_principal_fen": arrears.part_fen(Part.PRINCIPAL),
        "overdue_interest_fen": arrears.part_fen(Part.INTEREST),
        "settled_on": on if loan.status is LoanStatus.SETTLED else None,
    }


def earliest_unpaid_due_date(loan: Loan, on: date) -> date | None:
    """The earliest due date, past or to come, with anything unpaid; None when nothing is scheduled to be paid."""
    if loan.status is LoanStatus.SETTLED:
        return None
    unpaid = (account for account in loan.accounts if any(account.unpaid_fen(loan.terms, on).values()))
    return min((account.instalment.due_date for account in unpaid), default=None)


def booked_of(row: Row, instalments: Sequence[Row]) -> BookedLoan:
    """The loan of a row that carries its product's row as `product_text` and its line's `limit_path`."""
    return BookedLoan(
        loan_id=str(row["id"]),
        party_id=str(row["party_id"]),
        outlet_id=row["outlet_id"],
        line_id=str(row["line_id"]),
        drawdown_id=str(row["drawdown_id"]),
        product_code=row["product_code"],
        product_version=row["product_version"],
        mandate_id=row["mandate_id"],
        annual_cost=row["annual_cost"].normalize(),
        pay_mode=row["pay_mode"],
        flags=tuple(row["flags"]),
        loan=_loan_of(row, instalments),
        risk_class=RiskClass[row["class_code"]],
        class_since=row["class_since"],
        limit_path=tuple(str(node_id) for node_id in row["limit_path"]),
        version=row["version"],
    )


def terms_of_loan(row: Row) -> LoanTerms:
    """What the note agrees; its conventions are those of its product version."""
    plan = row["principal_plan"] or ()
    return LoanTerms(
        method=RepaymentMethod(row["method"]),
        principal_fen=row["principal_fen"],
        annual_rate=_plain(row["annual_rate"]),
        disbursed_on=row["start_date"],
        term_months=row["term_months"],
        maturity=row["maturity_date"],
        first_due=row["first_due_date"],
        conventions=terms_of_text(row["product_text"]).conventions,
        principal_plan=tuple(PlannedPrincipal(step["month"], step["amount_fen"]) for step in plan),
    )


def _loan_of(row: Row, instalments: Sequence[Row]) -> Loan:
    running = None
    if row["products"] is not None:
        running = DayProducts(
            _plain(row["annual_rate"]), row["products"], row["products_since"], row["products_run_to"]
        )
    return Loan(
        terms=terms_of_loan(row),
        status=LoanStatus(row["status"]),
        accounts=tuple(account_of(instalment) for instalment in instalments),
        outstanding_fen=row["outstanding_principal_fen"],
        running=running,
        suspense_fen=row["suspense_fen"],
    )


def _plain(rate: Decimal) -> Decimal:
    return rate.normalize()
