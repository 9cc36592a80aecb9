"""Guards of a drawdown, one refusal each (domain.md 2.1.2, A6, A19)."""
from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.credit.domain.cost_sheet import build_cost_sheet
from services.credit.domain.drawdown import LineStanding, require_confirmed_sheet, require_line_open, require_maturity_within_line
from services.credit.domain.errors import CostSheetRequired, CustomerOverdue, LineFrozen, LineNotActive, MaturityBeyondLine
from services.credit.domain.lifecycle import CostSheetStatus, LineStatus
from tests.unit.credit.domain.builders import note

LINE = LineStanding(LineStatus.ACTIVE, start=date(2026, 3, 1), end=date(2027, 2, 28), tail_days=0, customer_dpd=0)
TERMS = note("EQ_INST")
SHEET = build_cost_sheet(TERMS)


def test_an_open_line_may_be_drawn_on_its_first_and_last_day() -> None:
    require_line_open(LINE, LINE.start)
    require_line_open(LINE, LINE.end)


@pytest.mark.parametrize("day", [LINE.start - timedelta(days=1), LINE.end + timedelta(days=1)])
def test_outside_its_term_a_line_is_not_active(day: date) -> None:
    with pytest.raises(LineNotActive):
        require_line_open(LINE, day)


@pytest.mark.parametrize("status", [status for status in LineStatus if status is not LineStatus.ACTIVE])
def test_only_an_active_line_may_be_drawn(status: LineStatus) -> None:
    refusal = LineFrozen if status is LineStatus.FROZEN else LineNotActive
    with pytest.raises(refusal):
        require_line_open(replace(LINE, status=status), LINE.start)


def test_one_day_past_due_on_any_loan_blocks_new_draws() -> None:
    with pytest.raises(CustomerOverdue):
        require_line_open(replace(LINE, customer_dpd=1), LINE.start)


def test_a_loan_may_outlive_its_line_by_the_tail_and_no_longer() -> None:
    beyond = (TERMS.maturity - LINE.end).days
    require_maturity_within_line(replace(LINE, tail_days=beyond), TERMS)
    with pytest.raises(MaturityBeyondLine):
        require_maturity_within_line(replace(LINE, tail_days=beyond - 1), TERMS)


def test_a_confirmed_sheet_of_exactly_these_terms_is_required() -> None:
    require_confirmed_sheet(SHEET, CostSheetStatus.CONFIRMED, TERMS)
    refused = [
        (None, None, TERMS),
        (SHEET, CostSheetStatus.PRESENTED, TERMS),
        (SHEET, CostSheetStatus.EXPIRED, TERMS),
        (SHEET, CostSheetStatus.CONFIRMED, note("EQ_INST", months=11)),
    ]
    for sheet, status, terms in refused:
        with pytest.raises(CostSheetRequired):
            require_confirmed_sheet(sheet, status, terms)
