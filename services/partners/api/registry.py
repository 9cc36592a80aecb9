"""The partner registry."""
from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from pydantic_core import to_json

from services.partners.api.bodies import PartnerBody, PartnerQuery, PathId
from services.partners.api.views import partner_row, partner_view
from services.partners.application.change_partner_status import ChangePartnerStatus
from services.partners.application.permissions import require_own
from services.partners.application.register_partner import RegisterPartner
from services.partners.domain.partner import PartnerStatus
from services.partners.queries.partners import list_partners
from shared.kernel.errors import NotFound
from shared.web.calls import ReadCall, WriteCall, read_call, version_tag, write_call

router = APIRouter(tags=["partners"])


@router.post("/v1/partners", operation_id="registerPartner", status_code=201)
async def register_partner(body: PartnerBody, call: WriteCall = Depends(write_call)) -> Response:
    """A firm enters the registry, listed; what it may hear of is bound to products."""
    command = RegisterPartner(body.name, body.partner_type, body.product_codes)
    return await call.execute(command, status=201, view=partner_view)


@router.get("/v1/partners", operation_id="listPartners")
async def read_partners(
    query: Annotated[PartnerQuery, Query()], call: ReadCall = Depends(read_call)
) -> dict[str, Any]:
    """Every partner, in the order of registration."""
    call.authorize("list-partners")
    cursors = call.request.app.state.runtime.cursors
    listing = f"partners:{query.status}"
    after = cursors.decode(query.cursor, listing=listing)
    async with call.connection() as connection:
        rows = await list_partners(
            connection, status=query.status, after=after[0] if after else None, limit=query.limit + 1
        )
    shown = rows[: query.limit]
    more = cursors.encode([str(shown[-1].partner_id)], listing=listing) if len(rows) > len(shown) else None
    return {"items": [partner_row(row) for row in shown], "next_cursor": more}


@router.get("/v1/partners/{partner_id}", operation_id="getPartner")
async def read_partner(partner_id: PathId, call: ReadCall = Depends(read_call)) -> Response:
    """One partner; the ETag is for decisions about it."""
    call.authorize("read-partner")
    require_own(call.principal, partner_id)
    async with call.connection() as connection:
        rows = await list_partners(connection, status=None, after=None, limit=1, partner_id=partner_id)
    if not rows:
        raise NotFound()
    return Response(
        to_json(partner_row(rows[0])), headers=version_tag(rows[0].version), media_type="application/json"
    )


@router.post("/v1/partners/{partner_id}/suspend", operation_id="suspendPartner")
async def suspend(partner_id: PathId, call: WriteCall = Depends(write_call)) -> Response:
    """Told nothing for now; needs If-Match with the version seen."""
    return await _change(partner_id, PartnerStatus.SUSPENDED, call)


@router.post("/v1/partners/{partner_id}/reinstate", operation_id="reinstatePartner")
async def reinstate(partner_id: PathId, call: WriteCall = Depends(write_call)) -> Response:
    """Listed again; needs If-Match with the version seen."""
    return await _change(partner_id, PartnerStatus.LISTED, call)


@router.post("/v1/partners/{partner_id}/remove", operation_id="removePartner")
async def remove(partner_id: PathId, call: WriteCall = Depends(write_call)) -> Response:
    """Removed for good; needs If-Match with the version seen."""
    return await _change(partner_id, PartnerStatus.REMOVED, call)


async def _change(partner_id: str, status: PartnerStatus, call: WriteCall) -> Response:
    return await call.execute(ChangePartnerStatus(partner_id, status, call.if_match), view=partner_view)
