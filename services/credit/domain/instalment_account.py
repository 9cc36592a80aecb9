"""An instalment with what was paid on it, and the penalty and compound interest its lateness has earned.

Closed form (domain.md 2.3.12): what was paid late has left fixed day-products behind, what is unpaid adds its amount
times the days since the due date. So nothing touches an overdue instalment on a day on which nothing happens to it.
"""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from services.credit.domain.allocation import Part
from services.credit.domain.instalment import Instalment
from services.credit.domain.late_charges import compound_fen, late_days, late_days_by_rate, penalty_fen
from services.credit.domain.loan_terms import LoanTerms


@dataclass(frozen=True, slots=True)
class InstalmentAccount:
    """Fen paid by part, and the products (fen × days) of principal and interest that were paid late.

    `late_interest_products` are those up to maturity, `late_interest_products_after` those beyond it.
    """

    instalment: Instalment
    principal_paid_fen: int = 0
    interest_paid_fen: int = 0
    penalty_paid_fen: int = 0
    compound_paid_fen: int = 0
    late_principal_products: int = 0
    late_interest_products: int = 0
    late_interest_products_after: int = 0

    @property
    def principal_unpaid_fen(self) -> int:
        """Scheduled principal not paid yet."""
        return self.instalment.principal_fen - self.principal_paid_fen

    @property
    def interest_unpaid_fen(self) -> int:
        """Scheduled interest not paid yet."""
        return self.instalment.interest_fen - self.interest_paid_fen

    def penalty_accrued_fen(self, terms: LoanTerms, as_of: date) -> int:
        """Penalty ever earned on this instalment by `as_of`, paid or not; 0 at DPD 0 and within grace."""
        days = late_days(self.instalment.due_date, as_of, terms.conventions.grace_days)
        return penalty_fen(self.late_principal_products + self.principal_unpaid_fen * days, terms)

    def compound_accrued_fen(self, terms: LoanTerms, as_of: date) -> int:
        """Compound interest ever earned on its unpaid ordinary interest by `as_of`; never on penalty."""
        in_term, after = late_days_by_rate(self.instalment.due_date, as_of, terms)
        return compound_fen(
            self.late_interest_products + self.interest_unpaid_fen * in_term,
            self.late_interest_products_after + self.interest_unpaid_fen * after,
            terms,
        )

    def unpaid_fen(self, terms: LoanTerms, as_of: date) -> dict[Part, int]:
        """What is unpaid of each part on a day, in fen."""
        return {
            Part.COMPOUND: self.compound_accrued_fen(terms, as_of) - self.compound_paid_fen,
            Part.PENALTY: self.penalty_accrued_fen(terms, as_of) - self.penalty_paid_fen,
            Part.INTEREST: self.interest_unpaid_fen,
            Part.PRINCIPAL: self.principal_unpaid_fen,
        }

    def paid(self, part: Part, amount_fen: int, on: date, terms: LoanTerms) -> InstalmentAccount:
        """The account after fen of one part arrived on a day; what came late keeps its day-products."""
        if part is Part.PENALTY:
            return replace(self, penalty_paid_fen=self.penalty_paid_fen + amount_fen)
        if part is Part.COMPOUND:
            return replace(self, compound_paid_fen=self.compound_paid_fen + amount_fen)
        if part is Part.PRINCIPAL:
            days = late_days(self.instalment.due_date, on, terms.conventions.grace_days)
            return replace(
                self,
                principal_paid_fen=self.principal_paid_fen + amount_fen,
                late_principal_products=self.late_principal_products + amount_fen * days,
            )
        in_term, after = late_days_by_rate(self.instalment.due_date, on, terms)
        return replace(
            self,
            interest_paid_fen=self.interest_paid_fen + amount_fen,
            late_interest_products=self.late_interest_products + amount_fen * in_term,
            late_interest_products_after=self.late_interest_products_after + amount_fen * after,
        )
