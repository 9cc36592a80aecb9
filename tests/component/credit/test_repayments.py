"""Repayments by the borrower: debited at the core bank first, then allocated (domain.md 2.3.7, 2.3.13, J8)."""
from __future__ import annotations

from datetime import date
from typing import Any

import httpx
import pytest

from shared.db.unit_of_work import new_id
from tests.component.credit.world import Customer, World, silent

WALLET = {"product_code": "WALLET", "annual_rate": "0.1080", "amount_fen": 50_000_00}
DAILY = {"method": "DAILY", "term_months": 6}


async def repay(world: World, customer: Customer, loan: dict[str, Any], **body: Any) -> dict[str, Any]:
    """He pays; returns the finished repayment."""
    asked = await world.service.post(f"/v1/loans/{loan['loan_id']}/repayments", body, customer.headers)
    assert asked.status_code == 202, asked.text
    await world.service.settle()
    path = f"/v1/repayments/{asked.json()['repayment_id']}"
    return dict((await world.service.get(path, customer.headers)).json())


async def refused(world: World, customer: Customer, loan: dict[str, Any], **body: Any) -> httpx.Response:
    """He asks for what is not taken; nobody is debited."""
    answer = await world.service.post(f"/v1/loans/{loan['loan_id']}/repayments", body, customer.headers)
    assert answer.status_code in (404, 409, 422), answer.text
    assert world.outside.bodies("/corebank/v1/debits") == []
    return answer


async def balances(world: World) -> dict[str, int]:
    """The ledger by account."""
    rows = await world.service.rows("SELECT account, sum(amount_fen)::bigint AS fen FROM posting GROUP BY account")
    return {row["account"]: row["fen"] for row in rows if row["fen"]}


async def test_a_due_instalment_is_paid_by_parts(world: World) -> None:
    customer = await world.customer()
    loan = await world.draw(customer, await world.line(customer), amount_fen=100_000_00)
    await world.move_to(date(2026, 7, 1))
    paid = await repay(world, customer, loan, amount_fen=8_606_64, kind="DUE")
    assert (paid["state"], paid["received_fen"]) == ("ALLOCATED", 8_606_64)
    (event,) = await world.events("RepaymentAllocated")
    assert (event["interest_fen"], event["principal_fen"], event["outstanding_principal_fen"]) == (
        500_00,
        8_106_64,
        91_893_36,
    )
    assert await balances(world) == {"1301": 91_893_36, "3001": -91_393_36, "1132.01": -500_00}
    after = (await world.service.get(f"/v1/loans/{loan['loan_id']}", customer.headers)).json()
    assert (after["next_due_date"], after["status"]) == ("2026-08-01", "ACTIVE")
    history = (await world.service.get(f"/v1/loans/{loan['loan_id']}/transactions", customer.headers)).json()["items"]
    assert [(row["kind"], row["amount_fen"]) for row in history] == [("DISBURSEMENT", 100_000_00), ("REPAYMENT", 8_606_64)]


async def test_a_non_revolving_line_is_not_restored(world: World) -> None:
    customer = await world.customer()
    line = await world.line(customer)
    loan = await world.draw(customer, line, amount_fen=100_000_00)
    await world.move_to(date(2026, 7, 1))
    await repay(world, customer, loan, amount_fen=8_606_64, kind="DUE")
    shown = (await world.service.get(f"/v1/lines/{line['line_id']}", customer.headers)).json()
    assert (shown["used_fen"], shown["available_fen"]) == (100_000_00, 0)
    (party,) = await world.service.rows("SELECT used_fen FROM limit_node WHERE kind = 'PARTY'")
    assert party["used_fen"] == 91_893_36


async def test_late_money_pays_compound_and_penalty_before_interest_and_principal(world: World) -> None:
    customer = await world.customer()
    loan = await world.draw(customer, await world.line(customer), amount_fen=100_000_00)
    await world.move_to(date(2026, 7, 21))
    shown = (await world.service.get(f"/v1/loans/{loan['loan_id']}", customer.headers)).json()
    assert (shown["days_past_due"], shown["bucket"], shown["overdue_principal_fen"]) == (20, "M1", 8_106_64)
    assert (shown["overdue_penalty_fen"], shown["overdue_compound_fen"]) == (40_53, 1_67)
    await repay(world, customer, loan, amount_fen=1_000_00, kind="DUE")
    (event,) = await world.events("RepaymentAllocated")
    parts = {name: event[f"{name}_fen"] for name in ("compound", "penalty", "interest", "principal", "suspense")}
    assert parts == {"compound": 1_67, "penalty": 40_53, "interest": 500_00, "principal": 457_80, "suspense": 0}
    assert event["overdue_fen"] == 8_106_64 - 457_80


