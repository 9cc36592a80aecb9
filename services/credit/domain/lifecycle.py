"""States and the steps allowed between them (domain.md 2.1.2; drawdown: architecture.md section 5)."""
from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TypeVar

from services.credit.domain.errors import TransitionRefused


class LineStatus(Enum):
    """授信."""

    PENDING_SIGN = "PENDING_SIGN"
    ACTIVE = "ACTIVE"
    FROZEN = "FROZEN"
    EXPIRED = "EXPIRED"
    TERMINATED = "TERMINATED"
    CLOSED = "CLOSED"


class DrawdownStatus(Enum):
    """支用. FAILED has released what RESERVED took."""

    REQUESTED = "REQUESTED"
    RESERVED = "RESERVED"
    DISBURSING = "DISBURSING"
    DISBURSED = "DISBURSED"
    FAILED = "FAILED"


class LoanStatus(Enum):
    """借据."""

    ACTIVE = "ACTIVE"
    OVERDUE = "OVERDUE"
    RENEWED = "RENEWED"
    EXTENDED = "EXTENDED"
    RESTRUCTURED = "RESTRUCTURED"
    SETTLED = "SETTLED"
    WRITTEN_OFF = "WRITTEN_OFF"
    RECOVERING = "RECOVERING"
    CLOSED = "CLOSED"


class CostSheetStatus(Enum):
    """综合融资成本明示表."""

    PRESENTED = "PRESENTED"
    CONFIRMED = "CONFIRMED"
    EXPIRED = "EXPIRED"


State = TypeVar("State", LineStatus, DrawdownStatus, LoanStatus, CostSheetStatus)

_L, _D, _N, _C = LineStatus, DrawdownStatus, LoanStatus, CostSheetStatus
_LIVING_LOAN_ENDS = frozenset({_N.RENEWED, _N.EXTENDED, _N.RESTRUCTURED, _N.SETTLED, _N.WRITTEN_OFF})

ALLOWED: Mapping[Enum, frozenset[Enum]] = {
    _L.PENDING_SIGN: frozenset({_L.ACTIVE, _L.EXPIRED, _L.CLOSED}),
    _L.ACTIVE: frozenset({_L.FROZEN, _L.EXPIRED, _L.TERMINATED, _L.CLOSED}),
    _L.FROZEN: frozenset({_L.ACTIVE, _L.EXPIRED, _L.TERMINATED, _L.CLOSED}),
    _L.EXPIRED: frozenset({_L.CLOSED}),
    _L.TERMINATED: frozenset({_L.CLOSED}),
    _L.CLOSED: frozenset(),
    _D.REQUESTED: frozenset({_D.RESERVED, _D.FAILED}),
    _D.RESERVED: frozenset({_D.DISBURSING, _D.FAILED}),
    _D.DISBURSING: frozenset({_D.DISBURSED, _D.FAILED}),
    _D.DISBURSED: frozenset(),
    _D.FAILED: frozenset(),
    _N.ACTIVE: frozenset({_N.OVERDUE}) | _LIVING_LOAN_ENDS,
    _N.OVERDUE: frozenset({_N.ACTIVE}) | _LIVING_LOAN_ENDS,
    _N.EXTENDED: frozenset({_N.OVERDUE}) | _LIVING_LOAN_ENDS - {_N.EXTENDED},
    _N.RESTRUCTURED: frozenset({_N.OVERDUE}) | _LIVING_LOAN_ENDS - {_N.RENEWED},
    _N.RENEWED: frozenset({_N.CLOSED}),
    _N.SETTLED: frozenset({_N.ACTIVE, _N.OVERDUE, _N.CLOSED}),
    _N.WRITTEN_OFF: frozenset({_N.RECOVERING, _N.CLOSED}),
    _N.RECOVERING: frozenset({_N.CLOSED}),
    _N.CLOSED: frozenset(),
    _C.PRESENTED: frozenset({_C.CONFIRMED, _C.EXPIRED}),
    _C.CONFIRMED: frozenset({_C.EXPIRED}),
    _C.EXPIRED: frozenset(),
}
"""Every state with the states that may follow. SETTLED reopens only when a repayment is reversed."""


def require_transition(current: State, target: State) -> State:
    """The target state if the step is allowed; raises TransitionRefused, never ignores it."""
    if target not in ALLOWED[current]:
        raise TransitionRefused(current=current.value, target=target.value)
    return target
