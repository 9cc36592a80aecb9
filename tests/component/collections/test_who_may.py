"""Who sees and does what: outlets, borrowers, head office; other people's cases answer 404."""
from __future__ import annotations

from datetime import timedelta

import pytest

from shared.db.unit_of_work import new_id
from shared.schemas.events import onboarding
from tests.component.collections.world import NAME, OUTLET, OVERDUE_FEN, PHONE, TODAY, World
from tests.support.service import read_json
from tests.support.tokens import ISSUER

ELSEWHERE = "linhai-2"
BODY = {"channel": "PHONE", "person_role": "DEBTOR", "result": "CONNECTED"}


async def _case_id(world: World) -> str:
    await world.overdue_customer(days=5)
    return str((await world.the_case())["case_id"])


@pytest.mark.parametrize("path", ["", "/history"])
async def test_a_case_of_another_outlet_does_not_exist(world: World, path: str) -> None:
    case_id = await _case_id(world)
    answer = await world.service.get(f"/v1/cases/{case_id}{path}", world.staff("COLLECTOR", outlet=ELSEWHERE))
    assert (answer.status_code, read_json(answer)["code"]) == (404, "platform.not-found")


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("contacts", BODY),
        ("promises", {"amount_fen": 1_000, "due_date": TODAY.isoformat()}),
        ("hold", {"hold": "DISPUTE"}),
        ("disclosures", {"reason": "CONTACT"}),
    ],
)
async def test_nothing_is_done_to_a_case_of_another_outlet(world: World, action: str, body: dict[str, object]) -> None:
    case_id = await _case_id(world)
    caller = {**world.staff("COLLECTOR", "OUTLET_MANAGER", outlet=ELSEWHERE), "If-Match": '"v1"'}
    before = await world.service.published()
    assert (await world.service.post(f"/v1/cases/{case_id}/{action}", body, caller)).status_code == 404
    assert await world.service.published() == before
    assert await world.service.rows("SELECT * FROM contact") == []
    assert world.outside.disclosures == []


@pytest.mark.parametrize("role", ["OFFICER", "APPROVER", "OPERATIONS"])
async def test_other_roles_do_not_contact_debtors(world: World, role: str) -> None:
    case_id = await _case_id(world)
    answer = await world.contact(case_id, BODY, caller=world.staff(role))
    assert (answer.status_code, read_json(answer)["code"]) == (403, "platform.forbidden")


async def test_a_collector_may_not_release_a_hold_or_assign_a_case(world: World) -> None:
    case_id = await _case_id(world)
    caller = {**world.staff(), "If-Match": '"v1"'}
    assert (await world.service.post(f"/v1/cases/{case_id}/release", {}, caller)).status_code == 403
    assign = await world.service.post(f"/v1/cases/{case_id}/assign", {"collector": "collector.lin"}, caller)
    assert assign.status_code == 403


async def test_without_a_token_there_is_nothing(world: World) -> None:
    case_id = await _case_id(world)
    assert (await world.service.client.get("/v1/cases")).status_code == 401
    foreign = world.service.issuer.bearer(audience="credit", kind="staff", subject="x", roles=["COLLECTOR"], outlets=[OUTLET])
    assert (await world.service.get(f"/v1/cases/{case_id}", foreign)).status_code == 401


async def test_the_work_list_shows_the_callers_outlets_longest_overdue_first_and_masked(world: World) -> None:
    await world.overdue_customer(days=5)
    await world.overdue_customer(days=40)
    items = read_json(await world.service.get("/v1/cases?status=OPEN", world.staff()))["items"]
    assert [(item["days_past_due"], item["stage"], item["next_action"]) for item in items] == [
        (40, "M2", "VISIT"),
        (5, "M1", "ROBOT"),
    ]
    assert {item["masked_name"] for item in items} == {"测***"}
    elsewhere = await world.service.get("/v1/cases", world.staff("COLLECTOR", outlet=ELSEWHERE))
    assert read_json(elsewhere)["items"] == []
    head_office = await world.service.get("/v1/cases?stage=M2", world.staff("OPERATIONS", outlet="HEAD_OFFICE"))
    assert [item["days_past_due"] for item in read_json(head_office)["items"]] == [40]


async def test_the_work_list_comes_in_pages_that_neither_repeat_nor_skip(world: World) -> None:
    for days in range(1, 6):
        await world.overdue_customer(days=days)
    seen, path = [], "/v1/cases?page_size=2"
    while path:
        page = read_json(await world.service.get(path, world.staff()))
        seen += [item["days_past_due"] for item in page["items"]]
        path = f"/v1/cases?page_size=2&cursor={page['next_cursor']}" if page["next_cursor"] else ""
    assert seen == [5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    ("query", "status"), [("cursor=abc", 400), ("status=SLEEPING", 422), ("page_size=0", 422), ("color=red", 422)]
)
async def test_a_list_that_cannot_be_meant_is_refused(world: World, query: str, status: int) -> None:
    assert (await world.service.get(f"/v1/cases?{query}", world.staff())).status_code == status


async def test_a_cursor_of_other_filters_is_refused(world: World) -> None:
    for days in (1, 2):
        await world.overdue_customer(days=days)
    cursor = read_json(await world.service.get("/v1/cases?page_size=1", world.staff()))["next_cursor"]
    answer = await world.service.get(f"/v1/cases?page_size=1&status=OPEN&cursor={cursor}", world.staff())
    assert (answer.status_code, read_json(answer)["code"]) == (400, "platform.invalid-cursor")


