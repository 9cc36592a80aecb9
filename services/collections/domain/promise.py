"""Promises to pay (承诺还款 PTP): what may be promised, and how it is judged (domain.md 2.8.4)."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from services.collections.domain.stage import Stage
from shared.kernel.day_count import days_between
from shared.kernel.errors import Category, DomainError
from shared.kernel.money import require_amount


class PromiseStatus(Enum):
    """PARTIAL paid something, but not what was promised; it counts as broken."""

    OPEN = "OPEN"
    KEPT = "KEPT"
    PARTIAL = "PARTIAL"
    BROKEN = "BROKEN"

    @property
    def is_failed(self) -> bool:
        """The window passed without the promised amount."""
        return self in (PromiseStatus.PARTIAL, PromiseStatus.BROKEN)


class PromiseDateInPast(DomainError):
    """A promise is for today or later."""

    code = "collections.promise-date-in-past"
    category = Category.INVALID
    title_zh = "承诺还款日不能早于今天"
    title_en = "The promised date lies in the past; take today or a later day"


class PromiseDateTooLate(DomainError):
    """Seven days ahead in M1, fifteen later on."""

    code = "collections.promise-date-too-late"
    category = Category.INVALID
    title_zh = "承诺还款日超过允许的天数，请提前日期"
    title_en = "The promised date is too far ahead; take an earlier day"


class PromiseAlreadyOpen(DomainError):
    """One promise at a time; the open one is kept or broken first."""

    code = "collections.promise-already-open"
    title_zh = "已有未到期的还款承诺，请等待其履行结果"
    title_en = "A promise is open already; wait until it is kept or broken"


@dataclass(frozen=True, slots=True)
class PromiseTerms:
    """Regulatory and strategy parameters, in days."""

    longest_in_m1: int = 7
    longest_later: int = 15
    window: int = 3

    def longest(self, stage: Stage) -> int:
        """How many days ahead a promise of this stage may lie."""
        return self.longest_in_m1 if stage.value <= Stage.M1.value else self.longest_later


@dataclass(frozen=True, slots=True)
class Promise:
    """The debtor will pay `amount_fen` until `due_date`; money counts until `window_end`."""

    promise_id: str
    case_id: str
    party_id: str
    amount_fen: int
    made_on: date
    due_date: date
    window_end: date
    status: PromiseStatus = PromiseStatus.OPEN
    paid_fen: int = 0

    def counts(self, paid_on: date) -> bool:
        """Whether money of that business date is money of this promise."""
        return self.made_on <= paid_on <= self.window_end

    def judge(self, *, paid_fen: int, owes_nothing_overdue: bool, window_closed: bool) -> Promise:
        """The promise in the light of the money that counts; from history, so a late or reversed payment
        changes the verdict. Nothing overdue any more is as good as the amount."""
        return replace(self, paid_fen=paid_fen, status=self._status(paid_fen, owes_nothing_overdue, window_closed))

    def _status(self, paid_fen: int, owes_nothing_overdue: bool, window_closed: bool) -> PromiseStatus:
        if paid_fen >= self.amount_fen or owes_nothing_overdue:
            return PromiseStatus.KEPT
        if not window_closed:
            return PromiseStatus.OPEN
        return PromiseStatus.PARTIAL if paid_fen > 0 else PromiseStatus.BROKEN


def make_promise(
    *,
    promise_id: str,
    case_id: str,
    party_id: str,
    amount_fen: int,
    due_date: date,
    on: date,
    stage: Stage,
    terms: PromiseTerms,
) -> Promise:
    """A new promise; raises PromiseDateInPast, PromiseDateTooLate or AmountOutOfRange."""
    longest = terms.longest(stage)
    if due_date < on:
        raise PromiseDateInPast(earliest=on.isoformat())
    if days_between(on, due_date) > longest:
        raise PromiseDateTooLate(latest=(on + timedelta(days=longest)).isoformat())
    return Promise(
        promise_id=promise_id,
        case_id=case_id,
        party_id=party_id,
        amount_fen=require_amount(amount_fen),
        made_on=on,
        due_date=due_date,
        window_end=due_date + timedelta(days=terms.window),
    )
