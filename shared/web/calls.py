"""What a route gets: a write call (idempotent, one command) or a read call (one read-only connection)."""
from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from fastapi import Depends, Request, Response
from pydantic import BaseModel
from pydantic_core import to_json
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.db.idempotency import Answer, IdempotencyKeyReused, IdempotentRequest, RequestInFlight
from shared.db.unit_of_work import new_id
from shared.kernel.authorization import Principal, Resource
from shared.kernel.context import CommandContext
from shared.kernel.errors import Category, DomainError
from shared.web.edge_errors import HeaderMalformed, IdempotencyKeyMissing, IfMatchRequired, Unauthenticated
from shared.web.problem import MEDIA_TYPE, problem_body, problem_headers

View = Callable[[Any], BaseModel | dict[str, Any] | Answer]

_KEY = re.compile(r"^[\x21-\x7e]{1,255}$")
_UUID = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
_VERSION = re.compile(r'^"v([0-9]{1,18})"$')
_REMEMBERED = (Category.CONFLICT, Category.INVALID, Category.PRECONDITION_FAILED)
_NOT_REMEMBERED = (IdempotencyKeyReused, RequestInFlight)


async def authenticated(request: Request) -> Principal:
    """The caller of this request; raises Unauthenticated."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated()
    principal: Principal = await request.app.state.runtime.authenticator.authenticate(token)
    return principal


def context_of(request: Request, principal: Principal) -> CommandContext:
    """Correlation, request id and business time of a request."""
    correlation = request.headers.get("x-correlation-id", "")
    if correlation and not _UUID.fullmatch(correlation):
        raise HeaderMalformed(header="X-Correlation-Id")
    request_id = request.state.request_id
    return CommandContext(
        principal=principal,
        correlation_id=correlation or new_id(),
        causation_id=f"request:{request_id}",
        request_id=request_id,
        business_time=_business_time(request),
    )


def _business_time(request: Request) -> datetime | None:
    given = request.headers.get("sandbox-now")
    if given is None or not request.app.state.runtime.settings.sandbox:
        return None
    try:
        instant = datetime.fromisoformat(given)
    except ValueError as error:
        raise HeaderMalformed(header="Sandbox-Now") from error
    if instant.tzinfo is None:
        raise HeaderMalformed(header="Sandbox-Now")
    return instant


@dataclass(frozen=True, slots=True)
class WriteCall:
    """One write request. `execute` runs one command once, whatever the network does."""

    request: Request
    principal: Principal
    context: CommandContext
    idempotent: IdempotentRequest

    @property
    def if_match(self) -> int:
        """The version the caller saw (`If-Match: "v3"`); raises IfMatchRequired."""
        given = self.request.headers.get("if-match")
        if given is None:
            raise IfMatchRequired()
        found = _VERSION.fullmatch(given.strip())
        if found is None:
            raise HeaderMalformed(header="If-Match")
        return int(found[1])

    def authorize(self, action: str, resource: Resource | None = None) -> None:
        """Refuses early, before a remote call is made; the command authorises again under its lock."""
        self.request.app.state.runtime.authorizer.authorize(self.principal, action, resource)

    async def execute(self, command: object, *, status: int = 200, view: View) -> Response:
        """Runs the command in one transaction and answers with `view(result)`; a repeat gets the same bytes.

        A business refusal is remembered under the key as well; a refusal that may pass by itself is not.
        """
        bus = self.request.app.state.runtime.bus
        try:
            answer = await bus.handle_once(
                command, self.context, self.idempotent, lambda result: as_answer(view(result), status)
            )
        except DomainError as error:
            if error.category not in _REMEMBERED or error.retryable or isinstance(error, _NOT_REMEMBERED):
                raise
            answer = await bus.remember_refusal(self.idempotent, self._refusal(error), self.context)
        return as_response(answer)

    def _refusal(self, error: DomainError) -> Answer:
        body = problem_body(error, self.request)
        headers = {"content-type": MEDIA_TYPE, **problem_headers(error)}
        return Answer(body["status"], json.dumps(body, ensure_ascii=False).encode(), headers)


async def write_call(request: Request, principal: Principal = Depends(authenticated)) -> WriteCall:
    """Dependency of every write route."""
    key = request.headers.get("idempotency-key", "").strip()
    if len(key) >= 2 and key.startswith('"') and key.endswith('"'):
        key = key[1:-1]
    if not _KEY.fullmatch(key):
        raise IdempotencyKeyMissing()
    target = f"{request.method} {request.url.path}?{request.url.query}".encode()
    fingerprint = sha256(target + b"\n" + request.state.body_hash).digest()
    idempotent = IdempotentRequest(principal.key, key, fingerprint)
    return WriteCall(request, principal, context_of(request, principal), idempotent)


@dataclass(frozen=True, slots=True)
class ReadCall:
    """One read request."""

    request: Request
    principal: Principal

    def authorize(self, action: str, resource: Resource | None = None) -> None:
        """Raises NotFound or Forbidden unless the caller may do `action` to `resource`."""
        self.request.app.state.runtime.authorizer.authorize(self.principal, action, resource)

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[AsyncConnection]:
        """A connection that cannot write; all its statements see the same moment, so an answer never mixes before and after."""
        async with self.request.app.state.runtime.engine.connect() as connection:
            await connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
            yield connection


async def read_call(request: Request, principal: Principal = Depends(authenticated)) -> ReadCall:
    """Dependency of every read route."""
    return ReadCall(request, principal)


def as_answer(view: BaseModel | dict[str, Any] | Answer, status: int) -> Answer:
    """The bytes of a view; a view that is an Answer already chose its own status."""
    if isinstance(view, Answer):
        return view
    return Answer(status, to_json(view), {"content-type": "application/json"})


def as_response(answer: Answer) -> Response:
    """The HTTP response of an answer; a replay says so."""
    headers = dict(answer.headers)
    if answer.replayed:
        headers["Idempotency-Replayed"] = "true"
    return Response(answer.body, answer.status, headers)


def version_tag(version: int) -> dict[str, str]:
    """The ETag header of an aggregate's version."""
    return {"etag": f'"v{version}"'}
