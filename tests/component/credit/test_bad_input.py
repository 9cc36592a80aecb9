"""Whatever is sent: a coded problem, no echo of it, nothing stored."""
from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared.db.unit_of_work import new_id
from tests.component.credit.world import World

NOBODY = "01890000-0000-7000-8000-000000000000"
MARK = "CANARY-" + "9" * 30
BODIES: dict[str, dict[str, Any]] = {
    f"/v1/contracts/{NOBODY}/sign": {"document_hash": "0" * 64, "method": "SMS_CODE", "account": "registered"},
    "/v1/cost-sheets": {"line_id": NOBODY, "amount_fen": 10_000_00, "term_months": 12, "method": "EQ_INST"},
    f"/v1/cost-sheets/{NOBODY}/confirm": {"hash": "0" * 64, "channel": "APP"},
    f"/v1/lines/{NOBODY}/drawdowns": {
        "amount_fen": 10_000_00,
        "term_months": 12,
        "method": "EQ_INST",
        "purpose_code": "STOCK",
        "cost_sheet_id": NOBODY,
    },
    f"/v1/loans/{NOBODY}/repayments": {"amount_fen": 1, "kind": "DUE"},
}
WRONG: dict[str, list[Any]] = {
    "amount_fen": [0, -1, 1.5, 1e3, "100", True, None, 10**13 + 1, 2**63, [], {}],
    "term_months": [0, -1, 361, 1.0, "12", True, None],
    "method": ["BALLOON", "eq_inst", 1, None, "'; DROP TABLE loan;--"],
    "kind": ["REVERSAL", "due", None],
    "purpose_code": ["", "stock", "A" * 41, "买房", "A\u0000B", "<script>", None],
    "cost_sheet_id": ["1", NOBODY.replace("7", "A"), NOBODY + " ", "../../etc", None],
    "line_id": ["1", "{{7*7}}", None],
    "document_hash": ["0" * 63, "G" * 64, None],
    "hash": ["0" * 65, "", None],
    "channel": ["app", "", "A" * 41],
    "account": ["6222020200001234567", "other", None],
}


async def borrower(world: World) -> dict[str, str]:
    """A customer the bank knows."""
    return (await world.customer()).headers


async def stored(world: World) -> list[dict[str, Any]]:
    """Rows that a refused request must not leave."""
    tables = ("idempotency", "cost_sheet", "drawdown", "repayment", "due_command")
    return [row for table in tables for row in await world.service.rows(f"SELECT * FROM {table}")]


@pytest.mark.parametrize("path", BODIES)
async def test_every_field_refuses_what_it_is_not(world: World, path: str) -> None:
    caller = await borrower(world)
    for field in BODIES[path]:
        for value in WRONG.get(field, [MARK, 7, None]):
            answer = await world.service.post(path, {**BODIES[path], field: value}, caller)
            assert (answer.status_code, answer.json()["code"]) == (422, "platform.invalid-request"), (field, value)
            assert answer.json()["errors"][0]["pointer"].endswith(field)
            assert MARK not in answer.text
    assert await stored(world) == []


@pytest.mark.parametrize("path", BODIES)
async def test_unknown_missing_and_misshapen_bodies_are_refused(world: World, path: str) -> None:
    caller = await borrower(world)
    smuggled = {**BODIES[path], "status": "ACTIVE", "annual_rate": MARK}
    for body in (smuggled, {}, [], "text", 1, None):
        answer = await world.service.post(path, body, caller)
        assert answer.status_code == 422, (body, answer.text)
        assert MARK not in answer.text
    assert await stored(world) == []


@pytest.mark.parametrize("path", BODIES)
async def test_bodies_that_are_not_plain_json_are_refused(world: World, path: str) -> None:
    headers = {**await borrower(world), "Idempotency-Key": new_id()}
    json = {"Content-Type": "application/json"}
    cases = [
        (b'{"amount_fen":1,"amount_fen":2}', json, 400),
        (b'{"amount_fen":NaN}', json, 400),
        (b"\xef\xbb\xbf{}", json, 400),
        (b"[" * 100_000, json, 400),
        (b"{", json, 400),
        (b"{}", {"Content-Type": "text/plain"}, 415),
        (b" " * (256 * 1024 + 1), json, 413),
    ]
    for content, content_type, status in cases:
        answer = await world.service.client.post(path, content=content, headers={**headers, **content_type})
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


