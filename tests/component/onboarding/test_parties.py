"""Registration, masked reading, unmasking and search (R28)."""
from __future__ import annotations

import pytest

from shared.db.unit_of_work import new_id
from tests.component.onboarding.world import CANARY, OUTLET, World, code_of, identity_number, person
from tests.support.service import read_json


async def test_a_party_is_shown_masked_to_himself_and_to_staff(world: World) -> None:
    answer = await world.service.post("/v1/parties", person(**CANARY), world.borrower())
    party_id = read_json(answer)["party_id"]
    id_number = f"331{'*' * 13}{CANARY['id_number'][-2:]}"
    masked = {"masked_name": "金**", "masked_id_number": id_number, "masked_phone": "138****7777"}
    bodies = [answer]
    for path, caller in (
        ("/v1/parties/me", world.borrower()),
        (f"/v1/parties/{party_id}", world.borrower()),
        (f"/v1/parties/{party_id}", world.staff("OFFICER")),
    ):
        bodies.append(await world.service.get(path, caller))
    for body in bodies:
        assert {name: read_json(body)[name] for name in masked} == masked
        assert not [value for value in CANARY.values() if value in body.text]


async def test_one_party_per_identity_number_and_per_sign_in(world: World) -> None:
    await world.register("person-1", 1)
    again = await world.service.post("/v1/parties", person(1), world.borrower("person-2"))
    assert (again.status_code, code_of(again)) == (409, "onboarding.identity-already-registered")
    second = await world.service.post("/v1/parties", person(2), world.borrower("person-1"))
    assert (second.status_code, code_of(second)) == (409, "onboarding.subject-already-linked")
    assert len(await world.service.rows("SELECT party_id FROM party")) == 1


async def test_lower_case_x_is_the_same_person(world: World) -> None:
    order = next(n for n in range(1000) if identity_number(n).endswith("X"))
    await world.register("person-1", order)
    again = await world.service.post("/v1/parties", person(id_number=identity_number(order).lower()), world.borrower("other"))
    assert code_of(again) == "onboarding.identity-already-registered"


async def test_simultaneous_registrations_leave_one_party(world: World) -> None:
    by_number = [world.service.post("/v1/parties", person(7), world.borrower(f"person-{n}")) for n in range(5)]
    by_sign_in = [world.service.post("/v1/parties", person(n), world.borrower("person-9")) for n in range(20, 25)]
    answers = await world.race(*by_number, *by_sign_in)
    statuses = [answer.status_code for answer in answers]
    assert (sorted(statuses[:5]), sorted(statuses[5:])) == ([201, 409, 409, 409, 409], [201, 409, 409, 409, 409])
    rows = await world.service.rows("SELECT (SELECT count(*) FROM party) AS parties, (SELECT count(*) FROM party_subject) AS subjects")
    assert rows == [{"parties": 2, "subjects": 2}]


async def test_a_repeated_registration_gets_the_first_answer(world: World) -> None:
    key = new_id()
    first = await world.service.post("/v1/parties", person(), world.borrower(), key)
    second = await world.service.post("/v1/parties", person(), world.borrower(), key)
    assert (second.status_code, second.content) == (201, first.content)
    assert second.headers["idempotency-replayed"] == "true"
    other = await world.service.post("/v1/parties", person(2), world.borrower(), key)
    assert (other.status_code, code_of(other)) == (422, "platform.idempotency-key-reused")


async def test_a_card_with_a_wrong_check_digit_is_a_warning(world: World) -> None:
    answer = await world.service.post("/v1/parties", person(card_number="6228480000000000001"), world.borrower())
    assert read_json(answer)["warnings"] == ["CARD_CHECK_DIGIT"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": "张三3"}, "onboarding.name-invalid"),
        ({"name": "张\u202e三"}, "onboarding.name-invalid"),
        ({"id_number": "331003190001010014"}, "onboarding.identity-number-invalid"),
        ({"id_number": "331003900101001"}, "onboarding.identity-number-invalid"),
        ({"phone": "12345678901"}, "onboarding.mobile-number-invalid"),
        ({"card_number": "1234"}, "onboarding.card-number-invalid"),
        ({"division_code": "330000"}, "onboarding.division-code-invalid"),
    ],
)
async def test_a_wrong_value_is_named_not_repeated_and_not_stored(world: World, change: dict[str, str], code: str) -> None:
    answer = await world.service.post("/v1/parties", person(**change), world.borrower())
    assert (answer.status_code, code_of(answer)) == (422, code)
    assert next(iter(change.values())) not in answer.text
    assert await world.service.rows("SELECT party_id FROM party") == []
    assert await world.service.published() == []


