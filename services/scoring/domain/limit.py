"""How much: the smallest of what was asked, what the product and the rules allow and what the income carries."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from services.scoring.domain.case import MONTHS_IN_YEAR, Case, ProductTerms
from shared.kernel.rounding import Rounding, round_fen

CONSUMER_CAP: Final = "ONL_CONS_CAP"
MAX_DEBT_SERVICE_RATIO: Final = "DSR_MAX"
FEN_PER_YUAN: Final = 100


@dataclass(frozen=True, slots=True)
class Limit:
    """The amount, and every ceiling that was looked at; `binding` is the lowest one's name."""

    amount_fen: int
    binding: str
    ceilings: Mapping[str, int]


def find_limit(case: Case, product: ProductTerms, *, rounding_fen: int) -> Limit:
    """min(requested, product cap, consumer cap R01, capacity if income is declared), rounded down (domain.md 2.7.9)."""
    ceilings = {"REQUESTED": case.amount_fen, "PRODUCT_CAP": product.amount_max_fen}
    if product.consumer and CONSUMER_CAP in case.parameters:
        ceilings["CONSUMER_CAP"] = int(Decimal(case.parameters[CONSUMER_CAP]) * FEN_PER_YUAN)
    capacity = _declared_capacity(case, product)
    if capacity is not None:
        ceilings["CAPACITY"] = capacity
    binding = min(ceilings, key=lambda name: (ceilings[name], name != "REQUESTED"))
    return Limit(ceilings[binding] // rounding_fen * rounding_fen, binding, ceilings)


def repayment_capacity(
    *, monthly_income_fen: int, monthly_debt_fen: int, max_debt_service_ratio: Decimal, annual_rate: Decimal, months: int
) -> int:
    """The principal whose level instalments fit the room left by other debts (R17, domain.md E24), in whole fen."""
    room = monthly_income_fen * max_debt_service_ratio - monthly_debt_fen
    if room <= 0:
        return 0
    monthly_rate = annual_rate / MONTHS_IN_YEAR
    instalments = (1 - (1 + monthly_rate) ** -months) / monthly_rate if monthly_rate else Decimal(months)
    return round_fen(room * instalments, Rounding.HALF_UP)


def _declared_capacity(case: Case, product: ProductTerms) -> int | None:
    income, debt = case.facts.get("monthly_income_fen"), case.facts.get("monthly_debt_fen", 0)
    if not isinstance(income, int) or not isinstance(debt, int) or MAX_DEBT_SERVICE_RATIO not in case.parameters:
        return None
    return repayment_capacity(
        monthly_income_fen=income,
        monthly_debt_fen=debt,
        max_debt_service_ratio=Decimal(case.parameters[MAX_DEBT_SERVICE_RATIO]),
        annual_rate=product.rate_max,
        months=min(case.term_months, product.term_max_months),
    )
