"""The all-in cost sheet: shown, read for as long as it takes, confirmed; the server measures (domain.md 2.4.5)."""
from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from shared.db.unit_of_work import new_id
from tests.component.credit.world import World


async def test_the_sheet_shows_every_cost_annualised_and_the_schedule(world: World) -> None:
    customer = await world.customer()
    line = await world.line(customer)
    sheet = (await world.present(customer, line, amount_fen=100_000_00)).json()
    assert sheet["items"] == [
        {
            "code": "INTEREST",
            "payee": "BANK",
            "timing": "BY_SCHEDULE",
            "total_fen": 3_279_73,
            "annualised": sheet["items"][0]["annualised"],
        }
    ]
    assert abs(Decimal(sheet["nominal_rate"]) - Decimal("0.06")) < Decimal("0.00001")
    assert Decimal(sheet["annual_cost"]) == max(Decimal(sheet["nominal_rate"]), Decimal(sheet["effective_rate"]))
    assert [item["annual_rate"] for item in sheet["contingent"]] == ["0.09", "0.06"]
    assert sum(row["principal_fen"] for row in sheet["schedule"]) == 100_000_00
    assert (sheet["min_read_seconds"], sheet["expires_on"]) == (10, "2026-06-08")


async def test_confirming_before_it_can_be_read_is_refused(world: World) -> None:
    customer = await world.customer()
    line = await world.line(customer)
    sheet = (await world.present(customer, line)).json()
    world.clock.advance(seconds=8)
    refused = await world.confirm(customer, sheet)
    assert (refused.status_code, refused.json()["code"]) == (409, "credit.reading-time-too-short")
    world.clock.advance(seconds=2)
    assert (await world.confirm(customer, sheet)).json()["status"] == "CONFIRMED"
    (event,) = await world.events("CostSheetConfirmed")
    assert event["read_seconds"] >= 10


async def test_a_client_that_waits_may_confirm_with_the_same_key(world: World) -> None:
    customer = await world.customer()
    sheet = (await world.present(customer, await world.line(customer))).json()
    path, body = f"/v1/cost-sheets/{sheet['sheet_id']}/confirm", {"hash": sheet["hash"]}
    early = await world.service.post(path, body, customer.headers, key="one")
    assert (early.status_code, early.json()["retryable"]) == (409, True)
    world.clock.advance(seconds=10)
    assert (await world.service.post(path, body, customer.headers, key="one")).status_code == 200


async def test_another_hash_is_not_confirmed(world: World) -> None:
    customer = await world.customer()
    sheet = (await world.present(customer, await world.line(customer))).json()
    world.clock.advance(seconds=10)
    refused = await world.confirm(customer, {**sheet, "hash": "a" * 64})
    assert (refused.status_code, refused.json()["code"]) == (409, "credit.cost-sheet-hash-mismatch")


async def test_a_sheet_is_confirmed_once(world: World) -> None:
    customer = await world.customer()
    sheet = await world.read_sheet(customer, await world.line(customer))
    refused = await world.confirm(customer, sheet)
    assert (refused.status_code, refused.json()["code"]) == (409, "credit.cost-sheet-not-open")


async def test_a_sheet_ends_after_seven_days(world: World) -> None:
    customer = await world.customer()
    line = await world.line(customer)
    shown = (await world.present(customer, line)).json()
    read = await world.read_sheet(customer, line)
    await world.move_to(date(2026, 6, 8))
    world.clock.advance(seconds=10)
    assert (await world.confirm(customer, shown)).json()["code"] == "credit.cost-sheet-not-open"
    assert (await world.ask(customer, line, read)).json()["code"] == "credit.cost-sheet-required"


async def test_a_sheet_may_be_read_before_the_line_is_signed(world: World) -> None:
    customer = await world.customer()
    line = await world.approve(customer)
    sheet = await world.read_sheet(customer, line)
    await world.sign(customer, line)
    assert (await world.ask(customer, line, sheet)).status_code == 201


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"amount_fen": 4_999_99}, "credit.amount-not-offered"),
        ({"amount_fen": 400_000_01}, "credit.amount-not-offered"),
        ({"term_months": 2}, "credit.term-not-offered"),
        ({"term_months": 13}, "credit.term-not-offered"),
        ({"method": "BULLET"}, "credit.method-not-offered"),
    ],
)
async def test_terms_outside_the_product_or_the_approval_are_refused(
    world: World, terms: dict[str, object], code: str
) -> None:
    customer = await world.customer()
    refused = await world.present(customer, await world.line(customer), **terms)
    assert (refused.status_code, refused.json()["code"]) == (422, code)


async def test_somebody_elses_sheet_and_line_are_not_found(world: World) -> None:
    owner, other = await world.customer(), await world.customer()
    line = await world.line(owner)
    sheet = (await world.present(owner, line)).json()
    assert (await world.present(other, line)).status_code == 404
    assert (await world.confirm(other, sheet)).status_code == 404
    assert (await world.service.get(f"/v1/cost-sheets/{sheet['sheet_id']}", other.headers)).status_code == 404
    assert (await world.present(other, {"line_id": new_id()})).status_code == 404


async def test_the_sheet_can_be_read_again_as_shown(world: World) -> None:
    customer = await world.customer()
    sheet = (await world.present(customer, await world.line(customer))).json()
    again = (await world.service.get(f"/v1/cost-sheets/{sheet['sheet_id']}", customer.headers)).json()
    assert again == {name: value for name, value in sheet.items() if name != "schedule"}
