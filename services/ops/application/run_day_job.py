"""Ops' own work when the bank closes a day."""
from __future__ import annotations

from datetime import date, timedelta

from services.ops.application.ports import OpsUnitOfWork
from shared.kernel.clock import calendar_date

_LONGEST_MONTH = timedelta(days=31)


async def run_day_job(uow: OpsUnitOfWork, closed_date: date, next_date: date) -> None:
    """Opens next calendar month's partition of the log ahead of time and forgets expired browser sessions.

    The log is cut by the real time events occurred, so the month is that of the system clock, not of the business date.
    """
    del closed_date, next_date
    this_month = calendar_date(uow.now).replace(day=1)
    await uow.log.open_month((this_month + _LONGEST_MONTH).replace(day=1))
    await uow.sessions.remove_expired(uow.now)
