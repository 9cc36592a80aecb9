"""What must hold before a customer may draw (domain.md 2.1.2, A6, A19); limits are tested by the limit tree."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from services.credit.domain.cost_sheet import CostSheet
from services.credit.domain.errors import CostSheetRequired, CustomerOverdue, LineFrozen, LineNotActive, MaturityBeyondLine
from services.credit.domain.lifecycle import CostSheetStatus, LineStatus
from services.credit.domain.loan_terms import LoanTerms


@dataclass(frozen=True, slots=True)
class LineStanding:
    """A line as a drawdown sees it; `customer_dpd` is the greatest regulatory DPD over the customer's loans."""

    status: LineStatus
    start: date
    end: date
    tail_days: int
    customer_dpd: int


def require_line_open(line: LineStanding, on: date) -> None:
    """Raises LineFrozen, LineNotActive (also outside its term) or CustomerOverdue (any DPD blocks new draws)."""
    if line.status is LineStatus.FROZEN:
        raise LineFrozen
    if line.status is not LineStatus.ACTIVE or not line.start <= on <= line.end:
        raise LineNotActive
    if line.customer_dpd > 0:
        raise CustomerOverdue(days_past_due=line.customer_dpd)


def require_maturity_within_line(line: LineStanding, terms: LoanTerms) -> None:
    """Raises MaturityBeyondLine when the note outlives the line by more than the product's tail."""
    latest = line.end + timedelta(days=line.tail_days)
    if terms.maturity > latest:
        raise MaturityBeyondLine(maturity=terms.maturity.isoformat(), latest=latest.isoformat())


def require_confirmed_sheet(sheet: CostSheet | None, status: CostSheetStatus | None, terms: LoanTerms) -> None:
    """Raises CostSheetRequired unless a confirmed sheet covers exactly these terms (A6)."""
    if sheet is None or status is not CostSheetStatus.CONFIRMED or not sheet.covers(terms):
        raise CostSheetRequired
