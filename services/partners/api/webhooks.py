"""Webhook endpoints and the delivery log, for staff and for the partner itself."""
from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from services.partners.api.bodies import DeliveryQuery, EndpointBody, PathId
from services.partners.api.views import attempt_row, delivery_row, delivery_view, endpoint_row, endpoint_view
from services.partners.application.edge import WebhookEdge
from services.partners.application.manage_endpoint import RegisterEndpoint, RotateKey, SwitchEndpoint
from services.partners.application.permissions import require_own
from services.partners.application.redeliver import Redeliver
from services.partners.queries.partners import list_attempts, list_deliveries, list_endpoints
from shared.db.unit_of_work import new_id
from shared.kernel.errors import NotFound
from shared.web.calls import ReadCall, WriteCall, read_call, write_call

router = APIRouter(prefix="/v1/partners/{partner_id}", tags=["webhooks"])


def _edge(request: Request) -> WebhookEdge:
    edge: WebhookEdge = request.app.state.edge
    return edge


def _may_manage(call: WriteCall | ReadCall, partner_id: str, action: str) -> None:
    call.authorize(action)
    require_own(call.principal, partner_id)


@router.post("/webhook-endpoints", operation_id="registerWebhookEndpoint", status_code=201)
async def register_endpoint(
    partner_id: PathId, body: EndpointBody, call: WriteCall = Depends(write_call)
) -> Response:
    """Where to tell the partner: https on 443 or 8443 at a public address. The answer holds the public key."""
    _may_manage(call, partner_id, "manage-webhooks")
    edge = _edge(call.request)
    await edge.require_permitted(body.url)
    types = tuple(dict.fromkeys(body.types))
    command = RegisterEndpoint(partner_id, new_id(), body.url, types, edge.signer.new_key(new_id()))
    return await call.execute(command, status=201, view=endpoint_view)


@router.get("/webhook-endpoints", operation_id="listWebhookEndpoints")
async def read_endpoints(partner_id: PathId, call: ReadCall = Depends(read_call)) -> dict[str, Any]:
    """The partner's endpoints, at most ten."""
    _may_manage(call, partner_id, "read-partner")
    async with call.connection() as connection:
        rows = await list_endpoints(connection, partner_id, call.request.app.state.runtime.clock.now())
    return {"items": [endpoint_row(row) for row in rows], "next_cursor": None}


@router.post("/webhook-endpoints/{endpoint_id}/rotate-key", operation_id="rotateWebhookKey")
async def rotate_key(partner_id: PathId, endpoint_id: PathId, call: WriteCall = Depends(write_call)) -> Response:
    """A fresh key; for 24 hours every webhook carries a signature of the old one too."""
    _may_manage(call, partner_id, "manage-webhooks")
    key = _edge(call.request).signer.new_key(new_id())
    return await call.execute(RotateKey(partner_id, endpoint_id, key), view=endpoint_view)


@router.post("/webhook-endpoints/{endpoint_id}/enable", operation_id="enableWebhookEndpoint")
async def enable(partner_id: PathId, endpoint_id: PathId, call: WriteCall = Depends(write_call)) -> Response:
    """Told again."""
    return await call.execute(SwitchEndpoint(partner_id, endpoint_id, enabled=True), view=endpoint_view)


@router.post("/webhook-endpoints/{endpoint_id}/disable", operation_id="disableWebhookEndpoint")
async def disable(partner_id: PathId, endpoint_id: PathId, call: WriteCall = Depends(write_call)) -> Response:
    """Told nothing until enabled."""
    return await call.execute(SwitchEndpoint(partner_id, endpoint_id, enabled=False), view=endpoint_view)


@router.get("/deliveries", operation_id="listDeliveries")
async def read_deliveries(
    partner_id: PathId, query: Annotated[DeliveryQuery, Query()], call: ReadCall = Depends(read_call)
) -> dict[str, Any]:
    """The delivery log, newest first."""
    _may_manage(call, partner_id, "read-partner")
    cursors = call.request.app.state.runtime.cursors
    listing = f"deliveries:{partner_id}:{query.status}"
    after = cursors.decode(query.cursor, listing=listing)
    async with call.connection() as connection:
        rows = await list_deliveries(
            connection, partner_id, status=query.status, after=after[0] if after else None, limit=query.limit + 1
        )
    shown = rows[: query.limit]
    more = cursors.encode([str(shown[-1].delivery_id)], listing=listing) if len(rows) > len(shown) else None
    return {"items": [delivery_row(row) for row in shown], "next_cursor": more}


@router.get("/deliveries/{delivery_id}", operation_id="getDelivery")
async def read_delivery(
    partner_id: PathId, delivery_id: PathId, call: ReadCall = Depends(read_call)
) -> dict[str, Any]:
    """One delivery with its latest hundred tries."""
    _may_manage(call, partner_id, "read-partner")
    async with call.connection() as connection:
        rows = await list_deliveries(
            connection, partner_id, status=None, after=None, limit=1, delivery_id=delivery_id
        )
        if not rows:
            raise NotFound()
        tries = await list_attempts(connection, delivery_id)
    return {**delivery_row(rows[0]), "tries": [attempt_row(row) for row in tries]}


@router.post("/deliveries/{delivery_id}/redeliver", operation_id="redeliver")
async def redeliver(partner_id: PathId, delivery_id: PathId, call: WriteCall = Depends(write_call)) -> Response:
    """Sends a finished delivery once more, under its old id."""
    return await call.execute(Redeliver(partner_id, delivery_id), view=delivery_view)
