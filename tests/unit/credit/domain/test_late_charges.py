"""Penalty and compound interest as a closed form of history (domain.md 2.3.11, 2.3.12)."""
from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.credit.domain.allocation import Part
from services.credit.domain.late_charges import late_days, penalty_fen, penalty_rate
from services.credit.domain.loan import originate
from tests.unit.credit.domain.builders import note
from tests.unit.credit.domain.histories import deterministic

TERMS = note("EQ_INST", yuan=100_000)
FIRST = originate(TERMS).accounts[0]
DUE = FIRST.instalment.due_date


def test_there_is_no_penalty_on_the_due_date_or_within_grace_and_then_it_runs_from_the_due_date() -> None:
    terms = note("EQ_INST", yuan=100_000, conventions={"grace_days": 3})
    charged = [FIRST.penalty_accrued_fen(terms, DUE + timedelta(days=day)) for day in range(6)]
    assert charged == [0, 0, 0, 0, penalty_fen(810_664 * 4, terms), penalty_fen(810_664 * 5, terms)]
    assert FIRST.compound_accrued_fen(terms, DUE + timedelta(days=3)) == 0
    assert FIRST.compound_accrued_fen(terms, DUE + timedelta(days=4)) > 0


@deterministic
@given(st.lists(st.tuples(st.integers(1, 300), st.integers(1, 300_000)), max_size=5), st.integers(0, 3))
def test_the_closed_form_equals_counting_day_by_day(payments: list[tuple[int, int]], grace: int) -> None:
    terms = note("EQ_INST", yuan=100_000, conventions={"grace_days": grace})
    account, last_day = FIRST, 320
    for day, fen in sorted(payments):
        paid = min(fen, account.principal_unpaid_fen)
        account = account.paid(Part.PRINCIPAL, paid, DUE + timedelta(days=day), terms)
    products, unpaid = 0, FIRST.instalment.principal_fen
    left = dict.fromkeys(range(last_day + 1), 0)
    for day, fen in sorted(payments):
        paid = min(fen, unpaid)
        unpaid -= paid
        left[day] += paid
    products = sum(day * fen for day, fen in left.items() if day > grace) + unpaid * last_day
    assert account.penalty_accrued_fen(terms, DUE + timedelta(days=last_day)) == penalty_fen(products, terms)


def test_part_payments_leave_the_penalty_they_earned_behind() -> None:
    account = FIRST.paid(Part.PRINCIPAL, 400_000, DUE + timedelta(days=10), TERMS)
    expected = penalty_fen(400_000 * 10 + 410_664 * 30, TERMS)
    assert account.penalty_accrued_fen(TERMS, DUE + timedelta(days=30)) == expected


def test_penalty_bears_no_compound_interest() -> None:
    account = FIRST.paid(Part.INTEREST, FIRST.instalment.interest_fen, DUE, TERMS)
    assert account.penalty_accrued_fen(TERMS, DUE + timedelta(days=90)) > 0
    assert account.compound_accrued_fen(TERMS, DUE + timedelta(days=90)) == 0


def test_interest_paid_late_keeps_its_compound_after_maturity_too() -> None:
    terms = note("INT_M_BULLET", yuan=200_000, rate="0.072", months=1, disbursed_on=date(2026, 6, 5))
    account = originate(terms).accounts[0]
    assert account.instalment.due_date == date(2026, 6, 21)
    unpaid = account.compound_accrued_fen(terms, date(2026, 8, 5))
    paid = account.paid(Part.INTEREST, account.interest_unpaid_fen, date(2026, 8, 5), terms)
    assert paid.compound_accrued_fen(terms, date(2026, 9, 1)) == unpaid > 0


def test_the_penalty_rate_is_cut_to_the_last_wall() -> None:
    assert penalty_rate(note("EQ_INST", rate="0.1")) == Decimal("0.15")
    assert penalty_rate(note("EQ_INST", rate="0.2")) == Decimal("0.24")


def test_late_days_count_from_the_due_date() -> None:
    assert [late_days(DUE, DUE + timedelta(days=day), 1) for day in (-5, 0, 1, 2)] == [0, 0, 0, 2]
