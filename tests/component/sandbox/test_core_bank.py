"""The core bank over HTTP: mandates, pay-outs, debits, statements, vouchers, reconciliation."""
from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest

from services.sandbox.adapters.callback_dispatcher import SIGNATURE_HEADER, TIMESTAMP_HEADER, signature
from tests.component.sandbox.world import CLIENTS, RunningWorld, card_number, person

PAID_ON, FIRST_DUE, DAY_AFTER = "2027-01-05", "2027-02-05", "2027-02-06"


def payout(mandate_id: str, request_no: str = "P1", **changes: Any) -> dict[str, Any]:
    return {"request_no": request_no, "mandate_id": mandate_id, "amount_fen": 5_000_000, "business_date": PAID_ON, **changes}


async def borrower(world: RunningWorld, number: int = 1, behaviour: dict[str, Any] | None = None, **changes: Any) -> tuple[str, str]:
    """A person with a mandate: (customer_no, mandate_id)."""
    one = person(number, behaviour, **changes)
    (customer_no,) = await world.enter(one)
    return customer_no, await world.mandate(one)


async def statement(world: RunningWorld, customer_no: str) -> list[tuple[str, int]]:
    path = f"/corebank/v1/accounts/{customer_no}/statement?from=2026-01-01&to=2028-01-01"
    response = await world.call("GET", path)
    return [(line["kind"], line["amount_fen"]) for line in response.json()["items"]]


async def test_a_loan_is_paid_out_spent_and_paid_back_from_sales(world: RunningWorld) -> None:
    customer_no, mandate_id = await borrower(world)
    answer = await world.call("POST", "/corebank/v1/payouts", payout(mandate_id))
    assert answer.json() == {"request_no": "P1", "status": "PAID", "reason": None}
    assert await world.debit("B1", FIRST_DUE, (mandate_id, 450_050)) == [
        {"item_no": "0", "status": "PAID", "paid_fen": 450_050, "reason": None}
    ]
    assert await statement(world, customer_no) == [
        ("LOAN_PROCEEDS", 5_000_000), ("PURCHASE", -5_000_000), ("SALES", 460_000), ("LOAN_DEBIT", -450_050),
    ]  # fmt: skip
    accounts = (await world.call("GET", f"/corebank/v1/accounts/{customer_no}")).json()["accounts"]
    assert [(account["kind"], account["balance_fen"]) for account in accounts] == [("CURRENT", 9_950)]
    assert "*" in accounts[0]["account"]


async def test_a_payout_repeated_in_any_way_moves_the_money_once(world: RunningWorld) -> None:
    customer_no, mandate_id = await borrower(world)
    calls = [world.call("POST", "/corebank/v1/payouts", payout(mandate_id)) for _ in range(8)]
    answers = await asyncio.gather(*calls)
    assert {answer.json()["status"] for answer in answers} == {"PAID"}
    assert await statement(world, customer_no) == [("LOAN_PROCEEDS", 5_000_000)]
    other = await world.call("POST", "/corebank/v1/payouts", payout(mandate_id, amount_fen=1))
    assert (other.status_code, other.json()["code"]) == (409, "corebank.number-reused")
    assert (await world.call("GET", "/corebank/v1/payouts/P1")).json()["status"] == "PAID"
    assert (await world.call("GET", "/corebank/v1/payouts/never")).status_code == 404


@pytest.mark.parametrize(("tail", "reason"), [(999901, "CARD_REFUSED"), (999903, "ACCOUNT_NOT_OPEN")])
async def test_magic_cards_refuse_the_payout_and_stay_refused(world: RunningWorld, tail: int, reason: str) -> None:
    customer_no, mandate_id = await borrower(world, card_number=card_number(tail))
    for _ in range(2):
        answer = await world.call("POST", "/corebank/v1/payouts", payout(mandate_id))
        assert answer.json() == {"request_no": "P1", "status": "REFUSED", "reason": reason}
    assert await statement(world, customer_no) == []


async def test_a_payout_without_a_mandate_is_refused(world: RunningWorld) -> None:
    answer = await world.call("POST", "/corebank/v1/payouts", payout("nobody"))
    assert (answer.json()["status"], answer.json()["reason"]) == ("REFUSED", "MANDATE_UNKNOWN")


