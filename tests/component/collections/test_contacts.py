"""Contacts pass the guard; what it forbids is refused and on record (domain.md 2.8.3)."""
from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from shared.db.unit_of_work import new_id
from shared.schemas.events import onboarding
from tests.component.collections.world import TODAY, World
from tests.support.service import read_json

CONNECTED = {"result": "CONNECTED"}
NO_ANSWER = {"result": "NO_ANSWER"}


async def _case_id(world: World, *, days: int = 5) -> str:
    await world.overdue_customer(days=days)
    return str((await world.the_case())["case_id"])


async def test_a_permitted_call_is_a_contact(world: World) -> None:
    case_id = await _case_id(world)
    answer = await world.contact(case_id, {**CONNECTED, "recording_reference": "rec-1"})
    assert answer.status_code == 201
    body = read_json(answer)
    assert (body["state"], body["result"], body["local_time"]) == ("DONE", "CONNECTED", "10:00")
    attempted = await world.events("ContactAttempted")
    assert [(item["contact_id"], item["channel"], item["result"]) for item in attempted] == [
        (body["contact_id"], "PHONE", "CONNECTED")
    ]


async def test_a_call_at_ten_past_ten_at_night_is_blocked_and_the_block_is_on_record(world: World) -> None:
    case_id = await _case_id(world)
    answer = await world.contact(case_id, CONNECTED, at="22:10")
    problem = read_json(answer)
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert (problem["code"], problem["facts"]["rule_id"]) == ("collections.contact-blocked", "R31")
    blocked = await world.events("ContactBlocked")
    assert [(item["rule_id"], item["local_time"], item["business_date"]) for item in blocked] == [
        ("R31", "22:10", TODAY.isoformat())
    ]
    assert blocked[0]["contact_id"] == problem["facts"]["contact_id"]
    assert await world.events("ContactAttempted") == []
    assert [row["state"] for row in await world.service.rows("SELECT state FROM contact")] == ["BLOCKED"]


async def test_a_repeated_request_gets_the_first_answer_and_is_blocked_once(world: World) -> None:
    case_id, key = await _case_id(world), new_id()
    first = await world.contact(case_id, CONNECTED, at="22:10", key=key)
    again = await world.contact(case_id, CONNECTED, at="22:10", key=key)
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(await world.events("ContactBlocked")) == 1


@pytest.mark.parametrize(
    ("body", "at", "rule_id"),
    [
        ({"person_role": "THIRD_PARTY", **CONNECTED}, "10:00", "R33"),
        ({"channel": "LOCATE", "person_role": "LISTED_CONTACT", **CONNECTED}, "10:00", "R33"),
        ({"channel": "VISIT", "team": 1, **CONNECTED}, "10:00", "R34"),
        ({"channel": "VISIT", "team": 2, **CONNECTED}, "20:00", "R34"),
        ({"channel": "SMS"}, "07:59", "R31"),
    ],
)
async def test_the_answer_names_the_rule(world: World, body: dict[str, object], at: str, rule_id: str) -> None:
    answer = await world.contact(await _case_id(world), body, at=at)
    assert (answer.status_code, read_json(answer)["facts"]["rule_id"]) == (409, rule_id)


