"""A loan as the books hold it: the domain's loan with its owners and its place."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from services.credit.domain.classification import RiskClass
from services.credit.domain.limit_tree import Path
from services.credit.domain.loan import Loan
from services.credit.domain.loan_terms import LoanTerms


@dataclass(frozen=True, slots=True)
class BookedLoan:
    """One note. `limit_path` names the nodes its repaid principal gives back, root first."""

    loan_id: str
    party_id: str
    outlet_id: str
    line_id: str
    drawdown_id: str
    product_code: str
    product_version: int
    mandate_id: str
    annual_cost: Decimal
    pay_mode: str
    flags: tuple[str, ...]
    loan: Loan
    risk_class: RiskClass = RiskClass.NORMAL
    class_since: date | None = None
    limit_path: tuple[str, ...] = ()
    version: int = 1

    @property
    def terms(self) -> LoanTerms:
        """What the note agrees."""
        return self.loan.terms

    def with_loan(self, loan: Loan) -> BookedLoan:
        """The same note after something happened to the loan."""
        return replace(self, loan=loan)


@dataclass(frozen=True, slots=True)
class RepaymentCase:
    """A loan with its limit nodes, both locked: nodes from root to leaf first, then the loan."""

    booked: BookedLoan
    path: Path
