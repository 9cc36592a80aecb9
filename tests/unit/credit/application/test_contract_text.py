"""The contract prints every convention that decides what is owed, and no person."""
from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from services.credit.application.catalogue_seed import seed_products
from services.credit.application.contract_text import contract_text, document_hash
from services.credit.application.records.credit_line import CreditLine
from services.credit.domain.lifecycle import LineStatus
from services.credit.domain.product import CompoundRate
from shared.kernel.day_count import DayCount

PRODUCTS = {product.terms.code: product for product in seed_products(date(2026, 6, 1))}
LINE = CreditLine(
    line_id="line",
    party_id="party",
    outlet_id="outlet",
    application_id="application",
    decision_id="decision",
    product_code="SHOP_TERM",
    product_version=1,
    purpose_code="STOCK",
    approved_fen=123_456_78,
    annual_rate=Decimal("0.0935"),
    term_months=24,
    limit_path=("party", "line"),
    status=LineStatus.PENDING_SIGN,
    sign_by=date(2026, 6, 8),
)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("SHOP_TERM", ["123,456.78 元", "年化利率 9.35%", "14.03%", "不超过 24 个月", "等额本息", "不可循环", "2026-06-08"]),
        ("WALLET", ["随借随还、按日计息", "可循环使用", "每月 20 日", "除以 360", "合同利率计收复利"]),
    ],
)
def test_the_text_states_amount_rate_basis_method_and_penalty(code: str, words: list[str]) -> None:
    text = contract_text(LINE, PRODUCTS[code], "contract")
    assert [word for word in words if word not in text] == []


def test_the_basis_and_the_compound_rate_follow_the_product() -> None:
    product = PRODUCTS["WALLET"]
    conventions = replace(
        product.terms.conventions, day_count=DayCount.ACT365, compound_rate_in_term=CompoundRate.PENALTY
    )
    text = contract_text(LINE, replace(product, terms=replace(product.terms, conventions=conventions)), "contract")
    assert "除以 365" in text
    assert "罚息利率计收复利" in text


def test_a_penalty_never_passes_the_last_wall() -> None:
    text = contract_text(replace(LINE, annual_rate=Decimal("0.20")), PRODUCTS["SHOP_TERM"], "contract")
    assert "按年利率 24.00% 计收" in text


def test_one_changed_figure_changes_the_hash() -> None:
    text = contract_text(LINE, PRODUCTS["SHOP_TERM"], "contract")
    other = contract_text(replace(LINE, approved_fen=LINE.approved_fen + 1), PRODUCTS["SHOP_TERM"], "contract")
    assert document_hash(text) == document_hash(contract_text(LINE, PRODUCTS["SHOP_TERM"], "contract"))
    assert document_hash(text) != document_hash(other)
