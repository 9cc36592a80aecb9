"""A simulated year: every day an end of day, and collectors who call within the law, and one who now and then forgets it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from o2o.end_of_day import OPERATOR, business_date, close_day
from o2o.journeys.credit_path import at
from o2o.journeys.scene import COLLECTOR
from o2o.world.bank import Actor, Bank, CallRefused
from shared.kernel.clock import SystemClock

CALL_ON_DAYS = frozenset({3, 8, 15, 25, 40, 60, 90, 150, 240})
"""Days past due on which a collector rings."""
FORGETFUL_EVERY = 9
"""Every ninth call is first tried at 22:10; the guard must stop it."""
_TIMES = ("09:30", "10:15", "11:05", "14:20", "15:40", "16:50", "18:10", "19:30")


@dataclass
class Year:
    """What was measured on the way."""

    seconds_by_day: list[float] = field(default_factory=list)
    calls: int = 0
    blocked: int = 0
    promises: int = 0


async def live_through(bank: Bank, days: int, subjects: dict[str, str], progress: Callable[[date], None]) -> Year:
    """Closes `days` business days. `subjects` maps parties to sign-ins, so that the tool can ring the people it made."""
    operator, clock = bank.actor(OPERATOR), SystemClock()
    desk = _Desk(bank, bank.actor(COLLECTOR), subjects, Year())
    today = await business_date(operator)
    for _ in range(days):
        started = clock.monotonic()
        await close_day(operator, today)
        today += timedelta(days=1)
        desk.year.seconds_by_day.append(clock.monotonic() - started)
        await desk.work_through(today)
        progress(today)
    return desk.year


@dataclass(frozen=True, slots=True)
class _Desk:
    """The collectors' desk of one outlet."""

    bank: Bank
    collector: Actor
    subjects: dict[str, str]
    year: Year

    async def work_through(self, today: date) -> None:
        """The day's worklist: open cases whose day past due is a day to ring."""
        cases = (await self.collector.get("collections", "/v1/cases?status=OPEN&page_size=200"))["items"]
        for case in cases:
            if case["days_past_due"] in CALL_ON_DAYS and case["party_id"] in self.subjects:
                await self._ring(case, today)

    async def _ring(self, case: dict[str, Any], today: date) -> None:
        self.year.calls += 1
        if self.year.calls % FORGETFUL_EVERY == 0:
            await self._contact(case, at(today, "22:10"), "NO_ANSWER")
        time = _TIMES[self.year.calls % len(_TIMES)]
        asked = {"channel": "PHONE", "local_time": time, "overdue_fen": case["overdue_fen"], "business_date": today.isoformat()}
        subject = self.subjects[case["party_id"]]
        answer = await self.bank.outside("POST", f"/sandbox/v1/people/{subject}/contacts", asked)
        if await self._contact(case, at(today, time), answer["result"]) and answer["promise"]:
            await self._promise(case, answer["promise"], at(today, time))

    async def _contact(self, case: dict[str, Any], when: str, result: str) -> bool:
        """Whether the guard let it happen."""
        body = {"channel": "PHONE", "person_role": "DEBTOR", "result": result}
        try:
            await self.collector.post("collections", f"/v1/cases/{case['case_id']}/contacts", body, at=when)
        except CallRefused as refusal:
            if refusal.code != "collections.contact-blocked":
                raise
            self.year.blocked += 1
            return False
        return True

    async def _promise(self, case: dict[str, Any], promise: dict[str, Any], when: str) -> None:
        """A promise that is open already, or too far away, is not noted."""
        try:
            await self.collector.post("collections", f"/v1/cases/{case['case_id']}/promises", promise, at=when)
        except CallRefused as refusal:
            if not refusal.code.startswith("collections.promise"):
                raise
            return
        self.year.promises += 1
