"""Calls to another service: client credentials for its audience, stated time-outs, no retries inside."""
from __future__ import annotations

from typing import Any

import httpx

from shared.kernel.clock import Clock
from shared.kernel.errors import Unavailable
from shared.settings import ServiceSettings

_TOKEN_TIMEOUT_SECONDS = 3
_RENEW_BEFORE_SECONDS = 60


class ServiceTokens:
    """Access tokens of this service for its neighbours, renewed a minute before they expire."""

    def __init__(self, settings: ServiceSettings, http: httpx.AsyncClient, clock: Clock) -> None:
        self._settings = settings
        self._http = http
        self._clock = clock
        self._tokens: dict[tuple[str, str], tuple[float, str]] = {}

    async def token(self, audience: str, scope: str) -> str:
        """A bearer token; raises Unavailable when the issuer does not answer."""
        known = self._tokens.get((audience, scope))
        if known and known[0] > self._clock.monotonic():
            return known[1]
        form = {
            "grant_type": "client_credentials",
            "client_id": self._settings.client_id,
            "client_secret": self._settings.client_secret.get_secret_value(),
            "audience": audience,
            "scope": scope,
        }
        try:
            response = await self._http.post(
                f"{self._settings.oidc_issuer.rstrip('/')}/token", data=form, timeout=_TOKEN_TIMEOUT_SECONDS
            )
            response.raise_for_status()
        except httpx.HTTPError as error:
            raise Unavailable(system="issuer") from error
        body = response.json()
        expires = self._clock.monotonic() + body["expires_in"] - _RENEW_BEFORE_SECONDS
        self._tokens[(audience, scope)] = (expires, body["access_token"])
        return str(body["access_token"])


class ServiceClient:
    """One neighbour: `await client.post("/internal/v1/…", {...}, scope=…, timeout_seconds=2)`."""

    def __init__(self, target: str, base_url: str, tokens: ServiceTokens, http: httpx.AsyncClient) -> None:
        self._target = target
        self._base_url = base_url
        self._tokens = tokens
        self._http = http

    async def post(
        self,
        path: str,
        body: dict[str, Any],
        *,
        scope: str,
        timeout_seconds: float,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """The answer if its status is below 500; raises Unavailable for time-outs, no connection and 5xx."""
        return await self._send("POST", path, scope, timeout_seconds, headers=headers, body=body)

    async def get(self, path: str, *, scope: str, timeout_seconds: float) -> httpx.Response:
        """As `post`, reading."""
        return await self._send("GET", path, scope, timeout_seconds)

    async def _send(
        self,
        method: str,
        path: str,
        scope: str,
        timeout_seconds: float,
        *,
        headers: dict[str, str] | None = None,
        body: dict[str, Any] | None = None,
    ) -> httpx.Response:
        token = await self._tokens.token(self._target, scope)
        try:
            response = await self._http.request(
                method,
                f"{self._base_url}{path}",
                json=body,
                headers={"Authorization": f"Bearer {token}", **(headers or {})},
                timeout=timeout_seconds,
            )
        except httpx.HTTPError as error:
            raise Unavailable(system=self._target) from error
        if response.status_code >= 500:
            raise Unavailable(system=self._target)
        return response
