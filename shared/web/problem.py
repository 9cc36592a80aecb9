"""One error shape: RFC 9457 problem+json with a stable code; never an echo of the input."""
from __future__ import annotations

import json
import re
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from shared.kernel.errors import Category, DomainError
from shared.observability.logging import logger
from shared.web.edge_errors import InvalidBody, MethodNotAllowed, NotARoute, TemporarilyUnavailable, Unexpected

MEDIA_TYPE = "application/problem+json"
STATUS = {
    Category.INVALID: 422,
    Category.MALFORMED: 400,
    Category.UNAUTHENTICATED: 401,
    Category.FORBIDDEN: 403,
    Category.NOT_FOUND: 404,
    Category.CONFLICT: 409,
    Category.PRECONDITION_FAILED: 412,
    Category.PRECONDITION_REQUIRED: 428,
    Category.UNSUPPORTED_MEDIA: 415,
    Category.TOO_LARGE: 413,
    Category.UNAVAILABLE: 503,
    Category.UNEXPECTED: 500,
}
_RETRY_AFTER_SECONDS = "1"
_HIDDEN = "…"
_OUR_NAME = re.compile(r"[A-Za-z][A-Za-z_-]{0,39}|[0-9]{1,4}")


def problem_body(error: DomainError, request: Request, errors: list[dict[str, str]] | None = None) -> dict[str, Any]:
    """The JSON of a problem; facts of the error are codes and numbers only."""
    chinese = not request.headers.get("accept-language", "zh").lower().startswith("en")
    body: dict[str, Any] = {
        "type": f"/errors/{error.code}",
        "title": error.title_zh if chinese else error.title_en,
        "status": STATUS[error.category],
        "code": error.code,
        "request_id": getattr(request.state, "request_id", ""),
        "retryable": error.retryable,
    }
    if error.facts:
        body["facts"] = error.facts
    if errors:
        body["errors"] = errors
    return body


def problem_headers(error: DomainError) -> dict[str, str]:
    """Retry-After where waiting helps, WWW-Authenticate where signing in does."""
    headers: dict[str, str] = {}
    if error.retryable:
        headers["Retry-After"] = _RETRY_AFTER_SECONDS
    if error.category is Category.UNAUTHENTICATED:
        headers["WWW-Authenticate"] = "Bearer"
    return headers


def problem_response(error: DomainError, request: Request, errors: list[dict[str, str]] | None = None) -> Response:
    """The response of a refusal."""
    body = problem_body(error, request, errors)
    return Response(
        json.dumps(body, ensure_ascii=False).encode(), body["status"], problem_headers(error), media_type=MEDIA_TYPE
    )


def install_problem_handlers(app: FastAPI) -> None:
    """Every way a request can fail ends in a problem."""
    for error, handler in _HANDLERS.items():
        app.add_exception_handler(error, handler)


async def _on_domain_error(request: Request, error: DomainError) -> Response:
    return problem_response(error, request)


async def _on_invalid_request(request: Request, error: RequestValidationError) -> Response:
    errors = [{"pointer": _pointer(item), "code": item["type"]} for item in error.errors()[:20]]
    return problem_response(InvalidBody(), request, errors)


def _pointer(fault: dict[str, Any]) -> str:
    """JSON pointer of a fault. A key the caller invented is not repeated to him: it may be personal."""
    parts = [str(part) for part in fault["loc"][:8]]
    if fault["type"] == "extra_forbidden":
        parts[-1] = _HIDDEN
    return "/" + "/".join(part if _OUR_NAME.fullmatch(part) else _HIDDEN for part in parts)


async def _on_http_exception(request: Request, error: HTTPException) -> Response:
    known: dict[int, DomainError] = {404: NotARoute(), 405: MethodNotAllowed(), 400: InvalidBody()}
    found = known.get(error.status_code)
    if found is None:
        return Response(status_code=error.status_code, headers=dict(error.headers or {}))
    response = problem_response(found, request)
    response.status_code = error.status_code
    return response


async def _on_database_error(request: Request, error: DBAPIError) -> Response:
    state = getattr(error.orig, "sqlstate", None) or ""
    if error.connection_invalidated or state[:2] in ("08", "53", "55", "57", "40"):
        return await _on_unavailable(request, error)
    return await _on_unexpected(request, error)


async def _on_unavailable(request: Request, error: Exception) -> Response:
    logger().warning("unavailable", error=type(error).__name__)
    return problem_response(TemporarilyUnavailable(), request)


async def _on_unexpected(request: Request, error: Exception) -> Response:
    logger().error("unexpected error", error=type(error).__name__, exc_info=error)
    return problem_response(Unexpected(), request)


_HANDLERS: dict[type[Exception], Any] = {
    DomainError: _on_domain_error,
    RequestValidationError: _on_invalid_request,
    HTTPException: _on_http_exception,
    DBAPIError: _on_database_error,
    PoolTimeout: _on_unavailable,
    ConnectionError: _on_unavailable,
    TimeoutError: _on_unavailable,
    Exception: _on_unexpected,
}
