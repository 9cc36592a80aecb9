"""Changing one bin's points of the card changes exactly the decisions of the applicants who fall in that bin."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from typing import Any

from o2o.demo.population import Candidate, population
from o2o.demo.release_card import release
from o2o.end_of_day import OPERATOR, business_date
from o2o.world.bank import Bank
from o2o.world.customer import Customer
from o2o.world.people import person
from services.scoring.domain.models.card import Card, NumberVariable
from services.scoring.domain.models.card_document import parse_card

VERSIONS = "/v1/models/application/versions"
READER, APPROVER = "risk.validator", "risk.approver"
FACT, FROM_CLASS = "instalment_burden_class", 3
"""The card has two bins of this fact; the upper one, from class 3 on, loses points."""
LOST_POINTS = 60
APPLICANTS = 16
TWIN_NUMBERS = 5_000
ANSWER = (
    "result", "path", "reasons", "conditions", "approved_amount_fen", "term_months", "annual_rate", "score", "pd_ppm", "grade", "trace",
)  # fmt: skip

Decision = dict[str, Any]


async def test_points_of_one_bin_change_exactly_the_decisions_in_it(bank: Bank) -> None:
    """Real applicants are decided; under the changed card their cases are decided again, and twins of two of them apply anew."""
    today = await business_date(bank.actor(OPERATOR))
    candidates = population(today, APPLICANTS)
    inside = [int(one.applicant.facts[FACT]) >= FROM_CLASS for one in candidates]
    assert set(inside) == {True, False}
    applications, before = await _apply(bank, candidates)
    assert await _decide_again(bank, applications) == before, "deciding again under the same card changes nothing"
    async with _lower_bin_in_force(bank):
        after = await _decide_again(bank, applications)
        twins = [next(place for place in range(APPLICANTS) if _changed(before, after, place)), inside.index(False)]
        _, decided_anew = await _apply(bank, [_twin(candidates[place], today) for place in twins])
    for is_inside, old, new in zip(inside, before, after, strict=True):
        assert new["score"] == old["score"] - (LOST_POINTS if is_inside else 0)
        assert is_inside or new == old
    assert [_essence(anew) for anew in decided_anew] == [_essence(after[place]) for place in twins]
    assert await _decide_again(bank, applications) == before, "the former card, put in force again, decides as before"


def _changed(before: Sequence[Decision], after: Sequence[Decision], place: int) -> bool:
    return bool(before[place]["result"] != after[place]["result"])


def _essence(decision: Decision) -> Decision:
    """What a twin shares: all but the trace, which holds his own age."""
    return {name: value for name, value in decision.items() if name != "trace"}


async def _apply(bank: Bank, candidates: Sequence[Candidate]) -> tuple[list[str], list[Decision]]:
    """Everybody applies as in the demo; the applications and what was decided on each."""
    await bank.outside("POST", "/sandbox/v1/people", [one.person.in_the_world(one.behaviour) for one in candidates])
    applications = await asyncio.gather(*(_submit(bank, one) for one in candidates))
    reader = bank.actor(READER)
    decisions = []
    for application in applications:
        decision = await reader.get("scoring", f"/v1/decisions/{application['decision_id']}")
        decisions.append({**{name: decision[name] for name in ANSWER}, "reasons": [one["code"] for one in decision["reasons"]]})
    return [application["application_id"] for application in applications], decisions


async def _submit(bank: Bank, candidate: Candidate) -> dict[str, Any]:
    customer, wish = Customer(candidate.person, bank.actor(candidate.person.subject)), candidate.applicant
    await customer.scan()
    await customer.consent()
    await customer.prove_identity()
    await customer.apply(
        product_code=candidate.product_code,
        amount_fen=candidate.amount_fen,
        term_months=candidate.term_months,
        purpose_code=wish.purpose_code,
        facts=wish.facts,
    )
    return await customer.answer()


def _twin(candidate: Candidate, today: date) -> Candidate:
    """Another person with the same facts and the same wish."""
    number, segment = TWIN_NUMBERS + candidate.person.number, candidate.person.segment
    return replace(candidate, person=person(number, segment=segment, age_years=candidate.applicant.age_years, today=today))


async def _decide_again(bank: Bank, applications: Sequence[str]) -> list[Decision]:
    """The stored cases under the card in force now; nothing is kept."""
    reader = bank.actor(READER)
    asked = [await reader.post("scoring", "/v1/decisions", {"application_id": application_id}) for application_id in applications]
    return [{name: answer[name] for name in ANSWER} for answer in asked]


@asynccontextmanager
async def _lower_bin_in_force(bank: Bank) -> AsyncIterator[None]:
    """The changed card, released by three people; afterwards the one before it is put in force again."""
    reader = bank.actor(READER)
    former = next(one["version"] for one in (await reader.get("scoring", VERSIONS))["items"] if one["state"] == "ACTIVE")
    document = (await reader.get("scoring", f"{VERSIONS}/{former}"))["document"]
    await release(bank, VERSIONS, _with_lower_bin(document))
    try:
        yield
    finally:
        await bank.actor(APPROVER).post("scoring", f"{VERSIONS}/{former}/activate")


def _with_lower_bin(document: dict[str, Any]) -> dict[str, Any]:
    """Fewer points in one bin, and the golden cases as the card scores them now."""
    changed = _lowered(parse_card(document))
    variables = [
        {**one, "points": list(points.points)} if one["fact"] == FACT and isinstance(points, NumberVariable) else one
        for one, points in zip(document["variables"], changed.variables, strict=True)
    ]
    golden = []
    for case in document["golden"]:
        result = changed.evaluate(case["facts"])
        golden.append({**case, "score": result.score, "pd_ppm": result.pd_ppm, "reasons": list(result.reasons)})
    return {**document, "variables": variables, "golden": golden}


def _lowered(card: Card) -> Card:
    found = next(one for one in card.variables if one.fact == FACT)
    assert isinstance(found, NumberVariable)
    assert found.cuts == (FROM_CLASS,)
    lowered = replace(found, points=(found.points[0], found.points[1] - LOST_POINTS))
    return replace(card, variables=tuple(lowered if one is found else one for one in card.variables))
