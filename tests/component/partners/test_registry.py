"""Who registers partners and endpoints; bad addresses and other partners' objects are refused."""
from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from shared.db.unit_of_work import new_id
from tests.component.partners.receiver import Receiver
from tests.component.partners.world import World
from tests.support.service import read_json

BODY = {"name": "核心企业甲", "partner_type": "CORE_FIRM", "product_codes": ["SHOP_TERM"]}


async def test_a_registered_partner_is_listed_and_announced(world: World) -> None:
    partner_id = await world.registered()
    found = await world.service.get(f"/v1/partners/{partner_id}", world.staff())
    assert (read_json(found)["status"], found.headers["etag"]) == ("LISTED", '"v0"')
    assert [event["status"] for event in await world.events("PartnerStatusChanged")] == ["LISTED"]


async def test_a_firm_is_registered_once_even_in_parallel(world: World) -> None:
    answers = await asyncio.gather(*(world.service.post("/v1/partners", BODY, world.staff()) for _ in range(6)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 5}


async def test_a_removed_partner_stays_removed(world: World) -> None:
    partner_id = await world.registered()
    path = f"/v1/partners/{partner_id}"
    assert (await world.service.post(f"{path}/remove", {}, world.staff())).status_code == 428
    removed = await world.service.post(f"{path}/remove", {}, {**world.staff(), "If-Match": '"v0"'})
    assert read_json(removed)["status"] == "REMOVED"
    stale = await world.service.post(f"{path}/reinstate", {}, {**world.staff(), "If-Match": '"v0"'})
    again = await world.service.post(f"{path}/reinstate", {}, {**world.staff(), "If-Match": '"v1"'})
    assert (stale.status_code, again.status_code) == (412, 409)


@pytest.mark.parametrize(
    "change",
    [
        {"partner_type": "P2P"},
        {"product_codes": []},
        {"product_codes": ["shop"]},
        {"name": ""},
        {"name": "a" * 201},
        {"name": "a\u202eb"},
        {"status": "LISTED"},
    ],
)
async def test_a_partner_that_cannot_be_is_refused(world: World, change: dict[str, object]) -> None:
    answer = await world.service.post("/v1/partners", {**BODY, **change}, world.staff())
    assert answer.status_code == 422
    assert await world.service.rows("SELECT * FROM partner") == []


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://partner.example/hook", "partners.url-refused"),
        ("https://partner.example:22/", "partners.url-refused"),
        ("https://user:pw@partner.example/", "partners.url-refused"),
        ("https://inner.example/", "partners.address-refused"),
        ("https://mixed.example/", "partners.address-refused"),
        ("https://169.254.169.254/latest/meta-data", "partners.address-refused"),
        ("https://100.100.100.200/", "partners.address-refused"),
        ("https://unknown.example/", "partners.host-unknown"),
    ],
)
async def test_a_webhook_may_not_lead_inside(world: World, url: str, code: str) -> None:
    world.names.known = {
        "partner.example": ("1.2.4.8",),
        "inner.example": ("10.1.2.3",),
        "mixed.example": ("1.2.4.8", "192.168.0.1"),
    }
    partner_id = await world.registered()
    answer = await world.endpoint(partner_id, url)
    assert (answer.status_code, read_json(answer)["code"]) == (422, code)
    assert await world.service.rows("SELECT * FROM webhook_endpoint") == []


async def test_the_private_key_is_never_shown_and_never_stored_readable(world: World, receiver: Receiver) -> None:
    partner_id, endpoint = await world.listening(receiver.url)
    assert endpoint["public_keys"][0].startswith("whpk_")
    listed = await world.service.get(f"/v1/partners/{partner_id}/webhook-endpoints", world.staff())
    assert "sealed" not in listed.text
    assert "whsk_" not in listed.text
    sealed = (await world.service.rows("SELECT sealed FROM signing_key"))[0]["sealed"]
    assert bytes(sealed).startswith(b"k1:")


async def test_a_partner_manages_its_own_endpoints_and_sees_nobody_elses(world: World, receiver: Receiver) -> None:
    partner_id, endpoint = await world.listening(receiver.url)
    other = await world.registered("核心企业乙")
    stranger, owner = world.partner(other), world.partner(partner_id)
    base = f"/v1/partners/{partner_id}"
    assert (await world.endpoint(partner_id, receiver.url, caller=owner)).status_code == 201
    assert (await world.endpoint(partner_id, receiver.url, caller=stranger)).status_code == 404
    for path in ("", "/webhook-endpoints", "/deliveries"):
        assert (await world.service.get(base + path, stranger)).status_code == 404
        assert (await world.service.get(base + path, owner)).status_code == 200
    rotate = f"/webhook-endpoints/{endpoint['endpoint_id']}/rotate-key"
    assert (await world.service.post(base + rotate, {}, stranger)).status_code == 404
    assert (await world.service.post(f"/v1/partners/{other}" + rotate, {}, stranger)).status_code == 404
    assert (await world.service.post(base + rotate, {}, owner)).status_code == 200


@pytest.mark.parametrize("role", ["COLLECTOR", "OFFICER", "COMPLIANCE"])
async def test_other_roles_register_nobody(world: World, role: str) -> None:
    assert (await world.service.post("/v1/partners", BODY, world.staff(role))).status_code == 403


async def test_a_partner_without_the_scope_manages_nothing(world: World, receiver: Receiver) -> None:
    partner_id = await world.registered()
    caller = world.partner(partner_id, scope="partners:read")
    assert (await world.endpoint(partner_id, receiver.url, caller=caller)).status_code == 403
    assert (await world.service.get("/v1/partners", caller)).status_code == 403


async def test_a_partner_has_at_most_ten_endpoints_even_in_parallel(world: World, receiver: Receiver) -> None:
    partner_id = await world.registered()
    answers = await asyncio.gather(*(world.endpoint(partner_id, f"{receiver.url}/{n}") for n in range(14)))
    assert Counter(answer.status_code for answer in answers) == {201: 10, 409: 4}


async def test_the_lists_come_in_pages(world: World, receiver: Receiver) -> None:
    partner_id, _ = await world.listening(receiver.url)
    for _ in range(3):
        await world.loan_disbursed()
    first = read_json(await world.service.get(f"/v1/partners/{partner_id}/deliveries?page_size=2", world.staff()))
    second = read_json(
        await world.service.get(
            f"/v1/partners/{partner_id}/deliveries?page_size=2&cursor={first['next_cursor']}", world.staff()
        )
    )
    seen = [item["delivery_id"] for item in first["items"] + second["items"]]
    assert seen == sorted((str(row["delivery_id"]) for row in await world.deliveries()), reverse=True)
    assert second["next_cursor"] is None


async def test_ids_nobody_has_are_not_found(world: World) -> None:
    partner_id = await world.registered()
    assert (await world.service.get(f"/v1/partners/{new_id()}", world.staff())).status_code == 404
    assert (await world.service.get(f"/v1/partners/{partner_id}/deliveries/{new_id()}", world.staff())).status_code == 404
    again = await world.service.post(f"/v1/partners/{partner_id}/deliveries/{new_id()}/redeliver", {}, world.staff())
    assert again.status_code == 404
