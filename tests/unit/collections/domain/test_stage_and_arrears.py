"""Days past due, stages and what counts as arrears (domain.md 2.8.1, E25, A7)."""
from __future__ import annotations

from datetime import date, timedelta

import pytest

from services.collections.domain.arrears import LoanArrears, customer_arrears, days_past_due
from services.collections.domain.stage import Stage, stage_for

DUE = date(2026, 6, 21)


@pytest.mark.parametrize(
    ("day", "days", "stage"),
    [
        (date(2026, 6, 21), 0, Stage.M0),
        (date(2026, 6, 22), 1, Stage.M1),
        (date(2026, 7, 21), 30, Stage.M1),
        (date(2026, 7, 22), 31, Stage.M2),
        (date(2026, 9, 19), 90, Stage.M3),
        (date(2026, 9, 20), 91, Stage.M4),
        (date(2026, 12, 18), 180, Stage.M6),
        (date(2026, 12, 19), 181, Stage.M7),
        (date(2027, 6, 17), 361, Stage.M7),
    ],
)
def test_days_past_due_and_stage_at_the_published_edges(day: date, days: int, stage: Stage) -> None:
    assert days_past_due(DUE, day) == days
    assert stage_for(days) is stage


def test_every_number_of_days_has_one_stage_and_stages_never_fall_with_time() -> None:
    stages = [stage_for(days).value for days in range(-5, 800)]
    assert stages == sorted(stages)
    assert set(stages) == set(range(8))


def test_nothing_is_late_before_its_due_date() -> None:
    assert days_past_due(DUE, DUE - timedelta(days=3)) == 0


def test_arrears_count_from_ten_yuan_on() -> None:
    below, at = LoanArrears("a", 999, DUE), LoanArrears("b", 1_000, DUE)
    on = DUE + timedelta(days=1)
    assert customer_arrears([below], tolerance_fen=1_000, on=on) is None
    found = customer_arrears([below, at], tolerance_fen=1_000, on=on)
    assert found is not None
    assert found.loan_ids == ("b",)
    assert found.overdue_fen == 1_000


def test_nothing_counts_on_the_due_date_itself() -> None:
    assert customer_arrears([LoanArrears("a", 50_000, DUE)], tolerance_fen=1_000, on=DUE) is None


def test_the_oldest_unpaid_due_date_of_all_loans_decides() -> None:
    older = LoanArrears("z", 2_000, DUE - timedelta(days=40))
    found = customer_arrears([LoanArrears("a", 5_000, DUE), older], tolerance_fen=1_000, on=DUE + timedelta(days=1))
    assert found is not None
    assert found.earliest_unpaid_due_date == older.earliest_unpaid_due_date
    assert found.loan_ids == ("a", "z")
    assert found.overdue_fen == 7_000
