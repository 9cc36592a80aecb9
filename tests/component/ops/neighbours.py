"""What ops calls in tests: an issuer that trades codes for tokens, and services that repeat what they were sent."""
from __future__ import annotations

import base64
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.component.ops.served import ServedOps
from tests.support.tokens import ISSUER

OPERATIONS = {"kind": "staff", "subject": "ops.qian", "roles": ["OPERATIONS"], "outlets": ["HEAD_OFFICE"]}


@dataclass
class Neighbours:
    """A transport for ops' HTTP client. `tokens` maps codes to access tokens, `challenges` codes to PKCE challenges."""

    tokens: dict[str, str] = field(default_factory=dict)
    challenges: dict[str, str] = field(default_factory=dict)
    forwarded: list[httpx.Request] = field(default_factory=list)
    answer_bytes: int = 0

    @property
    def http(self) -> httpx.AsyncClient:
        """The client ops is given."""
        return httpx.AsyncClient(transport=httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/.well-known/openid-configuration"):
            return httpx.Response(200, json={"authorization_endpoint": f"{ISSUER}/authorize", "token_endpoint": f"{ISSUER}/token"})
        if str(request.url) == f"{ISSUER}/token":
            return self._trade(parse_qs(request.content.decode()))
        self.forwarded.append(request)
        if request.url.path.endswith("/silent"):
            raise httpx.ReadTimeout("silent")
        body = b"x" * self.answer_bytes or b'{"seen": true}'
        headers = {"content-type": "application/json", "etag": '"v1"', "set-cookie": "a=b", "server": "s"}
        return httpx.Response(200, content=body, headers=headers)

    def _trade(self, form: dict[str, list[str]]) -> httpx.Response:
        code, verifier = form["code"][0], form["code_verifier"][0]
        challenge = base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")
        if self.challenges.get(code) != challenge:
            return httpx.Response(400, json={"error": "invalid_grant"})
        return httpx.Response(200, json={"access_token": self.tokens.pop(code), "token_type": "Bearer", "expires_in": 900})


async def sign_in(ops: ServedOps, neighbours: Neighbours, browser: httpx.AsyncClient, **person: Any) -> httpx.Response:
    """The whole way of a browser: to the issuer, back with a code, in. Returns the callback's answer."""
    to_issuer = await browser.get("/auth/login?return_to=/stream")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(to_issuer.headers["location"]).query).items()}
    neighbours.tokens["code-1"] = ops.service.issuer.token(audience="ops", **(person or OPERATIONS))
    neighbours.challenges["code-1"] = asked["code_challenge"]
    return await browser.get(f"/auth/callback?code=code-1&state={asked['state']}")
