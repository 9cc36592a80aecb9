"""Half a year of people who pay, miss, pay in part, repay early and come back: the books agree every way they can be read."""
from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import asyncpg
import pytest

from o2o.verify import books, loans
from o2o.verify.snapshot import Snapshot
from shared.db.engine import driver_url
from tests.component.credit.end_of_day.bank import Bank

DAYS = 190
INVARIANTS = (
    books.journals_balance,
    books.ledger_equals_loans,
    books.reconciliations_agree,
    loans.principal_is_history,
    loans.schedules_add_up,
    loans.interest_is_paid_once,
    loans.limits_hold,
    loans.states_match_amounts,
)


async def live(bank: Bank, random: Random) -> list[dict[str, Any]]:
    """Everybody's luck changes from day to day; now and then somebody pays by himself."""
    wallet = {"product_code": "WALLET", "annual_rate": "0.1080", "method": "DAILY"}
    people = [await bank.loan(amount_fen=random.randint(10_000_00, 90_000_00), term_months=random.choice([3, 6, 12])) for _ in range(6)]
    people += [await bank.loan(**wallet, amount_fen=random.randint(1_000_00, 40_000_00)) for _ in range(2)]
    today = date(2026, 6, 1)
    for _ in range(DAYS):
        for person in people:
            chance, mandate_id = random.random(), person["mandate_id"]
            if chance < 0.04:
                bank.outside.unwilling.add(mandate_id)
            elif chance < 0.06:
                bank.outside.unwilling.discard(mandate_id)
                bank.outside.has[mandate_id] = random.randint(1, 3_000_00)
            elif chance < 0.10:
                bank.outside.unwilling.discard(mandate_id)
                bank.outside.has.pop(mandate_id, None)
            elif chance < 0.11:
                await repay(bank, person, random)
        await bank.closed(today)
        today += timedelta(days=1)
    return people


async def repay(bank: Bank, loan: dict[str, Any], random: Random) -> None:
    """A borrower pays something, or all of it; a refusal is an answer too."""
    quote = await bank.service.get(f"/v1/loans/{loan['loan_id']}/payoff", loan["customer"].headers)
    if quote.status_code != 200:
        return
    body = {"amount_fen": random.randint(1, 500_00), "kind": "DUE"}
    if random.random() < 0.3:
        body = {"amount_fen": quote.json()["total_fen"], "kind": "PAYOFF"}
    answer = await bank.service.post(f"/v1/loans/{loan['loan_id']}/repayments", body, loan["customer"].headers)
    assert answer.status_code in (202, 409), answer.text
    await bank.service.settle()


async def told_arrears(bank: Bank) -> dict[str, int]:
    """Overdue fen by loan as somebody knows it who only hears the events."""
    known: dict[str, int] = {}
    for name, event in await bank.service.published():
        if name in {"LoanOverdue", "LoanArrearsChanged"}:
            known[event["loan_id"]] = event["overdue_principal_fen"] + event["overdue_interest_fen"]
        elif name == "RepaymentAllocated":
            known[event["loan_id"]] = event["overdue_fen"]
        elif name in {"LoanCured", "LoanSettled"}:
            known[event["loan_id"]] = 0
    return {loan_id: fen for loan_id, fen in known.items() if fen}


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
async def test_the_books_agree_after_half_a_year(bank: Bank, seed: int) -> None:
    people = await live(bank, Random(seed))

    connection = await asyncpg.connect(driver_url(bank.service.runtime.settings))
    try:
        for invariant in INVARIANTS:
            finding = await invariant(Snapshot({"credit": connection}))
            assert finding.holds, f"{invariant.__name__}: {finding.summary}"
    finally:
        await connection.close()
    rows = await bank.service.rows("SELECT id::text, status, overdue_principal_fen + overdue_interest_fen AS fen FROM loan")
    assert await told_arrears(bank) == {row["id"]: row["fen"] for row in rows if row["fen"]}
    orders = await bank.service.rows("SELECT sum(paid_fen)::bigint AS fen FROM payment_order WHERE kind = 'DEBIT'")
    outside = sum(payment["amount_fen"] for payment in bank.outside.payments if "/" in payment["payment_no"])
    booked = await bank.service.rows("SELECT sum(amount_fen)::bigint AS fen FROM loan_transaction WHERE kind = 'REPAYMENT'")
    assert orders[0]["fen"] == outside == booked[0]["fen"]
    names = set(await bank.names())
    assert {"LoanOverdue", "LoanCured", "LoanArrearsChanged", "LoanClassified", "CreditLineFrozen", "CreditLineUnfrozen"} <= names
    assert len(rows) == len(people)
