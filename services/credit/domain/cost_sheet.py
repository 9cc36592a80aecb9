"""All-in cost sheet (综合融资成本明示表, domain.md 2.4.5, A4-A6): every cost of a note, annualised, hashed, read, confirmed."""
from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from services.credit.domain.cash_flow import DatedFlow, monthly_rate_of, nominal_annual_rate, period_rate, xirr
from services.credit.domain.errors import BankFeeRefused, CostAboveCap, ReadingTimeTooShort
from services.credit.domain.late_charges import compound_rate_in_term, penalty_rate
from services.credit.domain.loan_terms import LoanTerms
from services.credit.domain.product import ProductTerms, RepaymentMethod
from services.credit.domain.schedule import Schedule, illustrative_schedule
from shared.kernel.day_count import add_months

_SHOWN = Decimal("0.000001")


class FeeTiming(Enum):
    """When a fee is collected."""

    UPFRONT = "UPFRONT"
    EACH_INSTALMENT = "EACH_INSTALMENT"


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee in fen at each collection. It names its payee and is collected beside the proceeds, never out of them."""

    code: str
    payee: str
    is_payable_to_bank: bool
    timing: FeeTiming
    amount_fen: int


@dataclass(frozen=True, slots=True)
class CostItem:
    """One line of the sheet: what it costs over the term in fen and as an annual rate (IRR difference, E13)."""

    code: str
    payee: str
    timing: str
    total_fen: int
    annualised: Decimal


@dataclass(frozen=True, slots=True)
class ContingentItem:
    """A cost that only default brings, as an annual rate."""

    code: str
    annual_rate: Decimal


@dataclass(frozen=True, slots=True)
class CostSheet:
    """The sheet of one note. `nominal_rate` is 12·i, `effective_rate` XIRR, both of normal performance, six decimals."""

    principal_fen: int
    term_months: int
    method: RepaymentMethod
    annual_rate: Decimal
    items: tuple[CostItem, ...]
    contingent: tuple[ContingentItem, ...]
    total_cost_fen: int
    nominal_rate: Decimal
    effective_rate: Decimal

    @property
    def annual_cost(self) -> Decimal:
        """What the cap is tested on: the greater of 12·i and XIRR (A5)."""
        return max(self.nominal_rate, self.effective_rate)

    def covers(self, terms: LoanTerms) -> bool:
        """Whether the sheet was made for exactly these terms (A6)."""
        made_for = (self.principal_fen, self.term_months, self.method, self.annual_rate)
        return made_for == (terms.principal_fen, terms.term_months, terms.method, terms.annual_rate)

    def canonical_text(self) -> str:
        """The sheet as JSON with sorted keys, whole fen and decimal strings: what is hashed and stored."""
        content = {
            "principal_fen": self.principal_fen,
            "term_months": self.term_months,
            "method": self.method.value,
            "annual_rate": _plain(self.annual_rate),
            "items": [[item.code, item.payee, item.timing, item.total_fen, _plain(item.annualised)] for item in self.items],
            "contingent": [[item.code, _plain(item.annual_rate)] for item in self.contingent],
            "total_cost_fen": self.total_cost_fen,
            "nominal_rate": _plain(self.nominal_rate),
            "effective_rate": _plain(self.effective_rate),
        }
        return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @property
    def sheet_hash(self) -> str:
        """SHA-256 of the canonical text, hexadecimal: signing needs a confirmed sheet of this hash."""
        return hashlib.sha256(self.canonical_text().encode()).hexdigest()


def build_cost_sheet(terms: LoanTerms, fees: Sequence[Fee] = ()) -> CostSheet:
    """The sheet of a note with its third parties' fees. Raises BankFeeRefused (A4), AnnualCostUnsolvable."""
    if any(fee.is_payable_to_bank for fee in fees):
        raise BankFeeRefused
    schedule = illustrative_schedule(terms)
    interest_only, effective_interest_only = _rates(terms, schedule, ())
    nominal, effective = _rates(terms, schedule, fees) if fees else (interest_only, effective_interest_only)
    interest_fen = sum(row.interest_fen for row in schedule)
    items = [CostItem("INTEREST", "BANK", "BY_SCHEDULE", interest_fen, _shown(interest_only))]
    for fee in fees:
        with_fee, _ = _rates(terms, schedule, (fee,))
        items.append(CostItem(fee.code, fee.payee, fee.timing.value, _total_fen(fee, schedule), _shown(with_fee - interest_only)))
    return CostSheet(
        principal_fen=terms.principal_fen,
        term_months=terms.term_months,
        method=terms.method,
        annual_rate=terms.annual_rate,
        items=tuple(items),
        contingent=(
            ContingentItem("PENALTY_ON_OVERDUE_PRINCIPAL", penalty_rate(terms)),
            ContingentItem("COMPOUND_ON_OVERDUE_INTEREST", compound_rate_in_term(terms)),
        ),
        total_cost_fen=sum(item.total_fen for item in items),
        nominal_rate=_shown(nominal),
        effective_rate=_shown(effective),
    )


def require_cost_within_cap(sheet: CostSheet, product: ProductTerms) -> None:
    """Raises CostAboveCap when the all-in annual cost is above the product's cap or the last wall (2.4.3, A5)."""
    cap = min(product.annual_cost_cap, product.last_wall)
    if sheet.annual_cost > cap:
        raise CostAboveCap(annual_cost=_plain(sheet.annual_cost), annual_cost_cap=_plain(cap))


def read_seconds(presented_at: datetime, confirmed_at: datetime, min_read_seconds: int) -> int:
    """Whole seconds the customer had, measured by the server. Raises ReadingTimeTooShort."""
    seconds = (confirmed_at - presented_at) // timedelta(seconds=1)
    if seconds < min_read_seconds:
        raise ReadingTimeTooShort(read_seconds=seconds, min_read_seconds=min_read_seconds)
    return seconds


def _rates(terms: LoanTerms, schedule: Schedule, fees: Sequence[Fee]) -> tuple[Decimal, Decimal]:
    """12·i and XIRR of the flows with these fees."""
    upfront = sum(fee.amount_fen for fee in fees if fee.timing is FeeTiming.UPFRONT)
    periodic = sum(fee.amount_fen for fee in fees if fee.timing is FeeTiming.EACH_INSTALMENT)
    lent = upfront - terms.principal_fen
    paid = [row.principal_fen + row.interest_fen + periodic for row in schedule]
    effective = xirr([DatedFlow(terms.disbursed_on, lent), *map(DatedFlow, [row.due_date for row in schedule], paid)])
    is_monthly = terms.first_due == add_months(terms.disbursed_on, 1)
    monthly = period_rate([lent, *paid]) if is_monthly else monthly_rate_of(effective)
    return nominal_annual_rate(monthly), effective


def _total_fen(fee: Fee, schedule: Schedule) -> int:
    return fee.amount_fen * (len(schedule) if fee.timing is FeeTiming.EACH_INSTALMENT else 1)


def _shown(rate: Decimal) -> Decimal:
    return rate.quantize(_SHOWN, rounding=ROUND_HALF_UP)


def _plain(rate: Decimal) -> str:
    return format(rate.normalize(), "f")
