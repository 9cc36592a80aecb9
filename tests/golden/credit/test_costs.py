"""Annual rates and the all-in cost sheet against published and worked figures."""
from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from services.credit.domain.cash_flow import DatedFlow, effective_annual_rate, nominal_annual_rate, period_rate, xirr
from services.credit.domain.cost_sheet import Fee, FeeTiming, build_cost_sheet
from services.credit.domain.errors import AnnualCostUnsolvable
from services.credit.domain.schedule import build_schedule
from tests.golden.credit.published import Case, cases
from tests.unit.credit.domain.builders import note


def _to_digits_of(published: str, found: Decimal) -> Decimal:
    return found.quantize(Decimal(published), rounding=ROUND_HALF_UP)


@pytest.mark.parametrize("case", cases("annual_costs", "period_rates"))
def test_rate_of_equally_spaced_flows(case: Case) -> None:
    rate = period_rate(case["flows_fen"])
    found = {"rate": rate, "nominal": nominal_annual_rate(rate), "effective": effective_annual_rate(rate)}
    for name in case.keys() & found.keys():
        assert _to_digits_of(case[name], found[name]) == Decimal(case[name]), name


@pytest.mark.parametrize("case", cases("annual_costs", "no_rate"))
def test_flows_without_a_rate_are_refused(case: Case) -> None:
    with pytest.raises(AnnualCostUnsolvable):
        period_rate(case["flows_fen"])


@pytest.mark.parametrize("case", cases("annual_costs", "dated"))
def test_rate_of_dated_flows(case: Case) -> None:
    rate = xirr([DatedFlow(date.fromisoformat(on), fen) for on, fen in case["flows"]])
    assert _to_digits_of(case["rate"], rate) == Decimal(case["rate"])


@pytest.mark.parametrize("case", cases("annual_costs", "cost_sheets"))
def test_cost_sheet_item_by_item(case: Case) -> None:
    expected = case["expected"]
    terms = note("EQ_INST", fen=case["principal_fen"], rate=case["annual_rate"], disbursed_on=date.fromisoformat(case["disbursed_on"]))
    rows = build_schedule(terms)
    assert rows[0].principal_fen + rows[0].interest_fen == expected["instalment_fen"]
    assert rows[-1].principal_fen + rows[-1].interest_fen == expected["last_payment_fen"]
    fees = [
        Fee(code, payee="GUARANTOR", is_payable_to_bank=False, timing=FeeTiming(timing), amount_fen=fen)
        for code, timing, fen in case["fees"]
    ]
    sheet = build_cost_sheet(terms, fees)
    assert [[item.code, item.total_fen, str(item.annualised)] for item in sheet.items] == expected["items"]
    assert sheet.total_cost_fen == expected["total_cost_fen"]
    assert sheet.nominal_rate == Decimal(expected["nominal_rate"])
    assert round(effective_annual_rate(sheet.nominal_rate / 12), 6) == Decimal(expected["effective_monthly"])
    assert sheet.contingent[0].annual_rate == Decimal(expected["penalty_rate"])
    assert sheet.annual_cost == sheet.effective_rate > sheet.nominal_rate
