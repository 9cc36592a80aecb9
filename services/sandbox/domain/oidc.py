"""What tokens say and what the issuer refuses: OpenID Connect code flow with PKCE (RFC 6749, 7636, 8252)."""
from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from services.sandbox.domain.client import AUDIENCES, ClientKind, client_kind, may_have
from services.sandbox.domain.staff import StaffMember

ACCESS_TOKEN_LIFE = timedelta(minutes=15)
CODE_LIFE = timedelta(seconds=60)
_LOOPBACK = re.compile(r"https?://(127\.0\.0\.1|localhost|\[::1\])(:[0-9]{1,5})?/[!$-~]{0,400}")
_CHALLENGE = re.compile(r"^[A-Za-z0-9_-]{43}$")
_VERIFIER = re.compile(r"^[A-Za-z0-9._~-]{43,128}$")
_SCOPE = re.compile(r"^[\x21\x23-\x5b\x5d-\x7e]{1,64}( [\x21\x23-\x5b\x5d-\x7e]{1,64}){0,15}$")

Claims = dict[str, Any]


class OAuthRefusal(Exception):
    """A refusal in OAuth's own words (RFC 6749 5.2): `invalid_client`, `invalid_grant`, `invalid_request`..."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(error)
        self.error = error
        self.description = description


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """What the client asks when it sends a browser here; `challenge` is S256 of a verifier only it knows."""

    client_id: str
    redirect_uri: str
    state: str
    nonce: str
    challenge: str

    def __post_init__(self) -> None:
        if not _CHALLENGE.fullmatch(self.challenge):
            raise OAuthRefusal("invalid_request", "code_challenge must be S256 in base64url")
        if not 8 <= len(self.state) <= 256 or len(self.nonce) > 256:
            raise OAuthRefusal("invalid_request", "state has 8-256 characters, nonce at most 256")


@dataclass(frozen=True, slots=True)
class AuthorizationCode:
    """A person's consent to sign in at a client, good once within a minute."""

    request: AuthorizationRequest
    subject: str
    expires_at: datetime

    def require_redeemable(self, *, client_id: str, redirect_uri: str, verifier: str, now: datetime) -> None:
        """Returns for the client that asked, in time, with the verifier of its challenge; else OAuthRefusal."""
        proven = _VERIFIER.fullmatch(verifier) is not None and challenge_of(verifier) == self.request.challenge
        same = client_id == self.request.client_id and redirect_uri == self.request.redirect_uri
        if not (proven and same and now < self.expires_at):
            raise OAuthRefusal("invalid_grant", "the code is not good for this request")


def challenge_of(verifier: str) -> str:
    """RFC 7636 4.2: base64url of the SHA-256 of the verifier, unpadded."""
    return base64.urlsafe_b64encode(sha256(verifier.encode("ascii")).digest()).decode().rstrip("=")


def require_redirect(uri: str) -> str:
    """The address itself if a browser may be sent there with a code: loopback only (RFC 8252 7.3). Else OAuthRefusal."""
    if not _LOOPBACK.fullmatch(uri):
        raise OAuthRefusal("invalid_request", "redirect_uri must be a loopback address without a fragment")
    return uri


def require_audience(audience: str) -> str:
    """The audience itself; OAuthRefusal (invalid_target, RFC 8707) when no service carries that name."""
    if audience not in AUDIENCES:
        raise OAuthRefusal("invalid_target", "audience must name a service")
    return audience


def require_scope(client_id: str, scope: str) -> str:
    """The scope itself, possibly empty; OAuthRefusal when it is no list of scope tokens, or one is not the client's."""
    if scope and not _SCOPE.fullmatch(scope):
        raise OAuthRefusal("invalid_scope", "scope must be at most 16 space-separated tokens")
    if not all(may_have(client_id, token) for token in scope.split()):
        raise OAuthRefusal("invalid_scope", "the client may not have that scope")
    return scope


def client_claims(client_id: str, audience: str, scope: str) -> Claims:
    """Claims of a machine's token. A partner's names the partner."""
    claims: Claims = {"sub": client_id, "aud": audience, "scope": scope, "kind": "service"}
    if client_kind(client_id) is ClientKind.PARTNER:
        claims |= {"kind": "partner", "partner_id": client_id}
    return claims


def person_claims(subject: str, staff: StaffMember | None) -> Claims:
    """Claims of a signed-in person for every service: staff with roles, outlets and authority; others are borrowers."""
    claims: Claims = {"sub": subject, "aud": list(AUDIENCES[:-1]), "kind": "borrower", "roles": [], "outlets": []}
    if staff is not None:
        claims |= {
            "kind": "staff",
            "roles": list(staff.roles),
            "outlets": list(staff.outlets),
            "authority_fen": staff.authority_fen,
        }
    return claims
