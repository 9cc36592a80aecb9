"""Which day may be closed, by whom, and who is waited for (architecture.md rule 7)."""
from __future__ import annotations

from datetime import date

import pytest

from shared.schemas.events.platform import DAY_PROCESSED
from tests.component.credit.end_of_day.bank import Bank
from tests.component.credit.end_of_day.conftest import FIRST_DAY

SECOND_DAY = date(2026, 6, 2)


@pytest.mark.parametrize("service", sorted(DAY_PROCESSED))
async def test_a_close_waits_for_every_service_and_names_the_missing_one(bank: Bank, service: str) -> None:
    assert (await bank.close(FIRST_DAY)).status_code == 200
    await bank.processed(FIRST_DAY, without=service)

    refused = await bank.close(SECOND_DAY)

    assert (refused.status_code, refused.json()["code"]) == (409, "credit.day-barrier")
    assert refused.json()["facts"]["missing"] == service
    assert refused.json()["retryable"]
    assert await bank.today() == SECOND_DAY
    await bank.service.receive(DAY_PROCESSED[service](closed_date=FIRST_DAY))
    assert (await bank.close(SECOND_DAY)).status_code == 200


async def test_the_first_day_of_a_bank_waits_for_nobody(bank: Bank) -> None:
    assert (await bank.close(FIRST_DAY)).status_code == 200


@pytest.mark.parametrize("day", [date(2026, 6, 2), date(2026, 5, 31), date(2030, 1, 1)])
async def test_only_the_current_date_can_be_closed(bank: Bank, day: date) -> None:
    refused = await bank.close(day)

    assert (refused.status_code, refused.json()["code"]) == (409, "credit.day-not-current")
    assert refused.json()["facts"] == {"business_date": "2026-06-01"}
    assert await bank.service.rows("SELECT * FROM eod_run") == []


async def test_a_closed_day_answers_the_same_again(bank: Bank) -> None:
    await bank.loan()
    first = await bank.close(FIRST_DAY)
    again = await bank.close(FIRST_DAY)

    assert (again.status_code, again.json()) == (200, first.json())
    assert len(await bank.events("DayClosed")) == 1
    assert len(bank.outside.vouchers) == 1


async def test_the_same_key_gets_the_same_bytes(bank: Bank) -> None:
    first = await bank.close(FIRST_DAY, key="close-1")
    again = await bank.close(FIRST_DAY, key="close-1")

    assert again.content == first.content
    assert again.headers["Idempotency-Replayed"] == "true"


async def test_only_operations_and_the_end_of_day_scope_may_close(bank: Bank) -> None:
    callers = {
        "borrower": bank.service.bearer(kind="borrower", subject="b"),
        "officer": bank.service.bearer(kind="staff", subject="o", roles=["OFFICER"], outlets=["huangyan-1"]),
        "service without the scope": bank.service.bearer(kind="service", subject="scoring", scope="credit:read"),
    }
    for name, caller in callers.items():
        answer = await bank.service.post("/v1/business-days/close", {"closed_date": "2026-06-01"}, caller)
        assert answer.status_code == 403, name
    scheduler = bank.service.bearer(kind="service", subject="scheduler", scope="credit:end-of-day")
    answer = await bank.service.post("/v1/business-days/close", {"closed_date": "2026-06-01"}, scheduler)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "body", [{}, {"closed_date": "tomorrow"}, {"closed_date": 20260601}, {"closed_date": "2026-06-01", "force": True}, []]
)
async def test_bad_input_is_refused(bank: Bank, body: object) -> None:
    answer = await bank.service.post("/v1/business-days/close", body, bank.operator)

    assert answer.status_code in (400, 422)
    assert await bank.service.rows("SELECT * FROM eod_run") == []


async def test_the_current_day_shows_how_far_everybody_is(bank: Bank) -> None:
    await bank.closed(FIRST_DAY)
    await bank.service.receive(DAY_PROCESSED["ops"](closed_date=SECOND_DAY))

    current = (await bank.service.get("/v1/business-days/current", bank.operator)).json()

    assert (current["business_date"], current["closed_date"], current["closing"]) == ("2026-06-02", "2026-06-01", False)
    assert current["barrier"] == {service: "2026-06-02" if service == "ops" else "2026-06-01" for service in DAY_PROCESSED}
    assert {one["kind"] for one in current["reconciliations"]} == {"PAYMENTS", "VOUCHERS", "BOOKS"}
