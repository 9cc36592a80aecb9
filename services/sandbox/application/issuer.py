"""The OIDC issuer: who gets a token, and with which claims. Codes live in memory for a minute."""
from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.sandbox.domain.client import AUDIENCES, TOOL_CLIENT
from services.sandbox.domain.oidc import (
    ACCESS_TOKEN_LIFE,
    CODE_LIFE,
    AuthorizationCode,
    AuthorizationRequest,
    Claims,
    OAuthRefusal,
    client_claims,
    person_claims,
    require_audience,
    require_redirect,
    require_scope,
)
from services.sandbox.domain.staff import STAFF
from shared.kernel.clock import Clock

MAX_OPEN_CODES = 1000


class Signer(Protocol):
    """Holds the issuer's private key."""

    def sign(self, claims: Claims) -> str:
        """A compact JWT."""
        ...


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the token endpoint gives; `id_token` only after a browser's sign-in."""

    access_token: str
    expires_in: int
    scope: str
    id_token: str | None = None


class Issuer:
    """Gives tokens to known clients; every refusal is an OAuthRefusal."""

    def __init__(self, *, url: str, clients: Mapping[str, str], signer: Signer, clock: Clock) -> None:
        self.url = url.rstrip("/")
        self._clients = clients
        self._signer = signer
        self._clock = clock
        self._codes: dict[str, AuthorizationCode] = {}

    def require_client(self, client_id: str, secret: str) -> None:
        """Returns for the right secret of a known client."""
        known = self._clients.get(client_id, "")
        if not hmac.compare_digest(known.encode(), secret.encode()) or not known:
            raise OAuthRefusal("invalid_client", "unknown client or wrong secret")

    def require_known_client(self, request: AuthorizationRequest) -> None:
        """Returns if a browser may be sent back with a code: known client, loopback address."""
        if request.client_id not in self._clients:
            raise OAuthRefusal("invalid_client", "unknown client")
        require_redirect(request.redirect_uri)

    def grant_code(self, request: AuthorizationRequest, subject: str) -> str:
        """A code for a person who signed in; at most MAX_OPEN_CODES wait at a time, the oldest go first."""
        self.require_known_client(request)
        while len(self._codes) >= MAX_OPEN_CODES:
            del self._codes[next(iter(self._codes))]
        code = secrets.token_urlsafe(32)
        self._codes[code] = AuthorizationCode(request, subject, self._clock.now() + CODE_LIFE)
        return code

    def redeem_code(self, code: str, *, client_id: str, redirect_uri: str, verifier: str) -> Tokens:
        """Tokens for a code, which is spent whatever comes of it."""
        found = self._codes.pop(code, None)
        if found is None:
            raise OAuthRefusal("invalid_grant", "unknown or spent code")
        now = self._clock.now()
        found.require_redeemable(client_id=client_id, redirect_uri=redirect_uri, verifier=verifier, now=now)
        about = {"sub": found.subject, "aud": client_id, "nonce": found.request.nonce}
        id_token = self._signer.sign(self._dated(about, now))
        return self._tokens(self._person(found.subject), now, id_token=id_token)

    def client_tokens(self, client_id: str, *, audience: str, scope: str) -> Tokens:
        """A machine's token for one audience."""
        claims = client_claims(client_id, require_audience(audience), require_scope(client_id, scope))
        return self._tokens(claims, self._clock.now())

    def demo_person_tokens(self, client_id: str, *, subject: str, audience: str) -> Tokens:
        """A demo person's token for the operator's tool; `audience` narrows it to one service, empty means all."""
        if client_id != TOOL_CLIENT:
            raise OAuthRefusal("unauthorized_client", "only the operator's tool may act as a demo person")
        claims = self._person(subject)
        if audience:
            claims["aud"] = [require_audience(name) for name in audience.split()[: len(AUDIENCES)]]
        return self._tokens(claims, self._clock.now())

    def _person(self, subject: str) -> Claims:
        return person_claims(subject, STAFF.get(subject))

    def _tokens(self, claims: Claims, now: datetime, *, id_token: str | None = None) -> Tokens:
        access_token = self._signer.sign(self._dated({**claims, "jti": secrets.token_urlsafe(16)}, now))
        return Tokens(access_token, int(ACCESS_TOKEN_LIFE.total_seconds()), claims.get("scope", ""), id_token)

    def _dated(self, claims: Claims, now: datetime) -> Claims:
        issued = int(now.timestamp())
        return {**claims, "iss": self.url, "iat": issued, "exp": issued + int(ACCESS_TOKEN_LIFE.total_seconds())}
