"""Everybody applies: each on his own phone, many at once, through the public APIs only."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from o2o.demo.population import SHOP, Candidate
from o2o.journeys.scene import APPROVER
from o2o.world.approver import decide
from o2o.world.bank import Bank, CallRefused
from o2o.world.customer import SETTLED, Customer

AT_ONCE = 8
"""Phones in use at one moment; who only reads his cost sheet does not count."""


@dataclass
class Outcome:
    """What became of one applicant on his day."""

    candidate: Candidate
    customer: Customer
    status: str = ""
    decided_by: str = "policy"
    reasons: tuple[str, ...] = ()
    seconds: float = 0.0
    lent_fen: int = 0
    score: int | None = None

    @property
    def lent(self) -> bool:
        return self.lent_fen > 0


async def everybody_applies(bank: Bank, candidates: tuple[Candidate, ...], progress: Callable[[], None]) -> list[Outcome]:
    """From the scan to the money, or to a reasoned refusal."""
    people = [candidate.person.in_the_world(candidate.behaviour) for candidate in candidates]
    await bank.outside("POST", "/sandbox/v1/people", people)
    phones = asyncio.Semaphore(AT_ONCE)
    runs = [_one_applies(bank, candidate, phones, progress) for candidate in candidates]
    return list(await asyncio.gather(*runs))


async def _one_applies(bank: Bank, candidate: Candidate, phones: asyncio.Semaphore, progress: Callable[[], None]) -> Outcome:
    customer = Customer(candidate.person, bank.actor(candidate.person.subject))
    if candidate.product_code != SHOP:
        customer.channel_code, customer.scene_code = "APP", "PAYDAY"
    outcome = Outcome(candidate, customer)
    async with phones:
        await _until_answered(bank, outcome)
        if outcome.status == "APPROVED":
            await _until_cost_is_shown(outcome)
    if outcome.status == "APPROVED":
        await customer.read_cost()
        async with phones:
            await _draw(outcome)
    progress()
    return outcome


async def _until_answered(bank: Bank, outcome: Outcome) -> None:
    customer, candidate = outcome.customer, outcome.candidate
    await customer.scan()
    await customer.consent()
    await customer.prove_identity()
    started = bank.clock.monotonic()
    try:
        await customer.apply(
            product_code=candidate.product_code,
            amount_fen=candidate.amount_fen,
            term_months=candidate.term_months,
            purpose_code=candidate.applicant.purpose_code,
            facts=candidate.applicant.facts,
        )
    except CallRefused as refusal:
        outcome.status, outcome.reasons = "REFUSED_AT_ENTRY", (refusal.code,)
        return
    application = await customer.answer()
    outcome.seconds = bank.clock.monotonic() - started
    if application["status"] == "REFERRED":
        outcome.decided_by = "person"
        await decide(bank.actor(APPROVER, customer.actor.correlation_id), customer.application_id)
        application = await customer.answer(accept=SETTLED)
    outcome.status = application["status"]
    outcome.reasons = tuple(application.get("reasons") or ())


async def _until_cost_is_shown(outcome: Outcome) -> None:
    customer = outcome.customer
    await customer.sign()
    await customer.see_cost(amount_fen=customer.line["total_fen"], term_months=customer.line["term_months"], method="EQ_INST")


async def _draw(outcome: Outcome) -> None:
    customer = outcome.customer
    await customer.confirm_cost()
    drawdown = await customer.draw(purpose_code=outcome.candidate.applicant.purpose_code)
    outcome.lent_fen = drawdown["amount_fen"] if drawdown["state"] == "DISBURSED" else 0
