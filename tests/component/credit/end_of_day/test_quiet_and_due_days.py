"""Days on which nothing happens, and instalments paid on the day they are due."""
from __future__ import annotations

from datetime import date

from tests.component.credit.end_of_day.bank import Bank
from tests.component.credit.end_of_day.conftest import FIRST_DAY


async def test_a_quiet_day_moves_the_date_and_says_so(bank: Bank) -> None:
    closed = await bank.closed(FIRST_DAY)

    assert closed["next_date"] == "2026-06-02"
    assert await bank.today() == date(2026, 6, 2)
    assert (await bank.names())[-1] == "DayClosed"


async def test_an_instalment_is_collected_on_its_due_date_and_booked_once(bank: Bank) -> None:
    loan = await bank.loan(amount_fen=10_000_00)
    await bank.close_until(date(2026, 7, 1))

    closed = await bank.closed(date(2026, 7, 1))

    assert (closed["due"], closed["paid"], closed["refused"], closed["differences"]) == (1, 1, 0, 0)
    state = await bank.state(loan["loan_id"])
    assert state["status"] == "ACTIVE"
    assert state["earliest_unpaid_due_date"] == date(2026, 8, 1)
