"""What may be applied for: product versions as credit publishes them (architecture.md rule 8)."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shared.kernel.errors import Category, DomainError


class ProductNotOffered(DomainError):
    """No published version of this product is in force."""

    code = "onboarding.product-not-offered"
    category = Category.INVALID
    title_zh = "该产品未发布或尚未生效，请选择在售产品"
    title_en = "No such product is on offer; choose a published one"


class AmountNotOffered(DomainError):
    """The amount is outside the product's range."""

    code = "onboarding.amount-not-offered"
    category = Category.INVALID
    title_zh = "金额不在产品允许的范围内，请修改金额"
    title_en = "The amount is outside the product's range; change it"


class TermNotOffered(DomainError):
    """The term is outside the product's range."""

    code = "onboarding.term-not-offered"
    category = Category.INVALID
    title_zh = "期限不在产品允许的范围内，请修改期限"
    title_en = "The term is outside the product's range; change it"


class RateNotOffered(DomainError):
    """The annual rate is outside the product's range."""

    code = "onboarding.rate-not-offered"
    category = Category.INVALID
    title_zh = "利率不在产品允许的范围内，请按产品定价"
    title_en = "The rate is outside the product's range; price within it"


@dataclass(frozen=True, slots=True)
class ProductVersion:
    """The ranges of one version: fen, months and annual rates."""

    product_code: str
    version: int
    name_zh: str
    name_en: str
    consumer: bool
    amount_min_fen: int
    amount_max_fen: int
    term_min_months: int
    term_max_months: int
    rate_min: Decimal
    rate_max: Decimal
    effective_from: date

    def require_amount_and_term(self, amount_fen: int, term_months: int) -> None:
        """Raises AmountNotOffered or TermNotOffered with the range."""
        if not self.amount_min_fen <= amount_fen <= self.amount_max_fen:
            raise AmountNotOffered(pointer="/amount_fen", minimum_fen=self.amount_min_fen, maximum_fen=self.amount_max_fen)
        if not self.term_min_months <= term_months <= self.term_max_months:
            raise TermNotOffered(
                pointer="/term_months", minimum_months=self.term_min_months, maximum_months=self.term_max_months
            )

    def require_rate(self, annual_rate: Decimal) -> None:
        """Raises RateNotOffered with the range."""
        if not self.rate_min <= annual_rate <= self.rate_max:
            raise RateNotOffered(pointer="/annual_rate", minimum=str(self.rate_min), maximum=str(self.rate_max))


def version_in_force(versions: Iterable[ProductVersion], *, on: date) -> ProductVersion:
    """The newest version effective on that date; raises ProductNotOffered."""
    effective = [version for version in versions if version.effective_from <= on]
    if not effective:
        raise ProductNotOffered(pointer="/product_code")
    return max(effective, key=lambda version: version.version)
