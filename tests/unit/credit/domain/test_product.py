"""A note is agreed within its product's ranges, and every refusal says what to do."""
from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.credit.domain import errors
from services.credit.domain.loan_terms import LoanTerms, agree_terms
from services.credit.domain.product import Conventions, RepaymentMethod
from shared.kernel.day_count import DayCount
from shared.kernel.errors import DomainError
from shared.kernel.money import AmountOutOfRange
from tests.unit.credit.domain.builders import product

SHOP_TERM = product(
    methods=(RepaymentMethod.EQ_INST,),
    amount_min_fen=500_000,
    amount_max_fen=40_000_000,
    term_min_months=3,
    term_max_months=60,
    rate_min=Decimal("0.06"),
    rate_max=Decimal("0.108"),
)


def _agree(**changes: object) -> LoanTerms:
    asked: dict[str, object] = {
        "method": RepaymentMethod.EQ_INST,
        "amount_fen": 500_000,
        "annual_rate": Decimal("0.06"),
        "term_months": 3,
        "disbursed_on": date(2026, 11, 2),
    }
    return agree_terms(SHOP_TERM, **{**asked, **changes})  # type: ignore[arg-type]


def test_terms_at_every_edge_of_the_product_are_agreed() -> None:
    assert _agree().maturity == date(2027, 2, 2)
    assert _agree(amount_fen=40_000_000, term_months=60, annual_rate=Decimal("0.108")).maturity == date(2031, 11, 2)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"method": RepaymentMethod.DAILY}, errors.MethodNotOffered),
        ({"amount_fen": 499_999}, errors.AmountNotOffered),
        ({"amount_fen": 40_000_001}, errors.AmountNotOffered),
        ({"amount_fen": 0}, AmountOutOfRange),
        ({"term_months": 2}, errors.TermNotOffered),
        ({"term_months": 61}, errors.TermNotOffered),
        ({"annual_rate": Decimal("0.0599")}, errors.RateNotOffered),
        ({"annual_rate": Decimal("0.1081")}, errors.RateNotOffered),
    ],
)
def test_terms_outside_the_product_are_refused(changes: dict[str, object], refusal: type[DomainError]) -> None:
    with pytest.raises(refusal):
        _agree(**changes)


@pytest.mark.parametrize(("day_count", "settle_day"), [(DayCount.MONTHLY, 20), (DayCount.ACT360, 29), (DayCount.ACT360, 0)])
def test_conventions_that_cannot_be_computed_are_not_made(day_count: DayCount, settle_day: int) -> None:
    with pytest.raises(ValueError, match="day"):
        Conventions(day_count=day_count, settle_day=settle_day)


def test_every_refusal_has_a_code_and_a_sentence_in_both_languages() -> None:
    refusals = [found for found in vars(errors).values() if isinstance(found, type) and found.__module__ == errors.__name__]
    assert len({refusal.code for refusal in refusals}) == len(refusals) > 20
    for refusal in refusals:
        assert refusal.code.startswith("credit.")
        assert refusal.title_en
        assert any("\u4e00" <= character <= "\u9fff" for character in refusal.title_zh)
