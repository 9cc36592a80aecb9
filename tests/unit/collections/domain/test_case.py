"""The case: one life, stages up and down, holds (domain.md 2.8.1, 2.8.3)."""
from __future__ import annotations

from datetime import date, timedelta

import pytest

from services.collections.domain.arrears import CustomerArrears
from services.collections.domain.case import (
    CaseAlreadyClosed,
    CaseAlreadyOnHold,
    CaseNotOnHold,
    CaseStatus,
    CollectionCase,
    Hold,
    Outcome,
    open_case,
)
from services.collections.domain.stage import Stage

DUE = date(2026, 6, 21)


def _case(*, days: int = 1) -> CollectionCase:
    return open_case(
        case_id="c",
        party_id="p",
        outlet_id="huangyan-1",
        strategy="standard-v1",
        arrears=CustomerArrears(("l",), 124_000, DUE),
        on=DUE + timedelta(days=days),
    )


def test_a_case_opens_in_the_stage_of_its_days() -> None:
    assert _case(days=1).stage is Stage.M1
    assert _case(days=31).stage is Stage.M2


def test_a_case_moves_up_with_time() -> None:
    case = _case()
    later = case.follow(CustomerArrears(("l",), 124_000, DUE), DUE + timedelta(days=31))
    assert later.stage is Stage.M2
    assert later.days_past_due(DUE + timedelta(days=31)) == 31


def test_a_part_payment_moves_a_case_down() -> None:
    case = _case(days=40)
    paid = case.follow(CustomerArrears(("l",), 60_000, DUE + timedelta(days=30)), DUE + timedelta(days=40))
    assert (case.stage, paid.stage) == (Stage.M2, Stage.M1)
    assert paid.overdue_fen == 60_000


def test_a_closed_case_keeps_its_outcome_and_the_days_of_its_last_day() -> None:
    closed = _case().place_hold(Hold.DISPUTE).close(Outcome.CURED, DUE + timedelta(days=7))
    assert (closed.status, closed.outcome, closed.hold, closed.overdue_fen) == (CaseStatus.CLOSED, Outcome.CURED, None, 0)
    assert closed.days_past_due(DUE + timedelta(days=99)) == 7


def test_nothing_happens_to_a_closed_case_any_more() -> None:
    closed = _case().close(Outcome.CURED, DUE)
    with pytest.raises(CaseAlreadyClosed):
        closed.close(Outcome.SETTLED, DUE)
    with pytest.raises(CaseAlreadyClosed):
        closed.follow(CustomerArrears(("l",), 1, DUE), DUE)
    with pytest.raises(CaseAlreadyClosed):
        closed.assign("collector.lin")
    with pytest.raises(CaseAlreadyClosed):
        closed.place_hold(Hold.DISPUTE)
    with pytest.raises(CaseAlreadyClosed):
        closed.release_hold()


def test_a_hold_is_set_once_and_released_once() -> None:
    held = _case().place_hold(Hold.COMPLAINT_HOLD)
    with pytest.raises(CaseAlreadyOnHold):
        held.place_hold(Hold.LEGAL_HOLD)
    assert held.release_hold().hold is None
    with pytest.raises(CaseNotOnHold):
        _case().release_hold()