async def test_the_wallet_counts_days_on_what_is_outstanding(world: World) -> None:
    """J8 before its settlement: 60.00 + 18.00 + 37.50 of interest by the 20th (0.03 % a day)."""
    customer = await world.customer()
    line = await world.line(customer, **WALLET)
    first = await world.draw(customer, line, amount_fen=20_000_00, **DAILY)
    await world.move_to(date(2026, 6, 11))
    paid = await repay(world, customer, first, amount_fen=5_000_00, kind="PREPAYMENT")
    assert paid["state"] == "ALLOCATED"
    await world.move_to(date(2026, 6, 15))
    second = await world.draw(customer, line, amount_fen=10_000_00, **DAILY)
    await world.move_to(date(2026, 6, 20))
    quotes = [
        (await world.service.get(f"/v1/loans/{loan['loan_id']}/payoff", customer.headers)).json()
        for loan in (first, second)
    ]
    assert [quote["interest_fen"] for quote in quotes] == [100_50, 15_00]
    assert [quote["interest_per_day_fen"] for quote in quotes] == [4_50, 3_00]
    shown = (await world.service.get(f"/v1/lines/{line['line_id']}", customer.headers)).json()
    assert (shown["used_fen"], shown["available_fen"]) == (25_000_00, 25_000_00)
    assert [event["amount_fen"] for event in await world.events("LoanPrepaid")] == [5_000_00]


async def test_a_payoff_at_its_quote_settles_the_loan(world: World) -> None:
    customer = await world.customer()
    line = await world.line(customer)
    loan = await world.draw(customer, line, amount_fen=100_000_00)
    await world.move_to(date(2026, 6, 16))
    quote = (await world.service.get(f"/v1/loans/{loan['loan_id']}/payoff", customer.headers)).json()
    assert (quote["principal_fen"], quote["interest_fen"]) == (100_000_00, 250_00)
    await repay(world, customer, loan, amount_fen=quote["total_fen"], kind="PAYOFF")
    after = (await world.service.get(f"/v1/loans/{loan['loan_id']}", customer.headers)).json()
    assert (after["status"], after["outstanding_principal_fen"], after["settled_on"]) == ("SETTLED", 0, "2026-06-16")
    schedule = (await world.service.get(f"/v1/loans/{loan['loan_id']}/schedule", customer.headers)).json()["items"]
    assert [(row["seq"], row["principal_paid_fen"], row["interest_paid_fen"]) for row in schedule] == [
        (1, 100_000_00, 250_00)
    ]
    names = [name for name, _ in await world.service.published()][-3:]
    assert names == ["RepaymentAllocated", "LoanPrepaid", "LoanSettled"]
    again = await world.service.post(
        f"/v1/loans/{loan['loan_id']}/repayments", {"amount_fen": 1, "kind": "DUE"}, customer.headers
    )
    assert again.json()["code"] == "credit.nothing-owed"
    assert (await world.service.get(f"/v1/loans/{loan['loan_id']}/payoff", customer.headers)).status_code == 409


async def test_a_payoff_of_another_amount_is_refused_with_the_quote(world: World) -> None:
    customer = await world.customer()
    loan = await world.draw(customer, await world.line(customer), amount_fen=100_000_00)
    answer = await refused(world, customer, loan, amount_fen=99_999_99, kind="PAYOFF")
    assert (answer.json()["code"], answer.json()["facts"]) == (
        "credit.payoff-amount-mismatch",
        {"quoted_fen": 100_000_00},
    )


async def test_more_than_is_due_is_refused(world: World) -> None:
    customer = await world.customer()
    loan = await world.draw(customer, await world.line(customer), amount_fen=100_000_00)
    await world.move_to(date(2026, 7, 1))
    answer = await refused(world, customer, loan, amount_fen=8_606_65, kind="DUE")
    assert (answer.json()["code"], answer.json()["facts"]) == ("credit.amount-exceeds-dues", {"due_fen": 8_606_64})


