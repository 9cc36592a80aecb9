"""What the platform has lived through before the first test looks at it, all through public APIs.

The journeys main, J8 and J10 run side by side. On the first of their days four applicants alike draw the same loan, one visitor only
registers and one applicant is refused; with the journeys' days the four loans grow older.
"""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console

from o2o.end_of_day import OPERATOR
from o2o.journeys.credit_path import SOLID_FACTS
from o2o.journeys.narration import Narrator
from o2o.journeys.registry import JOURNEYS
from o2o.platform import Platform
from o2o.world.bank import Bank
from o2o.world.customer import Customer
from tests.e2e.main_road.shared_calendar import SharedCalendar, SharedScene

PAYS, NEVER_PAYS = {"kind": "ALWAYS_PAYS"}, {"kind": "NEVER_PAYS"}
WEAK_FACTS: dict[str, str | int] = {
    **SOLID_FACTS,
    "checking_account_status": "OVERDRAWN",
    "savings_status": "LOW",
    "credit_history": "NONE_TAKEN",
    "occupation_tenure": "NO_OCCUPATION",
    "other_instalment_plans": "BANK",
    "main_asset": "NONE_OR_UNKNOWN",
    "housing": "RENTED",
    "guarantee": "CO_APPLICANT",
    "instalment_burden_class": 4,
}
LOAN: dict[str, Any] = {"amount_fen": 3_000_000, "term_months": 6}
PURPOSE = "FURNISHING"


@dataclass
class Told:
    """A journey as it went; `error` when it did not reach its end."""

    customer: Customer | None = None
    steps: list[dict[str, Any]] = field(default_factory=list)
    error: Exception | None = None


@dataclass
class Past:
    """Who lived on the platform. Of each pair the first was born paying and the second was not; one pair was swapped."""

    as_born: tuple[Customer, Customer]
    swapped: tuple[Customer, Customer]
    visitor: Customer
    refused: Customer
    journeys: dict[str, Told]

    def customer(self, journey_id: str) -> Customer:
        """Whose story a journey told; AssertionError when it broke."""
        told = self.journeys[journey_id]
        assert told.customer is not None, f"{journey_id} broke: {told.error}"
        return told.customer


async def live(platform: Platform) -> Past:
    """All of it, on a fresh platform."""
    async with Bank.of(platform) as bank:
        calendar = SharedCalendar(bank.actor(OPERATOR))
        scene = _scene(bank, calendar, 0)
        four = [await scene.newcomer(segment="SALARIED", age_years=35, behaviour=born) for born in (PAYS, NEVER_PAYS) * 2]
        visitor, refused = [await scene.newcomer(segment="SALARIED", age_years=35, behaviour=PAYS) for _ in range(2)]
        async with asyncio.TaskGroup() as together, calendar.taking_part():
            scenes = {name: _scene(bank, calendar, place) for place, name in enumerate(JOURNEYS, start=1)}
            journeys = {name: together.create_task(_told(name, scenes[name])) for name in JOURNEYS}
            together.create_task(calendar.run())
            await asyncio.gather(*(_draw(customer) for customer in four), visitor.scan(), _apply(refused, WEAK_FACTS))
            for customer, other in zip(four[2:], (NEVER_PAYS, PAYS), strict=True):
                await bank.outside("PATCH", f"/sandbox/v1/people/{customer.person.subject}/behaviour", other)
    told = {name: task.result() for name, task in journeys.items()}
    return Past((four[0], four[1]), (four[2], four[3]), visitor, refused, told)


async def _draw(customer: Customer) -> None:
    application = await _apply(customer, SOLID_FACTS)
    assert application["status"] == "APPROVED", application
    await customer.sign()
    await customer.see_cost(**LOAN, method="EQ_INST")
    await customer.read_cost()
    await customer.confirm_cost()
    drawdown = await customer.draw(purpose_code=PURPOSE)
    assert drawdown["state"] == "DISBURSED", drawdown


async def _apply(customer: Customer, facts: dict[str, str | int]) -> dict[str, Any]:
    await customer.scan()
    await customer.consent()
    await customer.prove_identity()
    await customer.apply(**LOAN, product_code="PAYROLL", purpose_code=PURPOSE, facts=facts)
    return await customer.answer()


async def _told(journey_id: str, scene: SharedScene) -> Told:
    told = Told()
    async with scene.calendar.taking_part():
        try:
            told.customer = await JOURNEYS[journey_id].run(scene)
        except Exception as error:  # noqa: BLE001 - the journey's own test says so, the others may still speak
            told.error = error
    told.steps = scene.narrator.told
    return told


def _scene(bank: Bank, calendar: SharedCalendar, place: int) -> SharedScene:
    """`place` keeps the numbers of people apart, which a scene takes from the clock."""
    operator = bank.actor(OPERATOR)
    return SharedScene(bank, Narrator(Console(file=io.StringIO()), operator), operator, 1_000 * place, calendar=calendar)