async def test_the_answer_is_called_back_signed_with_the_callers_own_secret(
    world: RunningWorld, callbacks: list[httpx.Request]
) -> None:
    _, mandate_id = await borrower(world)
    await world.call("POST", "/corebank/v1/payouts", payout(mandate_id, callback_url="http://127.0.0.1:8003/v1/corebank-callbacks"))
    await world.world.callbacks.run_once()
    await world.world.callbacks.run_once()
    (request,) = callbacks
    assert json.loads(request.content) == {"request_no": "P1", "status": "PAID", "reason": None}
    expected = signature(CLIENTS["credit"], request.headers[TIMESTAMP_HEADER], request.content)
    assert request.headers[SIGNATURE_HEADER] == expected


async def test_a_deferred_payout_is_accepted_then_paid_and_called_back_twice_if_so_switched(
    world: RunningWorld, callbacks: list[httpx.Request]
) -> None:
    customer_no, mandate_id = await borrower(world)
    fault = {"system": "corebank", "defer_payouts": True, "duplicate_callbacks": True}
    assert (await world.steer("PUT", "/sandbox/v1/faults", fault)).status_code == 204
    asked = payout(mandate_id, callback_url="http://127.0.0.1:8003/v1/corebank-callbacks")
    assert (await world.call("POST", "/corebank/v1/payouts", asked)).json()["status"] == "ACCEPTED"
    assert await statement(world, customer_no) == []
    await world.world.callbacks.run_once()
    assert [json.loads(request.content)["status"] for request in callbacks] == ["PAID", "PAID"]
    assert await statement(world, customer_no) == [("LOAN_PROCEEDS", 5_000_000)]


async def test_a_batch_repeated_gives_the_same_results_and_debits_once(world: RunningWorld) -> None:
    customer_no, mandate_id = await borrower(world)
    first = await world.debit("B1", FIRST_DUE, (mandate_id, 100_00), ("nobody", 1))
    assert [result["reason"] for result in first] == [None, "MANDATE_UNKNOWN"]
    assert await world.debit("B1", FIRST_DUE, (mandate_id, 100_00), ("nobody", 1)) == first
    assert (await world.call("GET", "/corebank/v1/debit-batches/B1")).json()["results"] == first
    assert await statement(world, customer_no) == [("SALES", 100_00), ("LOAN_DEBIT", -100_00)]
    changed = {"batch_no": "B1", "business_date": FIRST_DUE, "items": [{"item_no": "0", "mandate_id": mandate_id, "amount_fen": 2}]}
    assert (await world.call("POST", "/corebank/v1/debit-batches", changed)).status_code == 409


async def test_racing_batches_of_the_same_people_all_end_and_balances_hold(world: RunningWorld) -> None:
    people = [person(number) for number in range(1, 21)]
    await world.enter(*people)
    mandates = [await world.mandate(one) for one in people]
    batches = [mandates, mandates[::-1], mandates[10:] + mandates[:10]]
    await asyncio.gather(
        *(world.debit(f"B{n}", FIRST_DUE, *((mandate_id, 70_00) for mandate_id in order)) for n, order in enumerate(batches))
    )
    broken = await world.rows(
        "SELECT account_no FROM account JOIN statement_line USING (account_no) GROUP BY account_no, account.balance_fen, line_count "
        "HAVING sum(amount_fen) <> account.balance_fen OR count(*) <> line_count OR max(sequence) <> line_count"
    )
    assert broken == []
    assert (await world.rows("SELECT count(*) AS n FROM debit_item WHERE status = 'PAID'"))[0]["n"] == 60


async def test_who_never_pays_is_refused_until_somebody_puts_money_in(world: RunningWorld) -> None:
    _, mandate_id = await borrower(world, behaviour={"kind": "NEVER_PAYS"}, opening_balance_fen=90_00)
    (refused,) = await world.debit("B1", FIRST_DUE, (mandate_id, 50_00))
    assert (refused["status"], refused["reason"]) == ("REFUSED", "INSUFFICIENT_FUNDS")
    deposit = {"amount_fen": 30_00, "business_date": FIRST_DUE, "description": "SALES"}
    for _ in range(2):
        answer = await world.steer("POST", "/sandbox/v1/people/person-1/deposits", deposit, **{"Idempotency-Key": "d-1"})
        assert answer.json() == {"balance_fen": 30_00}
    (partial,) = await world.debit("B2", DAY_AFTER, (mandate_id, 50_00))
    assert (partial["status"], partial["paid_fen"]) == ("PARTIAL", 30_00)


