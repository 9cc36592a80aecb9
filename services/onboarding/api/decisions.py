"""Human decisions on referred applications; the approver names the version he read (If-Match)."""
from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import Field

from services.onboarding.api.application_view import application_answer
from services.onboarding.application.approve_application import ApproveApplication
from services.onboarding.application.decline_application import DeclineApplication
from shared.kernel.rate import parse_rate
from shared.schemas.fields import AmountFen, Code, Id, Rate, TermMonths, Text
from shared.web.body import RequestBody
from shared.web.calls import WriteCall, write_call

router = APIRouter(tags=["decisions"])


class ApprovalBody(RequestBody):
    """The terms granted."""

    amount_fen: AmountFen
    term_months: TermMonths
    annual_rate: Rate
    comment: Text | None = None


class DeclineBody(RequestBody):
    """Why not: at least one reason code."""

    reasons: Annotated[list[Code], Field(min_length=1, max_length=10)]
    comment: Text | None = None


@router.post("/v1/applications/{application_id}/approve", operation_id="approveApplication")
async def approve_application(
    application_id: Id, body: ApprovalBody, call: WriteCall = Depends(write_call)
) -> Response:
    """At most what was asked, within the product and the approver's authority; never one's own application."""
    command = ApproveApplication(
        application_id=application_id,
        seen_version=call.if_match,
        amount_fen=body.amount_fen,
        term_months=body.term_months,
        annual_rate=parse_rate(body.annual_rate),
        comment=body.comment,
    )
    return await call.execute(command, view=application_answer(200, for_staff=True))


@router.post("/v1/applications/{application_id}/decline", operation_id="declineApplication")
async def decline_application(
    application_id: Id, body: DeclineBody, call: WriteCall = Depends(write_call)
) -> Response:
    """With reasons; they reach the customer."""
    command = DeclineApplication(
        application_id=application_id,
        seen_version=call.if_match,
        reasons=tuple(dict.fromkeys(body.reasons)),
        comment=body.comment,
    )
    return await call.execute(command, view=application_answer(200, for_staff=True))
