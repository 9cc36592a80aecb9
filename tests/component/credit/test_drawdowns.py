"""What must hold before money may be drawn (domain.md 2.1.2, 2.1.5, A3, A6, A19)."""
from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shared.db.unit_of_work import new_id
from shared.schemas.events.onboarding import ConsentGranted, ConsentWithdrawn
from tests.component.credit.world import Customer, World

WALLET = {"product_code": "WALLET", "annual_rate": "0.1080", "amount_fen": 30_000_00}
DAILY = {"method": "DAILY", "term_months": 6}


async def refused(world: World, customer: Customer, line: dict[str, Any], sheet: dict[str, Any], **changes: Any) -> str:
    """The code of the refusal; nothing is reserved, nothing is announced."""
    answer = await world.ask(customer, line, sheet, **changes)
    assert answer.status_code in (409, 422), answer.text
    assert await world.service.rows("SELECT 1 FROM limit_node WHERE reserved_fen > 0") == []
    return str(answer.json()["code"])


async def test_a_request_reserves_on_every_node_of_the_path(world: World) -> None:
    customer = await world.customer()
    line = await world.line(customer)
    sheet = await world.read_sheet(customer, line, amount_fen=30_000_00)
    asked = await world.ask(customer, line, sheet)
    assert (asked.status_code, asked.json()["state"]) == (201, "RESERVED")
    nodes = await world.service.rows("SELECT reserved_fen, used_fen FROM limit_node ORDER BY depth")
    assert [tuple(node.values()) for node in nodes] == [(30_000_00, 0), (30_000_00, 0)]
    shown = (await world.service.get(f"/v1/lines/{line['line_id']}", customer.headers)).json()
    assert (shown["reserved_fen"], shown["available_fen"]) == (30_000_00, 70_000_00)


async def test_the_same_key_draws_once_and_answers_the_same_bytes(world: World) -> None:
    customer, key = await world.customer(), new_id()
    line = await world.line(customer)
    sheet = await world.read_sheet(customer, line)
    first, again = await world.ask(customer, line, sheet, key), await world.ask(customer, line, sheet, key)
    assert (again.content, again.headers["Idempotency-Replayed"]) == (first.content, "true")
    other = await world.ask(customer, line, sheet, key, purpose_code="RENT")
    assert (other.status_code, other.json()["code"]) == (422, "platform.idempotency-key-reused")
    assert len(await world.service.rows("SELECT id FROM drawdown")) == 1


async def test_more_than_the_line_holds_is_refused(world: World) -> None:
    customer = await world.customer()
    line = await world.line(customer)
    await world.draw(customer, line, amount_fen=80_000_00)
    sheet = await world.read_sheet(customer, line, amount_fen=20_000_01)
    answer = await world.ask(customer, line, sheet)
    assert (answer.status_code, answer.json()["code"]) == (409, "credit.limit-exceeded")
    assert answer.json()["facts"]["available_fen"] == 20_000_00


async def test_the_customers_own_ceiling_holds_over_all_his_lines(world: World) -> None:
    customer = await world.customer()
    lines = [await world.line(customer, amount_fen=400_000_00) for _ in range(3)]
    for line in lines[:2]:
        await world.draw(customer, line, amount_fen=400_000_00)
    sheet = await world.read_sheet(customer, lines[2], amount_fen=200_000_01)
    answer = await world.ask(customer, lines[2], sheet)
    assert (answer.json()["code"], answer.json()["facts"]["kind"]) == ("credit.limit-exceeded", "PARTY")


async def test_an_unsigned_line_is_not_drawn(world: World) -> None:
    customer = await world.customer()
    line = await world.approve(customer)
    sheet = await world.read_sheet(customer, line)
    assert await refused(world, customer, line, sheet) == "credit.line-not-active"


async def test_a_line_past_its_end_is_not_drawn(world: World) -> None:
    customer = await world.customer()
    line = await world.line(customer, **WALLET)
    await world.move_to(date(2027, 6, 2))
    sheet = await world.read_sheet(customer, line, **DAILY)
    assert await refused(world, customer, line, sheet) == "credit.line-not-active"


async def test_no_confirmed_sheet_no_money(world: World) -> None:
    customer = await world.customer()
    line = await world.line(customer)
    shown = (await world.present(customer, line)).json()
    assert await refused(world, customer, line, shown) == "credit.cost-sheet-required"
    assert await refused(world, customer, line, {**shown, "sheet_id": new_id()}) == "credit.cost-sheet-required"