async def test_a_borrower_sees_his_own_case_and_may_promise(world: World) -> None:
    party_id, _ = await world.overdue_customer(days=5)
    await world.overdue_customer(days=9)
    borrower = world.service.bearer(kind="borrower", subject="borrower-1")
    assert read_json(await world.service.get("/v1/cases", borrower))["code"] == "platform.identity-pending"
    await world.service.receive(onboarding.PartySubjectLinked(party_id=party_id, issuer=ISSUER, subject="borrower-1"))
    items = read_json(await world.service.get("/v1/cases", borrower))["items"]
    assert [item["party_id"] for item in items] == [party_id]
    answer = await world.promises(items[0]["case_id"], OVERDUE_FEN, TODAY + timedelta(days=1), caller=borrower)
    assert answer.status_code == 201
    other = next(case for case in await world.cases() if str(case["party_id"]) != party_id)
    assert (await world.promises(other["case_id"], OVERDUE_FEN, TODAY, caller=borrower)).status_code == 404
    assert (await world.contact(items[0]["case_id"], BODY, caller=borrower)).status_code == 403
    assert (await world.service.get(f"/v1/cases/{items[0]['case_id']}/history", borrower)).status_code == 403


async def test_the_name_and_number_come_from_the_vault_after_the_record_was_made(world: World) -> None:
    case_id = await _case_id(world)
    answer = await world.service.post(f"/v1/cases/{case_id}/disclosures", {"reason": "CONTACT"}, world.staff())
    assert read_json(answer) == {"case_id": case_id, "name": NAME, "phone": PHONE}
    assert answer.headers["cache-control"] == "no-store"
    history = read_json(await world.service.get(f"/v1/cases/{case_id}/history", world.staff()))["items"]
    assert (history[-1]["kind"], history[-1]["actor"]) == ("DebtorDisclosed", "staff:collector.lin")
    assert PHONE not in str(await world.service.rows("SELECT * FROM idempotency"))


@pytest.mark.parametrize(("vault", "status"), [(503, 503), (403, 403), (418, 503)])
async def test_without_the_vault_there_is_no_number(world: World, vault: int, status: int) -> None:
    case_id = await _case_id(world)
    world.outside.vault_status = vault
    answer = await world.service.post(f"/v1/cases/{case_id}/disclosures", {"reason": "CONTACT"}, world.staff())
    assert answer.status_code == status
    assert PHONE not in answer.text


async def test_a_closed_case_gives_no_purpose_to_see_the_number(world: World) -> None:
    party_id, loan_id = await world.overdue_customer()
    case_id = (await world.the_case())["case_id"]
    await world.is_cured(party_id, loan_id)
    answer = await world.service.post(f"/v1/cases/{case_id}/disclosures", {"reason": "CONTACT"}, world.staff())
    assert answer.status_code == 409
    assert world.outside.disclosures == []


async def test_the_process_record_tells_the_whole_story_in_order(world: World) -> None:
    party_id, loan_id = await world.overdue_customer(days=5)
    case_id = (await world.the_case())["case_id"]
    await world.contact(case_id, BODY, at="22:10")
    await world.contact(case_id, BODY)
    await world.promises(case_id, OVERDUE_FEN, TODAY + timedelta(days=1))
    await world.pays(party_id, loan_id, OVERDUE_FEN, overdue_fen=0)
    items = read_json(await world.service.get(f"/v1/cases/{case_id}/history", world.staff()))["items"]
    assert [item["kind"] for item in items] == [
        "CollectionCaseOpened",
        "CaseAssigned",
        "ContactBlocked",
        "ContactAttempted",
        "PromiseMade",
        "PromiseKept",
        "CaseClosed",
    ]
    assert items[2]["facts"]["rule_id"] == "R31"


async def test_two_managers_deciding_at_once_one_is_told_to_look_again(world: World) -> None:
    case_id = await _case_id(world)
    manager = {**world.staff("OUTLET_MANAGER"), "If-Match": '"v1"'}
    await world.service.client.put(
        "/v1/collectors/collector.mo", json={"outlet_id": OUTLET}, headers={**manager, "Idempotency-Key": new_id()}
    )
    path, body = f"/v1/cases/{case_id}/assign", {"collector": "collector.mo"}
    assert (await world.service.post(path, body, manager)).status_code == 200
    assert (await world.service.post(path, body, manager)).status_code == 412
    without = {name: value for name, value in manager.items() if name != "If-Match"}
    assert (await world.service.post(path, body, without)).status_code == 428
    nobody = await world.service.post(path, {"collector": "officer.zhou"}, {**manager, "If-Match": '"v2"'})
    assert (nobody.status_code, read_json(nobody)["code"]) == (422, "collections.not-a-collector-there")


async def test_a_manager_registers_collectors_of_his_own_outlet_only(world: World) -> None:
    headers = {**world.staff("OUTLET_MANAGER"), "Idempotency-Key": new_id()}
    answer = await world.service.client.put("/v1/collectors/collector.mo", json={"outlet_id": ELSEWHERE}, headers=headers)
    assert answer.status_code == 404


@pytest.mark.parametrize("case_id", ["1", "' OR 1=1", "018f0000-0000-7000-8000-00000000000Z"])
async def test_an_id_that_is_none_is_refused(world: World, case_id: str) -> None:
    assert (await world.service.get(f"/v1/cases/{case_id}", world.staff())).status_code == 422


async def test_an_id_nobody_has_is_not_found(world: World) -> None:
    assert (await world.service.get(f"/v1/cases/{new_id()}", world.staff())).status_code == 404
    assert (await world.contact(new_id(), BODY)).status_code == 404
