"""Browsers sign in at the issuer (authorization code with PKCE) and come back with a session."""
from __future__ import annotations

import base64
import hmac
import json
import re
import secrets
from datetime import timedelta
from typing import Any

import jwt
from cryptography.exceptions import InvalidTag
from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.ops.adapters.issuer import Issuer, SignInFailed
from services.ops.api.signed_in import (
    browser_session,
    cookie_name,
    cookie_options,
    csrf_token,
    refuse_cross_site,
    session_cookie,
    session_hash,
    settings_of,
)
from services.ops.application.browser_sessions import CloseSession, OpenSession
from services.ops.application.ports import BrowserSession
from shared.db.crypto import FieldCipher
from shared.web.calls import context_of

router = APIRouter(tags=["sign-in"])

SESSION_LIFE = timedelta(hours=8)
_LOGIN_LIFE_SECONDS = 600
_HOME = "/stream"
_OWN_PATH = re.compile(r"^/(?:[A-Za-z0-9_.~=&?-][A-Za-z0-9_.~=&?/-]*)?$")
_LOGIN_PLACE = "cookie:login"


def session_cipher(request: Request) -> FieldCipher:
    """Seals login cookies and access tokens with ops' session key."""
    return FieldCipher({"s1": settings_of(request).session_key})


def token_place(hashed: bytes) -> str:
    """Binds a sealed access token to its session."""
    return f"browser_session:access_token:{hashed.hex()}"


@router.get("/auth/login", operation_id="beginSignIn")
async def login(request: Request, return_to: str = Query(default=_HOME, max_length=500)) -> Response:
    """Sends the browser to the issuer and remembers, sealed in its cookie, what it will come back with."""
    settings = settings_of(request)
    begun = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    url = await _issuer(request).authorization_url(redirect_uri=_callback_uri(request), **begun)
    begun["return_to"] = return_to if _OWN_PATH.fullmatch(return_to) else _HOME
    sealed = session_cipher(request).encrypt(json.dumps(begun), place=_LOGIN_PLACE)
    response = RedirectResponse(url, 303)
    response.set_cookie(
        cookie_name(settings, "login"),
        base64.urlsafe_b64encode(sealed).decode(),
        max_age=_LOGIN_LIFE_SECONDS,
        **cookie_options(settings),
    )
    return response


@router.get("/auth/callback", operation_id="completeSignIn")
async def callback(
    request: Request, state: str = Query(max_length=256), code: str = Query(default="", max_length=2000)
) -> Response:
    """The code for a token, the token for a session. Raises SignInFailed; an old session of this browser ends."""
    begun = _begun(request)
    if not hmac.compare_digest(begun["state"].encode(), state.encode()) or not code:
        raise SignInFailed()
    token = await _issuer(request).redeem(code=code, redirect_uri=_callback_uri(request), verifier=begun["verifier"])
    cookie = await _open_session(request, token)
    settings = settings_of(request)
    response = RedirectResponse(begun["return_to"], 303)
    lifetime = int(SESSION_LIFE.total_seconds())
    response.set_cookie(cookie_name(settings, "session"), cookie, max_age=lifetime, **cookie_options(settings))
    response.delete_cookie(cookie_name(settings, "login"), **cookie_options(settings))
    return response


@router.get("/auth/session", operation_id="getBrowserSession")
async def session(request: Request, found: BrowserSession = Depends(browser_session)) -> dict[str, Any]:
    """Who is signed in, and the token his writes must carry."""
    return {
        "subject": found.principal.subject,
        "kind": found.principal.kind.value,
        "roles": sorted(found.principal.roles),
        "expires_at": found.expires_at,
        "token_expires_at": found.token_expires_at,
        "csrf_token": csrf_token(request),
    }


@router.post("/auth/logout", operation_id="signOut", status_code=204)
async def logout(request: Request, found: BrowserSession = Depends(browser_session)) -> Response:
    """Ends the session here. Needs `X-CSRF-Token`."""
    refuse_cross_site(request)
    bus = request.app.state.runtime.bus
    await bus.handle(CloseSession(found.session_hash), context_of(request, found.principal))
    settings = settings_of(request)
    response = Response(status_code=204)
    response.delete_cookie(cookie_name(settings, "session"), **cookie_options(settings))
    return response


async def _open_session(request: Request, token: str) -> str:
    runtime = request.app.state.runtime
    principal = await runtime.authenticator.authenticate(token)
    cookie = secrets.token_urlsafe(32)
    hashed = session_hash(cookie)
    expires = jwt.decode(token, options={"verify_signature": False})["exp"]
    now = runtime.clock.now()
    opened = BrowserSession(
        session_hash=hashed,
        principal=principal,
        sealed_token=session_cipher(request).encrypt(token, place=token_place(hashed)),
        token_expires_at=now.fromtimestamp(expires, now.tzinfo),
        expires_at=now + SESSION_LIFE,
    )
    context = context_of(request, principal)
    if session_cookie(request):
        await runtime.bus.handle(CloseSession(session_hash(session_cookie(request))), context)
    await runtime.bus.handle(OpenSession(opened), context)
    return cookie


def _begun(request: Request) -> dict[str, str]:
    cookie = request.cookies.get(cookie_name(settings_of(request), "login"), "")
    try:
        opened = session_cipher(request).decrypt(base64.urlsafe_b64decode(cookie), place=_LOGIN_PLACE)
        begun: dict[str, str] = json.loads(opened)
    except (ValueError, KeyError, InvalidTag) as error:
        raise SignInFailed() from error
    return begun


def _issuer(request: Request) -> Issuer:
    issuer: Issuer = request.app.state.issuer
    return issuer


def _callback_uri(request: Request) -> str:
    return f"{settings_of(request).public_url}/auth/callback"
