"""Whatever is sent: a coded problem, no echo of it, nothing stored (issue's bad-input list)."""
from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from shared.db.unit_of_work import new_id
from tests.component.onboarding.world import CANARY, OUTLET, World, application, code_of, person
from tests.support.service import read_json

NOBODY = "01890000-0000-7000-8000-000000000000"
BODIES: dict[str, Any] = {
    "/v1/sessions": {"channel_code": "APP", "scene_code": "PAYDAY", "outlet_id": OUTLET},
    "/v1/parties": person(),
    "/v1/party-searches": {"field": "phone", "value": "13800000000"},
    f"/v1/parties/{NOBODY}/unmask": {"fields": ["name"], "reason": "call back"},
    "/v1/consents": {"party_id": NOBODY, "purpose": "PROFILING", "text_version": "profiling-v1", "separate": False},
    f"/v1/parties/{NOBODY}/identity-verifications": {"method": "ID_DOCUMENT"},
    "/v1/applications": application(NOBODY),
    f"/v1/applications/{NOBODY}/approve": {"amount_fen": 1, "term_months": 1, "annual_rate": "0.07"},
    f"/v1/applications/{NOBODY}/decline": {"reasons": ["X"]},
    "/internal/v1/party-disclosures": {"party_id": NOBODY, "fields": ["name"], "purpose": "DECISION"},
}
BARE = [
    f"/v1/consents/{NOBODY}/withdraw",
    f"/v1/parties/{NOBODY}/one-time-codes",
    f"/v1/applications/{NOBODY}/submit",
    f"/v1/applications/{NOBODY}/withdraw",
]
SQL, TEMPLATE, NO_FACTS = "'; DROP TABLE party;--", "{{7*7}}", dict[str, int]()
NOT_A_VALUE: list[Any] = [None, True, 1, -1, 1.5, "", "x" * 10_000, "\u202e", [], NO_FACTS, SQL, TEMPLATE]
FITS: dict[str, tuple[Any, ...]] = {
    "session_id": (None,), "trade_code": (None,), "separate": (True,), "facts": (NO_FACTS,), "reason": (SQL, TEMPLATE),
    "amount_fen": (1,), "term_months": (1,),
}
"""Values of the list that a field may lawfully have."""


def send_as(world: World, path: str) -> dict[str, str]:
    """The caller the route is for."""
    if path.startswith("/internal"):
        return world.neighbour("scoring")
    if path.endswith(("/unmask", "/party-searches")):
        return world.staff("COMPLIANCE")
    return world.staff("APPROVER") if path.endswith(("/approve", "/decline")) else world.borrower()


async def nothing_stored(world: World) -> bool:
    tables = ("party", "consent", "application", "acquisition_session", "identity_verification", "outbox", "vault_access")
    counts = [await world.service.rows(f"SELECT count(*) AS n FROM {table}") for table in tables]
    return not any(rows[0]["n"] for rows in counts)


@pytest.mark.parametrize("path", list(BODIES))
async def test_every_field_refuses_what_it_is_not(world: World, path: str) -> None:
    caller = {**send_as(world, path), "If-Match": '"v1"'}
    for field in BODIES[path]:
        for value in NOT_A_VALUE:
            if any(value is fit for fit in FITS.get(field, ())):
                continue
            answer = await world.service.post(path, {**BODIES[path], field: value}, caller)
            assert answer.status_code in (400, 422), (field, value, answer.text)
            assert "DROP TABLE" not in answer.text
            assert "x" * 100 not in answer.text
    assert await nothing_stored(world)


@pytest.mark.parametrize("path", list(BODIES))
async def test_unknown_and_missing_fields_are_refused_without_an_echo(world: World, path: str) -> None:
    caller = {**send_as(world, path), "If-Match": '"v1"'}
    for body in ({**BODIES[path], "status": CANARY["id_number"]}, {**BODIES[path], CANARY["id_number"]: CANARY["phone"]}, {}, [], "text"):
        answer = await world.service.post(path, body, caller)
        assert (answer.status_code, code_of(answer)) == (422, "platform.invalid-request"), body
        assert not [value for value in CANARY.values() if value in answer.text]
    assert await nothing_stored(world)


