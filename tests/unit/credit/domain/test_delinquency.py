"""Two day counts and what they set off (domain.md 2.8.1, A7, A19)."""
from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.credit.domain.allocation import Part
from services.credit.domain.delinquency import Arrears, Bucket, LineAction, OverdueInstalment, bucket_of, line_action
from services.credit.domain.loan import Loan, originate
from services.credit.domain.repayment import receive
from tests.unit.credit.domain.builders import note
from tests.unit.credit.domain.histories import deterministic

LOAN = originate(note("EQ_INST", conventions={"grace_days": 3}))
FIRST_DUE, SECOND_DUE = date(2026, 4, 20), date(2026, 5, 20)


def _paid_but(fen: int) -> Loan:
    """The first instalment paid on its due date except some fen."""
    return receive(LOAN, 860_664 - fen, FIRST_DUE).loan


def test_grace_suppresses_penalty_but_never_the_regulatory_day_count() -> None:
    arrears = LOAN.arrears(FIRST_DUE + timedelta(days=2))
    assert (arrears.dpd_regulatory, arrears.total_fen) == (2, 860_664)


def test_one_unpaid_fen_counts_for_the_regulator_and_not_for_collection() -> None:
    arrears = _paid_but(1).arrears(FIRST_DUE + timedelta(days=1))
    assert (arrears.dpd_regulatory, arrears.dpd_collection(1_000)) == (1, 0)


def test_collection_counts_from_the_due_date_on_which_arrears_reached_the_tolerance() -> None:
    on = SECOND_DUE + timedelta(days=5)
    assert _paid_but(900).arrears(on).dpd_collection(1_000) == 5
    assert _paid_but(1_000).arrears(on).dpd_collection(1_000) == (on - FIRST_DUE).days


def test_arrears_of_exactly_the_tolerance_count() -> None:
    row = OverdueInstalment(FIRST_DUE, {Part.PRINCIPAL: 600, Part.INTEREST: 400})
    arrears = Arrears(FIRST_DUE + timedelta(days=7), (row,))
    assert (arrears.dpd_collection(1_000), arrears.dpd_collection(1_001)) == (7, 0)


def test_nothing_is_past_due_on_the_due_date() -> None:
    arrears = LOAN.arrears(FIRST_DUE)
    assert (arrears.earliest_unpaid_due_date, arrears.dpd_regulatory, arrears.total_fen) == (None, 0, 0)


@deterministic
@given(st.integers(-5, 1_000))
def test_every_day_has_one_bucket_and_later_is_never_better(days: int) -> None:
    order = list(Bucket)
    assert order.index(bucket_of(days)) <= order.index(bucket_of(days + 1)) <= order.index(bucket_of(days)) + 1


@pytest.mark.parametrize(
    ("days", "action"),
    [(0, LineAction.NONE), (1, LineAction.BLOCK_DRAWS), (3, LineAction.BLOCK_DRAWS), (4, LineAction.FREEZE), (400, LineAction.FREEZE)],
)
def test_three_days_block_draws_and_the_fourth_freezes_the_line(days: int, action: LineAction) -> None:
    assert line_action(days) is action