@pytest.mark.parametrize("change", [{"amount_fen": 10_000_01}, {"term_months": 6}])
async def test_a_sheet_covers_exactly_its_terms(world: World, change: dict[str, int]) -> None:
    customer = await world.customer()
    line = await world.line(customer)
    sheet = await world.read_sheet(customer, line)
    assert await refused(world, customer, line, sheet, **change) == "credit.cost-sheet-required"


async def test_a_sheet_of_another_line_does_not_count(world: World) -> None:
    customer = await world.customer()
    line, other = await world.line(customer), await world.line(customer)
    sheet = await world.read_sheet(customer, other)
    assert await refused(world, customer, line, sheet) == "credit.cost-sheet-required"


async def test_each_drawdown_has_its_own_sheet(world: World) -> None:
    customer = await world.customer()
    line = await world.line(customer)
    sheet = await world.read_sheet(customer, line)
    await world.ask(customer, line, sheet)
    await world.service.settle()
    assert await refused(world, customer, line, sheet) == "credit.cost-sheet-used"


async def test_a_banned_purpose_is_refused(world: World) -> None:
    customer = await world.customer()
    line = await world.line(customer)
    sheet = await world.read_sheet(customer, line)
    for purpose in ("PROPERTY", "STOCKS", "EQUITY"):
        assert await refused(world, customer, line, sheet, purpose_code=purpose) == "credit.purpose-banned"


async def test_a_customer_with_anything_past_due_draws_nothing(world: World) -> None:
    customer = await world.customer()
    line = await world.line(customer)
    await world.draw(customer, line)
    await world.move_to(date(2026, 7, 2))
    sheet = await world.read_sheet(customer, line)
    answer = await world.ask(customer, line, sheet)
    assert (answer.json()["code"], answer.json()["facts"]) == ("credit.customer-overdue", {"days_past_due": 1})


async def test_on_the_due_date_itself_he_may_still_draw(world: World) -> None:
    customer = await world.customer()
    line = await world.line(customer)
    await world.draw(customer, line)
    await world.move_to(date(2026, 7, 1))
    assert (await world.ask(customer, line, await world.read_sheet(customer, line))).status_code == 201


async def test_a_consent_taken_back_stops_new_draws_until_it_is_given_again(world: World) -> None:
    customer, consent_id = await world.customer(), new_id()
    line = await world.line(customer)
    sheet = await world.read_sheet(customer, line)
    consent = {"party_id": customer.party_id, "purpose": "CREDIT_BUREAU"}
    terms = {"text_version": "bureau.v1", "separate": True, "valid_to": date(2027, 6, 1)}
    await world.service.receive(ConsentGranted(consent_id=consent_id, **consent, **terms))
    await world.service.receive(ConsentWithdrawn(consent_id=consent_id, **consent))
    assert await refused(world, customer, line, sheet) == "credit.consent-withdrawn"
    await world.service.receive(ConsentGranted(consent_id=new_id(), **consent, **terms))
    assert (await world.ask(customer, line, sheet)).status_code == 201


async def test_a_loan_may_not_outlive_its_line_by_more_than_the_tail(world: World) -> None:
    customer = await world.customer()
    line = await world.line(customer, product_code="PAYROLL", term_months=60)
    await world.move_to(date(2026, 7, 3))
    sheet = await world.read_sheet(customer, line, term_months=60)
    assert await refused(world, customer, line, sheet) == "credit.maturity-beyond-line"


async def test_somebody_elses_line_and_drawdown_are_not_found(world: World) -> None:
    owner, other = await world.customer(), await world.customer()
    line = await world.line(owner)
    sheet = await world.read_sheet(owner, line)
    assert (await world.ask(other, line, sheet)).status_code == 404
    drawdown = (await world.ask(owner, line, sheet)).json()
    assert (await world.service.get(f"/v1/drawdowns/{drawdown['drawdown_id']}", other.headers)).status_code == 404
    assert (await world.service.get(f"/v1/drawdowns/{new_id()}", owner.headers)).status_code == 404


async def test_a_revolving_line_is_drawn_again_after_repayment(world: World) -> None:
    customer = await world.customer()
    line = await world.line(customer, **WALLET)
    loan = await world.draw(customer, line, amount_fen=30_000_00, **DAILY)
    body = {"amount_fen": 10_000_00, "kind": "PREPAYMENT"}
    await world.service.post(f"/v1/loans/{loan['loan_id']}/repayments", body, customer.headers)
    await world.service.settle()
    shown = (await world.service.get(f"/v1/lines/{line['line_id']}", customer.headers)).json()
    assert (shown["used_fen"], shown["available_fen"]) == (20_000_00, 10_000_00)
    await world.draw(customer, line, amount_fen=10_000_00, **DAILY)
