"""The bank as seen from outside: base addresses, one HTTP pool, tokens of the people who act."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
from uuid_utils import uuid7

from o2o.platform import Platform
from shared.kernel.clock import SystemClock
from shared.messaging.codec import instant_text

TOOL_CLIENT = "o2o-tool"
ANSWER_SECONDS = 30.0
TOKEN_SECONDS = 600.0
BUSY_RETRIES = 40
BUSY_PAUSE_SECONDS = 0.25
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_BUSY = frozenset({"platform.identity-pending", "platform.temporarily-unavailable", "platform.unavailable", "platform.request-in-flight"})


class CallRefused(Exception):
    """The bank answered something else than the caller counted on; the problem is its own words."""

    def __init__(self, method: str, path: str, status: int, problem: Mapping[str, Any]) -> None:
        super().__init__(f"{method} {path}: {status} {problem.get('code', '')} {problem.get('title', '')} {problem.get('errors', '')}")
        self.status = status
        self.problem = problem

    @property
    def code(self) -> str:
        return str(self.problem.get("code", ""))


@dataclass
class Bank:
    """A running platform. `urls` by service name; `tool_secret` lets the tool sign demo people in at the development issuer."""

    urls: Mapping[str, str]
    tool_secret: str
    http: httpx.AsyncClient = field(
        default_factory=lambda: httpx.AsyncClient(trust_env=False, limits=httpx.Limits(max_connections=64), timeout=ANSWER_SECONDS)
    )
    clock: SystemClock = field(default_factory=SystemClock)
    latencies: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Seconds to each answer, by service and operation, waiting for busy neighbours included."""
    _tokens: dict[str, tuple[float, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, platform: Platform) -> Bank:
        """The platform this tool started or found."""
        return cls(platform.urls, platform.client_secrets[TOOL_CLIENT])

    async def __aenter__(self) -> Bank:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.aclose()

    def actor(self, subject: str, correlation_id: str | None = None) -> Actor:
        """Somebody who acts with his own token."""
        return Actor(self, subject, correlation_id or str(uuid7()))

    async def token(self, subject: str) -> str:
        """A demo person's access token, renewed in time."""
        known = self._tokens.get(subject)
        if known is not None and known[0] > self.clock.monotonic():
            return known[1]
        form = {"grant_type": "urn:o2o:grant:demo-person", "client_id": TOOL_CLIENT, "client_secret": self.tool_secret, "subject": subject}
        response = await self.http.post(f"{self.urls['sandbox']}/oidc/token", data=form)
        response.raise_for_status()
        token = str(response.json()["access_token"])
        self._tokens[subject] = (self.clock.monotonic() + TOKEN_SECONDS, token)
        return token

    async def outside(self, method: str, path: str, body: Any = None) -> Any:
        """A call to the sandbox: the world outside the bank, steered by the tool."""
        headers = {"Authorization": f"Bearer {await self._tool_token()}"}
        response = await self.http.request(method, f"{self.urls['sandbox']}{path}", json=body, headers=headers)
        if response.status_code >= 400:
            raise CallRefused(method, path, response.status_code, _json(response))
        return response.json() if response.content else None

    async def _tool_token(self) -> str:
        known = self._tokens.get("")
        if known is not None and known[0] > self.clock.monotonic():
            return known[1]
        form = {
            "grant_type": "client_credentials",
            "client_id": TOOL_CLIENT,
            "client_secret": self.tool_secret,
            "audience": "sandbox",
            "scope": "sandbox:admin",
        }
        response = await self.http.post(f"{self.urls['sandbox']}/oidc/token", data=form)
        response.raise_for_status()
        self._tokens[""] = (self.clock.monotonic() + TOKEN_SECONDS, str(response.json()["access_token"]))
        return self._tokens[""][1]

    def now_text(self) -> str:
        return instant_text(self.clock.now())


@dataclass(frozen=True, slots=True)
class Actor:
    """One person at work. Every write carries a fresh idempotency key and is repeated with the same key while the bank is busy."""

    bank: Bank
    subject: str
    correlation_id: str

    async def get(self, service: str, path: str) -> Any:
        return await self._call("GET", service, path, None, {})

    async def post(
        self, service: str, path: str, body: Mapping[str, Any] | None = None, *, at: str | None = None, if_match: str | None = None
    ) -> Any:
        """`at` is the business time of day (`Sandbox-Now`), `if_match` the version the actor has seen."""
        headers = {"Idempotency-Key": str(uuid7()), "X-Correlation-Id": self.correlation_id}
        headers |= {"Sandbox-Now": at} if at else {}
        headers |= {"If-Match": if_match} if if_match else {}
        return await self._call("POST", service, path, dict(body or {}), headers)

    async def _call(self, method: str, service: str, path: str, body: dict[str, Any] | None, headers: dict[str, str]) -> Any:
        problem: dict[str, Any] = {}
        started = self.bank.clock.monotonic()
        for _ in range(BUSY_RETRIES):
            bearer = {"Authorization": f"Bearer {await self.bank.token(self.subject)}", "Accept-Language": "en"}
            response = await self.bank.http.request(method, f"{self.bank.urls[service]}{path}", json=body, headers={**bearer, **headers})
            if response.status_code < 400:
                self.bank.latencies[f"{method} {service} {_operation(path)}"].append(self.bank.clock.monotonic() - started)
                return response.json() if response.content else None
            problem = _json(response)
            if problem.get("code") not in _BUSY:
                raise CallRefused(method, path, response.status_code, problem)
            await asyncio.sleep(BUSY_PAUSE_SECONDS)
        raise CallRefused(method, path, 503, problem)


def _operation(path: str) -> str:
    """The path without ids and query, for counting alike with alike."""
    return _ID.sub("{id}", path.partition("?")[0])


def _json(response: httpx.Response) -> dict[str, Any]:
    try:
        found = response.json()
    except ValueError:
        return {"title": response.text[:200]}
    return found if isinstance(found, dict) else {"title": str(found)[:200]}
