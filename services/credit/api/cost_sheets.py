"""All-in cost sheets."""
from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Response

from services.credit.api.bodies import ConfirmationBody, CostSheetBody, PathId
from services.credit.api.views import schedule_view, sheet_view
from services.credit.application.confirm_cost_sheet import ConfirmCostSheet
from services.credit.application.present_cost_sheet import PresentCostSheet, SheetWithSchedule
from services.credit.queries.objects import find_sheet
from shared.kernel.errors import NotFound
from shared.web.calls import ReadCall, WriteCall, read_call, write_call

router = APIRouter(tags=["cost sheets"])


@router.post("/v1/cost-sheets", operation_id="presentCostSheet", status_code=201)
async def present(body: CostSheetBody, call: WriteCall = Depends(write_call)) -> Response:
    """Every cost of one drawdown, annualised, with its schedule; the reading time starts now."""
    command = PresentCostSheet(body.line_id, body.amount_fen, body.term_months, body.method)
    return await call.execute(command, status=201, view=_presented_view)


@router.get("/v1/cost-sheets/{sheet_id}", operation_id="getCostSheet")
async def read_sheet(sheet_id: PathId, call: ReadCall = Depends(read_call)) -> dict[str, Any]:
    """The sheet as shown."""
    async with call.connection() as connection:
        presented = await find_sheet(connection, sheet_id)
    if presented is None:
        raise NotFound()
    call.authorize("cost-sheet.read", presented)
    return sheet_view(presented)


@router.post("/v1/cost-sheets/{sheet_id}/confirm", operation_id="confirmCostSheet")
async def confirm(sheet_id: PathId, body: ConfirmationBody, call: WriteCall = Depends(write_call)) -> Response:
    """Confirms what was read. 409 before `min_read_seconds` have passed on the server's clock."""
    command = ConfirmCostSheet(sheet_id, body.hash, body.channel)
    return await call.execute(command, status=200, view=sheet_view)


def _presented_view(result: SheetWithSchedule) -> dict[str, Any]:
    return {**sheet_view(result.presented), "schedule": schedule_view(result.schedule)}