async def test_a_debit_the_customer_asked_for_is_idempotent_by_its_number(world: RunningWorld) -> None:
    customer_no, mandate_id = await borrower(world)
    asked = {"item_no": "R1", "mandate_id": mandate_id, "amount_fen": 123_00, "business_date": FIRST_DUE}
    for _ in range(2):
        answer = await world.call("POST", "/corebank/v1/debits", asked)
        assert answer.json() == {"item_no": "R1", "status": "PAID", "paid_fen": 123_00, "reason": None}
    assert len(await statement(world, customer_no)) == 2


async def test_a_mandate_needs_account_name_and_number_of_one_person(world: RunningWorld) -> None:
    one, other = person(1), person(2)
    await world.enter(one, other)
    mandate_id = await world.mandate(one)
    assert await world.mandate(one) == mandate_id
    body = {"account_no": other["card_number"], "name": one["name"], "id_number": one["id_number"], "reference": "x"}
    assert (await world.call("POST", "/corebank/v1/mandates", body)).json()["code"] == "corebank.mandate-mismatch"
    taken = {"account_no": other["card_number"], "name": other["name"], "id_number": other["id_number"], "reference": "contract-person-1"}
    assert (await world.call("POST", "/corebank/v1/mandates", taken)).json()["code"] == "corebank.number-reused"


async def test_vouchers_balance_are_confirmed_once_and_listed_by_date(world: RunningWorld) -> None:
    lines = [{"account": "1301", "debit_fen": 100, "credit_fen": 0}, {"account": "1001", "debit_fen": 0, "credit_fen": 100}]
    voucher = {"voucher_no": "V1", "business_date": PAID_ON, "lines": lines}
    for _ in range(2):
        assert (await world.call("POST", "/corebank/v1/vouchers", voucher)).json() == {"voucher_no": "V1", "status": "CONFIRMED"}
    listed = (await world.call("GET", f"/corebank/v1/vouchers?business_date={PAID_ON}")).json()
    assert listed == {"items": [voucher], "next_cursor": None}
    crooked = {**voucher, "voucher_no": "V2", "lines": [lines[0], lines[0]]}
    assert (await world.call("POST", "/corebank/v1/vouchers", crooked)).json()["code"] == "corebank.voucher-unbalanced"
    other = {**voucher, "business_date": FIRST_DUE}
    assert (await world.call("POST", "/corebank/v1/vouchers", other)).json()["code"] == "corebank.number-reused"


async def test_the_days_payments_are_listed_both_ways_for_reconciliation(world: RunningWorld) -> None:
    _, mandate_id = await borrower(world)
    await world.call("POST", "/corebank/v1/payouts", payout(mandate_id))
    await world.debit("B1", PAID_ON, (mandate_id, 70_00))
    listed = (await world.call("GET", f"/corebank/v1/payments?business_date={PAID_ON}")).json()
    assert [(item["payment_no"], item["direction"], item["amount_fen"]) for item in listed["items"]] == [
        ("B1/0", "IN", 70_00), ("P1", "OUT", 5_000_000),
    ]  # fmt: skip


async def test_further_accounts_are_shown_beside_the_card_account(world: RunningWorld) -> None:
    further = [{"kind": "MORTGAGE", "balance_fen": 60_000_000}, {"kind": "PAYROLL", "balance_fen": 1}]
    (customer_no,) = await world.enter(person(1, further_accounts=further))
    accounts = (await world.call("GET", f"/corebank/v1/accounts/{customer_no}")).json()["accounts"]
    assert {account["kind"] for account in accounts} == {"CURRENT", "MORTGAGE", "PAYROLL"}


@pytest.mark.parametrize(
    "change",
    [{"amount_fen": 1.5}, {"amount_fen": "5"}, {"amount_fen": 0}, {"amount_fen": 10**14}, {"business_date": "2027-02-30"},
     {"request_no": "x" * 65}, {"request_no": "a b"}, {"callback_url": "file:///etc/passwd"}, {"unknown": 1}],
)  # fmt: skip
async def test_a_wrong_payout_is_a_problem_and_leaves_nothing(world: RunningWorld, change: dict[str, Any]) -> None:
    answer = await world.call("POST", "/corebank/v1/payouts", payout("m", **change))
    assert (answer.status_code, answer.json()["code"]) == (422, "platform.invalid-request")
    assert await world.rows("SELECT request_no FROM payout") == []
