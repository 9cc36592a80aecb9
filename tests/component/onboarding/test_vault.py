"""The vault gives what a purpose carries, to whom it is for, on record, and leaks nowhere (R28)."""
from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from shared.db.unit_of_work import new_id
from tests.component.onboarding.test_human_decisions import TERMS, act, approver
from tests.component.onboarding.world import CANARY, OUTLET, World, code_of, onboarding
from tests.support.postgres import PostgresForTests
from tests.support.service import read_json

ALL = ["name", "id_number", "phone", "card_number", "division_code"]


async def ask(world: World, service: str, party_id: str, fields: list[str], purpose: str, **token: Any) -> httpx.Response:
    """No Idempotency-Key: answers of the vault are never stored."""
    body = {"party_id": party_id, "fields": fields, "purpose": purpose}
    return await world.service.client.post("/internal/v1/party-disclosures", json=body, headers=world.neighbour(service, **token))


async def test_scoring_learns_who_to_ask_about_while_the_consents_hold(world: World) -> None:
    party_id = await world.ready_to_apply(**CANARY)
    answer = await ask(world, "scoring", party_id, ["name", "id_number", "division_code"], "DECISION")
    assert read_json(answer) == {
        "party_id": party_id,
        "fields": {"name": CANARY["name"], "id_number": CANARY["id_number"], "division_code": "331003"},
    }
    ledger = read_json(await world.service.get("/v1/consents", world.borrower()))["items"]
    await world.service.post(f"/v1/consents/{ledger[0]['consent_id']}/withdraw", {}, world.borrower())
    refused = await ask(world, "scoring", party_id, ["name"], "DECISION")
    assert (refused.status_code, code_of(refused)) == (409, "onboarding.consent-missing")
    rows = await world.service.rows("SELECT actor, ground, fields FROM vault_access WHERE action = 'DISCLOSE'")
    assert rows == [{"actor": "service:scoring", "ground": "DECISION", "fields": ["name", "id_number", "division_code"]}]


async def test_contract_payment_and_collection_wait_for_an_approved_application(world: World) -> None:
    party_id, application_id = await world.submitted(**CANARY)
    wanted = (("credit", ALL, "CONTRACT"), ("credit", ALL[:2] + ALL[3:4], "PAYMENT"), ("collections", ["name", "phone"], "COLLECTION"))
    for service, fields, purpose in wanted:
        early = await ask(world, service, party_id, fields, purpose)
        assert (early.status_code, code_of(early)) == (403, "onboarding.disclosure-without-contract")
    await world.decide(party_id, application_id, "APPROVED")
    everything = {**CANARY, "division_code": "331003"}
    for service, fields, purpose in wanted:
        answer = await ask(world, service, party_id, fields, purpose)
        assert read_json(answer)["fields"] == {name: everything[name] for name in fields}


@pytest.mark.parametrize(
    ("service", "fields", "purpose", "token", "refusal"),
    [
        ("collections", ["id_number"], "COLLECTION", {}, (403, "onboarding.disclosure-refused")),
        ("scoring", ["card_number"], "DECISION", {}, (403, "onboarding.disclosure-refused")),
        ("credit", ["name"], "DECISION", {}, (403, "onboarding.disclosure-refused")),
        ("ops", ["name"], "COLLECTION", {}, (403, "onboarding.disclosure-refused")),
        ("scoring", ["name"], "DECISION", {"scope": "onboarding:other"}, (403, "platform.forbidden")),
        ("scoring", ["name"], "MARKETING", {}, (422, "platform.invalid-request")),
        ("scoring", ["address"], "DECISION", {}, (422, "platform.invalid-request")),
        ("scoring", [], "DECISION", {}, (422, "platform.invalid-request")),
    ],
)
async def test_the_wrong_service_field_scope_or_purpose_gets_nothing(
    world: World, service: str, fields: list[str], purpose: str, *, token: dict[str, str], refusal: tuple[int, str]
) -> None:
    party_id = await world.ready_to_apply(**CANARY)
    answer = await ask(world, service, party_id, fields, purpose, **token)
    assert (answer.status_code, code_of(answer)) == refusal
    assert not [value for value in CANARY.values() if value in answer.text]
    assert await world.service.rows("SELECT access_id FROM vault_access WHERE action = 'DISCLOSE'") == []


