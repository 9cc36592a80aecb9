"""This service's copy of the bank's business date (credit owns it and moves it at end of day)."""
from __future__ import annotations

from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.kernel.errors import Category, DomainError

_READ = text("SELECT business_date FROM business_day")
_SET = text("""
INSERT INTO business_day (singleton, business_date, closed_date) VALUES (true, :business_date, :closed_date)
ON CONFLICT (singleton) DO UPDATE SET business_date = excluded.business_date, closed_date = excluded.closed_date
WHERE business_day.business_date < excluded.business_date
""")


class BusinessDateUnknown(DomainError):
    """The bank's date has not reached this service yet."""

    code = "platform.business-date-unknown"
    category = Category.UNAVAILABLE
    title_zh = "营业日期尚未同步，请稍后重试"
    title_en = "The business date has not arrived yet; try again shortly"
    retryable = True


async def read(connection: AsyncConnection) -> date:
    """The current business date; raises BusinessDateUnknown before the first one arrived."""
    found: date | None = (await connection.execute(_READ)).scalar()
    if found is None:
        raise BusinessDateUnknown()
    return found


async def advance(connection: AsyncConnection, business_date: date, closed_date: date | None) -> bool:
    """Moves forward, never back; False when the date was there already."""
    result = await connection.execute(_SET, {"business_date": business_date, "closed_date": closed_date})
    return result.rowcount == 1
