"""The all-in cost sheet blocks what must be blocked (domain.md 2.4.3-2.4.5, A4-A6)."""
from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from services.credit.domain.cost_sheet import Fee, FeeTiming, build_cost_sheet, read_seconds, require_cost_within_cap
from services.credit.domain.errors import BankFeeRefused, CostAboveCap, ReadingTimeTooShort
from tests.unit.credit.domain.builders import note, product

PRESENTED = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def _fee(fen: int, *, is_payable_to_bank: bool = False) -> Fee:
    return Fee("GUARANTEE_FEE", payee="GUARANTOR", is_payable_to_bank=is_payable_to_bank, timing=FeeTiming.UPFRONT, amount_fen=fen)


def test_without_fees_the_only_cost_is_interest() -> None:
    sheet = build_cost_sheet(note("EQ_INST", rate="0.09"))
    assert [item.code for item in sheet.items] == ["INTEREST"]
    assert sheet.nominal_rate == Decimal("0.09")
    assert sheet.annual_cost == sheet.effective_rate > sheet.nominal_rate


def test_the_cap_is_tested_on_the_greater_rate_so_twelve_percent_nominal_is_refused() -> None:
    """XIRR of monthly 1 % is above 12 % (A5)."""
    capped = product(annual_cost_cap=Decimal("0.12"))
    require_cost_within_cap(build_cost_sheet(note("EQ_INST", rate="0.108")), capped)
    with pytest.raises(CostAboveCap) as refused:
        require_cost_within_cap(build_cost_sheet(note("EQ_INST", rate="0.12")), capped)
    assert refused.value.facts["annual_cost_cap"] == "0.12"


def test_a_third_partys_fee_counts_in_the_cost() -> None:
    require_cost_within_cap(build_cost_sheet(note("EQ_INST", rate="0.1")), product())
    with pytest.raises(CostAboveCap):
        require_cost_within_cap(build_cost_sheet(note("EQ_INST", rate="0.1"), [_fee(200_000)]), product())


def test_no_product_cap_passes_the_last_wall() -> None:
    with pytest.raises(CostAboveCap) as refused:
        require_cost_within_cap(build_cost_sheet(note("EQ_INST", rate="0.23")), product(annual_cost_cap=Decimal("0.36")))
    assert refused.value.facts["annual_cost_cap"] == "0.24"


def test_a_fee_payable_to_the_bank_is_refused() -> None:
    with pytest.raises(BankFeeRefused):
        build_cost_sheet(note("EQ_INST"), [_fee(100, is_payable_to_bank=True)])


@pytest.mark.parametrize("method", ["BULLET", "INT_M_BULLET", "INT_Q_BULLET", "DAILY", "EQ_PRIN"])
def test_every_method_has_an_annual_cost_near_its_rate(method: str) -> None:
    sheet = build_cost_sheet(note(method, rate="0.06"))
    assert Decimal("0.058") < sheet.nominal_rate < Decimal("0.063")
    assert sheet.nominal_rate < sheet.effective_rate + Decimal("0.001")


def test_a_sheet_covers_exactly_its_own_terms() -> None:
    sheet = build_cost_sheet(note("EQ_INST"))
    assert sheet.covers(note("EQ_INST", rate="0.0600"))
    others = [note("EQ_INST", fen=9_999_999), note("EQ_INST", rate="0.0601"), note("EQ_INST", months=11), note("EQ_PRIN")]
    assert not any(sheet.covers(terms) for terms in others)


def test_the_hash_names_the_content() -> None:
    sheet = build_cost_sheet(note("EQ_INST"))
    assert sheet.sheet_hash == build_cost_sheet(note("EQ_INST", rate="0.0600")).sheet_hash
    changed = [note("EQ_INST", rate="0.0601"), note("EQ_INST", disbursed_on=date(2026, 3, 21), conventions={"due_day": 5})]
    assert all(build_cost_sheet(terms).sheet_hash != sheet.sheet_hash for terms in changed)


def test_reading_time_is_measured_between_presented_and_confirmed() -> None:
    assert read_seconds(PRESENTED, PRESENTED + timedelta(seconds=10), 10) == 10
    with pytest.raises(ReadingTimeTooShort) as refused:
        read_seconds(PRESENTED, PRESENTED + timedelta(seconds=9, milliseconds=999), 10)
    assert refused.value.facts == {"read_seconds": 9, "min_read_seconds": 10}
