"""A core bank that is slow, silent, refuses or answers nonsense: nothing is lost and nothing is doubled."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date

import httpx
import pytest

from tests.component.credit.end_of_day.bank import Bank
from tests.component.credit.end_of_day.core_bank import Answer, fails, is_down

DUE = date(2026, 7, 1)
BATCHES, VOUCHERS, PAYMENTS = "POST /corebank/v1/debit-batches", "POST /corebank/v1/vouchers", "GET /corebank/v1/payments"


def changed(change: Callable[[dict[str, object]], object]) -> Answer:
    """The right answer, spoilt."""

    def spoil(response: httpx.Response) -> httpx.Response:
        body = response.json()
        change(body)
        return httpx.Response(200, json=body)

    return spoil


@pytest.mark.parametrize("call", [BATCHES, VOUCHERS, PAYMENTS])
@pytest.mark.parametrize("fault", [fails, is_down])
async def test_a_silent_core_bank_stops_the_close_and_the_next_call_goes_on(bank: Bank, call: str, fault: Answer) -> None:
    loan = await bank.loan(amount_fen=100_000_00)
    await bank.move_to(DUE)
    bank.outside.fail_next(call, fault)

    stopped = await bank.close(DUE)
    assert (stopped.status_code, stopped.json()["code"]) == (503, "platform.unavailable")
    assert await bank.today() == DUE

    closed = await bank.closed(DUE)
    assert (closed["paid"], closed["collected_fen"], closed["differences"]) == (1, 8_606_64, 0)
    assert (await bank.state(loan["loan_id"]))["outstanding_principal_fen"] == 91_893_36
    assert len(await bank.events("RepaymentAllocated")) == len(bank.outside.batches) == 1
    assert len([payment for payment in bank.outside.payments if payment["business_date"] == DUE.isoformat()]) == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda body: body["results"].clear(),
        lambda body: body["results"].append(body["results"][0]),
        lambda body: body["results"][0].update(item_no="RP-of-somebody-else"),
        lambda body: body["results"][0].update(paid_fen=9_999_999_99),
        lambda body: body["results"][0].update(status="REFUSED"),
        lambda body: body["results"][0].update(paid_fen=-1),
        lambda body: body["results"][0].update(paid_fen=1.5),
        lambda body: body.pop("results"),
    ],
    ids=["missing", "twice", "foreign", "more than asked", "refused but paid", "negative", "half a fen", "no results"],
)
async def test_an_answer_that_does_not_fit_is_not_booked(bank: Bank, spoil: Callable[[dict[str, object]], object]) -> None:
    loan = await bank.loan(amount_fen=100_000_00)
    await bank.move_to(DUE)
    bank.outside.fail_next(BATCHES, changed(spoil))

    stopped = await bank.close(DUE)

    assert (stopped.status_code, stopped.json()["code"]) == (503, "credit.core-bank-answer-unusable")
    assert (await bank.state(loan["loan_id"]))["outstanding_principal_fen"] == 100_000_00
    assert await bank.events("RepaymentAllocated") == []
    assert (await bank.closed(DUE))["paid"] == 1


async def test_a_refused_voucher_keeps_the_day_open(bank: Bank) -> None:
    await bank.loan(amount_fen=100_000_00)
    bank.outside.fail_next(VOUCHERS, lambda _: httpx.Response(409, json={"code": "corebank.request-reused"}))

    stopped = await bank.close(date(2026, 6, 1))

    assert (stopped.status_code, stopped.json()["code"]) == (503, "credit.core-bank-answer-unusable")
    assert await bank.today() == date(2026, 6, 1)
    assert await bank.events("AccountingVoucherPosted") == []


async def test_a_payment_only_the_core_bank_knows_is_recorded_and_shown(bank: Bank) -> None:
    bank.outside.payments.append({"payment_no": "PO-unknown", "amount_fen": 7_00, "business_date": "2026-06-01"})

    closed = await bank.closed(date(2026, 6, 1))

    assert closed["differences"] == 1
    current = (await bank.service.get("/v1/business-days/current", bank.operator)).json()
    (payments,) = (one for one in current["reconciliations"] if one["kind"] == "PAYMENTS")
    assert payments["differences"] == [{"key": "PO-unknown", "ours_fen": 0, "theirs_fen": 7_00}]


async def test_a_voucher_the_core_bank_lists_otherwise_is_recorded(bank: Bank) -> None:
    await bank.loan(amount_fen=100_000_00)

    def forget_a_line(body: dict[str, list[dict[str, list[object]]]]) -> None:
        body["items"][0]["lines"].pop()

    bank.outside.fail_next("GET /corebank/v1/vouchers", changed(forget_a_line))
    closed = await bank.closed(date(2026, 6, 1))

    assert closed["differences"] == 1
    assert [row["kind"] for row in await bank.differences()] == ["VOUCHERS"]


async def test_a_ledger_that_disagrees_with_the_loans_is_recorded_and_counted(bank: Bank) -> None:
    await bank.loan(amount_fen=100_000_00)
    async with bank.service.runtime.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE loan SET outstanding_principal_fen = outstanding_principal_fen - 1")

    closed = await bank.closed(date(2026, 6, 1))

    assert closed["differences"] == 1
    (row,) = await bank.differences()
    assert (row["kind"], row["differences"]) == ("BOOKS", [{"key": "1301", "ours_fen": 100_000_00, "theirs_fen": 99_999_99}])