async def test_people_and_unknown_parties_get_nothing(world: World) -> None:
    party_id = await world.ready_to_apply(**CANARY)
    body = {"party_id": party_id, "fields": ["name"], "purpose": "DECISION"}
    for caller in (world.borrower(), world.staff("COMPLIANCE")):
        answer = await world.service.client.post("/internal/v1/party-disclosures", json=body, headers=caller)
        assert (answer.status_code, code_of(answer)) == (403, "platform.forbidden")
    unknown = await ask(world, "scoring", new_id(), ["name"], "DECISION")
    assert (unknown.status_code, code_of(unknown)) == (404, "platform.not-found")


async def test_values_are_sealed_apart_bound_to_their_place_and_readable_by_their_key_alone(world: World) -> None:
    await world.register("person-1", 1, phone="13800000001", card_number="6217000000000000012")
    await world.register("person-2", 2, phone="13800000001", card_number="6217000000000000012")
    first, second = await world.service.rows("SELECT * FROM party_vault ORDER BY party_id")
    assert first["phone"] != second["phone"]
    assert first["phone_hash"] == second["phone_hash"]
    assert first["phone"].startswith(b"k1:")
    async with world.service.runtime.engine.begin() as connection:
        await connection.exec_driver_sql(
            "UPDATE party_vault SET phone = other.phone FROM party_vault other WHERE other.party_id <> party_vault.party_id"
        )
    moved = await world.service.post(
        f"/v1/parties/{first['party_id']}/unmask", {"fields": ["phone"], "reason": "call back"}, world.staff("OFFICER")
    )
    assert (moved.status_code, code_of(moved)) == (500, "platform.unexpected")
    assert "13800000001" not in moved.text


async def test_a_canary_never_leaves_the_vault(capsys: pytest.CaptureFixture[str], postgres: PostgresForTests) -> None:
    """Every flow of the service, then: no value of the vault in an answer, an event, a log or another table."""
    answers: list[httpx.Response] = []

    async def remember(response: httpx.Response) -> None:
        await response.aread()
        answers.append(response)

    async with onboarding(postgres, log_level="DEBUG") as world:
        world.service.client.event_hooks["response"].append(remember)
        await run_every_flow(world)
        stored = await everything_stored(world)
        events = [str(record.headers) + record.value.decode() for log in world.service.broker.logs.values() for record in log]
    seen = [text for answer in answers for text in (answer.text, str(answer.headers))]
    logs = capsys.readouterr()
    assert min(len(seen) // 50, len(stored) // 15, len(events) // 8, logs.out.count('"event": "request"') // 20) > 0
    for place in (*seen, *stored, *events, logs.out, logs.err):
        leaked = [name for name, value in CANARY.items() if value in place]
        assert not leaked, place[:500]


async def run_every_flow(world: World) -> None:
    """One customer's whole way, and others who look at him."""
    post = world.service.post
    scan = {"channel_code": "STREET_QR", "scene_code": "SHOP_STREET", "outlet_id": OUTLET}
    session_id = read_json(await post("/v1/sessions", scan, world.borrower()))["session_id"]
    party_id, application_id = await world.submitted(**CANARY, session_id=session_id)
    await world.verify(party_id, "ONE_TIME_CODE", code="654321")
    await post(f"/v1/parties/{party_id}/one-time-codes", {}, world.borrower())
    await world.service.settle()
    await post("/v1/party-searches", {"field": "phone", "value": CANARY["phone"]}, world.staff("OFFICER"))
    await world.decide(party_id, application_id, "REFERRED")
    await act(world, application_id, "approve", TERMS, approver(world))
    await world.register("person-2", 2)
    for path in (f"/v1/parties/{party_id}", f"/v1/applications/{application_id}", "/v1/applications", "/v1/consents", "/v1/parties/me"):
        for caller in (world.borrower(), world.borrower("person-2"), world.staff("OFFICER"), world.neighbour("credit")):
            await world.service.get(path, caller)
    await post("/v1/parties", {**CANARY, CANARY["id_number"]: CANARY["phone"]}, world.borrower("person-3"))


async def everything_stored(world: World) -> list[str]:
    """Every table as text, stored answers decoded."""
    tables = await world.service.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    rows = [await world.service.rows(f"SELECT * FROM {table['tablename']}") for table in tables]
    bodies = await world.service.rows("SELECT convert_from(body, 'UTF8') AS text FROM idempotency")
    return [json.dumps(found, default=str, ensure_ascii=False) for found in [*rows, bodies]]
