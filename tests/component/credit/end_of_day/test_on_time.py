"""Days on which nothing happens, and instalments collected on the day they are due."""
from __future__ import annotations

from datetime import date

from services.credit.domain.ledger import Account
from tests.component.credit.end_of_day.bank import Bank
from tests.component.credit.end_of_day.conftest import FIRST_DAY

DUE = date(2026, 7, 1)


async def test_a_quiet_day_moves_the_date_and_says_so(bank: Bank) -> None:
    closed = await bank.closed(FIRST_DAY)

    assert closed["next_date"] == "2026-06-02"
    assert await bank.today() == date(2026, 6, 2)
    assert (await bank.names())[-1] == "DayClosed"
    assert (await bank.events("DayClosed"))[0]["next_date"] == "2026-06-02"


async def test_an_instalment_is_collected_on_its_due_date_and_not_before(bank: Bank) -> None:
    loan = await bank.loan(amount_fen=100_000_00)
    await bank.close_until(DUE)
    assert bank.outside.bodies("/corebank/v1/debit-batches") == []

    closed = await bank.closed(DUE)

    assert (closed["due"], closed["paid"], closed["refused"], closed["collected_fen"]) == (1, 1, 0, 8_606_64)
    (allocated,) = await bank.events("RepaymentAllocated")
    assert (allocated["principal_fen"], allocated["interest_fen"], allocated["penalty_fen"]) == (8_106_64, 500_00, 0)
    assert (allocated["outstanding_principal_fen"], allocated["overdue_fen"]) == (91_893_36, 0)
    state = await bank.state(loan["loan_id"])
    assert (state["status"], state["earliest_unpaid_due_date"]) == ("ACTIVE", date(2026, 8, 1))
    assert state["outstanding_principal_fen"] == 91_893_36


async def test_the_ledger_the_loan_and_the_voucher_say_the_same(bank: Bank) -> None:
    await bank.loan(amount_fen=100_000_00)
    await bank.close_until(date(2026, 7, 2))

    ledger = await bank.ledger()
    assert ledger[Account.LOANS.value] == 91_893_36
    assert ledger[Account.CORE_BANK_CLEARING.value] == 8_606_64 - 100_000_00
    assert ledger[Account.INTEREST_INCOME.value] == -(500_00 + 14_82), "June whole, and one of the 31 days of July (459.47)"


async def test_principal_repaid_is_free_on_revolving_nodes_only(bank: Bank) -> None:
    loan = await bank.loan(amount_fen=100_000_00)
    await bank.move_to(DUE)
    await bank.closed(DUE)

    nodes = {row["kind"]: row["used_fen"] for row in await bank.service.rows("SELECT kind, used_fen FROM limit_node")}
    assert loan["line"]["approved_fen"] == 100_000_00
    assert nodes == {"PARTY": 91_893_36, "LINE": 100_000_00}


async def test_the_last_instalment_settles_the_loan(bank: Bank) -> None:
    loan = await bank.loan(amount_fen=10_000_00, term_months=3)
    for due in (DUE, date(2026, 8, 1), date(2026, 9, 1)):
        await bank.move_to(due)
        await bank.closed(due)

    state = await bank.state(loan["loan_id"])
    assert (state["status"], state["settled_on"], state["earliest_unpaid_due_date"]) == ("SETTLED", date(2026, 9, 1), None)
    assert state["outstanding_principal_fen"] == 0
    assert (await bank.events("LoanSettled"))[0]["business_date"] == "2026-09-01"
    ledger = await bank.ledger()
    assert ledger[Account.INTEREST_RECEIVABLE.value] == ledger[Account.LOANS.value] == 0
    assert await bank.differences() == []
