"""A browser's way in and through: code with PKCE, a session it cannot read, writes only from our own page."""
from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from tests.component.ops.neighbours import OPERATIONS, Neighbours, sign_in
from tests.component.ops.served import ServedOps, served_ops
from tests.support.postgres import PostgresForTests


@pytest.fixture
def neighbours() -> Neighbours:
    return Neighbours()


@pytest.fixture
async def ops(postgres: PostgresForTests, neighbours: Neighbours) -> AsyncIterator[ServedOps]:
    async with served_ops(postgres, http=neighbours.http) as served:
        yield served


@pytest.fixture
async def browser(ops: ServedOps) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=ops.url, timeout=10) as client:
        yield client


async def test_a_stranger_is_sent_to_the_issuer_with_a_challenge_and_a_state(ops: ServedOps, browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/stream")).headers["location"] == "/auth/login?return_to=/stream"
    to_issuer = await browser.get("/auth/login")
    query = httpx.URL(to_issuer.headers["location"]).params
    assert (query["response_type"], query["code_challenge_method"], query["client_id"]) == ("code", "S256", "ops")
    assert query["redirect_uri"] == f"{ops.url}/auth/callback"
    assert len(query["state"]) >= 32
    assert "verifier" not in to_issuer.headers["location"]


async def test_signing_in_gives_a_session_that_opens_the_page(ops: ServedOps, neighbours: Neighbours, browser: httpx.AsyncClient) -> None:
    back = await sign_in(ops, neighbours, browser)
    assert (back.status_code, back.headers["location"]) == (303, "/stream")
    assert (await browser.get("/stream")).status_code == 200
    session = (await browser.get("/auth/session")).json()
    assert (session["subject"], session["roles"]) == ("ops.qian", ["OPERATIONS"])
    assert (await browser.get("/v1/events")).status_code == 200


async def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(
    ops: ServedOps, neighbours: Neighbours, browser: httpx.AsyncClient
) -> None:
    back = await sign_in(ops, neighbours, browser)
    cookie = next(value for name, value in back.headers.multi_items() if name == "set-cookie" and value.startswith("o2o-session="))
    assert {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=28800"} <= {part.strip() for part in cookie.split(";")}
    kept = await ops.service.rows("SELECT session_hash, access_token FROM browser_session")
    value = browser.cookies["o2o-session"].encode()
    assert len(kept) == 1
    assert value not in bytes(kept[0]["session_hash"])
    assert b"eyJ" not in bytes(kept[0]["access_token"])


@pytest.mark.parametrize(
    "query", ["code=code-1&state=forged-forged-forged", "code=&state={state}", "code=unknown&state={state}", "state={state}"]
)
async def test_a_foreign_state_or_code_signs_nobody_in(ops: ServedOps, browser: httpx.AsyncClient, query: str) -> None:
    to_issuer = await browser.get("/auth/login")
    state = httpx.URL(to_issuer.headers["location"]).params["state"]
    answer = await browser.get("/auth/callback?" + query.format(state=state))
    assert (answer.status_code, answer.json()["code"]) == (401, "ops.sign-in-failed")
    assert await ops.service.rows("SELECT * FROM browser_session") == []


async def test_a_callback_begun_in_another_browser_is_refused(ops: ServedOps, browser: httpx.AsyncClient) -> None:
    async with httpx.AsyncClient(base_url=ops.url) as thief:
        state = httpx.URL((await thief.get("/auth/login")).headers["location"]).params["state"]
    answer = await browser.get(f"/auth/callback?code=code-1&state={state}")
    assert answer.json()["code"] == "ops.sign-in-failed"


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/x\r\ny"])
async def test_nobody_is_sent_elsewhere_after_signing_in(
    ops: ServedOps, neighbours: Neighbours, browser: httpx.AsyncClient, elsewhere: str
) -> None:
    to_issuer = await browser.get("/auth/login", params={"return_to": elsewhere})
    query = httpx.URL(to_issuer.headers["location"]).params
    neighbours.tokens["code-1"] = ops.service.issuer.token(audience="ops", **OPERATIONS)
    neighbours.challenges["code-1"] = query["code_challenge"]
    back = await browser.get(f"/auth/callback?code=code-1&state={query['state']}")
    assert back.headers["location"] == "/stream"


async def test_a_role_that_may_not_watch_is_told_so(ops: ServedOps, neighbours: Neighbours, browser: httpx.AsyncClient) -> None:
    await sign_in(ops, neighbours, browser, kind="staff", subject="officer.zhou", roles=["OFFICER"], outlets=["huangyan-1"])
    page = await browser.get("/stream")
    assert page.status_code == 403
    assert "当前身份无权查看实时动态" in page.text


async def test_signing_in_again_ends_the_old_session(ops: ServedOps, neighbours: Neighbours, browser: httpx.AsyncClient) -> None:
    await sign_in(ops, neighbours, browser)
    old = browser.cookies["o2o-session"]
    await sign_in(ops, neighbours, browser)
    stale = await browser.get("/auth/session", headers={"Cookie": f"o2o-session={old}"})
    assert (old != browser.cookies["o2o-session"], stale.status_code) == (True, 401)


async def test_signing_out_needs_the_token_and_ends_the_session(ops: ServedOps, neighbours: Neighbours, browser: httpx.AsyncClient) -> None:
    await sign_in(ops, neighbours, browser)
    token = (await browser.get("/auth/session")).json()["csrf_token"]
    assert (await browser.post("/auth/logout")).json()["code"] == "ops.cross-site-request"
    foreign = {"X-CSRF-Token": token, "Origin": "https://evil.example"}
    assert (await browser.post("/auth/logout", headers=foreign)).json()["code"] == "ops.cross-site-request"
    own = {"X-CSRF-Token": token, "Origin": ops.url}
    assert (await browser.post("/auth/logout", headers=own)).status_code == 204
    assert await ops.service.rows("SELECT * FROM browser_session") == []
    assert (await browser.get("/auth/session")).status_code == 401


async def test_reads_are_forwarded_with_the_persons_token_and_little_else(
    ops: ServedOps, neighbours: Neighbours, browser: httpx.AsyncClient
) -> None:
    await sign_in(ops, neighbours, browser)
    answer = await browser.get("/api/credit/v1/loans/7?on=2026-12-01", headers={"Accept-Language": "en", "X-Secret": "1"})
    sent = neighbours.forwarded[-1]
    assert str(sent.url) == "http://credit.test/v1/loans/7?on=2026-12-01"
    assert sent.headers["authorization"].startswith("Bearer eyJ")
    assert sent.headers["accept-language"] == "en"
    assert {"cookie", "x-secret"}.isdisjoint(sent.headers)
    assert (answer.json(), answer.headers["etag"]) == ({"seen": True}, '"v1"')
    assert "set-cookie" not in answer.headers


async def test_writes_are_forwarded_only_with_the_sessions_csrf_token(
    ops: ServedOps, neighbours: Neighbours, browser: httpx.AsyncClient
) -> None:
    await sign_in(ops, neighbours, browser)
    token = (await browser.get("/auth/session")).json()["csrf_token"]
    path, body = "/api/credit/v1/lines/7/drawdowns", {"amount_fen": 5}
    for headers in ({}, {"X-CSRF-Token": "0" * 64}, {"X-CSRF-Token": token, "Origin": "http://evil.example"}):
        assert (await browser.post(path, json=body, headers=headers)).json()["code"] == "ops.cross-site-request"
    assert neighbours.forwarded == []
    await browser.post(path, json=body, headers={"X-CSRF-Token": token, "Idempotency-Key": "k-1"})
    sent = neighbours.forwarded[-1]
    assert (sent.content, sent.headers["idempotency-key"]) == (b'{"amount_fen":5}', "k-1")


async def test_without_a_session_nothing_is_forwarded(neighbours: Neighbours, browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/api/credit/v1/loans")).status_code == 401
    assert neighbours.forwarded == []


async def test_an_expired_access_token_asks_for_a_new_sign_in(ops: ServedOps, neighbours: Neighbours, browser: httpx.AsyncClient) -> None:
    await sign_in(ops, neighbours, browser, **OPERATIONS, lifetime=timedelta(seconds=-1))
    answer = await browser.get("/api/credit/v1/loans")
    assert (answer.status_code, answer.json()["code"]) == (401, "ops.sign-in-again")


async def test_a_silent_or_endless_service_is_cut_off(ops: ServedOps, neighbours: Neighbours, browser: httpx.AsyncClient) -> None:
    await sign_in(ops, neighbours, browser)
    assert (await browser.get("/api/credit/v1/loans/silent")).json()["code"] == "platform.unavailable"
    neighbours.answer_bytes = 5 * 1024 * 1024
    assert (await browser.get("/api/credit/v1/loans")).json()["code"] == "ops.answer-too-large"


async def test_pages_carry_a_policy_that_lets_them_load_nothing_from_elsewhere(
    ops: ServedOps, neighbours: Neighbours, browser: httpx.AsyncClient
) -> None:
    await sign_in(ops, neighbours, browser)
    page = await browser.get("/stream")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert page.headers["x-content-type-options"] == "nosniff"
    script = await browser.get("/pages/main.js")
    assert script.headers["content-type"].startswith("text/javascript")
    again = await browser.get("/pages/main.js", headers={"If-None-Match": script.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("name", ["stream.html", "forbidden.html", "nothing.js", "..%2fmain.py", "%2e%2e"])
async def test_only_the_pages_own_files_are_served(browser: httpx.AsyncClient, name: str) -> None:
    assert (await browser.get(f"/pages/{name}")).status_code == 404
