"""What a close leaves behind: the voucher, the checksums, the report; and a closed day that takes no more postings."""
from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from services.credit.domain.ledger import Account
from tests.component.credit.end_of_day.bank import Bank
from tests.component.credit.end_of_day.conftest import FIRST_DAY
from tests.component.credit.end_of_day.core_bank import fails

DUE = date(2026, 7, 1)


async def report(bank: Bank) -> dict[str, Any]:
    """The book as head office sees it."""
    answer = await bank.service.get("/v1/reports/book", bank.operator)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_every_days_voucher_holds_the_days_postings_by_account(bank: Bank) -> None:
    await bank.loan(amount_fen=100_000_00)
    await bank.close_until(date(2026, 7, 3))

    rows = await bank.service.rows("SELECT business_date::text, account, sum(amount_fen)::bigint AS fen FROM posting GROUP BY 1, 2")
    ledger = {(row["business_date"], row["account"]): row["fen"] for row in rows if row["fen"]}
    vouchers: dict[tuple[str, str], int] = {}
    for voucher in bank.outside.vouchers.values():
        for line in voucher["lines"]:
            key = (voucher["business_date"], line["account"])
            vouchers[key] = vouchers.get(key, 0) + line["debit_fen"] - line["credit_fen"]
    assert {key: fen for key, fen in vouchers.items() if fen} == ledger
    assert len(await bank.events("AccountingVoucherPosted")) == len(bank.outside.vouchers) == 32


async def test_a_day_without_postings_sends_no_voucher(bank: Bank) -> None:
    closed = await bank.closed(FIRST_DAY)

    assert bank.outside.vouchers == {}
    assert closed["differences"] == 0
    assert await bank.events("AccountingVoucherPosted") == []


async def test_checksums_are_the_balances_of_the_ledger_and_the_book(bank: Bank) -> None:
    await bank.loan(amount_fen=100_000_00)
    await bank.move_to(DUE)
    closed = await bank.closed(DUE)

    ledger = {f"ledger.{account}": fen for account, fen in (await bank.ledger()).items()}
    assert closed["checksums"] == {"loans": 1, "outstanding_fen": 91_893_36, "overdue_fen": 0, **ledger}
    assert (await bank.events("DayClosed"))[-1]["checksums"] == closed["checksums"]


async def test_the_report_shows_the_book_by_class_with_its_provision(bank: Bank) -> None:
    good, late = await bank.loan(amount_fen=100_000_00), await bank.loan(amount_fen=50_000_00)
    bank.outside.unwilling.add(late["mandate_id"])
    await bank.move_to(DUE)
    await bank.closed(DUE)

    book = await report(bank)

    assert [row["class_code"] for row in book["classes"]] == ["NORMAL", "SPECIAL_MENTION", "SUBSTANDARD", "DOUBTFUL", "LOSS"]
    normal, special = book["classes"][:2]
    assert (normal["loans"], normal["balance_fen"]) == (1, 91_893_36)
    assert (special["loans"], special["balance_fen"]) == (1, 50_000_00)
    assert sum(row["provision_fen"] for row in book["classes"]) == book["provision_fen"] == book["provision_posted_fen"]
    assert special["provision_fen"] == 1_500_00
    assert (book["outstanding_fen"], book["overdue_loans"]) == (141_893_36, 1)
    assert book["overdue_fen"] == (await bank.state(late["loan_id"]))["overdue_principal_fen"] + 250_00
    assert book["interest_income_fen"] == -(await bank.ledger())[Account.INTEREST_INCOME.value]
    assert good["loan_id"] != late["loan_id"]


@pytest.mark.parametrize(
    ("roles", "outlets", "status"),
    [(["OPERATIONS"], ["HEAD_OFFICE"], 200), (["OUTLET_MANAGER"], ["huangyan-1"], 404), (["OFFICER"], ["HEAD_OFFICE"], 403)],
)
async def test_the_book_is_for_head_office(bank: Bank, roles: list[str], outlets: list[str], status: int) -> None:
    caller = bank.service.bearer(kind="staff", subject="somebody", roles=roles, outlets=outlets)

    assert (await bank.service.get("/v1/reports/book", caller)).status_code == status


async def test_an_empty_bank_has_an_empty_book(bank: Bank) -> None:
    book = await report(bank)

    assert (book["outstanding_fen"], book["provision_fen"], book["npl_ratio"]) == (0, 0, "0.000000")


async def test_money_that_comes_while_a_day_is_closing_is_booked_on_the_next_one(bank: Bank) -> None:
    """The books are closed, the voucher is on its way: nothing may be added to the day, and nothing may be lost."""
    loan = await bank.loan(amount_fen=100_000_00)
    bank.outside.unwilling.add(loan["mandate_id"])
    await bank.move_to(DUE)
    await bank.closed(DUE)
    bank.outside.fail_next("POST /corebank/v1/vouchers", fails)
    assert (await bank.close(date(2026, 7, 2))).status_code == 503

    body = {"amount_fen": 1_000_00, "kind": "DUE"}
    asked = await bank.service.post(f"/v1/loans/{loan['loan_id']}/repayments", body, loan["customer"].headers)
    assert asked.status_code == 202
    await bank.service.settle()
    assert await bank.events("RepaymentAllocated") == []

    await bank.closed(date(2026, 7, 2))
    bank.clock.advance(minutes=1)
    await bank.service.settle()

    (allocated,) = await bank.events("RepaymentAllocated")
    assert (allocated["amount_fen"], allocated["business_date"]) == (1_000_00, "2026-07-03")
    (journal,) = await bank.service.rows("SELECT business_date FROM journal WHERE kind = 'REPAYMENT'")
    assert journal["business_date"] == date(2026, 7, 3)


async def test_a_loan_with_a_repayment_under_way_is_not_debited_twice(bank: Bank) -> None:
    loan = await bank.loan(amount_fen=100_000_00)
    await bank.move_to(DUE)
    body = {"amount_fen": 8_606_64, "kind": "DUE"}
    await bank.service.post(f"/v1/loans/{loan['loan_id']}/repayments", body, loan["customer"].headers)

    closed = await bank.closed(DUE)

    assert (closed.get("due", 0), bank.outside.batches) == (0, {})


async def test_money_in_suspense_pays_the_next_due_before_the_account_is_debited(bank: Bank) -> None:
    loan = await bank.loan(amount_fen=100_000_00)
    async with bank.service.runtime.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE loan SET suspense_fen = 10000_00")
    await bank.move_to(DUE)
    await bank.closed(DUE)

    state = await bank.state(loan["loan_id"])
    assert (state["outstanding_principal_fen"], state["suspense_fen"]) == (91_893_36, 10_000_00 - 8_606_64)
    assert bank.outside.batches == {}
    assert await bank.events("RepaymentAllocated") == []

    await bank.move_to(date(2026, 8, 1))
    await bank.closed(date(2026, 8, 1))

    (batch,) = bank.outside.bodies("/corebank/v1/debit-batches")
    assert batch["items"][0]["amount_fen"] == 8_606_64 - (10_000_00 - 8_606_64)
    assert (await bank.state(loan["loan_id"]))["suspense_fen"] == 0
