"""Reports of credit's own books."""
from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Depends

from services.credit.domain.classification import RiskClass
from services.credit.domain.ledger import Account
from services.credit.domain.provision import ProvisionRates, provision_of_book
from services.credit.queries.book_report import Book, read_book
from shared.kernel.authorization import HEAD_OFFICE, Ownership
from shared.web.calls import ReadCall, read_call

router = APIRouter(tags=["reports"])

_WHOLE_BANK: Final = Ownership(outlet_id=HEAD_OFFICE)


@router.get("/v1/reports/book", operation_id="getBookReport")
async def read_book_report(call: ReadCall = Depends(read_call)) -> dict[str, Any]:
    """Balances and provisions by class, arrears, income and ratios of the whole bank, in fen; ratios as decimal strings.

    `provision_fen` of a class is its share of the general provision and its specific one; they add up to the total.
    """
    call.authorize("report.read", _WHOLE_BANK)
    async with call.connection() as connection:
        return _view(await read_book(connection))


def _view(book: Book) -> dict[str, Any]:
    rows = book.classes.values()
    balances = {risk_class: _of(book, risk_class, "balance_fen") for risk_class in RiskClass}
    provision = provision_of_book(balances, book.rates)
    return {
        "business_date": book.business_date,
        "classes": [
            {
                "class_code": risk_class.name,
                "loans": _of(book, risk_class, "loans"),
                "balance_fen": balances[risk_class],
                "provision_fen": provision_fen,
            }
            for risk_class, provision_fen in _shares(balances, book.rates).items()
        ],
        "outstanding_fen": provision.balance_fen,
        "lent_fen": sum(row.lent_fen for row in rows),
        "overdue_fen": sum(row.overdue_fen for row in rows),
        "overdue_loans": sum(row.overdue_loans for row in rows),
        "settled_loans": sum(row.settled_loans for row in rows),
        "provision_fen": provision.total_fen,
        "provision_posted_fen": -book.ledger.get(Account.LOAN_LOSS_PROVISION.value, 0),
        "interest_income_fen": -book.ledger.get(Account.INTEREST_INCOME.value, 0),
        "penalty_income_fen": -book.ledger.get(Account.PENALTY_INCOME.value, 0),
        "compound_income_fen": -book.ledger.get(Account.COMPOUND_INCOME.value, 0),
        "npl_ratio": f"{provision.npl_ratio:.6f}",
        "coverage_ratio": f"{provision.coverage_ratio:.6f}",
        "loan_provision_ratio": f"{provision.loan_provision_ratio:.6f}",
    }


def _of(book: Book, risk_class: RiskClass, column: str) -> int:
    row = book.classes.get(risk_class.name)
    return int(getattr(row, column)) if row is not None else 0


def _shares(balances: dict[RiskClass, int], rates: ProvisionRates) -> dict[RiskClass, int]:
    """The provision of each class as the growth of the book's when the classes are added one by one."""
    counted: dict[RiskClass, int] = {}
    shares, before = {}, 0
    for risk_class, balance_fen in balances.items():
        counted[risk_class] = balance_fen
        total = provision_of_book(counted, rates).total_fen
        shares[risk_class], before = total - before, total
    return shares
