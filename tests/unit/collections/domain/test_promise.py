"""What may be promised, and when a promise is kept, partly kept or broken (domain.md 2.8.4)."""
from __future__ import annotations

from datetime import date, timedelta

import pytest

from services.collections.domain.promise import (
    Promise,
    PromiseDateInPast,
    PromiseDateTooLate,
    PromiseStatus,
    PromiseTerms,
    make_promise,
)
from services.collections.domain.stage import Stage
from shared.kernel.money import AmountOutOfRange

TODAY = date(2026, 6, 24)


def _promise(*, days: int = 2, amount_fen: int = 124_000, stage: Stage = Stage.M1) -> Promise:
    return make_promise(
        promise_id="p",
        case_id="c",
        party_id="d",
        amount_fen=amount_fen,
        due_date=TODAY + timedelta(days=days),
        on=TODAY,
        stage=stage,
        terms=PromiseTerms(),
    )


@pytest.mark.parametrize(("stage", "longest"), [(Stage.M1, 7), (Stage.M2, 15), (Stage.M7, 15)])
def test_a_promise_lies_at_most_7_days_ahead_in_m1_and_15_later(stage: Stage, longest: int) -> None:
    assert _promise(days=longest, stage=stage).due_date == TODAY + timedelta(days=longest)
    with pytest.raises(PromiseDateTooLate) as refused:
        _promise(days=longest + 1, stage=stage)
    assert refused.value.facts == {"latest": (TODAY + timedelta(days=longest)).isoformat()}


def test_a_promise_for_today_is_fine_one_for_yesterday_is_not() -> None:
    assert _promise(days=0).due_date == TODAY
    with pytest.raises(PromiseDateInPast):
        _promise(days=-1)


@pytest.mark.parametrize("amount_fen", [0, -1, 10**13 + 1])
def test_a_promised_amount_is_money(amount_fen: int) -> None:
    with pytest.raises(AmountOutOfRange):
        _promise(amount_fen=amount_fen)


def test_money_counts_from_the_day_of_the_promise_until_three_days_after_its_date() -> None:
    promise = _promise(days=2)
    assert promise.window_end == TODAY + timedelta(days=5)
    assert not promise.counts(TODAY - timedelta(days=1))
    assert promise.counts(TODAY)
    assert promise.counts(TODAY + timedelta(days=5))
    assert not promise.counts(TODAY + timedelta(days=6))


@pytest.mark.parametrize(
    ("paid_fen", "window_closed", "status"),
    [
        (0, False, PromiseStatus.OPEN),
        (123_999, False, PromiseStatus.OPEN),
        (124_000, False, PromiseStatus.KEPT),
        (124_000, True, PromiseStatus.KEPT),
        (123_999, True, PromiseStatus.PARTIAL),
        (0, True, PromiseStatus.BROKEN),
    ],
)
def test_the_verdict_follows_the_money(paid_fen: int, window_closed: bool, status: PromiseStatus) -> None:
    judged = _promise().judge(paid_fen=paid_fen, owes_nothing_overdue=False, window_closed=window_closed)
    assert judged.status is status
    assert judged.paid_fen == paid_fen


def test_who_owes_nothing_overdue_any_more_has_kept_his_word() -> None:
    judged = _promise().judge(paid_fen=1, owes_nothing_overdue=True, window_closed=False)
    assert judged.status is PromiseStatus.KEPT


def test_a_reversed_payment_takes_the_verdict_back() -> None:
    kept = _promise().judge(paid_fen=124_000, owes_nothing_overdue=False, window_closed=False)
    assert kept.judge(paid_fen=0, owes_nothing_overdue=False, window_closed=False).status is PromiseStatus.OPEN
    assert kept.judge(paid_fen=0, owes_nothing_overdue=False, window_closed=True).status is PromiseStatus.BROKEN
