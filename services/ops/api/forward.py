"""One origin for browsers: `/api/{service}/v1/...` goes to the service with the person's token, by an allow-list."""
from __future__ import annotations

import re
from typing import Final

import httpx
from fastapi import APIRouter, Depends, Request, Response

from services.ops.api.errors import AnswerTooLarge, SignInAgain
from services.ops.api.sign_in import session_cipher, token_place
from services.ops.api.signed_in import browser_session, refuse_cross_site
from services.ops.application.ports import BrowserSession
from shared.kernel.errors import Unavailable
from shared.web.edge_errors import NotARoute

router = APIRouter(tags=["forwarding"], include_in_schema=False)

FORWARDED: Final[dict[str, frozenset[str]]] = {
    "onboarding": frozenset({"sessions", "parties", "consents", "applications"}),
    "scoring": frozenset({"decisions", "models", "policies"}),
    "credit": frozenset({"products", "lines", "contracts", "cost-sheets", "drawdowns", "loans", "business-days", "reports"}),
    "collections": frozenset({"cases"}),
    "partners": frozenset({"partners"}),
}
_SEGMENT = re.compile(r"^[A-Za-z0-9_~:-][A-Za-z0-9._~:-]*$")
_REQUEST_HEADERS = (
    "accept", "accept-language", "content-type", "idempotency-key", "if-match", "sandbox-now", "x-correlation-id",
)  # fmt: skip
_RESPONSE_HEADERS = ("content-type", "content-disposition", "etag", "location", "idempotency-replayed", "retry-after")
_SAFE = frozenset({"GET", "HEAD"})
_TIMEOUT_SECONDS = 10.0
_MAX_ANSWER_BYTES = 4 * 1024 * 1024


@router.api_route("/api/{service}/v1/{path:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
async def forward(request: Request, service: str, path: str, session: BrowserSession = Depends(browser_session)) -> Response:
    """The service's own answer. Raises NotARoute off the list, CrossSiteRequest, SignInAgain, Unavailable."""
    require_listed(service, path)
    if request.method not in _SAFE:
        refuse_cross_site(request)
    runtime = request.app.state.runtime
    if session.token_expires_at <= runtime.clock.now():
        raise SignInAgain()
    token = session_cipher(request).decrypt(session.sealed_token, place=token_place(session.session_hash))
    headers = {name: request.headers[name] for name in _REQUEST_HEADERS if name in request.headers}
    headers |= {"authorization": f"Bearer {token}", "x-request-id": request.state.request_id}
    outgoing = runtime.http.build_request(
        request.method,
        f"{runtime.settings.url_of(service)}/v1/{path}",
        params=request.query_params.multi_items(),
        headers=headers,
        content=await request.body(),
        timeout=_TIMEOUT_SECONDS,
    )
    return await _answer(runtime.http, outgoing, service)


def require_listed(service: str, path: str) -> None:
    """Returns for a path on the list; raises NotARoute for every other, dots and empty parts included."""
    parts = path.split("/")
    if parts[0] not in FORWARDED.get(service, ()) or not all(_SEGMENT.fullmatch(part) for part in parts):
        raise NotARoute()


async def _answer(http: httpx.AsyncClient, outgoing: httpx.Request, service: str) -> Response:
    """At most `_MAX_ANSWER_BYTES`, counted while they arrive."""
    try:
        answer = await http.send(outgoing, stream=True)
        try:
            body = bytearray()
            async for chunk in answer.aiter_bytes():
                body += chunk
                if len(body) > _MAX_ANSWER_BYTES:
                    raise AnswerTooLarge()
        finally:
            await answer.aclose()
    except httpx.HTTPError as error:
        raise Unavailable(system=service) from error
    headers = {name: answer.headers[name] for name in _RESPONSE_HEADERS if name in answer.headers}
    return Response(bytes(body), answer.status_code, headers)
