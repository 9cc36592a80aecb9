"""The HTTP edge: bad input gets a coded problem, echoes nothing and stores nothing."""
from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import text

from shared.db.unit_of_work import new_id
from shared.kernel.authorization import SYSTEM
from shared.web.calls import ReadCall
from tests.integration.shared.test_plumbing import AUDITOR, TELLER, balance, probe  # noqa: F401
from tests.support.service import RunningService, read_json

JSON = {"Content-Type": "application/json"}
CANARY = "331003190001010013"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"amount_fen": 0}', 422),
        (b'{"amount_fen": -1}', 422),
        (b'{"amount_fen": 1.0}', 422),
        (b'{"amount_fen": 1e3}', 422),
        (b'{"amount_fen": "100"}', 422),
        (b'{"amount_fen": true}', 422),
        (b'{"amount_fen": 10000000000001}', 422),
        (b'{"amount_fen": 9223372036854775808}', 422),
        (b'{"amount_fen": NaN}', 400),
        (b'{"amount_fen": 1, "amount_fen": 2}', 400),
        (b'{"amount_fen": 1, "331003190001010013": 2}', 422),
        (b'{"amount_fen": 1', 400),
        (b"[" * 100_000, 400),
        (b"\xef\xbb\xbf{}", 400),
        (b"\xff\xfe", 400),
        (b"", 422),
        (b'"' + b"x" * 300_000 + b'"', 413),
    ],
)
async def test_a_bad_body_is_a_problem_and_changes_nothing(probe: RunningService, body: bytes, status: int) -> None:  # noqa: F811
    headers = {**probe.bearer(**TELLER), **JSON, "Idempotency-Key": new_id()}
    answer = await probe.client.post("/v1/purse/deposits", content=body, headers=headers)
    problem = read_json(answer)
    assert answer.status_code == status, problem
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert problem["code"].startswith("platform.")
    assert CANARY not in answer.text
    assert await balance(probe) == 0


async def test_another_content_type_is_refused(probe: RunningService) -> None:  # noqa: F811
    headers = {**probe.bearer(**TELLER), "Content-Type": "text/plain", "Idempotency-Key": new_id()}
    answer = await probe.client.post("/v1/purse/deposits", content=b"{}", headers=headers)
    assert (answer.status_code, read_json(answer)["code"]) == (415, "platform.json-required")


async def test_a_write_without_a_key_is_refused(probe: RunningService) -> None:  # noqa: F811
    answer = await probe.client.post("/v1/purse/deposits", json={"amount_fen": 1}, headers=probe.bearer(**TELLER))
    assert (answer.status_code, read_json(answer)["code"]) == (400, "platform.idempotency-key-missing")


async def test_tokens_that_are_missing_expired_or_foreign_are_refused_alike(probe: RunningService) -> None:  # noqa: F811
    expired = probe.issuer.bearer(audience="partners", lifetime=timedelta(minutes=-5), **TELLER)
    foreign = probe.issuer.bearer(audience="credit", **TELLER)
    for headers in ({}, {"Authorization": "Bearer x.y.z"}, expired, foreign):
        answer = await probe.client.get("/v1/purse", headers=headers)
        assert (answer.status_code, read_json(answer)["code"]) == (401, "platform.unauthenticated")


async def test_the_wrong_role_is_forbidden(probe: RunningService) -> None:  # noqa: F811
    answer = await probe.post("/v1/purse/deposits", {"amount_fen": 1}, probe.bearer(**AUDITOR))
    assert (answer.status_code, read_json(answer)["code"]) == (403, "platform.forbidden")


async def test_a_fault_of_ours_says_nothing_about_itself(probe: RunningService) -> None:  # noqa: F811
    answer = await probe.client.get("/v1/broken")
    assert (answer.status_code, read_json(answer)["code"]) == (500, "platform.unexpected")
    assert "secret" not in answer.text


async def test_an_unknown_path_is_a_problem(probe: RunningService) -> None:  # noqa: F811
    answer = await probe.client.get("/v1/nothing")
    assert (answer.status_code, read_json(answer)["code"]) == (404, "platform.no-such-route")


async def test_problems_speak_the_callers_language(probe: RunningService) -> None:  # noqa: F811
    english = await probe.client.get("/v1/purse", headers={"Accept-Language": "en"})
    chinese = await probe.client.get("/v1/purse", headers={"Accept-Language": "zh-CN"})
    assert read_json(english)["title"].startswith("Sign in")
    assert "请先登录" in read_json(chinese)["title"]


async def test_a_read_of_several_statements_sees_one_moment(probe: RunningService) -> None:  # noqa: F811
    request: Any = SimpleNamespace(app=SimpleNamespace(state=SimpleNamespace(runtime=probe.runtime)))
    async with ReadCall(request, SYSTEM).connection() as connection:
        before = (await connection.execute(text("SELECT count(*) FROM purse"))).scalar_one()
        await probe.post("/v1/purse/deposits", {"amount_fen": 1}, probe.bearer(**TELLER))
        after = (await connection.execute(text("SELECT count(*) FROM purse"))).scalar_one()
    assert (before, after, await balance(probe)) == (0, 0, 1)
