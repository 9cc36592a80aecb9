"""Products and notes for the tests of the lending rules."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from services.credit.domain.allocation import INTEREST_FIRST, INTEREST_FIRST_THEN_PREPAY
from services.credit.domain.loan_terms import LoanTerms, PlannedPrincipal, agree_terms
from services.credit.domain.product import Conventions, DueDayRule, ProductTerms, RepaymentMethod


def product(conventions: Conventions | None = None, **changes: object) -> ProductTerms:
    """A product that offers every method over wide ranges."""
    values: dict[str, object] = {
        "code": "SHOP_TERM",
        "version": 1,
        "methods": tuple(RepaymentMethod),
        "amount_min_fen": 1,
        "amount_max_fen": 10**12,
        "term_min_months": 1,
        "term_max_months": 360,
        "rate_min": Decimal(0),
        "rate_max": Decimal("0.36"),
        "line_term_months": 24,
        "revolving": True,
        "consumer": False,
        "conventions": conventions or Conventions(),
        "annual_cost_cap": Decimal("0.12"),
    }
    return ProductTerms(**{**values, **changes})  # type: ignore[arg-type]


def note(
    method: str,
    *,
    yuan: int = 100_000,
    fen: int | None = None,
    rate: str = "0.06",
    months: int = 12,
    disbursed_on: date = date(2026, 3, 20),
    conventions: Mapping[str, object] | None = None,
    plan: Mapping[int, int] | None = None,
) -> LoanTerms:
    """A note's terms; a `due_day` among the conventions means a fixed day. DAILY takes repayments any day."""
    chosen: dict[str, object] = dict(conventions or {})
    if "due_day" in chosen:
        chosen["due_day_rule"] = DueDayRule.FIXED_DAY
    order = INTEREST_FIRST_THEN_PREPAY if method == "DAILY" else INTEREST_FIRST
    return agree_terms(
        product(Conventions(**{"performing_order": order, **chosen})),  # type: ignore[arg-type]
        method=RepaymentMethod(method),
        amount_fen=yuan * 100 if fen is None else fen,
        annual_rate=Decimal(rate),
        term_months=months,
        disbursed_on=disbursed_on,
        principal_plan=tuple(PlannedPrincipal(month, amount) for month, amount in (plan or {}).items()),
    )
