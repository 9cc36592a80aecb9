"""The issuer's rules: PKCE, one-minute codes, loopback redirects, claims by who signs in."""
from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.sandbox.domain.oidc import (
    CODE_LIFE,
    AuthorizationCode,
    AuthorizationRequest,
    OAuthRefusal,
    challenge_of,
    client_claims,
    person_claims,
    require_audience,
    require_redirect,
    require_scope,
)
from services.sandbox.domain.staff import STAFF

NOW = datetime(2026, 11, 22, tzinfo=UTC)
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
REDIRECT = "http://127.0.0.1:8006/auth/callback"


def code(**changes: str) -> AuthorizationCode:
    values = {"client_id": "ops", "redirect_uri": REDIRECT, "state": "12345678", "nonce": "", "challenge": challenge_of(VERIFIER)}
    return AuthorizationCode(AuthorizationRequest(**{**values, **changes}), "ops.qian", NOW + CODE_LIFE)


def test_the_challenge_is_that_of_rfc_7636_appendix_b() -> None:
    assert challenge_of(VERIFIER) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_id": "credit"},
        {"redirect_uri": REDIRECT + "/other"},
        {"verifier": VERIFIER[:-1] + "A"},
        {"verifier": "short"},
        {"now": NOW + CODE_LIFE},
    ],
)
def test_a_code_is_good_only_for_its_client_address_verifier_and_minute(wrong: dict[str, object]) -> None:
    right = {"client_id": "ops", "redirect_uri": REDIRECT, "verifier": VERIFIER, "now": NOW + timedelta(seconds=59)}
    code().require_redeemable(**right)  # type: ignore[arg-type]
    with pytest.raises(OAuthRefusal) as refusal:
        code().require_redeemable(**{**right, **wrong})  # type: ignore[arg-type]
    assert refusal.value.error == "invalid_grant"


@pytest.mark.parametrize(
    "uri",
    [
        "https://evil.example/auth/callback",
        "http://127.0.0.1@evil.example/",
        "http://user@127.0.0.1/",
        "http://:secret@127.0.0.1/",
        "http://127.0.0.1:80;x/",
        "http://127.0.0.1/\r\nSet-Cookie: x",
        "http://127.0.0.1/#fragment",
        "javascript:alert(1)",
        "http://[::1",
        "//127.0.0.1/x",
        "",
    ],
)
def test_a_browser_is_sent_to_loopback_only(uri: str) -> None:
    with pytest.raises(OAuthRefusal):
        require_redirect(uri)


@pytest.mark.parametrize("uri", [REDIRECT, "http://localhost:18006/auth/callback", "http://[::1]:9/x?y=1"])
def test_loopback_addresses_of_any_port_are_good(uri: str) -> None:
    assert require_redirect(uri) == uri


@pytest.mark.parametrize("wrong", [{"challenge": "plain"}, {"state": "short"}, {"nonce": "n" * 257}])
def test_a_request_without_pkce_or_state_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(OAuthRefusal):
        code(**wrong)


def test_audience_and_scope_are_checked() -> None:
    assert require_audience("credit") == "credit"
    assert require_scope("o2o-tool", "credit:read credit:end-of-day") == "credit:read credit:end-of-day"
    with pytest.raises(OAuthRefusal):
        require_audience("elsewhere")
    for value in ('a"b', " ".join(["s"] * 17)):
        with pytest.raises(OAuthRefusal):
            require_scope("o2o-tool", value)


@pytest.mark.parametrize(
    ("client_id", "scope", "granted"),
    [
        ("scoring", "onboarding:party-disclosures", True),
        ("scoring", "bureau:reports", True),
        ("partners", "onboarding:party-disclosures", False),
        ("credit", "credit:end-of-day", False),
        ("o2o-tool", "credit:end-of-day", True),
        ("core-firm", "partners:orders", True),
        ("core-firm", "onboarding:party-disclosures", False),
    ],
)
def test_a_client_gets_only_the_scopes_of_its_work(client_id: str, scope: str, granted: bool) -> None:
    if granted:
        assert require_scope(client_id, scope) == scope
        return
    with pytest.raises(OAuthRefusal) as refusal:
        require_scope(client_id, scope)
    assert refusal.value.error == "invalid_scope"


def test_staff_carry_roles_outlets_and_authority_and_borrowers_none() -> None:
    staff = person_claims("approver.wu", STAFF["approver.wu"])
    assert (staff["kind"], staff["roles"], staff["outlets"], staff["authority_fen"]) == ("staff", ["APPROVER"], ["huangyan-1"], 50_000_000)
    borrower = person_claims("borrower-1", None)
    assert (borrower["kind"], borrower["roles"], borrower.get("authority_fen")) == ("borrower", [], None)
    assert "sandbox" not in staff["aud"]


def test_a_partners_token_names_the_partner_and_a_services_does_not() -> None:
    assert client_claims("core-firm", "partners", "")["partner_id"] == "core-firm"
    service = client_claims("credit", "onboarding", "onboarding:party-disclosures")
    assert (service["kind"], service["scope"], "partner_id" in service) == ("service", "onboarding:party-disclosures", False)
