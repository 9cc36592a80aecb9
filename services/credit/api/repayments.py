"""Repayments by the borrower."""
from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Response

from services.credit.api.bodies import PathId, RepaymentBody
from services.credit.api.views import repayment_view
from services.credit.application.records.repayment import RepaymentKind
from services.credit.application.request_repayment import RequestRepayment
from services.credit.queries.objects import find_repayment
from shared.kernel.errors import NotFound
from shared.web.calls import ReadCall, WriteCall, read_call, write_call

router = APIRouter(tags=["repayments"])


@router.post("/v1/loans/{loan_id}/repayments", operation_id="requestRepayment", status_code=202)
async def request_repayment(loan_id: PathId, body: RepaymentBody, call: WriteCall = Depends(write_call)) -> Response:
    """Accepts a repayment; the registered account is debited and the money allocated (poll the repayment)."""
    command = RequestRepayment(loan_id, body.amount_fen, RepaymentKind(body.kind))
    return await call.execute(command, status=202, view=repayment_view)


@router.get("/v1/repayments/{repayment_id}", operation_id="getRepayment")
async def read_repayment(repayment_id: PathId, call: ReadCall = Depends(read_call)) -> dict[str, Any]:
    """REQUESTED, DEBITING, ALLOCATED, or REFUSED with the core bank's reason."""
    async with call.connection() as connection:
        repayment = await find_repayment(connection, repayment_id)
    if repayment is None:
        raise NotFound()
    call.authorize("repayment.read", repayment)
    return repayment_view(repayment)
