"""A new bank publishes its products and parameters whole, once (architecture.md rule 8)."""
from __future__ import annotations

from datetime import date

from services.credit.application.found_bank import FoundBank
from shared.db.unit_of_work import new_id
from shared.kernel.authorization import SYSTEM
from shared.kernel.context import CommandContext
from tests.component.credit.world import World

STAFF = {"kind": "staff", "subject": "officer.zhou", "roles": ["OFFICER"], "outlets": ["huangyan-1"]}


async def test_first_start_publishes_date_products_and_parameters(world: World) -> None:
    assert [event["business_date"] for event in await world.events("BusinessDateInitialised")] == ["2026-06-01"]
    products = {event["product_code"]: event for event in await world.events("ProductVersionPublished")}
    assert set(products) == {"SHOP_TERM", "PAYROLL", "WALLET"}
    assert (products["SHOP_TERM"]["rate_min"], products["SHOP_TERM"]["rate_max"]) == ("0.0600", "0.1080")
    assert (products["PAYROLL"]["consumer"], products["WALLET"]["methods"]) == (True, ["DAILY"])
    parameters = {event["code"]: event["value"] for event in await world.events("RegParamChanged")}
    assert (parameters["ONL_CONS_CAP"], parameters["COLLECTION_CLOSES_AT"]) == ("200000", "22:00")


async def test_a_second_start_publishes_nothing(world: World) -> None:
    before = await world.service.published()
    await world.service.runtime.bus.handle(FoundBank(date(2030, 1, 1)), CommandContext(SYSTEM, new_id()))
    assert await world.service.published() == before


async def test_products_are_listed_and_read_by_version(world: World) -> None:
    staff = world.service.bearer(**STAFF)
    listed = (await world.service.get("/v1/products", staff)).json()["items"]
    assert [item["product_code"] for item in listed] == ["PAYROLL", "SHOP_TERM", "WALLET"]
    one = (await world.service.get("/v1/products/WALLET/versions/1", staff)).json()
    assert (one["revolving"], one["day_count"], one["settle_day"]) == (True, "ACT360", 20)


async def test_an_unknown_version_is_not_found(world: World) -> None:
    for path in ("/v1/products/WALLET/versions/2", "/v1/products/NONE/versions/1"):
        assert (await world.service.get(path, world.service.bearer(**STAFF))).status_code == 404


async def test_a_product_version_needs_two_persons(world: World) -> None:
    rows = await world.service.rows("SELECT count(*) AS rows FROM product_version WHERE maker <> checker")
    assert rows == [{"rows": 3}]
