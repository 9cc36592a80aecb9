"""Dates on which instalments fall due and interest is settled (domain.md 2.3.3, 2.3.4)."""
from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from services.credit.domain.product import Conventions, DueDayRule, MonthEndRule, RepaymentMethod
from shared.kernel.day_count import add_months, month_end

_CACHED_SEQUENCES = 4096
_QUARTER_ENDS = (3, 6, 9, 12)
_EVERY_MONTH = tuple(range(1, 13))


def first_monthly_due_date(disbursed_on: date, conventions: Conventions) -> date:
    """One month on (DISBURSEMENT_DAY), or the fixed day of the next calendar month (FIXED_DAY, E1c)."""
    day = conventions.due_day if conventions.due_day_rule is DueDayRule.FIXED_DAY else disbursed_on.day
    return _on_day(add_months(disbursed_on, 1, day=1), day or disbursed_on.day, conventions.month_end_rule)


@lru_cache(maxsize=_CACHED_SEQUENCES)
def monthly_due_dates(first_due: date, count: int, day: int, rule: MonthEndRule) -> tuple[date, ...]:
    """`count` monthly due dates from `first_due` on; the agreed day is kept and never drifts after February."""
    start = first_due.replace(day=1)
    return tuple(_on_day(add_months(start, step), day, rule) for step in range(count))


def settlement_period_ends(method: RepaymentMethod, disbursed_on: date, maturity: date, settle_day: int) -> tuple[date, ...]:
    """Exclusive ends of the interest periods of INT_M_BULLET, INT_Q_BULLET and DAILY, the last one maturity.

    Interest is settled on the settle day, which itself counts, so a period ends the day after (算头不算尾, 2.3.2);
    that day is also the due date (人民币利率管理规定 art. 20 for the 20th).
    """
    months = _QUARTER_ENDS if method is RepaymentMethod.INT_Q_BULLET else _EVERY_MONTH
    ends: list[date] = []
    month = disbursed_on.replace(day=1)
    while month <= maturity:
        settled_on = month.replace(day=settle_day)
        if month.month in months and disbursed_on <= settled_on < maturity:
            ends.append(settled_on + timedelta(days=1))
        month = add_months(month, 1)
    if not ends or ends[-1] != maturity:
        ends.append(maturity)
    return tuple(ends)


def _on_day(month: date, day: int, rule: MonthEndRule) -> date:
    last = month_end(month.year, month.month)
    takes_last_day = rule is MonthEndRule.LAST_DAY and day >= 29
    return month.replace(day=last if takes_last_day else min(day, last))
