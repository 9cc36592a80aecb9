"""People over HTTP: swapped behaviours swap outcomes, promises are kept, registration is idempotent."""
from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from tests.component.sandbox.world import RunningWorld, person

DUE = date(2027, 2, 5)


def contact(on: date, **changes: Any) -> dict[str, Any]:
    return {"channel": "PHONE", "local_time": "10:00", "overdue_fen": 50_00, "business_date": on.isoformat(), **changes}


async def outcomes(world: RunningWorld, mandate_id: str, name: str) -> list[str]:
    """Twelve monthly debits."""
    days = [DUE + timedelta(days=30 * month) for month in range(12)]
    return [(await world.debit(f"{name}-{on}", on.isoformat(), (mandate_id, 50_00)))[0]["status"] for on in days]


async def test_swapping_two_peoples_behaviour_swaps_their_outcomes(world: RunningWorld) -> None:
    good, bad = {"kind": "GOOD", "seed": 1}, {"kind": "BAD", "seed": 5}
    people = [person(1, good), person(2, bad), person(3, good), person(4, bad)]
    await world.enter(*people)
    first, second, third, fourth = [await world.mandate(one) for one in people]
    before = await outcomes(world, first, "a"), await outcomes(world, second, "b")
    for subject, behaviour in [("person-3", bad), ("person-4", good)]:
        assert (await world.steer("PATCH", f"/sandbox/v1/people/{subject}/behaviour", behaviour)).status_code == 204
    after = await outcomes(world, third, "c"), await outcomes(world, fourth, "d")
    assert after == (before[1], before[0])
    assert before[0] == ["PAID"] * 12
    assert "REFUSED" in before[1]


async def test_the_overdue_journey_misses_promises_and_pays_from_a_deposit(world: RunningWorld) -> None:
    script = [{"instalment": 1, "reaction": "WAITS", "days": 2}]
    one = person(1, {"kind": "SCRIPT", "script": script})
    await world.enter(one)
    mandate_id = await world.mandate(one)
    assert (await world.debit("B1", DUE.isoformat(), (mandate_id, 50_00)))[0]["status"] == "REFUSED"
    night = await world.steer("POST", "/sandbox/v1/people/person-1/contacts", contact(DUE, local_time="22:10"))
    assert night.json() == {"result": "NO_ANSWER", "promise": None}
    by_mandate = f"/sandbox/v1/people/by-mandate/{mandate_id}/contacts"
    day = await world.call("POST", by_mandate, contact(DUE), by="collections", scope="people:contacts")
    assert day.json() == {"result": "CONNECTED", "promise": {"amount_fen": 50_00, "due_date": "2027-02-07"}}
    await world.steer("POST", "/sandbox/v1/people/person-1/deposits", {"amount_fen": 60_00, "business_date": "2027-02-07"})
    assert (await world.debit("B2", "2027-02-07", (mandate_id, 51_00)))[0]["status"] == "PAID"
    assert (await world.debit("B3", "2027-03-05", (mandate_id, 50_00)))[0]["status"] == "PAID"


async def test_the_same_people_again_change_nothing_and_others_numbers_are_refused(world: RunningWorld) -> None:
    one = person(1)
    assert await world.enter(one, person(2)) == ["C000000001", "C000000002"]
    assert await world.enter(person(2), person(3), one) == ["C000000002", "C000000003", "C000000001"]
    for thief in (person(4, id_number=one["id_number"]), person(4, card_number=one["card_number"]), person(4, subject="person-1")):
        answer = await world.steer("POST", "/sandbox/v1/people", [thief])
        assert (answer.status_code, answer.json()["code"]) == (409, "sandbox.person-conflict")
        assert one["id_number"] not in answer.text
    twice = await world.steer("POST", "/sandbox/v1/people", [person(5), person(5)])
    assert twice.json()["code"] == "sandbox.repeated-item"
    assert len(await world.rows("SELECT subject FROM person")) == 3


async def test_the_tool_sees_conduct_and_the_bank_does_not(world: RunningWorld) -> None:
    await world.enter(person(1, {"kind": "NEVER_PAYS"}))
    life = (await world.steer("GET", "/sandbox/v1/people/person-1")).json()
    assert (life["behaviour"]["kind"], life["conduct"]["payments"]) == ("NEVER_PAYS", 0)
    for method, path in [("GET", "/sandbox/v1/people/person-1"), ("POST", "/sandbox/v1/people"), ("PUT", "/sandbox/v1/faults")]:
        assert (await world.call(method, path, {})).status_code == 403
    assert (await world.steer("GET", "/sandbox/v1/people/nobody")).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"business_date": "9999-12-31"}, {"business_date": "1999-12-31"}, {"local_time": "24:00"}, {"overdue_fen": 0}, {"channel": "phone"}],
)
async def test_an_impossible_contact_is_refused(world: RunningWorld, wrong: dict[str, Any]) -> None:
    await world.enter(person(1))
    answer = await world.steer("POST", "/sandbox/v1/people/person-1/contacts", {**contact(DUE), **wrong})
    assert (answer.status_code, answer.json()["code"]) == (422, "platform.invalid-request")


@pytest.mark.parametrize("name", ["\x00", "a\u202eb", "\ud800", "", "x" * 201, 5, None])
async def test_odd_names_are_refused_and_not_repeated(world: RunningWorld, name: object) -> None:
    body = json.dumps([person(1, name=name)]).encode()
    bearer = {"Authorization": f"Bearer {await world.token('o2o-tool')}", "Content-Type": "application/json"}
    answer = await world.client.post("/sandbox/v1/people", content=body, headers=bearer)
    assert answer.status_code == 422
    assert await world.rows("SELECT subject FROM person") == []


async def test_a_scripted_lapse_out_of_range_is_refused(world: RunningWorld) -> None:
    crooked = person(1, {"kind": "SCRIPT", "script": [{"instalment": 0, "reaction": "STOPS"}]})
    assert (await world.steer("POST", "/sandbox/v1/people", [crooked])).status_code == 422
