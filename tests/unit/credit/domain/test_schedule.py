"""What holds for every schedule of every method (domain.md 2.3.3-2.3.6, 2.3.14)."""
from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.credit.domain.errors import PrincipalPlanInvalid
from services.credit.domain.loan_terms import LoanTerms, PlannedPrincipal
from services.credit.domain.product import DueDayRule, HolidayRule, MonthEndRule
from services.credit.domain.schedule import build_schedule, illustrative_schedule
from shared.kernel.business_calendar import BusinessCalendar
from shared.kernel.day_count import DayCount
from tests.unit.credit.domain.builders import note
from tests.unit.credit.domain.histories import deterministic, notes


@deterministic
@given(notes())
def test_principal_adds_up_periods_join_and_nothing_is_negative(terms: LoanTerms) -> None:
    rows = illustrative_schedule(terms)
    assert sum(row.principal_fen for row in rows) == terms.principal_fen
    assert all(row.principal_fen >= 0 and row.interest_fen >= 0 for row in rows)
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    assert rows[0].period_start == terms.disbursed_on
    assert rows[-1].period_end == terms.maturity
    assert all(one.period_end == two.period_start < two.period_end for one, two in pairwise(rows))
    assert all(one.due_date < two.due_date for one, two in pairwise(rows))


@deterministic
@given(notes())
def test_the_same_terms_give_the_same_schedule(terms: LoanTerms) -> None:
    assert build_schedule(terms) == build_schedule(terms)


@deterministic
@given(notes(("EQ_INST",)))
def test_equal_instalments_are_equal_but_for_the_first_of_an_odd_period_and_the_last(terms: LoanTerms) -> None:
    middle = [row.principal_fen + row.interest_fen for row in build_schedule(terms)[1:-1]]
    shares = [row.principal_fen for row in build_schedule(terms)[1:-1]]
    assert len(set(middle)) <= 1 or 0 in shares, "only an exhausted balance may break the level"


def test_daily_has_no_instalments_and_is_illustrated_by_monthly_interest() -> None:
    terms = note("DAILY", yuan=20_000, rate="0.108", disbursed_on=date(2026, 6, 1))
    assert build_schedule(terms) == ()
    assert illustrative_schedule(terms)[0].interest_fen == 12_000


@pytest.mark.parametrize("plan", [{3: 100}, {3: 4_000_000, 13: 6_000_000}, {0: 10_000_000}, {2: 11_000_000, 3: -1_000_000}, {}])
def test_a_flexible_plan_adds_up_to_the_principal_within_the_term(plan: dict[int, int]) -> None:
    with pytest.raises(PrincipalPlanInvalid):
        build_schedule(note("FLEX", plan=plan))


def test_a_flexible_plan_names_each_month_once() -> None:
    twice = (PlannedPrincipal(3, 5_000_000), PlannedPrincipal(3, 10_000_000))
    with pytest.raises(PrincipalPlanInvalid):
        build_schedule(replace(note("FLEX", plan={3: 10_000_000}), principal_plan=twice))


def test_a_loan_of_the_settle_day_settles_its_first_day_that_day() -> None:
    first = build_schedule(note("INT_M_BULLET", rate="0.072", disbursed_on=date(2026, 3, 20)))[0]
    assert (first.due_date, first.interest_fen) == (date(2026, 3, 21), 2_000)


def test_a_long_first_period_by_actual_days_never_makes_principal_negative() -> None:
    conventions = {"instalment_day_count": DayCount.ACT365, "due_day": 30}
    rows = build_schedule(note("EQ_INST", rate="0.24", months=60, disbursed_on=date(2026, 7, 1), conventions=conventions))
    assert rows[0].principal_fen == 0
    assert sum(row.principal_fen for row in rows) == 10_000_000


def test_a_principal_smaller_than_its_instalments_runs_out_early_and_never_below_zero() -> None:
    rows = build_schedule(note("EQ_PRIN", fen=100, months=60))
    assert [row.principal_fen for row in rows] == [2] * 50 + [0] * 10


@given(st.integers(29, 31))
@deterministic
def test_due_days_29_to_31_fall_to_the_month_end(day: int) -> None:
    clipped = build_schedule(note("EQ_PRIN", disbursed_on=date(2026, 12, 5), conventions={"due_day": day}))
    assert clipped[1].due_date == date(2027, 2, 28)
    assert clipped[2].due_date == date(2027, 3, day)
    last_day = {"due_day": day, "month_end_rule": MonthEndRule.LAST_DAY}
    always = build_schedule(note("EQ_PRIN", disbursed_on=date(2026, 12, 5), conventions=last_day))
    assert always[2].due_date == date(2027, 3, 31)


def test_a_disbursement_on_the_31st_is_a_regular_month_to_the_28th() -> None:
    rows = build_schedule(note("EQ_INST", disbursed_on=date(2026, 1, 31)))
    assert [row.due_date.day for row in rows[:3]] == [28, 31, 30]
    assert rows[0].interest_fen == 50_000, "a whole month bears a twelfth of the year"


def test_a_due_date_on_a_holiday_moves_to_the_next_working_day_and_its_period_does_not() -> None:
    """2026-06-20 is a Saturday; Monday the 22nd is declared a holiday."""
    calendar = BusinessCalendar({date(2026, 6, 22): False})
    conventions = {"holiday_rule": HolidayRule.NEXT_WORKING_DAY}
    row = build_schedule(note("EQ_INST", conventions=conventions), calendar)[2]
    assert (row.period_end, row.due_date) == (date(2026, 6, 20), date(2026, 6, 23))
    assert build_schedule(note("EQ_INST"), calendar)[2].due_date == date(2026, 6, 20)


def test_a_shifted_maturity_bears_ordinary_interest_for_its_days() -> None:
    terms = note("BULLET", months=3, disbursed_on=date(2026, 3, 20), conventions={"holiday_rule": HolidayRule.NEXT_WORKING_DAY})
    (row,) = build_schedule(terms)
    assert (row.principal_fen, row.interest_fen) == (10_000_000, 156_667)
    assert (terms.maturity, row.due_date, row.period_end) == (date(2026, 6, 20), date(2026, 6, 22), date(2026, 6, 22))


def test_a_fixed_due_day_starts_in_the_month_after_the_disbursement() -> None:
    for day in (1, 19, 20, 21, 31):
        terms = note("EQ_INST", disbursed_on=date(2026, 3, 1) + timedelta(days=day - 1), conventions={"due_day": 20})
        assert terms.first_due == date(2026, 4, 20)
        assert terms.conventions.due_day_rule is DueDayRule.FIXED_DAY
