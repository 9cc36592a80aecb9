"""The policy's cut-offs and prices, chosen on out-of-sample scores of the development rows only.

A product lends while its dearest rate covers funding, cost and expected loss (floor of domain.md 2.4.2). A person
decides where a guarantor who halves the loss would close the gap. Each grade pays its own expected loss.
"""
from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from o2o.training.calibration import BAND_POINTS, Calibration

_RATE_STEP_PER_YEAR: Final = 1000
_MITIGATION: Final = 2.0


@dataclass(frozen=True, slots=True)
class Economics:
    """Yearly shares of the balance, loss per default and life of a loan; parameters, not facts (domain.md E14)."""

    funding: float = 0.0185
    operations: float = 0.0150
    capital: float = 0.0138
    loss_given_default: float = 0.60
    exposure_at_default: float = 0.65
    balance_years: float = 0.75

    def expected_loss_per_year(self, default_probability: float) -> float:
        """Expected loss a year as a share of the average balance."""
        return default_probability * self.loss_given_default * self.exposure_at_default / self.balance_years

    def full_rate(self, default_probability: float) -> float:
        """The rate that pays funding, operations, capital and the expected loss."""
        return self.funding + self.operations + self.capital + self.expected_loss_per_year(default_probability)

    def bearable_default_probability(self, rate: float) -> float:
        """The probability at which a rate just covers funding, operations and the expected loss."""
        return (rate - self.funding - self.operations) / self.expected_loss_per_year(1.0)


@dataclass(frozen=True, slots=True)
class ProductRange:
    """Rates a product may charge, its lowest and highest. A flat product has one rate."""

    rate_min: float
    rate_max: float


GRADES: Final[Mapping[str, float]] = {"A": 0.03, "B": 0.05, "C": 0.075, "D": 0.10, "E": 0.15, "F": 0.30}
LAST_GRADE: Final = "G"
PRODUCTS: Final[Mapping[str, ProductRange]] = {
    "SHOP_TERM": ProductRange(0.060, 0.108),
    "PAYROLL": ProductRange(0.036, 0.072),
    "WALLET": ProductRange(0.108, 0.108),
}


def policy_document(
    *, rules: Mapping[str, Any], calibration: Calibration, lowest_score: int, card: str, economics: Economics, basis: Mapping[str, Any]
) -> dict[str, Any]:
    """The application policy: hard rules as written, grades, cut-offs and prices as calculated."""
    grades = [{"grade": name, "from_score": _score_at(calibration, highest)} for name, highest in GRADES.items()]
    grades.append({"grade": LAST_GRADE, "from_score": lowest_score})
    return {
        "schema": "policy/1",
        "policy": "application",
        "card": card,
        "rules": rules["rules"],
        "reasons": rules["reasons"],
        "rounding_fen": 100_000,
        "grades": grades,
        "products": {code: _product(calibration, product, economics) for code, product in PRODUCTS.items()},
        "basis": dict(basis),
    }


def _product(calibration: Calibration, product: ProductRange, economics: Economics) -> dict[str, Any]:
    bearable = economics.bearable_default_probability(product.rate_max)
    return {
        "approve_from_score": _score_at(calibration, bearable),
        "refer_from_score": _score_at(calibration, bearable * _MITIGATION),
        "annual_rates": {name: _rate(product, economics, highest) for name, highest in {**GRADES, LAST_GRADE: 1.0}.items()},
    }


def _score_at(calibration: Calibration, default_probability: float) -> int:
    """The first score, at the start of a band of the table, whose whole band stays at or below the probability."""
    exact = (math.log(1 / default_probability - 1) - calibration.intercept) * 100 / calibration.slope
    return math.ceil(exact / BAND_POINTS) * BAND_POINTS


def _rate(product: ProductRange, economics: Economics, highest: float) -> str:
    """The full rate of a grade's riskiest member, up to the next 0.1 %, within the product's range."""
    wanted = math.ceil(round(economics.full_rate(highest) * _RATE_STEP_PER_YEAR, 6)) / _RATE_STEP_PER_YEAR
    return f"{min(max(wanted, product.rate_min), product.rate_max):.4f}"
