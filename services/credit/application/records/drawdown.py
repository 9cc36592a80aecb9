"""A drawdown on its way from request to loan."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.credit.application.records.cost_sheet import PresentedSheet
from services.credit.application.records.credit_line import CreditLine
from services.credit.domain.drawdown import LineStanding
from services.credit.domain.lifecycle import DrawdownStatus
from services.credit.domain.limit_tree import Path
from services.credit.domain.product import ProductTerms, RepaymentMethod

SELF_PAY = "SELF_PAY"


def request_no_of(drawdown_id: str) -> str:
    """The one number under which a drawdown is ever paid out."""
    return f"PO{drawdown_id.replace('-', '')}"


@dataclass(frozen=True, slots=True)
class Drawdown:
    """`request_no` names the pay-out at the core bank; it is made from the drawdown id, so money leaves once."""

    drawdown_id: str
    line_id: str
    party_id: str
    outlet_id: str
    cost_sheet_id: str
    amount_fen: int
    term_months: int
    method: RepaymentMethod
    purpose_code: str
    pay_mode: str
    state: DrawdownStatus
    business_date: date
    requested_at: datetime
    loan_id: str | None = None
    reason: str | None = None
    sent_at: datetime | None = None

    @property
    def request_no(self) -> str:
        """Number of the pay-out at the core bank."""
        return request_no_of(self.drawdown_id)


@dataclass(frozen=True, slots=True)
class DrawdownCase:
    """All that is looked at before a drawdown is allowed, read under the lock of `path` (root first)."""

    business_date: date
    line: CreditLine
    path: Path
    product: ProductTerms
    sheet: PresentedSheet | None
    sheet_is_used: bool
    earliest_unpaid_due_date: date | None
    lacks_consent: bool
    parameters: dict[str, str]

    def standing(self) -> LineStanding:
        """The line as the rules see it today."""
        earliest = self.earliest_unpaid_due_date
        dpd = max((self.business_date - earliest).days, 0) if earliest else 0
        return self.line.standing(on=self.business_date, tail_days=self.product.tail_days, customer_dpd=dpd)