@pytest.mark.parametrize("path", BODIES)
async def test_a_write_without_a_key_or_a_valid_token_is_refused(world: World, path: str) -> None:
    caller = await borrower(world)
    unkeyed = await world.service.client.post(path, json=BODIES[path], headers=caller)
    assert (unkeyed.status_code, unkeyed.json()["code"]) == (400, "platform.idempotency-key-missing")
    long_key = await world.service.post(path, BODIES[path], caller, "k" * 256)
    assert long_key.status_code == 400
    issuer = world.service.issuer
    callers = [
        {},
        {"Authorization": "Bearer none"},
        issuer.bearer(audience="onboarding", kind="borrower", subject="a"),
        issuer.bearer(audience="credit", kind="borrower", subject="a", lifetime=timedelta(minutes=-5)),
        issuer.bearer(audience="credit", kind="king", subject="a"),
    ]
    for foreign in callers:
        answer = await world.service.post(path, BODIES[path], foreign)
        assert (answer.status_code, answer.json()["code"]) == (401, "platform.unauthenticated")
    assert await stored(world) == []


@pytest.mark.parametrize("path", BODIES)
async def test_what_does_not_exist_is_not_found(world: World, path: str) -> None:
    answer = await world.service.post(path, BODIES[path], await borrower(world))
    assert (answer.status_code, answer.json()["code"]) == (404, "platform.not-found")


@pytest.mark.parametrize("path", BODIES)
@pytest.mark.parametrize("caller", ["staff", "service", "partner"])
async def test_only_borrowers_act_for_themselves(world: World, path: str, caller: str) -> None:
    customer = await world.customer()
    line = await world.line(customer)
    loan = await world.draw(customer, line)
    sheet = (await world.present(customer, line)).json()
    ids = {"contracts": line["contract_id"], "cost-sheets": sheet["sheet_id"], "lines": line["line_id"], "loans": loan["loan_id"]}
    own = path.replace(NOBODY, ids[path.split("/")[2]])
    body = {**BODIES[path], "line_id": line["line_id"]} if path == "/v1/cost-sheets" else BODIES[path]
    headers = world.service.bearer(
        kind=caller, subject="somebody", roles=["OPERATIONS"], outlets=["HEAD_OFFICE"], scope="credit:read", partner_id="p"
    )
    answer = await world.service.post(own, body, headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "platform.forbidden")


@pytest.mark.parametrize(
    "path",
    [
        "/v1/lines/1",
        f"/v1/lines/{NOBODY.replace('0', 'g')}",
        "/v1/loans/%27%20OR%201=1",
        f"/v1/loans/{NOBODY}/payoff?on=2026-02-30",
        f"/v1/loans/{NOBODY}/payoff?on=20260601",
        f"/v1/loans/{NOBODY}/payoff?until=2026-06-01",
        "/v1/lines?status=OPEN",
        "/v1/loans?page_size=0",
        "/v1/loans?page_size=x",
        "/v1/loans?colour=red",
        "/v1/loans?line_id=1",
        "/v1/products/wallet/versions/1",
        "/v1/products/WALLET/versions/0",
    ],
)
async def test_reads_refuse_what_they_do_not_know(world: World, path: str) -> None:
    answer = await world.service.get(path, await borrower(world))
    assert (answer.status_code, answer.json()["code"]) == (422, "platform.invalid-request")


@pytest.mark.parametrize("cursor", ["x", "AAAA", "%00", "e30"])
async def test_a_cursor_that_was_not_given_is_refused(world: World, cursor: str) -> None:
    answer = await world.service.get(f"/v1/loans?cursor={cursor}", await borrower(world))
    assert (answer.status_code, answer.json()["code"]) == (400, "platform.invalid-cursor")
