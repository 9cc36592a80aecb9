"""Models and policies: the same life cycle under two addresses."""
from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from services.scoring.api.schemas import DraftBody, EmptyBody, ReviewBody
from services.scoring.api.views import page_view, version_row, version_view
from services.scoring.application.draft_version import DraftVersion
from services.scoring.application.review_version import ActivateVersion, ApproveVersion, ValidateVersion
from services.scoring.domain.artefact_version import Kind
from services.scoring.queries.artefact_versions import find_version, list_versions
from shared.kernel.errors import NotFound
from shared.schemas.fields import Key
from shared.web.calls import ReadCall, WriteCall, read_call, write_call
from shared.web.cursor import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE

_MOST_VERSIONS: Final = 1_000_000
Version = Annotated[int, Path(ge=1, le=_MOST_VERSIONS)]
Write = Annotated[WriteCall, Depends(write_call)]
Read = Annotated[ReadCall, Depends(read_call)]


def versions_router(kind: Kind, collection: str) -> APIRouter:
    """Routes of one kind: draft, validate, approve, activate by three different people; list and read."""
    router = APIRouter(prefix=f"/v1/{collection}/{{name}}/versions", tags=[collection])
    _add_steps(router, kind)
    _add_reads(router, kind)
    return router


def _add_steps(router: APIRouter, kind: Kind) -> None:
    title = kind.value.capitalize()

    @router.post("", status_code=201, operation_id=f"draft{title}Version")
    async def draft(name: Key, body: DraftBody, call: Write) -> Response:
        """Registers a document as the next DRAFT (MODEL_DEVELOPER). 422 says where the document is wrong."""
        return await call.execute(DraftVersion(kind, name, body.artefact, body.comment), status=201, view=version_view)

    @router.post("/{version}/validate", operation_id=f"validate{title}Version")
    async def validate(name: Key, version: Version, body: ReviewBody, call: Write) -> Response:
        """DRAFT → VALIDATED (MODEL_VALIDATOR, not the developer)."""
        return await call.execute(ValidateVersion(kind, name, version, body.comment), view=version_view)

    @router.post("/{version}/approve", operation_id=f"approve{title}Version")
    async def approve(name: Key, version: Version, body: ReviewBody, call: Write) -> Response:
        """VALIDATED → APPROVED (MODEL_APPROVER, a third person)."""
        return await call.execute(ApproveVersion(kind, name, version, body.comment), view=version_view)

    @router.post("/{version}/activate", operation_id=f"activate{title}Version")
    async def activate(name: Key, version: Version, _: EmptyBody, call: Write) -> Response:
        """APPROVED or RETIRED → ACTIVE (MODEL_APPROVER); the active version retires. Activating a retired one rolls back."""
        return await call.execute(ActivateVersion(kind, name, version), view=version_view)


def _add_reads(router: APIRouter, kind: Kind) -> None:
    title = kind.value.capitalize()

    @router.get("", operation_id=f"list{title}Versions")
    async def listed(
        request: Request,
        name: Key,
        call: Read,
        page_size: Annotated[int, Query(ge=1)] = DEFAULT_PAGE_SIZE,
        cursor: Annotated[str | None, Query(max_length=500)] = None,
    ) -> dict[str, Any]:
        """Versions, newest first."""
        call.authorize("artefact.read")
        cursors, listing = request.app.state.runtime.cursors, f"versions:{kind.value}:{name}"
        before = cursors.decode(cursor, listing=listing)
        size = min(page_size, MAX_PAGE_SIZE)
        async with call.connection() as connection:
            rows = await list_versions(connection, kind, name, before=before[0] if before else None, limit=size + 1)
        following = cursors.encode([rows[size - 1]["version"]], listing=listing) if len(rows) > size else None
        return page_view([version_row(row) for row in rows[:size]], following)

    @router.get("/{version}", operation_id=f"get{title}Version")
    async def read(name: Key, version: Version, call: Read) -> dict[str, Any]:
        """One version with its document and who took which step."""
        call.authorize("artefact.read")
        async with call.connection() as connection:
            row = await find_version(connection, kind, name, version)
        if row is None:
            raise NotFound()
        return version_row(row)
