"""The four figures of the live page, moved by events alone: applied, approval rate, balance, overdue balance.

Balance is the outstanding principal of all loans; overdue balance (逾期贷款余额) is the outstanding principal of the
loans that have any amount overdue, from `LoanOverdue` until `LoanCured` or `LoanSettled`.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

_APPLICATIONS: Mapping[str, str] = {
    "o2o.onboarding.ApplicationSubmitted.v1": "applied",
    "o2o.onboarding.ApplicationApproved.v1": "approved",
    "o2o.onboarding.ApplicationDeclined.v1": "declined",
}
_DISBURSED, _SETTLED = "o2o.credit.LoanDisbursed.v1", "o2o.credit.LoanSettled.v1"
_CURED = "o2o.credit.LoanCured.v1"
_IN_ARREARS = frozenset({"o2o.credit.LoanOverdue.v1", "o2o.credit.LoanArrearsChanged.v1"})
_BALANCE_STATED = _IN_ARREARS | {"o2o.credit.RepaymentAllocated.v1", "o2o.credit.LoanPrepaid.v1"}
LOAN_EVENTS = _BALANCE_STATED | {_DISBURSED, _CURED, _SETTLED}


@dataclass(frozen=True, slots=True)
class LoanPosition:
    """What the events have said of one loan so far. Principal in fen."""

    outstanding_principal_fen: int = 0
    is_overdue: bool = False

    @property
    def overdue_principal_fen(self) -> int:
        """The loan's whole outstanding principal while anything of it is overdue."""
        return self.outstanding_principal_fen if self.is_overdue else 0

    def after(self, event_type: str, payload: Mapping[str, Any]) -> LoanPosition:
        """The position once this event of the loan has happened."""
        if event_type == _DISBURSED:
            return LoanPosition(outstanding_principal_fen=payload["principal_fen"])
        if event_type == _SETTLED:
            return LoanPosition()
        if event_type == _CURED:
            return replace(self, is_overdue=False)
        if event_type in _BALANCE_STATED:
            return LoanPosition(payload["outstanding_principal_fen"], self.is_overdue or event_type in _IN_ARREARS)
        return self


@dataclass(frozen=True, slots=True)
class Movement:
    """What some events add to the figures; counts of applications and fen."""

    applied: int = 0
    approved: int = 0
    declined: int = 0
    balance_fen: int = 0
    overdue_balance_fen: int = 0

    def __add__(self, other: Movement) -> Movement:
        return Movement(**{name: getattr(self, name) + getattr(other, name) for name in FIGURES})


FIGURES = tuple(each.name for each in fields(Movement))


@dataclass(slots=True)
class Book:
    """Folds events into positions and movements; give it the positions of the loans it will meet."""

    positions: dict[str, LoanPosition] = field(default_factory=dict)

    def record(self, event_type: str, payload: Mapping[str, Any]) -> Movement:
        """The movement this event causes; most events cause none."""
        counted = _APPLICATIONS.get(event_type)
        if counted is not None:
            return Movement(**{counted: 1})
        if event_type not in LOAN_EVENTS:
            return Movement()
        before = self.positions.get(payload["loan_id"], LoanPosition())
        after = before.after(event_type, payload)
        self.positions[payload["loan_id"]] = after
        return Movement(
            balance_fen=after.outstanding_principal_fen - before.outstanding_principal_fen,
            overdue_balance_fen=after.overdue_principal_fen - before.overdue_principal_fen,
        )


def approval_rate_text(approved: int, declined: int) -> str | None:
    """Share approved of all answered applications as a decimal string with four places; None before the first answer."""
    answered = approved + declined
    if answered == 0:
        return None
    share = (approved * 20_000 + answered) // (2 * answered)
    return f"{share // 10_000}.{share % 10_000:04d}"
