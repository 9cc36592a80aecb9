"""Who is calling ops: a bearer token, or the session cookie of a browser that signed in here."""
from __future__ import annotations

import hmac
from hashlib import sha256
from typing import Any

from fastapi import Depends, Request

from services.ops.adapters.browser_sessions import PostgresBrowserSessions
from services.ops.api.errors import CrossSiteRequest
from services.ops.application.permissions import READ_EVENTS, WHOLE_BANK
from services.ops.application.ports import BrowserSession
from services.ops.settings import OpsSettings
from shared.kernel.authorization import Kind
from shared.web.calls import ReadCall, authenticated
from shared.web.edge_errors import Unauthenticated


def settings_of(request: Request) -> OpsSettings:
    """This process's settings."""
    settings: OpsSettings = request.app.state.runtime.settings
    return settings


def cookie_name(settings: OpsSettings, name: str) -> str:
    """`__Host-` binds a cookie to this host and to TLS; plain HTTP on the loopback address cannot carry that."""
    return f"__Host-o2o-{name}" if settings.is_secure else f"o2o-{name}"


def cookie_options(settings: OpsSettings) -> dict[str, Any]:
    """Never readable by scripts, never sent along by other sites' forms."""
    return {"httponly": True, "samesite": "lax", "secure": settings.is_secure, "path": "/"}


def session_cookie(request: Request) -> str:
    """The session cookie's value, empty without one."""
    return request.cookies.get(cookie_name(settings_of(request), "session"), "")


def session_hash(cookie: str) -> bytes:
    """What the database knows of a cookie."""
    return sha256(cookie.encode()).digest()


async def browser_session(request: Request) -> BrowserSession:
    """The session of this browser; raises Unauthenticated."""
    cookie = session_cookie(request)
    if not cookie:
        raise Unauthenticated()
    runtime = request.app.state.runtime
    async with runtime.engine.connect() as connection:
        session = await PostgresBrowserSessions(connection).find(session_hash(cookie), runtime.clock.now())
    if session is None:
        raise Unauthenticated()
    return session


def csrf_token(request: Request) -> str:
    """Belongs to one session; another site cannot read it."""
    digest: bytes = request.app.state.runtime.keyed_hash.digest("csrf", session_cookie(request))
    return digest.hex()


def refuse_cross_site(request: Request) -> None:
    """Writes of a browser carry the session's token in `X-CSRF-Token` and come from this origin."""
    given = request.headers.get("x-csrf-token", "")
    origin = request.headers.get("origin")
    foreign = origin is not None and origin != settings_of(request).public_url
    if foreign or not hmac.compare_digest(given.encode(), csrf_token(request).encode()):
        raise CrossSiteRequest()


async def read_call(request: Request) -> ReadCall:
    """Dependency of read routes: by token or by session."""
    if "authorization" in request.headers:
        return ReadCall(request, await authenticated(request))
    session = await browser_session(request)
    return ReadCall(request, session.principal)


async def event_reader(call: ReadCall = Depends(read_call)) -> ReadCall:
    """Dependency of routes that show the bank's events."""
    call.authorize(READ_EVENTS, WHOLE_BANK if call.principal.kind is Kind.STAFF else None)
    return call
