"""What every journey starts from: the bank, its staff, and people nobody has used before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from o2o.end_of_day import OPERATOR, business_date, close_day
from o2o.journeys.narration import Narrator
from o2o.world.bank import Actor, Bank
from o2o.world.customer import Customer
from o2o.world.people import MAX_NUMBER, Person, person

COLLECTOR = "collector.lin"
APPROVER = "approver.wu"
_FIRST_NUMBER = 10_000


class StoryBroken(AssertionError):
    """A journey reached another state than the one it must reach."""


@dataclass
class Scene:
    """One journey's surroundings."""

    bank: Bank
    narrator: Narrator
    operator: Actor
    _people: int = field(default=0)

    @classmethod
    def of(cls, bank: Bank, narrator: Narrator) -> Scene:
        return cls(bank, narrator, bank.actor(OPERATOR))

    def staff(self, subject: str, customer: Customer | None = None) -> Actor:
        """A staff member; his acts belong to the customer's journey where there is one."""
        return self.bank.actor(subject, customer.actor.correlation_id if customer else None)

    async def newcomer(self, *, segment: str, age_years: int, behaviour: dict[str, Any]) -> Customer:
        """A person who has just come into the world, with the behaviour only the sandbox knows."""
        newcomer = await self._unused_person(segment, age_years)
        await self.bank.outside("POST", "/sandbox/v1/people", [newcomer.in_the_world(behaviour)])
        return Customer(newcomer, self.bank.actor(newcomer.subject))

    async def _unused_person(self, segment: str, age_years: int) -> Person:
        """Numbers from the clock: every run on every platform meets new people."""
        span = MAX_NUMBER - _FIRST_NUMBER
        number = _FIRST_NUMBER + (int(self.bank.clock.now().timestamp() * 10) + self._people) % span
        self._people += 1
        return person(number, segment=segment, age_years=age_years, today=await self.today())

    async def today(self) -> date:
        return await business_date(self.operator)

    async def close_until(self, day: date) -> date:
        """Ends of day until the business date is `day`."""
        today = await self.today()
        while today < day:
            await close_day(self.operator, today)
            today += timedelta(days=1)
        return today


def require(condition: object, what: str) -> None:
    """The journey must have reached this; otherwise it fails saying so."""
    if not condition:
        raise StoryBroken(what)
