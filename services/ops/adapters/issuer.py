"""The OIDC issuer as a browser's way in: where to send it, and what its code is worth (RFC 6749, RFC 7636)."""
from __future__ import annotations

import base64
from hashlib import sha256
from urllib.parse import urlencode

import httpx

from shared.kernel.errors import Category, DomainError, Unavailable
from shared.settings import ServiceSettings

_TIMEOUT_SECONDS = 3


class SignInFailed(DomainError):
    """The issuer did not accept the sign-in, or it was not begun in this browser."""

    code = "ops.sign-in-failed"
    category = Category.UNAUTHENTICATED
    title_zh = "登录没有完成，请重新登录"
    title_en = "The sign-in was not completed; sign in again"


class Issuer:
    """Authorization-code flow with PKCE; endpoints are read from the issuer's discovery document once."""

    def __init__(self, settings: ServiceSettings, http: httpx.AsyncClient) -> None:
        self._settings = settings
        self._http = http
        self._endpoints: dict[str, str] = {}

    async def authorization_url(self, *, redirect_uri: str, state: str, nonce: str, verifier: str) -> str:
        """Where the browser signs in. Raises Unavailable while the issuer is away."""
        query = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": redirect_uri,
            "scope": "openid",
            "state": state,
            "nonce": nonce,
            "code_challenge": _challenge(verifier),
            "code_challenge_method": "S256",
        }
        return f"{await self._endpoint('authorization_endpoint')}?{urlencode(query)}"

    async def redeem(self, *, code: str, redirect_uri: str, verifier: str) -> str:
        """The access token of a code. Raises SignInFailed when it is refused, Unavailable when nobody answers."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
            "client_id": self._settings.client_id,
            "client_secret": self._settings.client_secret.get_secret_value(),
        }
        try:
            answer = await self._http.post(await self._endpoint("token_endpoint"), data=form, timeout=_TIMEOUT_SECONDS)
        except httpx.HTTPError as error:
            raise Unavailable(system="issuer") from error
        if answer.status_code >= 500:
            raise Unavailable(system="issuer")
        if answer.status_code != 200:
            raise SignInFailed()
        return str(answer.json()["access_token"])

    async def _endpoint(self, name: str) -> str:
        if not self._endpoints:
            issuer = self._settings.oidc_issuer.rstrip("/")
            try:
                answer = await self._http.get(f"{issuer}/.well-known/openid-configuration", timeout=_TIMEOUT_SECONDS)
                answer.raise_for_status()
            except httpx.HTTPError as error:
                raise Unavailable(system="issuer") from error
            self._endpoints = answer.json()
        return self._endpoints[name]


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")
