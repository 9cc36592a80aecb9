"""Many at once: limits hold, money moves once, nothing deadlocks (architecture.md rule 9)."""
from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date
from typing import Any

from services.credit.application.records.payout import PayoutStatus
from services.credit.application.settle_payouts import Answer, SettlePayouts
from services.credit.application.settle_repayment import SettleRepayment, StartDebit
from services.credit.application.start_payouts import StartPayouts
from shared.db.unit_of_work import new_id
from shared.kernel.authorization import SYSTEM
from shared.kernel.context import CommandContext, Journey
from tests.component.credit.world import READ_SECONDS, Customer, World

PARALLEL = 64


async def sheets(world: World, customer: Customer, line: dict[str, Any], count: int, **terms: Any) -> list[dict[str, Any]]:
    """Confirmed sheets, all read at the same time."""
    shown = [(await world.present(customer, line, **terms)).json() for _ in range(count)]
    world.clock.advance(seconds=READ_SECONDS)
    for sheet in shown:
        assert (await world.confirm(customer, sheet)).status_code == 200
    return shown


async def together(world: World, command: object, count: int = PARALLEL) -> list[Any]:
    """The same command, many times at once."""
    bus = world.service.runtime.bus
    return await asyncio.gather(*(bus.handle(command, CommandContext(SYSTEM, new_id())) for _ in range(count)))


def answered(drawdown_id: str, status: PayoutStatus) -> SettlePayouts:
    """The core bank's answer to one drawdown."""
    return SettlePayouts((Answer(drawdown_id, status, Journey(new_id())),))


async def nodes(world: World) -> list[tuple[int, int]]:
    """(reserved, used) of every node, root first."""
    rows = await world.service.rows("SELECT reserved_fen, used_fen FROM limit_node ORDER BY depth, id")
    return [(row["reserved_fen"], row["used_fen"]) for row in rows]


async def test_64_parallel_drawdowns_of_a_tenth_of_the_limit_give_exactly_ten(world: World) -> None:
    customer = await world.customer()
    line = await world.line(customer, amount_fen=100_000_00)
    read = await sheets(world, customer, line, PARALLEL, amount_fen=10_000_00)
    answers = await asyncio.gather(*(world.ask(customer, line, sheet) for sheet in read))
    codes = Counter(answer.json().get("code", "drawn") for answer in answers)
    assert codes == {"drawn": 10, "credit.limit-exceeded": PARALLEL - 10}
    assert await nodes(world) == [(100_000_00, 0), (100_000_00, 0)]
    await world.service.settle()
    assert await nodes(world) == [(0, 100_000_00), (0, 100_000_00)]
    assert len(await world.service.rows("SELECT id FROM loan")) == 10


async def test_one_ceiling_over_two_lines_holds_when_both_are_drawn_at_once(world: World) -> None:
    customer = await world.customer()
    lines = [await world.line(customer, amount_fen=400_000_00) for _ in range(3)]
    read = [(line, sheet) for line in lines for sheet in await sheets(world, customer, line, 4, amount_fen=100_000_00)]
    answers = await asyncio.gather(*(world.ask(customer, line, sheet) for line, sheet in read))
    assert sum(answer.status_code == 201 for answer in answers) == 10
    assert (await nodes(world))[0] == (1_000_000_00, 0)


async def test_the_same_key_64_times_is_one_drawdown(world: World) -> None:
    customer, key = await world.customer(), new_id()
    line = await world.line(customer)
    sheet = await world.read_sheet(customer, line)
    answers = await asyncio.gather(*(world.ask(customer, line, sheet, key) for _ in range(PARALLEL)))
    codes = Counter(answer.json().get("code", "drawn") for answer in answers)
    assert set(codes) <= {"drawn", "platform.request-in-flight"}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    assert len(await world.service.rows("SELECT id FROM drawdown")) == 1


async def test_one_sheet_asked_for_64_times_is_one_drawdown(world: World) -> None:
    customer = await world.customer()
    line = await world.line(customer)
    sheet = await world.read_sheet(customer, line)
    answers = await asyncio.gather(*(world.ask(customer, line, sheet) for _ in range(PARALLEL)))
    codes = Counter(answer.json().get("code", "drawn") for answer in answers)
    assert codes == {"drawn": 1, "credit.cost-sheet-used": PARALLEL - 1}


async def test_the_same_answer_64_times_at_once_is_one_loan(world: World) -> None:
    customer = await world.customer()
    line = await world.line(customer)
    drawdown = (await world.ask(customer, line, await world.read_sheet(customer, line))).json()
    drawdown_id = drawdown["drawdown_id"]
    await world.service.runtime.bus.handle(StartPayouts((drawdown_id,)), CommandContext(SYSTEM, new_id()))
    await together(world, answered(drawdown_id, PayoutStatus.PAID))
    assert len(await world.service.rows("SELECT id FROM loan")) == 1
    assert await nodes(world) == [(0, 10_000_00), (0, 10_000_00)]
    assert len(await world.events("LoanDisbursed")) == 1


async def test_paid_and_refused_at_once_end_in_one_of_the_two_whole(world: World) -> None:
    customer = await world.customer()
    line = await world.line(customer)
    drawdown_id = (await world.ask(customer, line, await world.read_sheet(customer, line))).json()["drawdown_id"]
    bus, context = world.service.runtime.bus, CommandContext(SYSTEM, new_id())
    await bus.handle(StartPayouts((drawdown_id,)), context)
    answers = (PayoutStatus.PAID, PayoutStatus.REFUSED)
    await asyncio.gather(*(bus.handle(answered(drawdown_id, answer), context) for answer in answers * 8))
    (drawdown,) = await world.service.rows("SELECT state FROM drawdown")
    loans = len(await world.service.rows("SELECT id FROM loan"))
    assert (drawdown["state"], loans) in {("DISBURSED", 1), ("FAILED", 0)}
    assert await nodes(world) == [(0, loans * 10_000_00)] * 2


async def test_two_repayments_of_the_last_instalment_at_once_take_one(world: World) -> None:
    customer = await world.customer()
    loan = await world.draw(customer, await world.line(customer), amount_fen=100_000_00)
    await world.move_to(date(2026, 7, 1))
    path, body = f"/v1/loans/{loan['loan_id']}/repayments", {"amount_fen": 8_606_64, "kind": "DUE"}
    answers = await asyncio.gather(*(world.service.post(path, body, customer.headers) for _ in range(8)))
    assert Counter(answer.status_code for answer in answers) == {202: 1, 409: 7}
    (repayment_id,) = [row["id"] for row in await world.service.rows("SELECT id FROM repayment")]
    await together(world, StartDebit(str(repayment_id)), 4)
    await together(world, SettleRepayment(str(repayment_id), 8_606_64), 16)
    assert len(await world.events("RepaymentAllocated")) == 1
    (paid,) = await world.service.rows("SELECT sum(principal_paid_fen)::bigint AS fen FROM instalment")
    assert paid["fen"] == 8_106_64