async def test_the_fourth_connected_talk_of_a_day_is_blocked_and_the_next_day_is_new(world: World) -> None:
    case_id = await _case_id(world)
    answers = [await world.contact(case_id, CONNECTED) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [201, 201, 201, 409]
    assert read_json(answers[3])["facts"]["rule_id"] == "R32"
    await world.day_closes()
    assert (await world.contact(case_id, CONNECTED)).status_code == 201


async def test_the_seventh_unanswered_call_of_a_day_is_blocked_for_that_person(world: World) -> None:
    case_id = await _case_id(world)
    answers = [await world.contact(case_id, NO_ANSWER) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [201] * 6 + [409]
    guarantor = await world.contact(case_id, {**NO_ANSWER, "person_role": "GUARANTOR"})
    assert guarantor.status_code == 201


async def test_another_name_for_the_number_does_not_open_the_cap_again(world: World) -> None:
    case_id = await _case_id(world)
    for _ in range(6):
        await world.contact(case_id, {**NO_ANSWER, "phone_reference": "registered"})
    other_name = await world.contact(case_id, {**NO_ANSWER, "phone_reference": "shop"})
    other_role = await world.contact(
        case_id, {**NO_ANSWER, "person_role": "GUARANTOR", "phone_reference": "registered"}
    )
    assert (other_name.status_code, other_role.status_code) == (409, 409)


async def test_parallel_calls_never_exceed_three_connected_talks(world: World) -> None:
    case_id = await _case_id(world)
    answers = await asyncio.gather(*(world.contact(case_id, CONNECTED) for _ in range(12)))
    assert Counter(answer.status_code for answer in answers) == {201: 3, 409: 9}
    assert len(await world.events("ContactAttempted")) == 3
    assert {item["rule_id"] for item in await world.events("ContactBlocked")} == {"R32"}


async def test_parallel_reservations_never_exceed_three_even_unreported(world: World) -> None:
    case_id = await _case_id(world)
    answers = await asyncio.gather(*(world.contact(case_id, {}) for _ in range(12)))
    assert Counter(answer.status_code for answer in answers) == {201: 3, 409: 9}


async def test_a_reservation_reported_as_unanswered_makes_room_for_another_call(world: World) -> None:
    case_id = await _case_id(world)
    reserved = [read_json(await world.contact(case_id, {})) for _ in range(3)]
    assert {item["state"] for item in reserved} == {"RESERVED"}
    assert (await world.contact(case_id, {})).status_code == 409
    path = f"/v1/cases/{case_id}/contacts/{reserved[0]['contact_id']}/result"
    reported = await world.service.post(path, {"result": "NO_ANSWER"}, world.staff())
    assert (reported.status_code, read_json(reported)["state"]) == (200, "DONE")
    assert (await world.contact(case_id, {})).status_code == 201
    twice = await world.service.post(path, {"result": "CONNECTED"}, world.staff())
    assert (twice.status_code, read_json(twice)["code"]) == (409, "collections.contact-already-reported")


async def test_a_call_nobody_reported_is_closed_by_the_day_as_one_that_took_place(world: World) -> None:
    case_id = await _case_id(world)
    await world.contact(case_id, {})
    await world.day_closes()
    assert [item["result"] for item in await world.events("ContactAttempted")] == ["UNREPORTED"]


async def test_a_debtor_on_hold_is_not_dunned_until_released(world: World) -> None:
    case_id = await _case_id(world)
    manager = {**world.staff("OUTLET_MANAGER"), "If-Match": '"v1"'}
    held = await world.service.post(f"/v1/cases/{case_id}/hold", {"hold": "DISPUTE"}, manager)
    assert (held.status_code, read_json(held)["hold"]) == (200, "DISPUTE")
    assert read_json(await world.contact(case_id, CONNECTED))["facts"]["rule_id"] == "CASE_HOLD"
    stale = await world.service.post(f"/v1/cases/{case_id}/release", {}, manager)
    assert stale.status_code == 412
    released = await world.service.post(f"/v1/cases/{case_id}/release", {}, {**manager, "If-Match": '"v2"'})
    assert released.status_code == 200
    assert (await world.contact(case_id, CONNECTED)).status_code == 201


async def test_while_a_promise_is_open_there_is_one_reminder(world: World) -> None:
    case_id = await _case_id(world)
    await world.contact(case_id, CONNECTED)
    await world.promises(case_id, 124_000, TODAY + timedelta(days=3))
    answers = [await world.contact(case_id, NO_ANSWER) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 409]
    assert read_json(answers[1])["facts"]["rule_id"] == "OPEN_PROMISE"


async def test_who_agreed_to_any_hour_may_be_called_at_night_until_he_takes_it_back(world: World) -> None:
    case_id = await _case_id(world)
    party_id, consent_id = str((await world.the_case())["party_id"]), new_id()
    await world.service.receive(
        onboarding.ConsentGranted(
            party_id=party_id,
            consent_id=consent_id,
            purpose="COLLECTION_ANY_HOUR",
            text_version="v1",
            separate=True,
            valid_to=TODAY + timedelta(days=30),
        )
    )
    assert (await world.contact(case_id, CONNECTED, at="22:10")).status_code == 201
    await world.service.receive(
        onboarding.ConsentWithdrawn(party_id=party_id, consent_id=consent_id, purpose="COLLECTION_ANY_HOUR")
    )
    assert (await world.contact(case_id, CONNECTED, at="22:10")).status_code == 409


async def test_a_lost_debtors_listed_contact_may_be_asked_once_a_day(world: World) -> None:
    case_id = await _case_id(world)
    for _ in range(3):
        await world.contact(case_id, NO_ANSWER)
    await world.day_closes()
    locate = {"channel": "LOCATE", "person_role": "LISTED_CONTACT", **CONNECTED}
    assert (await world.contact(case_id, locate)).status_code == 409
    for _ in range(2):
        await world.contact(case_id, NO_ANSWER)
    answers = [await world.contact(case_id, locate) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 409]
    assert read_json(answers[1])["facts"]["rule_id"] == "R32"


async def test_nobody_is_contacted_about_a_closed_case(world: World) -> None:
    party_id, loan_id = await world.overdue_customer()
    case_id = (await world.the_case())["case_id"]
    await world.is_cured(party_id, loan_id)
    answer = await world.contact(case_id, CONNECTED)
    assert (answer.status_code, read_json(answer)["code"]) == (409, "collections.case-closed")
    assert await world.service.rows("SELECT * FROM contact") == []


@pytest.mark.parametrize(
    "body",
    [
        {"channel": "FAX"},
        {"person_role": "NEIGHBOUR"},
        {"result": "SENT"},
        {"team": 0},
        {"team": 2.5},
        {"team": "2"},
        {"phone_reference": "13800001234"},
        {"recording_reference": "13800001234"},
        {"channel": "SMS", "result": "CONNECTED"},
        {"unknown": 1},
    ],
)
async def test_bad_input_is_refused_and_nothing_is_stored(world: World, body: dict[str, object]) -> None:
    answer = await world.contact(await _case_id(world), body)
    assert answer.status_code == 422
    assert b"13800001234" not in answer.content
    assert await world.service.rows("SELECT * FROM contact") == []
    assert await world.events("ContactAttempted", "ContactBlocked") == []
