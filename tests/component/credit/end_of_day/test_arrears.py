"""Missed, paid in part, paid late: what a borrower owes, what his line may do and what the others hear."""
from __future__ import annotations

from datetime import date

import pytest

from services.credit.domain.ledger import Account
from tests.component.credit.end_of_day.bank import Bank

DUE = date(2026, 7, 1)


@pytest.fixture
async def late_loan(bank: Bank) -> dict[str, object]:
    """The loan of E1, whose first instalment was missed on 1 July."""
    loan = await bank.loan(amount_fen=100_000_00)
    bank.outside.unwilling.add(loan["mandate_id"])
    await bank.move_to(DUE)
    await bank.closed(DUE)
    return loan


async def test_a_missed_instalment_makes_the_loan_overdue_the_next_day_and_is_told_once(bank: Bank, late_loan: dict[str, str]) -> None:
    state = await bank.state(late_loan["loan_id"])
    assert (state["status"], state["class_code"], state["class_since"]) == ("OVERDUE", "SPECIAL_MENTION", date(2026, 7, 2))
    assert (state["overdue_principal_fen"], state["overdue_interest_fen"]) == (8_106_64, 500_00)

    await bank.close_until(date(2026, 7, 5))

    (overdue,) = await bank.events("LoanOverdue")
    assert (overdue["business_date"], overdue["earliest_unpaid_due_date"]) == ("2026-07-02", "2026-07-01")
    assert (overdue["overdue_principal_fen"], overdue["overdue_interest_fen"]) == (8_106_64, 500_00)


@pytest.mark.usefixtures("late_loan")
async def test_arrears_are_asked_for_every_day_with_the_charges_to_the_day(bank: Bank) -> None:
    await bank.close_until(date(2026, 7, 4))

    first, second, third = (body["items"][0] for body in bank.outside.bodies("/corebank/v1/debit-batches"))
    assert (first["amount_fen"], first["partial_allowed"]) == (8_606_64, False)
    assert (second["amount_fen"], second["partial_allowed"]) == (8_606_64 + 2_03 + 8, True)
    assert third["amount_fen"] == 8_606_64 + 4_05 + 17


async def test_draws_are_blocked_from_the_first_day_and_the_line_is_frozen_from_the_fourth(bank: Bank, late_loan: dict[str, str]) -> None:
    sheet = await bank.read_sheet(late_loan["customer"], late_loan["line"], amount_fen=5_000_00)
    refused = await bank.ask(late_loan["customer"], late_loan["line"], sheet)
    assert (refused.status_code, refused.json()["code"]) == (409, "credit.customer-overdue")

    await bank.close_until(date(2026, 7, 4))
    assert await bank.events("CreditLineFrozen") == []
    await bank.close_until(date(2026, 7, 5))

    (frozen,) = await bank.events("CreditLineFrozen")
    assert frozen["line_id"] == late_loan["line"]["line_id"]
    lines = await bank.service.rows("SELECT l.status, n.status AS node FROM credit_line l JOIN limit_node n ON n.id = l.id")
    assert lines == [{"status": "FROZEN", "node": "FROZEN"}]


async def test_a_cured_loan_returns_to_normal_and_its_line_is_thawed(bank: Bank, late_loan: dict[str, str]) -> None:
    await bank.close_until(date(2026, 7, 6))
    bank.outside.unwilling.clear()
    await bank.close_until(date(2026, 7, 7))

    state = await bank.state(late_loan["loan_id"])
    assert (state["status"], state["class_code"]) == ("ACTIVE", "NORMAL")
    assert (state["overdue_principal_fen"], state["overdue_interest_fen"]) == (0, 0)
    assert [event["days_past_due"] for event in await bank.events("LoanCured")] == [5]
    assert [event["to_class"] for event in await bank.events("LoanClassified")] == ["SPECIAL_MENTION", "NORMAL"]
    assert [event["reason"] for event in await bank.events("CreditLineUnfrozen")] == ["CURED"]
    order = [name for name in await bank.names() if name in {"LoanOverdue", "CreditLineFrozen", "LoanCured", "CreditLineUnfrozen"}]
    assert order == ["LoanOverdue", "CreditLineFrozen", "LoanCured", "CreditLineUnfrozen"]


async def test_penalty_and_compound_interest_of_twenty_late_days_are_collected_to_the_fen(bank: Bank) -> None:
    """E10b: instalment 3 of E1, paid 20 days late."""
    loan = await bank.loan(amount_fen=100_000_00)
    for paid_on in (DUE, date(2026, 8, 1)):
        await bank.move_to(paid_on)
        await bank.closed(paid_on)
    bank.outside.unwilling.add(loan["mandate_id"])
    await bank.move_to(date(2026, 9, 1))
    await bank.close_until(date(2026, 9, 21))
    bank.outside.unwilling.clear()
    await bank.close_until(date(2026, 9, 22))

    paid = (await bank.events("RepaymentAllocated"))[-1]
    parts = (paid["principal_fen"], paid["interest_fen"], paid["penalty_fen"], paid["compound_fen"])
    assert parts == (8_187_91, 418_73, 40_94, 1_40)
    assert paid["amount_fen"] == sum(parts)
    ledger = await bank.ledger()
    assert (ledger[Account.PENALTY_INCOME.value], ledger[Account.COMPOUND_INCOME.value]) == (-40_94, -1_40)
    assert ledger[Account.PENALTY_RECEIVABLE.value] == ledger[Account.COMPOUND_RECEIVABLE.value] == 0, "earned day by day, and received"


async def test_a_part_of_the_arrears_pays_charges_then_interest_then_principal(bank: Bank, late_loan: dict[str, str]) -> None:
    bank.outside.unwilling.clear()
    bank.outside.has[late_loan["mandate_id"]] = 1_000_00
    closed = await bank.closed(date(2026, 7, 2))

    assert (closed["partial"], closed["collected_fen"], closed["cured"]) == (1, 1_000_00, 0)
    (paid,) = await bank.events("RepaymentAllocated")
    parts = (paid["compound_fen"], paid["penalty_fen"], paid["interest_fen"], paid["principal_fen"])
    assert parts == (8, 2_03, 500_00, 497_89)
    state = await bank.state(late_loan["loan_id"])
    assert (state["status"], state["overdue_principal_fen"], state["overdue_interest_fen"]) == ("OVERDUE", 8_106_64 - 497_89, 0)
    assert paid["overdue_fen"] == 8_106_64 - 497_89
    assert await bank.events("LoanCured") == []


async def test_the_next_missed_instalment_is_told_as_a_change_of_arrears(bank: Bank, late_loan: dict[str, str]) -> None:
    await bank.move_to(date(2026, 8, 1))
    await bank.closed(date(2026, 8, 1))

    assert len(await bank.events("LoanOverdue")) == 1
    (changed,) = await bank.events("LoanArrearsChanged")
    state = await bank.state(late_loan["loan_id"])
    assert changed["overdue_principal_fen"] == state["overdue_principal_fen"] == 8_106_64 + 8_147_17
    assert changed["overdue_interest_fen"] == state["overdue_interest_fen"] == 500_00 + 459_47
    assert changed["earliest_unpaid_due_date"] == "2026-07-01"
