"""Drawdowns under a line."""
from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Response

from services.credit.api.bodies import DrawdownBody, PathId
from services.credit.api.views import drawdown_view
from services.credit.application.request_drawdown import RequestDrawdown
from services.credit.queries.objects import find_drawdown
from shared.kernel.errors import NotFound
from shared.web.calls import ReadCall, WriteCall, read_call, write_call

router = APIRouter(tags=["drawdowns"])


@router.post("/v1/lines/{line_id}/drawdowns", operation_id="requestDrawdown", status_code=201)
async def request_drawdown(line_id: PathId, body: DrawdownBody, call: WriteCall = Depends(write_call)) -> Response:
    """Reserves the amount on every node of the limit tree; the pay-out follows (poll the drawdown).

    409 `credit.limit-exceeded`, `credit.line-not-active`, `credit.line-frozen`, `credit.customer-overdue`,
    `credit.cost-sheet-required` and the other refusals of the catalogue.
    """
    command = RequestDrawdown(
        line_id=line_id,
        amount_fen=body.amount_fen,
        term_months=body.term_months,
        method=body.method,
        purpose_code=body.purpose_code,
        cost_sheet_id=body.cost_sheet_id,
    )
    return await call.execute(command, status=201, view=drawdown_view)


@router.get("/v1/drawdowns/{drawdown_id}", operation_id="getDrawdown")
async def read_drawdown(drawdown_id: PathId, call: ReadCall = Depends(read_call)) -> dict[str, Any]:
    """RESERVED, DISBURSING, DISBURSED with the loan's id, or FAILED with its reason."""
    async with call.connection() as connection:
        drawdown = await find_drawdown(connection, drawdown_id)
    if drawdown is None:
        raise NotFound()
    call.authorize("drawdown.read", drawdown)
    return drawdown_view(drawdown)
