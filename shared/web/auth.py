"""Access tokens: ES256 JWTs of the configured issuer, for this audience, with every claim required."""
from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import httpx
import jwt
from jwt import PyJWK

from shared.kernel.authorization import Kind, Principal
from shared.kernel.clock import Clock
from shared.kernel.errors import Unavailable
from shared.web.edge_errors import Unauthenticated

_REQUIRED = ["exp", "iat", "iss", "aud", "sub"]
_LEEWAY_SECONDS = 5
_CACHE_LIMIT = 10_000
_REFRESH_SECONDS = 10
_TIMEOUT_SECONDS = 3

PartyLookup = Callable[[str, str], Awaitable[str | None]]


class KeySource(Protocol):
    """Where verification keys come from."""

    async def key(self, key_id: str) -> PyJWK | None:
        """The key of that id, or None."""
        ...


class IssuerKeys:
    """The issuer's JWKS, cached; an unknown key id asks again, at most every ten seconds."""

    def __init__(self, issuer: str, http: httpx.AsyncClient, clock: Clock) -> None:
        self._url = f"{issuer.rstrip('/')}/jwks"
        self._http = http
        self._clock = clock
        self._keys: dict[str, PyJWK] = {}
        self._asked_at = -float(_REFRESH_SECONDS)

    async def key(self, key_id: str) -> PyJWK | None:
        if key_id not in self._keys and self._clock.monotonic() - self._asked_at >= _REFRESH_SECONDS:
            await self._refresh()
        return self._keys.get(key_id)

    async def _refresh(self) -> None:
        try:
            response = await self._http.get(self._url, timeout=_TIMEOUT_SECONDS)
            response.raise_for_status()
        except httpx.HTTPError as error:
            raise Unavailable(system="issuer") from error
        self._asked_at = self._clock.monotonic()
        self._keys = {item["kid"]: PyJWK(item, algorithm="ES256") for item in response.json()["keys"]}


class Authenticator:
    """Turns a bearer token into a Principal. Verified tokens are remembered until they expire."""

    def __init__(
        self, *, issuer: str, audience: str, keys: KeySource, clock: Clock, party_of: PartyLookup | None = None
    ) -> None:
        self._issuer = issuer
        self._audience = audience
        self._keys = keys
        self._clock = clock
        self._party_of = party_of
        self._verified: dict[str, tuple[float, dict[str, Any]]] = {}
        self._parties: dict[str, str] = {}

    async def authenticate(self, token: str) -> Principal:
        """The caller of a token; raises Unauthenticated, never saying why."""
        claims = await self._claims(token)
        try:
            kind = Kind(claims["kind"])
        except (KeyError, ValueError) as error:
            raise Unauthenticated() from error
        return Principal(
            kind=kind,
            subject=claims["sub"],
            issuer=claims["iss"],
            party_id=await self._party(claims) if kind is Kind.BORROWER else None,
            partner_id=claims.get("partner_id"),
            roles=frozenset(claims.get("roles", ())),
            outlets=frozenset(claims.get("outlets", ())),
            scopes=frozenset(claims.get("scope", "").split()),
            authority_fen=int(claims.get("authority_fen", 0)),
        )

    async def _claims(self, token: str) -> dict[str, Any]:
        now = self._clock.now().timestamp()
        known = self._verified.get(token)
        if known and known[0] > now:
            return known[1]
        claims = await self._verify(token)
        if len(self._verified) >= _CACHE_LIMIT:
            self._verified.clear()
        self._verified[token] = (float(claims["exp"]), claims)
        return claims

    async def _verify(self, token: str) -> dict[str, Any]:
        try:
            header = jwt.get_unverified_header(token)
            key = await self._keys.key(str(header.get("kid", "")))
            if key is None or header.get("alg") != "ES256":
                raise Unauthenticated()
            return jwt.decode(
                token,
                key,
                algorithms=["ES256"],
                audience=self._audience,
                issuer=self._issuer,
                leeway=_LEEWAY_SECONDS,
                options={"require": _REQUIRED},
            )
        except jwt.PyJWTError as error:
            raise Unauthenticated() from error

    async def _party(self, claims: dict[str, Any]) -> str | None:
        subject = claims["sub"]
        if subject not in self._parties and self._party_of is not None:
            party_id = await self._party_of(claims["iss"], subject)
            if party_id is None:
                return None
            self._parties[subject] = party_id
        return self._parties.get(subject)
