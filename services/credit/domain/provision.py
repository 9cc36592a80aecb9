"""Loan-loss provisions by class and the ratios a bank is watched by (domain.md 2.5.3 R22, E18)."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from services.credit.domain.classification import RiskClass
from shared.kernel.rounding import Rounding, round_ratio


@dataclass(frozen=True, slots=True)
class ProvisionRates:
    """General rate on every loan and specific rate by class; regulatory parameter R22."""

    general: Decimal
    specific: Mapping[RiskClass, Decimal]


R22 = ProvisionRates(
    general=Decimal("0.01"),
    specific=MappingProxyType(
        {
            RiskClass.NORMAL: Decimal(0),
            RiskClass.SPECIAL_MENTION: Decimal("0.02"),
            RiskClass.SUBSTANDARD: Decimal("0.25"),
            RiskClass.DOUBTFUL: Decimal("0.50"),
            RiskClass.LOSS: Decimal(1),
        }
    ),
)


@dataclass(frozen=True, slots=True)
class BookProvision:
    """Provisions of a book in fen, with the balances they stand against."""

    general_fen: int
    specific_fen: int
    balance_fen: int
    non_performing_fen: int

    @property
    def total_fen(self) -> int:
        """General and specific."""
        return self.general_fen + self.specific_fen

    @property
    def npl_ratio(self) -> Decimal:
        """不良率: non-performing balance over balance."""
        return _ratio(self.non_performing_fen, self.balance_fen)

    @property
    def coverage_ratio(self) -> Decimal:
        """拨备覆盖率: provisions over non-performing balance; 0 when there is none."""
        return _ratio(self.total_fen, self.non_performing_fen)

    @property
    def loan_provision_ratio(self) -> Decimal:
        """贷款拨备率: provisions over balance."""
        return _ratio(self.total_fen, self.balance_fen)


def provision_of_book(
    balance_by_class: Mapping[RiskClass, int], rates: ProvisionRates = R22, rounding: Rounding = Rounding.HALF_UP
) -> BookProvision:
    """General provision on the whole balance, specific by class; one rounding for each rate."""
    balance = sum(balance_by_class.values())
    specific = sum(_share(fen, rates.specific[risk_class], rounding) for risk_class, fen in balance_by_class.items())
    non_performing = sum(fen for risk_class, fen in balance_by_class.items() if risk_class.is_non_performing)
    return BookProvision(_share(balance, rates.general, rounding), specific, balance, non_performing)


def _share(balance_fen: int, rate: Decimal, rounding: Rounding) -> int:
    numerator, denominator = rate.as_integer_ratio()
    return round_ratio(balance_fen * numerator, denominator, rounding)


def _ratio(numerator: int, denominator: int) -> Decimal:
    return Decimal(numerator) / Decimal(denominator) if denominator else Decimal(0)