async def test_who_has_not_registered_has_no_party(world: World) -> None:
    answer = await world.service.get("/v1/parties/me", world.borrower())
    assert (answer.status_code, code_of(answer)) == (404, "platform.not-found")


async def test_registration_waits_for_the_business_date(world: World) -> None:
    async with world.service.runtime.engine.begin() as connection:
        await connection.exec_driver_sql("DELETE FROM business_day")
    answer = await world.service.post("/v1/parties", person(), world.borrower())
    assert (answer.status_code, code_of(answer)) == (503, "platform.business-date-unknown")


async def test_unmasking_needs_a_role_a_reason_and_leaves_a_row(world: World) -> None:
    party_id = await world.register(**CANARY)
    path, body = f"/v1/parties/{party_id}/unmask", {"fields": ["name", "phone", "phone"], "reason": "回访客户核实经营地址"}
    answer = await world.service.post(path, body, world.staff("OFFICER", subject="officer.zhou"))
    assert read_json(answer) == {"party_id": party_id, "fields": {"name": CANARY["name"], "phone": CANARY["phone"]}}
    rows = await world.service.rows("SELECT actor, action, ground, fields FROM vault_access")
    assert rows == [{"actor": "staff:officer.zhou", "action": "UNMASK", "ground": "回访客户核实经营地址", "fields": ["name", "phone"]}]


@pytest.mark.parametrize(
    ("role", "fields", "status", "code"),
    [
        ("OFFICER", ["id_number"], 403, "onboarding.unmask-refused"),
        ("OUTLET_MANAGER", ["card_number"], 403, "onboarding.unmask-refused"),
        ("OPERATIONS", ["name"], 403, "platform.forbidden"),
        ("COLLECTOR", ["phone"], 403, "platform.forbidden"),
    ],
)
async def test_a_role_that_does_not_need_a_value_does_not_see_it(
    world: World, role: str, fields: list[str], status: int, code: str
) -> None:
    party_id = await world.register(**CANARY)
    body = {"fields": fields, "reason": "no need for this"}
    answer = await world.service.post(f"/v1/parties/{party_id}/unmask", body, world.staff(role))
    assert (answer.status_code, code_of(answer)) == (status, code)
    assert await world.service.rows("SELECT access_id FROM vault_access") == []


async def test_another_outlets_customer_does_not_exist_for_staff(world: World) -> None:
    party_id = await world.register()
    stranger = world.staff("COMPLIANCE", outlet="jiaojiang-2")
    for answer in (
        await world.service.get(f"/v1/parties/{party_id}", stranger),
        await world.service.post(f"/v1/parties/{party_id}/unmask", {"fields": ["name"], "reason": "curiosity"}, stranger),
        await world.service.get(f"/v1/consents?party_id={party_id}", stranger),
    ):
        assert (answer.status_code, code_of(answer)) == (404, "platform.not-found")
    head_office = world.staff("COMPLIANCE", outlet="HEAD_OFFICE")
    assert (await world.service.get(f"/v1/parties/{party_id}", head_office)).status_code == 200


async def test_search_finds_by_the_exact_number_within_the_outlet(world: World) -> None:
    party_id = await world.register(**CANARY)
    for name in ("id_number", "phone", "card_number"):
        body = {"field": name, "value": CANARY[name]}
        answer = await world.service.post("/v1/party-searches", body, world.staff("OFFICER"))
        assert [item["party_id"] for item in read_json(answer)["items"]] == [party_id]
        assert CANARY[name] not in answer.text
        elsewhere = await world.service.post("/v1/party-searches", body, world.staff("OFFICER", outlet="jiaojiang-2"))
        assert read_json(elsewhere)["items"] == []
    body = {"field": "phone", "value": "13900000000"}
    assert read_json(await world.service.post("/v1/party-searches", body, world.staff("OFFICER")))["items"] == []
    borrower = await world.service.post("/v1/party-searches", body, world.borrower())
    assert (borrower.status_code, code_of(borrower)) == (403, "platform.forbidden")
    assert [row["action"] for row in await world.service.rows("SELECT action FROM vault_access")] == ["SEARCH"] * 3


async def test_the_outlet_stands_on_the_first_event(world: World) -> None:
    await world.register()
    assert dict(await world.service.published())["PartyRegistered"]["outlet_id"] == OUTLET
