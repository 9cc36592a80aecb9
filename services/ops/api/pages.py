"""The live page and its files, under a policy that lets it load nothing from elsewhere."""
from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from services.ops.adapters.page_files import PageFile
from services.ops.api.signed_in import event_reader, read_call, settings_of
from shared.kernel.errors import Forbidden, NotFound
from shared.web.edge_errors import NotARoute, Unauthenticated

router = APIRouter(tags=["pages"], include_in_schema=False)

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_SECURITY_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "X-Frame-Options": "DENY",
}


@router.get("/")
async def home() -> Response:
    """The live page is the home page."""
    return RedirectResponse("/stream", 307)


@router.get("/stream")
async def stream_page(request: Request) -> Response:
    """The live page; sign-in first, and a page that says so when the role may not watch."""
    try:
        await event_reader(await read_call(request))
    except Unauthenticated:
        return RedirectResponse("/auth/login?return_to=/stream", 303)
    except (Forbidden, NotFound):
        return _served(request, "forbidden.html", status=403)
    return _served(request, "stream.html")


@router.get("/pages/{name}")
async def page_file(request: Request, name: str) -> Response:
    """Style and script of the page; they hold no data."""
    if name.endswith(".html"):
        raise NotARoute()
    return _served(request, name)


def _served(request: Request, name: str, status: int = 200) -> Response:
    files: Mapping[str, PageFile] = request.app.state.page_files
    file = files.get(name)
    if file is None:
        raise NotARoute()
    headers = {**_SECURITY_HEADERS, "Cache-Control": "no-cache", "ETag": file.tag}
    if settings_of(request).is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if status == 200 and request.headers.get("if-none-match") == file.tag:
        return Response(status_code=304, headers=headers)
    return Response(file.content, status, headers, file.media_type)
