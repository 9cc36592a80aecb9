"""The issuer over HTTP: code flow with PKCE, machine tokens, the tool's demo-person grant, and what is refused."""
from __future__ import annotations

import base64
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest

from services.sandbox.domain.oidc import challenge_of
from tests.component.sandbox.world import CLIENTS, ISSUER, RunningWorld, person

VERIFIER = "v" * 43
REDIRECT = "http://127.0.0.1:8006/auth/callback"
ASKED = {
    "client_id": "ops",
    "redirect_uri": REDIRECT,
    "state": "state-12345",
    "nonce": "nonce-1",
    "code_challenge": challenge_of(VERIFIER),
}
PAGE = {**ASKED, "response_type": "code", "code_challenge_method": "S256", "scope": "openid"}


async def claims(world: RunningWorld, token: str, audience: str) -> dict[str, Any]:
    """The verified claims of a token, by the published key."""
    found = await world.client.get("/oidc/.well-known/openid-configuration")
    keys = (await world.client.get(urlsplit(found.json()["jwks_uri"]).path)).json()["keys"]
    key = jwt.PyJWK(keys[0])
    assert jwt.get_unverified_header(token)["kid"] == keys[0]["kid"]
    return jwt.decode(token, key, algorithms=["ES256"], audience=audience, issuer=ISSUER)


async def signed_in(world: RunningWorld, subject: str, **changes: str) -> httpx.Response:
    return await world.client.post("/oidc/authorize", data={**ASKED, "subject": subject, **changes})


async def token(world: RunningWorld, **form: str) -> httpx.Response:
    return await world.client.post("/oidc/token", data=form)


async def redeemed(world: RunningWorld, code: str, **changes: str) -> httpx.Response:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT, "code_verifier": VERIFIER,
            "client_id": "ops", "client_secret": CLIENTS["ops"], **changes}  # fmt: skip
    return await token(world, **form)


async def test_staff_sign_in_by_code_and_pkce_once(world: RunningWorld) -> None:
    back = await signed_in(world, "approver.wu")
    assert back.status_code == 303
    query = parse_qs(urlsplit(back.headers["location"]).query)
    assert (back.headers["location"].partition("?")[0], query["state"]) == (REDIRECT, ["state-12345"])
    answer = await redeemed(world, query["code"][0])
    access = await claims(world, answer.json()["access_token"], "credit")
    assert (access["sub"], access["kind"], access["roles"], access["authority_fen"]) == ("approver.wu", "staff", ["APPROVER"], 50_000_000)
    assert access["exp"] - access["iat"] == 900
    identity = await claims(world, answer.json()["id_token"], "ops")
    assert (identity["sub"], identity["nonce"]) == ("approver.wu", "nonce-1")
    assert (await redeemed(world, query["code"][0])).json()["error"] == "invalid_grant"


async def test_a_stolen_code_is_spent_without_the_verifier(world: RunningWorld) -> None:
    code = parse_qs(urlsplit((await signed_in(world, "ops.qian")).headers["location"]).query)["code"][0]
    assert (await redeemed(world, code, code_verifier="w" * 43)).json()["error"] == "invalid_grant"
    assert (await redeemed(world, code)).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(("language", "title"), [("zh-CN", "选择演示身份登录"), ("en-GB", "Sign in as a demo person")])
async def test_the_page_lists_people_in_both_languages_and_loads_nothing_from_elsewhere(
    world: RunningWorld, language: str, title: str
) -> None:
    await world.enter(person(1, name="测<script>"))
    page = await world.client.get("/oidc/authorize", params=PAGE, headers={"Accept-Language": language})
    assert page.status_code == 200
    assert title in page.text
    assert "collector.lin" in page.text
    assert "person-1" in page.text
    assert "<script" not in page.text
    assert "测试" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "https://" not in page.text


