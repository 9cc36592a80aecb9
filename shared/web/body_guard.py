"""ASGI guard in front of every route: size, content type, strict JSON, request id, security headers."""
from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import Any

import structlog
from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.db.unit_of_work import new_id
from shared.kernel.clock import Clock
from shared.kernel.errors import DomainError
from shared.observability.logging import logger
from shared.observability.metrics import HTTP_SECONDS
from shared.web.edge_errors import BodyTooLarge, JsonRequired, MalformedJson
from shared.web.problem import problem_response

MAX_BODY_BYTES = 256 * 1024
_WRITES = frozenset({"POST", "PUT", "PATCH"})
_REQUEST_ID = re.compile(rb"^[A-Za-z0-9_-]{8,64}$")
_SECURITY_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
    (b"referrer-policy", b"no-referrer"),
)


class BodyGuard:
    """Reads the body once, refuses what is not plain JSON, and leaves its canonical hash for idempotency.

    `open_paths` (exact) take other content types, for signed callbacks and browser forms.
    """

    def __init__(self, app: ASGIApp, clock: Clock, open_paths: frozenset[str] = frozenset()) -> None:
        self._app = app
        self._clock = clock
        self._open_paths = open_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = self._clock.monotonic()
        state = scope.setdefault("state", {})
        headers = dict(scope["headers"])
        given = headers.get(b"x-request-id", b"")
        state["request_id"] = given.decode() if _REQUEST_ID.fullmatch(given) else new_id()
        structlog.contextvars.bind_contextvars(request_id=state["request_id"])
        answer = _Answer(send, state["request_id"])
        try:
            await self._guarded(scope, receive, answer, headers)
        finally:
            self._measure(scope, answer.status, self._clock.monotonic() - started)
            structlog.contextvars.unbind_contextvars("request_id")

    async def _guarded(self, scope: Scope, receive: Receive, answer: _Answer, headers: dict[bytes, bytes]) -> None:
        if scope["method"] not in _WRITES:
            await self._app(scope, receive, answer.send)
            return
        try:
            body = await _read(receive)
            if scope["path"] not in self._open_paths:
                scope["state"]["body_hash"] = _canonical_hash(body, headers)
        except DomainError as error:
            await problem_response(error, Request(scope))(scope, receive, answer.send)
            return
        await self._app(scope, _replay(body, receive), answer.send)

    def _measure(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "unmatched")
        HTTP_SECONDS.labels(scope["method"], route, str(status)).observe(seconds)
        if not route.startswith("/health"):
            logger().debug("request", method=scope["method"], route=route, status=status, ms=round(seconds * 1000))


class _Answer:
    """Passes the answer on with our headers, and remembers its status."""

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self._request_id = request_id.encode()
        self.status = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            present = {name.lower() for name, _ in message["headers"]}
            ours = [header for header in _SECURITY_HEADERS if header[0] not in present]
            message["headers"] = [*message["headers"], *ours, (b"x-request-id", self._request_id)]
        await self._send(message)


async def _read(receive: Receive) -> bytes:
    chunks, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise MalformedJson()
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > MAX_BODY_BYTES:
            raise BodyTooLarge()
        chunks.append(chunk)
        if not message.get("more_body"):
            return b"".join(chunks)


def _replay(body: bytes, receive: Receive) -> Receive:
    sent = False

    async def replay() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def _canonical_hash(body: bytes, headers: dict[bytes, bytes]) -> bytes:
    if not body:
        return sha256(b"").digest()
    if not headers.get(b"content-type", b"").lower().startswith(b"application/json"):
        raise JsonRequired()
    canonical = json.dumps(strict_json(body), sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode()).digest()


def strict_json(body: bytes) -> Any:
    """The parsed body; raises MalformedJson for repeated keys, NaN, broken UTF-8 and bottomless nesting."""
    try:
        parsed = json.loads(body.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise MalformedJson() from error
    return parsed


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("repeated key")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)