async def test_an_instalment_loan_takes_no_part_prepayment(world: World) -> None:
    customer = await world.customer()
    loan = await world.draw(customer, await world.line(customer))
    answer = await refused(world, customer, loan, amount_fen=1_000_00, kind="PREPAYMENT")
    assert answer.json()["code"] == "credit.prepayment-not-offered"


async def test_an_account_without_money_refuses_and_changes_nothing(world: World) -> None:
    customer = await world.customer()
    loan = await world.draw(customer, await world.line(customer), amount_fen=100_000_00)
    await world.move_to(date(2026, 7, 1))
    nothing = {"item_no": "x", "status": "REFUSED", "paid_fen": 0, "reason": "INSUFFICIENT_FUNDS"}
    world.outside.debit = lambda: httpx.Response(200, json=nothing)
    paid = await repay(world, customer, loan, amount_fen=8_606_64, kind="DUE")
    assert (paid["state"], paid["reason"]) == ("REFUSED", "INSUFFICIENT_FUNDS")
    assert await world.events("RepaymentAllocated") == []
    (order,) = await world.service.rows("SELECT status, paid_fen FROM payment_order WHERE kind = 'DEBIT'")
    assert order == {"status": "REFUSED", "paid_fen": 0}


async def test_a_slow_debit_is_asked_again_under_the_same_number_and_allocated_once(world: World) -> None:
    customer = await world.customer()
    loan = await world.draw(customer, await world.line(customer), amount_fen=100_000_00)
    await world.move_to(date(2026, 7, 1))
    world.outside.debit = silent
    waiting = await repay(world, customer, loan, amount_fen=8_606_64, kind="DUE")
    assert waiting["state"] == "DEBITING"
    second = await world.service.post(
        f"/v1/loans/{loan['loan_id']}/repayments", {"amount_fen": 1_00, "kind": "DUE"}, customer.headers
    )
    assert (second.status_code, second.json()["code"]) == (409, "credit.repayment-in-progress")
    world.outside.debit = None
    world.clock.advance(minutes=2)
    await world.service.settle()
    sent = world.outside.bodies("/corebank/v1/debits")
    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert len(await world.events("RepaymentAllocated")) == 1


async def test_the_same_key_pays_once_and_answers_the_same_bytes(world: World) -> None:
    customer, key = await world.customer(), new_id()
    loan = await world.draw(customer, await world.line(customer), amount_fen=100_000_00)
    await world.move_to(date(2026, 7, 1))
    path, body = f"/v1/loans/{loan['loan_id']}/repayments", {"amount_fen": 100_00, "kind": "DUE"}
    first = await world.service.post(path, body, customer.headers, key)
    await world.service.settle()
    again = await world.service.post(path, body, customer.headers, key)
    assert (again.content, again.status_code) == (first.content, 202)
    assert len(await world.service.rows("SELECT id FROM repayment")) == 1


async def test_somebody_elses_loan_and_repayment_are_not_found(world: World) -> None:
    owner, other = await world.customer(), await world.customer()
    loan = await world.draw(owner, await world.line(owner), amount_fen=100_000_00)
    answer = await refused(world, other, loan, amount_fen=1_00, kind="DUE")
    assert answer.status_code == 404
    await world.move_to(date(2026, 7, 1))
    paid = await repay(world, owner, loan, amount_fen=100_00, kind="DUE")
    assert (await world.service.get(f"/v1/repayments/{paid['repayment_id']}", other.headers)).status_code == 404
    for path in ("", "/schedule", "/payoff", "/transactions"):
        assert (await world.service.get(f"/v1/loans/{loan['loan_id']}{path}", other.headers)).status_code == 404


@pytest.mark.parametrize("day", ["2026-05-31", "2026-07-03"])
async def test_a_payoff_is_quoted_from_today_to_a_month_ahead(world: World, day: str) -> None:
    customer = await world.customer()
    loan = await world.draw(customer, await world.line(customer))
    answer = await world.service.get(f"/v1/loans/{loan['loan_id']}/payoff?on={day}", customer.headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "credit.payoff-date-out-of-range")
