"""The saga of a drawdown: money never leaves twice and a limit never stays reserved (architecture.md 5)."""
from __future__ import annotations

import hmac
import json
from hashlib import sha256
from typing import Any

import httpx
import pytest

from shared.db.unit_of_work import new_id
from tests.component.credit.world import Customer, World, silent


async def asked(world: World) -> tuple[Customer, dict[str, Any], dict[str, Any]]:
    """A customer, his line, and a drawdown that is reserved."""
    customer = await world.customer()
    line = await world.line(customer)
    drawdown = await world.ask(customer, line, await world.read_sheet(customer, line))
    return customer, line, drawdown.json()


async def state_of(world: World, customer: Customer, drawdown: dict[str, Any]) -> tuple[str, str | None]:
    """State and reason, as the customer reads them."""
    found = (await world.service.get(f"/v1/drawdowns/{drawdown['drawdown_id']}", customer.headers)).json()
    return found["state"], found["reason"]


async def held(world: World) -> list[tuple[int, int]]:
    """(reserved, used) of every node, root first."""
    rows = await world.service.rows("SELECT reserved_fen, used_fen FROM limit_node ORDER BY depth")
    return [(row["reserved_fen"], row["used_fen"]) for row in rows]


async def call_back(world: World, body: dict[str, Any], *, secret: str = "test", age: int = 0) -> httpx.Response:
    """The core bank's signed callback."""
    content = json.dumps(body).encode()
    timestamp = str(int(world.clock.now().timestamp()) - age)
    signature = hmac.new(secret.encode(), timestamp.encode() + b"." + content, sha256).hexdigest()
    headers = {"Content-Type": "application/json", "Corebank-Timestamp": timestamp, "Corebank-Signature": signature}
    return await world.service.client.post("/v1/corebank-callbacks", content=content, headers=headers)


def request_no(drawdown: dict[str, Any]) -> str:
    """The number made from the drawdown's id."""
    return "PO" + str(drawdown["drawdown_id"]).replace("-", "")


async def test_a_paid_drawdown_becomes_a_loan_and_uses_the_limit(world: World) -> None:
    customer, _, drawdown = await asked(world)
    await world.service.settle()
    assert await state_of(world, customer, drawdown) == ("DISBURSED", None)
    assert await held(world) == [(0, 10_000_00), (0, 10_000_00)]
    (order,) = await world.service.rows("SELECT request_no, status, paid_fen FROM payment_order")
    assert order == {"request_no": request_no(drawdown), "status": "PAID", "paid_fen": 10_000_00}
    (event,) = await world.events("LoanDisbursed")
    assert (event["first_due_date"], event["maturity_date"], event["flags"]) == (
        "2026-07-01",
        "2027-06-01",
        ["INCLUSIVE_MICRO"],
    )


async def test_the_loan_belongs_to_the_journey_of_its_request(world: World) -> None:
    await asked(world)
    await world.service.settle()
    rows = await world.service.rows(
        "SELECT count(DISTINCT correlation_id) AS journeys FROM outbox"
        " WHERE type LIKE '%DrawdownRequested%' OR type LIKE '%LoanDisbursed%'"
    )
    assert rows == [{"journeys": 1}]


async def test_a_refused_payout_releases_every_node(world: World) -> None:
    customer, _, drawdown = await asked(world)
    world.outside.payout = lambda: httpx.Response(200, json={"status": "REFUSED", "reason": "ACCOUNT_NOT_OPEN"})
    await world.service.settle()
    assert await state_of(world, customer, drawdown) == ("FAILED", "ACCOUNT_NOT_OPEN")
    assert await held(world) == [(0, 0), (0, 0)]
    assert [event["reason"] for event in await world.events("DisbursementFailed")] == ["ACCOUNT_NOT_OPEN"]
    assert await world.service.rows("SELECT 1 FROM loan") == []


async def test_the_sheet_of_a_failed_drawdown_may_be_used_again(world: World) -> None:
    customer = await world.customer()
    line = await world.line(customer)
    sheet = await world.read_sheet(customer, line)
    world.outside.payout = lambda: httpx.Response(200, json={"status": "REFUSED", "reason": "ACCOUNT_NOT_OPEN"})
    await world.ask(customer, line, sheet)
    await world.service.settle()
    assert (await world.ask(customer, line, sheet)).status_code == 201


@pytest.mark.feature("F247")
async def test_a_slow_core_bank_is_asked_again_under_the_same_number(world: World) -> None:
    customer, _, drawdown = await asked(world)
    world.outside.payout = silent
    await world.service.settle()
    assert await state_of(world, customer, drawdown) == ("DISBURSING", None)
    world.outside.payout = None
    world.clock.advance(minutes=2)
    await world.service.settle()
    assert await state_of(world, customer, drawdown) == ("DISBURSED", None)
    sent = world.outside.bodies("/corebank/v1/payouts")
    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert sent[0]["request_no"] == request_no(drawdown)


async def test_an_answer_that_comes_twice_has_one_effect(world: World) -> None:
    await asked(world)
    await world.service.settle()
    (loan,) = await world.service.rows("SELECT drawdown_id FROM loan")
    body = {"request_no": "PO" + str(loan["drawdown_id"]).replace("-", ""), "status": "PAID", "reason": None}
    assert [(await call_back(world, body)).status_code for _ in range(2)] == [204, 204]
    assert len(await world.service.rows("SELECT id FROM loan")) == 1
    assert len(await world.service.rows("SELECT id FROM journal")) == 1
    assert await held(world) == [(0, 10_000_00), (0, 10_000_00)]


