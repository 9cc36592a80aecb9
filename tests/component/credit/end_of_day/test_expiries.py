"""What does not live on the next date: cost sheets and signatures after seven days, lines after their term."""
from __future__ import annotations

from datetime import date
from typing import Any

from tests.component.credit.end_of_day.bank import Bank


async def statuses(bank: Bank, table: str) -> list[Any]:
    """Of all rows of a table."""
    return [row["status"] for row in await bank.service.rows(f"SELECT status FROM {table}")]


async def test_a_cost_sheet_expires_after_seven_days_unless_a_loan_came_of_it(bank: Bank) -> None:
    customer = await bank.customer()
    line = await bank.line(customer)
    await bank.draw(customer, line, amount_fen=5_000_00)
    unused = await bank.read_sheet(customer, line, amount_fen=6_000_00)
    await bank.close_until(date(2026, 6, 7))
    assert await statuses(bank, "cost_sheet") == ["CONFIRMED", "CONFIRMED"]

    closed = await bank.closed(date(2026, 6, 7))

    assert closed["sheets_expired"] == 1
    (row,) = await bank.service.rows("SELECT id::text FROM cost_sheet WHERE status = 'EXPIRED'")
    assert row["id"] == unused["sheet_id"]


async def test_a_contract_nobody_signed_expires_with_its_line(bank: Bank) -> None:
    customer = await bank.customer()
    line = await bank.approve(customer)
    await bank.close_until(date(2026, 6, 7))
    assert await statuses(bank, "credit_line") == ["PENDING_SIGN"]

    closed = await bank.closed(date(2026, 6, 7))

    assert closed["contracts_expired"] == 1
    assert (await statuses(bank, "credit_line"), await statuses(bank, "contract")) == (["EXPIRED"], ["EXPIRED"])
    assert (await bank.sign(customer, line)).status_code == 409


async def test_a_line_ends_the_day_after_its_last_and_its_loans_live_on(bank: Bank) -> None:
    loan = await bank.loan(amount_fen=100_000_00)
    async with bank.service.runtime.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE credit_line SET end_date = '2026-06-03'")
    await bank.close_until(date(2026, 6, 3))
    assert await statuses(bank, "credit_line") == ["ACTIVE"]

    closed = await bank.closed(date(2026, 6, 3))

    assert (closed["lines_expired"], await statuses(bank, "credit_line")) == (1, ["EXPIRED"])
    await bank.move_to(date(2026, 7, 1))
    await bank.closed(date(2026, 7, 1))
    assert (await bank.state(loan["loan_id"]))["outstanding_principal_fen"] == 91_893_36
