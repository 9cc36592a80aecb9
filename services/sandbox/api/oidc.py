"""The OIDC issuer's endpoints: discovery, keys, sign-in page, tokens."""
from __future__ import annotations

import base64
import re
from typing import Annotated, Any
from urllib.parse import unquote_plus, urlencode, urlsplit

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from services.sandbox.api.fields import NUMBER_PATTERN
from services.sandbox.api.form import FormFields, form_of
from services.sandbox.api.sign_in_page import sign_in_page
from services.sandbox.api.world import World, world_of
from services.sandbox.application.issuer import Tokens
from services.sandbox.domain.oidc import AuthorizationRequest, OAuthRefusal
from services.sandbox.domain.staff import STAFF
from services.sandbox.queries import people as people_queries

OPEN_PATHS = frozenset({"/oidc/token", "/oidc/authorize"})
DEMO_PERSON_GRANT = "urn:o2o:grant:demo-person"

router = APIRouter(prefix="/oidc", tags=["issuer"])
Field = Annotated[str, Query(max_length=500)]


def _asked(
    *,
    response_type: Field,
    client_id: Field,
    redirect_uri: Field,
    state: Field,
    code_challenge: Field,
    code_challenge_method: Field,
    nonce: Field = "",
) -> AuthorizationRequest:
    """Dependency: what the client that sent the browser asks for; raises OAuthRefusal."""
    if response_type != "code" or code_challenge_method != "S256":
        raise OAuthRefusal("invalid_request", "only response_type=code with S256")
    return AuthorizationRequest(client_id, redirect_uri, state, nonce, code_challenge)


@router.get("/.well-known/openid-configuration", operation_id="getDiscovery")
async def discovery(world: World = Depends(world_of)) -> dict[str, Any]:
    """OpenID Connect discovery."""
    issuer = world.issuer.url
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "jwks_uri": f"{issuer}/jwks",
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "client_credentials", DEMO_PERSON_GRANT],
        "code_challenge_methods_supported": ["S256"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "subject_types_supported": ["public"],
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
    }


@router.get("/jwks", operation_id="getKeys")
async def keys(world: World = Depends(world_of)) -> dict[str, Any]:
    """The public key tokens are verified with."""
    return world.jwks


@router.get("/authorize", operation_id="showSignIn")
async def show_sign_in(request: Request, asked: AuthorizationRequest = Depends(_asked), world: World = Depends(world_of)) -> Response:
    """The page on which one picks the demo person to be. Nobody is sent anywhere before the client is known."""
    world.issuer.require_known_client(asked)
    async with world.engine.connect() as connection:
        people = await people_queries.people_for_login(connection)
    language = "en" if request.headers.get("accept-language", "zh").lower().startswith("en") else "zh"
    redirect = urlsplit(asked.redirect_uri)
    policy = f"default-src 'none'; style-src 'unsafe-inline'; form-action 'self' {redirect.scheme}://{redirect.netloc}"
    headers = {"Content-Security-Policy": f"{policy}; frame-ancestors 'none'; base-uri 'none'"}
    return HTMLResponse(sign_in_page(asked, people, language), headers=headers)


@router.post("/authorize", operation_id="signIn")
async def sign_in(form: FormFields = Depends(form_of), world: World = Depends(world_of)) -> Response:
    """Sends the browser back with a code for the person picked."""
    asked = AuthorizationRequest(
        form["client_id"], form["redirect_uri"], form["state"], form.get("nonce"), form["code_challenge"]
    )
    await _require_known(form["subject"], world, "access_denied")
    code = world.issuer.grant_code(asked, form["subject"])
    separator = "&" if urlsplit(asked.redirect_uri).query else "?"
    query = urlencode({"code": code, "state": asked.state})
    return RedirectResponse(f"{asked.redirect_uri}{separator}{query}", 303)


@router.post("/token", operation_id="giveToken")
async def token(request: Request, form: FormFields = Depends(form_of), world: World = Depends(world_of)) -> Response:
    """Tokens by authorization_code, client_credentials, or as a demo person (the operator's tool only)."""
    issuer = world.issuer
    client_id, secret = _basic_credentials(request) or (form["client_id"], form["client_secret"])
    issuer.require_client(client_id, secret)
    match form["grant_type"]:
        case "client_credentials":
            tokens = issuer.client_tokens(client_id, audience=form["audience"], scope=form.get("scope"))
        case "authorization_code":
            tokens = issuer.redeem_code(
                form["code"], client_id=client_id, redirect_uri=form["redirect_uri"], verifier=form["code_verifier"]
            )
        case grant if grant == DEMO_PERSON_GRANT:
            tokens = issuer.demo_person_tokens(client_id, subject=form["subject"], audience=form.get("audience"))
            await _require_known(form["subject"], world, "invalid_grant")
        case _:
            raise OAuthRefusal("unsupported_grant_type", "see grant_types_supported")
    return _token_response(tokens)


async def on_oauth_refusal(_: Request, refusal: Exception) -> Response:
    """Exception handler: OAuth's own error shape (RFC 6749 5.2)."""
    error = getattr(refusal, "error", "server_error")
    status = 401 if error == "invalid_client" else 400
    return JSONResponse({"error": error, "error_description": getattr(refusal, "description", "")}, status)


async def _require_known(subject: str, world: World, error: str) -> None:
    if subject in STAFF:
        return
    if not re.fullmatch(NUMBER_PATTERN, subject):
        raise OAuthRefusal(error, "no such demo person")
    async with world.engine.connect() as connection:
        if not await people_queries.is_person(connection, subject):
            raise OAuthRefusal(error, "no such demo person")


def _basic_credentials(request: Request) -> tuple[str, str] | None:
    """client_secret_basic (RFC 6749 2.3.1), None when the header is absent."""
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except ValueError as error:
        raise OAuthRefusal("invalid_client", "malformed credentials") from error
    return unquote_plus(client_id), unquote_plus(secret)


def _token_response(tokens: Tokens) -> JSONResponse:
    body: dict[str, Any] = {
        "access_token": tokens.access_token,
        "token_type": "Bearer",
        "expires_in": tokens.expires_in,
        "scope": tokens.scope,
    }
    if tokens.id_token is not None:
        body["id_token"] = tokens.id_token
    return JSONResponse(body)
