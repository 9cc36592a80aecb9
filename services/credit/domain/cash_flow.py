"""Internal rates of return in Decimal (domain.md 2.4.4): monthly flows give 12·i, dated flows XIRR on days/365."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from services.credit.domain.errors import AnnualCostUnsolvable
from shared.kernel.day_count import days_between

_PRECISION = 34
_CLOSE_ENOUGH = Decimal("1e-24")
_MAX_STEPS = 200
_DAYS_IN_YEAR = 365
_MONTHS_IN_YEAR = 12


@dataclass(frozen=True, slots=True)
class DatedFlow:
    """Fen that reach the lender on a day; negative is money lent."""

    on: date
    amount_fen: int


def period_rate(flows_fen: Sequence[int]) -> Decimal:
    """The rate i of one period that brings equally spaced flows to zero: Σ flow_t / (1+i)^t = 0.

    The flows are a loan's: first lent, then repaid. Raises AnnualCostUnsolvable for anything else.
    """
    return _solve([(t, fen) for t, fen in enumerate(flows_fen) if fen], periods_to_rate=1)


def xirr(flows: Sequence[DatedFlow]) -> Decimal:
    """Effective annual rate of dated flows, actual days over 365. Raises AnnualCostUnsolvable."""
    start = min((flow.on for flow in flows), default=None)
    if start is None:
        raise AnnualCostUnsolvable
    by_day: dict[int, int] = {}
    for flow in flows:
        day = days_between(start, flow.on)
        by_day[day] = by_day.get(day, 0) + flow.amount_fen
    return _solve(sorted((day, fen) for day, fen in by_day.items() if fen), periods_to_rate=_DAYS_IN_YEAR)


def nominal_annual_rate(monthly_rate: Decimal) -> Decimal:
    """12·i, the rate that is disclosed."""
    return _MONTHS_IN_YEAR * monthly_rate


def effective_annual_rate(monthly_rate: Decimal) -> Decimal:
    """(1+i)^12 − 1."""
    with localcontext(prec=_PRECISION):
        return (1 + monthly_rate) ** _MONTHS_IN_YEAR - 1


def monthly_rate_of(effective_annual: Decimal) -> Decimal:
    """The monthly rate i with (1+i)^12 = 1 + the effective annual rate; for flows that are not monthly."""
    with localcontext(prec=_PRECISION):
        return (1 + effective_annual) ** (Decimal(1) / _MONTHS_IN_YEAR) - 1


def _solve(flows: Sequence[tuple[int, int]], periods_to_rate: int) -> Decimal:
    """Newton on the discount factor v of one time step: Σ fen × v^t is convex and rises, so it cannot miss from v = 1."""
    is_a_loan = len(flows) > 1 and flows[0][1] < 0 and all(fen > 0 for _, fen in flows[1:])
    if not is_a_loan:
        raise AnnualCostUnsolvable
    with localcontext(prec=_PRECISION):
        factor = Decimal(1)
        for _ in range(_MAX_STEPS):
            value, slope, power, reached = Decimal(0), Decimal(0), Decimal(1), 0
            for step, fen in flows:
                power *= factor ** (step - reached)
                reached = step
                value += fen * power
                slope += step * fen * power
            change = value * factor / slope
            factor -= change
            if abs(change) < _CLOSE_ENOUGH:
                return (1 / factor) ** periods_to_rate - 1
    raise AnnualCostUnsolvable