async def test_an_accepted_payout_is_finished_by_its_callback(world: World) -> None:
    customer, _, drawdown = await asked(world)
    world.outside.payout = lambda: httpx.Response(200, json={"status": "ACCEPTED", "reason": None})
    await world.service.settle()
    assert await state_of(world, customer, drawdown) == ("DISBURSING", None)
    paid = {"request_no": request_no(drawdown), "status": "PAID", "reason": None, "later_field": 1}
    assert (await call_back(world, paid)).status_code == 204
    assert await state_of(world, customer, drawdown) == ("DISBURSED", None)


async def test_the_sweeper_asks_about_a_payout_whose_callback_was_lost(world: World) -> None:
    customer, _, drawdown = await asked(world)
    world.outside.payout = lambda: httpx.Response(200, json={"status": "ACCEPTED", "reason": None})
    await world.service.settle()
    world.clock.advance(seconds=31)
    await world.service.settle()
    assert await state_of(world, customer, drawdown) == ("DISBURSED", None)


async def test_a_payout_the_core_bank_never_heard_of_is_released_after_half_an_hour_not_before(world: World) -> None:
    customer, _, drawdown = await asked(world)
    world.outside.payout = lambda: httpx.Response(200, json={"status": "ACCEPTED", "reason": None})
    await world.service.settle()
    world.outside.payout_state = lambda: httpx.Response(404, json={"code": "platform.not-found"})
    world.clock.advance(seconds=31)
    await world.service.settle()
    assert await state_of(world, customer, drawdown) == ("DISBURSING", None)
    world.clock.advance(minutes=31)
    await world.service.settle()
    assert await state_of(world, customer, drawdown) == ("FAILED", "NOT_RECEIVED")
    assert await held(world) == [(0, 0), (0, 0)]


async def test_a_reservation_that_was_never_sent_ends_after_half_an_hour(world: World) -> None:
    customer, _, drawdown = await asked(world)
    world.clock.advance(minutes=31)
    await world.service.settle()
    assert await state_of(world, customer, drawdown) == ("FAILED", "RESERVATION_EXPIRED")
    assert world.outside.bodies("/corebank/v1/payouts") == []
    assert await held(world) == [(0, 0), (0, 0)]


async def test_a_core_bank_that_answers_nonsense_is_asked_again(world: World) -> None:
    customer, _, drawdown = await asked(world)
    world.outside.payout = lambda: httpx.Response(200, json={"status": "MAYBE"})
    await world.service.settle()
    assert await state_of(world, customer, drawdown) == ("DISBURSING", None)
    world.outside.payout = None
    world.clock.advance(minutes=2)
    await world.service.settle()
    assert await state_of(world, customer, drawdown) == ("DISBURSED", None)


@pytest.mark.parametrize(("secret", "age"), [("another", 0), ("test", 301), ("test", -301)])
async def test_a_callback_with_a_wrong_or_stale_signature_is_refused(world: World, secret: str, age: int) -> None:
    _, _, drawdown = await asked(world)
    body = {"request_no": request_no(drawdown), "status": "PAID", "reason": None}
    refused = await call_back(world, body, secret=secret, age=age)
    assert (refused.status_code, refused.json()["code"]) == (401, "credit.callback-refused")
    assert await world.service.rows("SELECT 1 FROM loan") == []


@pytest.mark.parametrize(
    "body",
    [{"request_no": "PO1", "status": "PAID"}, {"request_no": f"PO{'0' * 32}", "status": "PAID"}, {"status": "PAID"}, {}],
)
async def test_a_callback_about_nothing_of_ours_is_refused(world: World, body: dict[str, Any]) -> None:
    assert (await call_back(world, body)).status_code == 401


@pytest.mark.parametrize("headers", [{}, {"Corebank-Timestamp": "x", "Corebank-Signature": "y"}])
async def test_an_unsigned_callback_is_refused(world: World, headers: dict[str, str]) -> None:
    answer = await world.service.client.post("/v1/corebank-callbacks", content=b"\xff\x00", headers=headers)
    assert answer.status_code == 401


async def test_a_ledger_row_can_be_neither_changed_nor_deleted(world: World) -> None:
    await asked(world)
    await world.service.settle()
    for table in ("journal", "posting", "loan_transaction"):
        for statement in (f"UPDATE {table} SET business_date = business_date", f"DELETE FROM {table}"):
            with pytest.raises(Exception, match=r"append-only|permission denied"):
                await world.service.rows(statement)


async def test_postings_that_do_not_sum_to_zero_are_refused_by_the_database(world: World) -> None:
    journal = f"INSERT INTO journal VALUES ('{new_id()}', '2026-06-01', 'ACCRUAL', NULL, NULL, now()) RETURNING id"
    with pytest.raises(Exception, match="sum to zero"):
        await world.service.rows(
            f"WITH head AS ({journal}) INSERT INTO posting SELECT id, 1, '2026-06-01', '1301', 5 FROM head"
        )


async def test_answers_settled_together_stay_on_their_own_journeys(world: World) -> None:
    asks = [await asked(world) for _ in range(5)]
    await world.service.settle()
    assert [(await state_of(world, customer, drawdown))[0] for customer, _, drawdown in asks] == ["DISBURSED"] * 5
    rows = await world.service.rows(
        "SELECT payload ->> 'drawdown_id' AS drawdown, count(DISTINCT correlation_id) AS journeys, count(*) AS events"
        " FROM outbox WHERE type LIKE '%DrawdownRequested%' OR type LIKE '%LoanDisbursed%' GROUP BY 1"
    )
    assert [(row["journeys"], row["events"]) for row in rows] == [(1, 2)] * 5
    assert (await world.service.rows("SELECT count(DISTINCT correlation_id) AS n FROM outbox WHERE type LIKE '%LoanDisb%'"))[0]["n"] == 5