@pytest.mark.parametrize(
    "wrong",
    [{"redirect_uri": "https://evil.example/"}, {"client_id": "nobody"}, {"response_type": "token"},
     {"code_challenge_method": "plain"}, {"code_challenge": "short"}, {"state": "x"}],
)  # fmt: skip
async def test_a_crooked_sign_in_stays_here(world: RunningWorld, wrong: dict[str, str]) -> None:
    page = await world.client.get("/oidc/authorize", params={**PAGE, **wrong})
    assert page.status_code in {400, 401}
    assert "location" not in page.headers
    if wrong.keys() <= ASKED.keys():
        posted = await signed_in(world, "ops.qian", **wrong)
        assert posted.status_code in {400, 401}


async def test_nobody_signs_in_as_somebody_who_does_not_exist(world: RunningWorld) -> None:
    for nobody in ("person-1", "\x00", "", "x" * 1000):
        assert (await signed_in(world, nobody)).json()["error"] == "access_denied"
    await world.enter(person(1))
    assert (await signed_in(world, "person-1")).status_code == 303


async def test_machines_get_tokens_for_one_audience_and_their_own_scopes(world: RunningWorld) -> None:
    basic = base64.b64encode(f"scoring:{CLIENTS['scoring']}".encode()).decode()
    form = {"grant_type": "client_credentials", "audience": "onboarding", "scope": "onboarding:party-disclosures"}
    answer = await world.client.post("/oidc/token", data=form, headers={"Authorization": f"Basic {basic}"})
    access = await claims(world, answer.json()["access_token"], "onboarding")
    assert (access["sub"], access["kind"], access["scope"]) == ("scoring", "service", "onboarding:party-disclosures")
    with pytest.raises(jwt.InvalidAudienceError):
        await claims(world, answer.json()["access_token"], "credit")


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"client_id": "nobody"}, "invalid_client"),
        ({"client_id": "", "client_secret": ""}, "invalid_client"),
        ({"audience": "elsewhere"}, "invalid_target"),
        ({"scope": "onboarding:party-disclosures"}, "invalid_scope"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "urn:o2o:grant:demo-person", "subject": "ops.qian"}, "unauthorized_client"),
    ],
)
async def test_refusals_speak_oauth(world: RunningWorld, form: dict[str, str], error: str) -> None:
    right = {"grant_type": "client_credentials", "client_id": "ops", "client_secret": CLIENTS["ops"], "audience": "credit"}
    answer = await token(world, **{**right, **form})
    assert answer.json()["error"] == error
    assert answer.status_code == (401 if error == "invalid_client" else 400)


async def test_the_tool_acts_as_demo_people_for_all_services_or_one(world: RunningWorld) -> None:
    await world.enter(person(1))
    tool = {"grant_type": "urn:o2o:grant:demo-person", "client_id": "o2o-tool", "client_secret": CLIENTS["o2o-tool"]}
    borrower = (await token(world, **tool, subject="person-1")).json()["access_token"]
    for audience in ("onboarding", "credit", "ops"):
        assert (await claims(world, borrower, audience))["kind"] == "borrower"
    narrow = (await token(world, **tool, subject="officer.zhou", audience="credit")).json()["access_token"]
    assert (await claims(world, narrow, "credit"))["outlets"] == ["huangyan-1"]
    with pytest.raises(jwt.InvalidAudienceError):
        await claims(world, narrow, "onboarding")
    assert (await token(world, **tool, subject="nobody")).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [("grant_type=x", "application/json"), ("grant_type=a&grant_type=b", "application/x-www-form-urlencoded"),
     ("%ff", "application/x-www-form-urlencoded"), ("", "application/x-www-form-urlencoded"),
     (f"a={'x' * 1300}", "application/x-www-form-urlencoded")],
)  # fmt: skip
async def test_a_form_that_cannot_be_read_is_an_invalid_request(world: RunningWorld, body: str, content_type: str) -> None:
    answer = await world.client.post("/oidc/token", content=body, headers={"Content-Type": content_type})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
