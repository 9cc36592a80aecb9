"""The four figures follow from events alone."""
from __future__ import annotations

from datetime import date

import pytest

from services.ops.domain.figures import Book, LoanPosition, Movement, approval_rate_text
from services.ops.domain.running_figures import RunningFigures
from shared.schemas.event import Event
from tests.component.ops.story import PRINCIPAL_FEN, applicant, borrower, late, main_road, paid, repayment

LEFT = PRINCIPAL_FEN - 468_000


def total(events: list[Event], book: Book | None = None) -> Movement:
    book = book or Book()
    moved = Movement()
    for event in events:
        moved += book.record(event.event_type(), event.model_dump(mode="json"))
    return moved


def test_applications_and_their_answers_are_counted() -> None:
    moved = total([*applicant(0), *applicant(1), *applicant(2, approved=False)])
    assert (moved.applied, moved.approved, moved.declined) == (3, 2, 1)


def test_a_machine_decision_is_not_yet_the_banks_answer() -> None:
    assert total(applicant(0)[:-1]).approved == 0


def test_the_balance_is_what_was_lent_less_the_principal_repaid() -> None:
    assert total([*borrower(0), *borrower(1), repayment(0, principal_left_fen=LEFT)]).balance_fen == PRINCIPAL_FEN + LEFT


def test_the_whole_principal_of_a_late_loan_is_overdue_until_it_is_cured() -> None:
    book = Book()
    assert total([*borrower(0), *borrower(1), *late(0)], book).overdue_balance_fen == PRINCIPAL_FEN
    assert total([repayment(0, principal_left_fen=LEFT, overdue_fen=1)], book).overdue_balance_fen == -468_000
    assert total(paid(0, principal_left_fen=LEFT), book).overdue_balance_fen == -LEFT


def test_a_settled_loan_leaves_nothing() -> None:
    position = LoanPosition(LEFT, is_overdue=True).after("o2o.credit.LoanSettled.v1", {})
    assert position == LoanPosition()


def test_the_same_events_in_two_batches_move_the_figures_alike() -> None:
    events = main_road(0)
    book = Book()
    assert total(events[:14], book) + total(events[14:], book) == total(events)


@pytest.mark.parametrize(
    ("approved", "declined", "rate"),
    [(0, 0, None), (1, 0, "1.0000"), (0, 3, "0.0000"), (2, 1, "0.6667"), (1, 2, "0.3333"), (1, 19_999, "0.0001")],
)
def test_the_approval_rate_is_the_approved_share_of_what_was_answered(approved: int, declined: int, rate: str | None) -> None:
    assert approval_rate_text(approved, declined) == rate


def test_a_new_business_date_counts_todays_applications_from_zero() -> None:
    monday, tuesday = date(2026, 11, 23), date(2026, 11, 24)
    figures = RunningFigures(0, None, 0, Movement())
    for log_id, day in enumerate((monday, monday, tuesday), start=1):
        figures = figures.after(log_id, day, Movement(applied=1))
    assert (figures.applied_today, figures.totals.applied, figures.as_of_log_id) == (1, 3, 3)
