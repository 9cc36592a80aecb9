"""`o2o eod`: close business days, one after the other, waiting at the barrier for every service."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Annotated, Any

import typer

from o2o.errors import PlatformError
from o2o.world.bank import Actor, Bank, CallRefused
from shared.kernel.clock import SystemClock

OPERATOR = "ops.qian"
BARRIER_SECONDS = 60.0
BARRIER_PAUSE_SECONDS = 0.025
_BARRIER = "credit.day-barrier"

app = typer.Typer(add_completion=False)


async def business_date(operator: Actor) -> date:
    """The bank's current date."""
    current = await operator.get("credit", "/v1/business-days/current")
    return date.fromisoformat(current["business_date"])


async def close_day(operator: Actor, closed_date: date) -> dict[str, Any]:
    """Closes one day. Waits while a service is still at the day before; after 60 s names who is missing."""
    clock = SystemClock()
    give_up = clock.monotonic() + BARRIER_SECONDS
    while True:
        try:
            return dict(await operator.post("credit", "/v1/business-days/close", {"closed_date": closed_date.isoformat()}))
        except CallRefused as refusal:
            if refusal.code != _BARRIER:
                raise
            if clock.monotonic() > give_up:
                missing = refusal.problem.get("facts", {}).get("missing", "?")
                raise PlatformError(
                    zh=f"{closed_date} 的日终等待 {missing} 超过 60 秒,请查看该服务的日志。",
                    en=f"The end of {closed_date} waited 60 s for {missing}; look at that service's log.",
                ) from refusal
        await asyncio.sleep(BARRIER_PAUSE_SECONDS)


async def close_until(operator: Actor, last_open: date) -> int:
    """Closes days until the business date is `last_open`; returns how many were closed."""
    today = await business_date(operator)
    closed = 0
    while today < last_open:
        await close_day(operator, today)
        today += timedelta(days=1)
        closed += 1
    return closed


@app.command()
def main(days: Annotated[int, typer.Argument(help="How many business days to close. 关闭几个营业日。", min=1, max=3660)] = 1) -> None:
    """Close business days on the running platform. 日终。"""
    asyncio.run(_close_days(days))


async def _close_days(days: int) -> None:
    from rich.progress import track

    from o2o.platform import Platform

    platform = Platform.running()
    async with Bank.of(platform) as bank:
        operator = bank.actor(OPERATOR)
        today = await business_date(operator)
        for step in track(range(days), description="日终 End of day"):
            await close_day(operator, today + timedelta(days=step))
        print(f"{today} → {today + timedelta(days=days)}")
