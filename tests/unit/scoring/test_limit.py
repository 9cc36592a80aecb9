"""How much: the lowest ceiling binds, whole thousands of yuan."""
from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from services.scoring.domain.case import ProductTerms
from services.scoring.domain.decision import Result, decide
from services.scoring.domain.limit import Limit, find_limit, repayment_capacity
from tests.unit.scoring.samples import PAYROLL, SHOP_TERM, SOLID_FACTS, case, shipped_card, shipped_policy

THOUSAND_YUAN = 100_000


def limit(product: ProductTerms = SHOP_TERM, **changes: Any) -> Limit:
    return find_limit(case(**changes), product, rounding_fen=THOUSAND_YUAN)


def test_what_was_asked_for_is_rounded_down_to_whole_thousands() -> None:
    assert limit(amount_fen=4_780_000).amount_fen == 4_700_000


def test_the_product_cap_binds() -> None:
    found = limit(amount_fen=50_000_000)
    assert (found.amount_fen, found.binding) == (40_000_000, "PRODUCT_CAP")


@pytest.mark.feature("F274")
def test_the_consumer_cap_binds_for_consumer_products_only() -> None:
    """R01: online consumer credit of one person is at most 200,000 yuan."""
    assert limit(PAYROLL, amount_fen=25_000_000).amount_fen == 20_000_000
    assert limit(PAYROLL, amount_fen=25_000_000).binding == "CONSUMER_CAP"
    assert limit(SHOP_TERM, amount_fen=25_000_000).amount_fen == 25_000_000


def test_the_consumer_cap_is_a_parameter() -> None:
    assert limit(PAYROLL, amount_fen=28_000_000, parameters={"ONL_CONS_CAP": "300000"}).amount_fen == 28_000_000


def test_capacity_of_the_worked_example() -> None:
    """domain.md E24: income 12,000, debts 2,600, half of income, 36 months at 7.20 % carry 109,788.55."""
    arguments: dict[str, Any] = {
        "monthly_income_fen": 1_200_000,
        "monthly_debt_fen": 260_000,
        "max_debt_service_ratio": Decimal("0.50"),
        "annual_rate": Decimal("0.0720"),
        "months": 36,
    }
    assert repayment_capacity(**arguments) == 10_978_855
    assert repayment_capacity(**{**arguments, "monthly_debt_fen": 600_000}) == 0


def test_an_interest_free_loan_carries_room_times_months() -> None:
    carried = repayment_capacity(
        monthly_income_fen=1_000_000, monthly_debt_fen=0, max_debt_service_ratio=Decimal("0.5"), annual_rate=Decimal(0), months=12
    )
    assert carried == 6_000_000


def test_declared_income_limits_the_amount_to_what_it_carries() -> None:
    facts = {**SOLID_FACTS, "monthly_income_fen": 1_200_000, "monthly_debt_fen": 260_000}
    found = limit(PAYROLL, amount_fen=20_000_000, term_months=36, facts=facts)
    assert (found.amount_fen, found.binding) == (10_900_000, "CAPACITY")


def test_a_limit_below_the_products_minimum_declines() -> None:
    facts = {**SOLID_FACTS, "monthly_income_fen": 30_000, "monthly_debt_fen": 14_000}
    found = decide(case(facts=facts, product=SHOP_TERM), shipped_card(), shipped_policy())
    assert (found.result, found.reasons) == (Result.DECLINED, ("LIMIT_BELOW_MINIMUM",))


def test_what_was_cut_from_the_request_is_said() -> None:
    wanted = case(amount_fen=6_000_000, term_months=12, product=replace(SHOP_TERM, amount_max_fen=5_000_000, term_max_months=6))
    found = decide(wanted, shipped_card(), shipped_policy())
    assert (found.approved_amount_fen, found.term_months) == (5_000_000, 6)
    assert found.conditions == ("AMOUNT_CUT_BY_PRODUCT_CAP", "TERM_CUT_BY_PRODUCT")
