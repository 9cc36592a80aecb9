"""Several journeys at once on one bank: a business day ends when nobody has anything left to do on it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

from o2o.end_of_day import business_date, close_day
from o2o.journeys.scene import Scene
from o2o.world.bank import Actor


@dataclass
class SharedCalendar:
    """Who takes part either acts on the current day or waits for a later one."""

    operator: Actor
    _acting: int = 0
    _waiting: list[tuple[date, asyncio.Event]] = field(default_factory=list)
    _moved: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def taking_part(self) -> AsyncIterator[None]:
        """No day ends before this one waits for another day or has finished."""
        self._acting += 1
        try:
            yield
        finally:
            self._leave()

    async def until(self, day: date) -> None:
        """Returns when the business date is `day`."""
        come = asyncio.Event()
        self._waiting.append((day, come))
        self._leave()
        await come.wait()

    def _leave(self) -> None:
        self._acting -= 1
        self._moved.set()

    async def run(self) -> None:
        """Closes days until everybody has finished. Somebody must take part already."""
        today = await business_date(self.operator)
        while True:
            while self._acting:
                self._moved.clear()
                await self._moved.wait()
            if not self._waiting:
                return
            if min(day for day, _ in self._waiting) > today:
                await close_day(self.operator, today)
                today += timedelta(days=1)
            self._wake(today)

    def _wake(self, today: date) -> None:
        for day, come in [waiting for waiting in self._waiting if waiting[0] <= today]:
            self._waiting.remove((day, come))
            self._acting += 1
            come.set()


@dataclass
class SharedScene(Scene):
    """A journey's surroundings in which others live too."""

    calendar: SharedCalendar = field(kw_only=True)

    async def close_until(self, day: date) -> date:
        """Waits for the day instead of bringing it about alone."""
        await self.calendar.until(day)
        return await self.today()
