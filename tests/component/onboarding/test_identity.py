"""Proving who one is: what is sent, what is stored, what happens when nobody answers (R23-R26)."""
from __future__ import annotations

import httpx
import pytest

from shared.db.unit_of_work import new_id
from tests.component.onboarding.world import CANARY, World, code_of
from tests.support.service import read_json


async def test_each_method_sends_only_what_it_compares(world: World) -> None:
    party_id = await world.register(**CANARY)
    await world.verify(party_id, "ID_DOCUMENT")
    await world.verify(party_id, "CARD_FOUR_FACTOR")
    await world.verify(party_id, "ONE_TIME_CODE", code="123456")
    sent = [set(body) for _, body in world.outside.asked]
    assert sent == [
        {"method", "name", "id_number"},
        {"method", "name", "id_number", "phone", "card_number"},
        {"method", "name", "id_number", "phone", "code"},
    ]
    document = {"method": "ID_DOCUMENT", "name": CANARY["name"], "id_number": CANARY["id_number"]}
    assert world.outside.asked[0] == ("/identity/v1/verifications", document)
    rows = await world.service.rows("SELECT action, ground FROM vault_access ORDER BY access_id")
    assert [(row["action"], row["ground"]) for row in rows] == [
        ("VERIFY", "ID_DOCUMENT"), ("VERIFY", "CARD_FOUR_FACTOR"), ("VERIFY", "ONE_TIME_CODE"),
    ]


async def test_matches_lead_to_a_level_and_the_others_are_told(world: World) -> None:
    party_id = await world.register()
    one_time = read_json(await world.verify(party_id, "ONE_TIME_CODE", code="123456"))
    assert (one_time["result"], one_time["level"]) == ("MATCH", 0)
    document = read_json(await world.verify(party_id, "ID_DOCUMENT"))
    card = read_json(await world.verify(party_id, "CARD_FOUR_FACTOR"))
    assert (document["level"], card["level"], card["valid_to"]) == (1, 2, "2027-11-22")
    told = [payload for name, payload in await world.service.published() if name == "IdentityVerified"]
    assert [(event["level"], event["methods"]) for event in told] == [
        (1, ["ID_DOCUMENT", "ONE_TIME_CODE"]),
        (2, ["CARD_FOUR_FACTOR", "ID_DOCUMENT", "ONE_TIME_CODE"]),
    ]
    assert {document["verification_id"], card["verification_id"]} <= set(told[1]["evidence_ids"])
    shown = read_json(await world.service.get("/v1/parties/me", world.borrower()))
    assert shown["identity"]["level"] == 2


@pytest.mark.parametrize("result", ["MISMATCH", "UNKNOWN"])
async def test_anything_but_a_match_proves_nothing(world: World, result: str) -> None:
    party_id = await world.register()
    world.outside.results["ID_DOCUMENT"] = result
    answer = read_json(await world.verify(party_id, "ID_DOCUMENT"))
    assert (answer["result"], answer["level"], answer["valid_to"]) == (result, 0, None)
    failed = dict(await world.service.published())["IdentityVerificationFailed"]
    assert failed == {"party_id": party_id, "method": "ID_DOCUMENT", "reason": result}


@pytest.mark.parametrize(
    "fault",
    [
        503, 500, 404, 400, httpx.ReadTimeout("slow"), httpx.ConnectError("down"),
        "not json", '{"result": "YES", "reference": "r"}', '{"result": "MATCH"}',
    ],
)
async def test_a_silent_or_senseless_source_is_a_503_and_never_a_match(world: World, fault: int | Exception | str) -> None:
    party_id = await world.register(**CANARY)
    world.outside.fault = fault
    key = new_id()
    path, body = f"/v1/parties/{party_id}/identity-verifications", {"method": "ID_DOCUMENT"}
    answer = await world.service.post(path, body, world.borrower(), key)
    assert (answer.status_code, code_of(answer), read_json(answer)["retryable"]) == (503, "platform.unavailable", True)
    assert answer.headers["retry-after"]
    assert not [value for value in CANARY.values() if value in answer.text]
    assert await world.service.rows("SELECT verification_id FROM identity_verification") == []
    world.outside.fault = None
    again = await world.service.post(path, body, world.borrower(), key)
    assert (again.status_code, read_json(again)["level"]) == (201, 1)


async def test_a_repeated_try_does_not_ask_outside_again(world: World) -> None:
    party_id = await world.register()
    key = new_id()
    path, body = f"/v1/parties/{party_id}/identity-verifications", {"method": "ID_DOCUMENT"}
    first = await world.service.post(path, body, world.borrower(), key)
    second = await world.service.post(path, body, world.borrower(), key)
    assert first.content == second.content
    assert len(world.outside.asked) == 1


async def test_the_sixth_wrong_try_of_a_day_is_not_asked(world: World) -> None:
    party_id = await world.register()
    world.outside.results["CARD_FOUR_FACTOR"] = "MISMATCH"
    for _ in range(5):
        assert (await world.verify(party_id, "CARD_FOUR_FACTOR")).status_code == 201
    answer = await world.verify(party_id, "CARD_FOUR_FACTOR")
    assert (answer.status_code, code_of(answer)) == (409, "onboarding.too-many-verification-failures")
    assert len(world.outside.asked) == 5


async def test_a_one_time_code_is_sent_after_the_commit_to_the_phone_in_the_vault(world: World) -> None:
    party_id = await world.register(**CANARY)
    answer = await world.service.post(f"/v1/parties/{party_id}/one-time-codes", {}, world.borrower())
    assert (answer.status_code, read_json(answer)) == (202, {"status": "SENDING"})
    assert world.outside.asked == []
    await world.service.settle()
    assert world.outside.asked == [("/sms/v1/one-time-codes", {"phone": CANARY["phone"]})]
    payloads = await world.service.rows("SELECT payload, done_at IS NOT NULL AS done FROM due_command")
    assert payloads == [{"payload": {"party_id": party_id}, "done": True}]


async def test_five_codes_in_a_day_are_the_most(world: World) -> None:
    party_id = await world.register()
    path = f"/v1/parties/{party_id}/one-time-codes"
    for _ in range(5):
        assert (await world.service.post(path, {}, world.borrower())).status_code == 202
    answer = await world.service.post(path, {}, world.borrower())
    assert (answer.status_code, code_of(answer)) == (409, "onboarding.too-many-one-time-codes")


async def test_a_one_time_code_needs_its_code_and_others_cannot_try(world: World) -> None:
    party_id = await world.register("person-1", 1)
    await world.register("person-2", 2)
    missing = await world.verify(party_id, "ONE_TIME_CODE")
    assert (missing.status_code, code_of(missing)) == (422, "onboarding.one-time-code-required")
    stranger = await world.verify(party_id, "ID_DOCUMENT", "person-2")
    assert (stranger.status_code, code_of(stranger)) == (404, "platform.not-found")
    assert world.outside.asked == []
