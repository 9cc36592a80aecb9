"""What other services announce: parties, day jobs, closed cases."""
from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shared.db.unit_of_work import new_id
from shared.schemas.events.collections import CaseClosed
from shared.schemas.events.onboarding import ApplicationApproved, IdentityVerified
from shared.schemas.events.platform import CollectionsDayProcessed, ScoringDayProcessed
from tests.component.credit.world import OUTLET, Customer, World


async def freeze(world: World, line: dict[str, Any], reason: str = "OVERDUE") -> None:
    """The line as the end of day leaves it from day 4 past due."""
    async with world.service.runtime.engine.begin() as connection:
        await connection.exec_driver_sql(
            "UPDATE credit_line SET status = 'FROZEN', status_reason = $2 WHERE id = $1::uuid", (line["line_id"], reason)
        )
        await connection.exec_driver_sql(
            "UPDATE limit_node SET status = 'FROZEN' WHERE id = $1::uuid", (line["line_id"],)
        )


async def close_case(world: World, customer: Customer, outcome: str) -> None:
    """Collections closes the customer's case."""
    await world.service.receive(
        CaseClosed(
            case_id=new_id(),
            party_id=customer.party_id,
            outlet_id=OUTLET,
            business_date=date(2026, 6, 1),
            outcome=outcome,
            days_past_due=5,
        )
    )


async def status(world: World, customer: Customer, line: dict[str, Any]) -> tuple[str, int]:
    """Status of the line and what may be drawn."""
    shown = (await world.service.get(f"/v1/lines/{line['line_id']}", customer.headers)).json()
    return shown["status"], shown["available_fen"]


async def test_a_frozen_line_gives_nothing_whatever_is_repaid(world: World) -> None:
    customer = await world.customer()
    line = await world.line(customer)
    sheet = await world.read_sheet(customer, line)
    await freeze(world, line)
    assert await status(world, customer, line) == ("FROZEN", 0)
    assert (await world.ask(customer, line, sheet)).json()["code"] == "credit.line-frozen"
    assert (await world.present(customer, line)).json()["code"] == "credit.line-frozen"


@pytest.mark.parametrize("outcome", ["CURED", "SETTLED"])
async def test_a_case_that_ended_well_thaws_the_line(world: World, outcome: str) -> None:
    customer = await world.customer()
    line = await world.line(customer)
    await freeze(world, line)
    await close_case(world, customer, outcome)
    assert await status(world, customer, line) == ("ACTIVE", 100_000_00)
    assert [event["line_id"] for event in await world.events("CreditLineUnfrozen")] == [line["line_id"]]


@pytest.mark.parametrize(("reason", "outcome"), [("OVERDUE", "WRITTEN_OFF"), ("COURT", "CURED")])
async def test_other_outcomes_and_other_freezes_stay(world: World, reason: str, outcome: str) -> None:
    customer = await world.customer()
    line = await world.line(customer)
    await freeze(world, line, reason)
    await close_case(world, customer, outcome)
    assert await status(world, customer, line) == ("FROZEN", 0)


async def test_a_line_stays_frozen_while_anything_is_past_due(world: World) -> None:
    customer = await world.customer()
    line = await world.line(customer)
    await world.draw(customer, line)
    await world.move_to(date(2026, 7, 5))
    await freeze(world, line)
    await close_case(world, customer, "CURED")
    assert (await status(world, customer, line))[0] == "FROZEN"


async def test_the_barrier_knows_how_far_each_service_is_and_never_goes_back(world: World) -> None:
    for day in (date(2026, 6, 1), date(2026, 6, 2), date(2026, 6, 1)):
        await world.service.receive(ScoringDayProcessed(closed_date=day))
    await world.service.receive(CollectionsDayProcessed(closed_date=date(2026, 6, 1)))
    rows = await world.service.rows("SELECT service, processed_date FROM day_barrier ORDER BY service")
    assert [tuple(row.values()) for row in rows] == [("collections", date(2026, 6, 1)), ("scoring", date(2026, 6, 2))]


async def test_the_newest_proof_of_identity_is_kept(world: World) -> None:
    customer = await world.customer()
    for level, valid_to in ((1, date(2027, 1, 1)), (2, date(2028, 1, 1))):
        await world.service.receive(
            IdentityVerified(
                party_id=customer.party_id, methods=("ID_DOCUMENT",), level=level, evidence_ids=(), valid_to=valid_to
            )
        )
    rows = await world.service.rows("SELECT identity_level, identity_valid_to FROM party")
    assert rows == [{"identity_level": 2, "identity_valid_to": date(2028, 1, 1)}]


async def test_an_approval_outside_its_product_is_parked_and_opens_nothing(world: World) -> None:
    customer = await world.customer()
    await world.service.receive(
        ApplicationApproved(
            application_id=new_id(),
            party_id=customer.party_id,
            product_code="SHOP_TERM",
            product_version=1,
            amount_fen=400_000_01,
            term_months=12,
            annual_rate="0.0600",
            purpose_code="STOCK",
            outlet_id=OUTLET,
            decision_id=new_id(),
            approver="policy",
        )
    )
    assert await world.service.rows("SELECT 1 FROM credit_line") == []
    (parked,) = await world.service.rows("SELECT error FROM parked_event")
    assert "credit.amount-not-offered" in parked["error"]
