"""The wallet: interest by the day, settled on the 20th, due on the 21st (E8, A15)."""
from __future__ import annotations

from datetime import date

import pytest

from services.credit.domain.ledger import Account
from tests.component.credit.end_of_day.bank import Bank


async def repay(bank: Bank, loan: dict[str, object], amount_fen: int, kind: str) -> None:
    """The borrower pays by himself."""
    body = {"amount_fen": amount_fen, "kind": kind}
    answer = await bank.service.post(f"/v1/loans/{loan['loan_id']}/repayments", body, loan["customer"].headers)
    assert answer.status_code == 202, answer.text
    await bank.service.settle()


@pytest.mark.feature("F040")
async def test_the_figures_of_a15(bank: Bank) -> None:
    customer = await bank.customer()
    line = await bank.line(customer, product_code="WALLET", annual_rate="0.1080", amount_fen=50_000_00)
    first = {**await bank.draw(customer, line, amount_fen=20_000_00, method="DAILY"), "customer": customer}
    await bank.close_until(date(2026, 6, 11))
    await repay(bank, first, 5_000_00, "PREPAYMENT")
    await bank.close_until(date(2026, 6, 15))
    second = {**await bank.draw(customer, line, amount_fen=10_000_00, method="DAILY"), "customer": customer}
    await bank.close_until(date(2026, 6, 20))
    assert await bank.events("InterestSettled") == []

    closed = await bank.closed(date(2026, 6, 20))

    settled = await bank.events("InterestSettled")
    assert closed["periods_settled"] == 2
    assert sum(event["amount_fen"] for event in settled) == 123_00
    assert {event["due_date"] for event in settled} == {"2026-06-21"}
    assert {event["period_to"] for event in settled} == {"2026-06-21"}

    collected = await bank.closed(date(2026, 6, 21))
    assert (collected["paid"], collected["collected_fen"]) == (2, 123_00)

    await bank.close_until(date(2026, 7, 1))
    payoff = 0
    for loan in (first, second):
        quote = (await bank.service.get(f"/v1/loans/{loan['loan_id']}/payoff", customer.headers)).json()
        payoff += quote["total_fen"]
        await repay(bank, loan, quote["total_fen"], "PAYOFF")
    assert payoff == 25_075_00
    assert len(await bank.events("LoanSettled")) == 2
    await bank.closed(date(2026, 7, 1))
    assert (await bank.ledger())[Account.INTEREST_INCOME.value] == -198_00
    assert await bank.differences() == []


async def test_unpaid_interest_falls_overdue_and_bears_compound_interest_only(bank: Bank) -> None:
    loan = await bank.loan(product_code="WALLET", annual_rate="0.1080", amount_fen=20_000_00, method="DAILY")
    bank.outside.unwilling.add(loan["mandate_id"])
    await bank.close_until(date(2026, 7, 1))

    (overdue,) = await bank.events("LoanOverdue")
    assert (overdue["overdue_principal_fen"], overdue["overdue_interest_fen"]) == (0, 120_00)
    state = await bank.state(loan["loan_id"])
    assert (state["next_period_end"], state["products_since"]) == (date(2026, 7, 21), date(2026, 6, 21))
    ledger = await bank.ledger()
    assert ledger[Account.INTEREST_RECEIVABLE.value] == 120_00 + 60_00
    assert ledger[Account.COMPOUND_RECEIVABLE.value] == 36
    assert Account.PENALTY_RECEIVABLE.value not in ledger