@pytest.mark.parametrize("path", ["/v1/applications", f"/v1/applications/{NOBODY}/approve"])
async def test_amounts_are_whole_fen_in_range(world: World, path: str) -> None:
    for amount in ("0", "-1", "1.5", "1e3", '"100"', "true", "10000000000001", "9223372036854775808", "NaN", "null"):
        body = json.dumps({**BODIES[path], "amount_fen": 0}).replace('"amount_fen": 0', f'"amount_fen": {amount}')
        headers = {**send_as(world, path), "If-Match": '"v1"', "Content-Type": "application/json", "Idempotency-Key": new_id()}
        answer = await world.service.client.post(path, content=body, headers=headers)
        assert (amount, answer.status_code) == (amount, 400 if amount == "NaN" else 422)
        assert code_of(answer).startswith("platform.")


@pytest.mark.parametrize("path", [*BODIES, *BARE])
async def test_the_edge_refuses_before_anything_runs(world: World, path: str) -> None:
    body, caller = BODIES.get(path, {}), send_as(world, path)
    keyed = {**caller, "Idempotency-Key": new_id()}
    expired = world.service.bearer(kind="borrower", subject="person-1", lifetime=timedelta(minutes=-1))
    foreign = world.service.issuer.bearer(audience="credit", kind="borrower", subject="person-1")
    client, raw = world.service.client, json.dumps(body).encode()
    json_type = {"Content-Type": "application/json"}
    seen = [
        (await client.post(path, json=body, headers={"Idempotency-Key": new_id()})).status_code,
        (await client.post(path, json=body, headers={**expired, "Idempotency-Key": new_id()})).status_code,
        (await client.post(path, json=body, headers={**foreign, "Idempotency-Key": new_id()})).status_code,
        (await client.post(path, content=raw, headers={**keyed, "Content-Type": "text/plain"})).status_code,
        (await client.post(path, content=b'{"a":1,"a":2}', headers={**keyed, **json_type})).status_code,
        (await client.post(path, content=b"[" * 100_000, headers={**keyed, **json_type})).status_code,
        (await client.post(path, content=b'"' + b"x" * 300_000 + b'"', headers={**keyed, **json_type})).status_code,
    ]
    assert seen == [401, 401, 401, 415, 400, 400, 413]
    assert await nothing_stored(world)


@pytest.mark.parametrize("path", [p for p in (*BODIES, *BARE) if not p.endswith(("/unmask", "/party-searches", "/party-disclosures"))])
async def test_a_write_without_a_key_is_refused(world: World, path: str) -> None:
    answer = await world.service.client.post(path, json=BODIES.get(path, {}), headers={**send_as(world, path), "If-Match": '"v1"'})
    assert (answer.status_code, code_of(answer)) == (400, "platform.idempotency-key-missing")


async def test_ids_that_are_none_find_nothing(world: World) -> None:
    for bad_id in ("1", "../etc/passwd", "NULL", "%27%20OR%201=1", NOBODY.replace("0", "A"), "x" * 300):
        for path in (f"/v1/parties/{bad_id}", f"/v1/applications/{bad_id}"):
            answer = await world.service.get(path, world.staff("COMPLIANCE"))
            assert answer.status_code in (404, 422), bad_id
            assert code_of(answer).startswith("platform.")


async def test_list_parameters_are_checked_and_a_page_is_cut_at_two_hundred(world: World) -> None:
    officer, path = world.staff("OFFICER"), "/v1/applications"
    for query in ("page_size=0", "page_size=-1", "page_size=x", "status=NO", "cursor=" + "x" * 600, "outlet_id=A%20B", "unknown=1"):
        answer = await world.service.get(f"{path}?{query}", officer)
        assert (query, answer.status_code, code_of(answer)) == (query, 422, "platform.invalid-request")
    answer = await world.service.get(f"{path}?page_size=100000", officer)
    assert (answer.status_code, read_json(answer)["items"]) == (200, [])


async def test_a_malformed_if_match_is_named(world: World) -> None:
    path = f"/v1/applications/{NOBODY}/decline"
    for tag in ("v1", '"1"', '"v-1"', 'W/"v1"', '"v1", "v2"', "*"):
        answer = await world.service.post(path, BODIES[path], {**world.staff("APPROVER"), "If-Match": tag})
        assert (tag, answer.status_code, code_of(answer)) == (tag, 400, "platform.header-malformed")
