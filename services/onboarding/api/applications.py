"""Applications: the customer makes, hands in and withdraws them; both sides read them."""
from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import WithJsonSchema

from services.onboarding.api.application_view import application_answer, application_view
from services.onboarding.api.page import PageQuery, page, read_cursor
from services.onboarding.application.draft_application import DraftApplication
from services.onboarding.application.submit_application import SubmitApplication
from services.onboarding.application.withdraw_application import WithdrawApplication
from services.onboarding.domain.application_status import ApplicationStatus
from services.onboarding.queries.applications import ApplicationFilter, find_application, list_applications
from shared.kernel.authorization import HEAD_OFFICE, Kind, Ownership, Principal
from shared.schemas.fields import AmountFen, Code, Id, Key, TermMonths
from shared.web.body import RequestBody
from shared.web.calls import ReadCall, WriteCall, as_response, read_call, write_call

router = APIRouter(tags=["applications"])

DeclaredFacts = Annotated[
    dict[str, Any],
    WithJsonSchema(
        {
            "type": "object",
            "maxProperties": 60,
            "additionalProperties": {"anyOf": [{"type": "string", "maxLength": 40}, {"type": "integer"}]},
            "description": "codes and whole numbers; amounts end in _fen",
        }
    ),
]
"""Checked whole by the domain, so that a refused key is never repeated."""


class ApplicationBody(RequestBody):
    """What is asked for, and what is declared."""

    party_id: Id
    product_code: Code
    amount_fen: AmountFen
    term_months: TermMonths
    purpose_code: Code
    facts: DeclaredFacts


class ApplicationsQuery(PageQuery):
    """Staff narrow by state and outlet; a customer sees his own."""

    status: ApplicationStatus | None = None
    outlet_id: Key | None = None


@router.post("/v1/applications", operation_id="draftApplication", status_code=201)
async def draft_application(body: ApplicationBody, call: WriteCall = Depends(write_call)) -> Response:
    """A draft, kept for 30 days. Amount and term must fit the product; facts are codes and whole numbers."""
    return await call.execute(DraftApplication(**dict(body)), status=201, view=application_answer(201))


@router.post("/v1/applications/{application_id}/submit", operation_id="submitApplication")
async def submit_application(application_id: Id, call: WriteCall = Depends(write_call)) -> Response:
    """Hands the draft in. Needs identity at level 2 and the consents PROFILING and CREDIT_BUREAU."""
    return await call.execute(SubmitApplication(application_id), view=application_answer(200))


@router.post("/v1/applications/{application_id}/withdraw", operation_id="withdrawApplication")
async def withdraw_application(application_id: Id, call: WriteCall = Depends(write_call)) -> Response:
    """Takes it back before it is decided."""
    return await call.execute(WithdrawApplication(application_id), view=application_answer(200))


@router.get("/v1/applications/{application_id}", operation_id="getApplication")
async def get_application(application_id: Id, call: ReadCall = Depends(read_call)) -> Response:
    """Where it stands, in plain words, with a time stamp for every step; the ETag is its version."""
    call.authorize("application.read")
    async with call.connection() as connection:
        application = await find_application(connection, application_id)
    call.authorize("application.read", application)
    return as_response(application_answer(200, for_staff=call.principal.kind is Kind.STAFF)(application))


@router.get("/v1/applications", operation_id="listApplications")
async def list_own_or_outlet_applications(
    request: Request, query: Annotated[ApplicationsQuery, Query()], call: ReadCall = Depends(read_call)
) -> dict[str, Any]:
    """Newest first: a customer's own, or those of the caller's outlets."""
    wanted = _filter(call, query)
    listing = f"applications:{call.principal.key}:{query.status}:{query.outlet_id}"
    after = read_cursor(request, query, listing)
    async with call.connection() as connection:
        rows = await list_applications(connection, wanted, after=after, limit=query.limit + 1)
    for_staff = call.principal.kind is Kind.STAFF
    return page(
        request,
        rows,
        listing=listing,
        limit=query.limit,
        key=lambda row: row.application_id,
        view=lambda row: application_view(row, for_staff=for_staff),
    )


def _filter(call: ReadCall, query: ApplicationsQuery) -> ApplicationFilter:
    principal = call.principal
    call.authorize("application.read", Ownership(party_id=principal.party_id, outlet_id=query.outlet_id))
    if principal.kind is Kind.BORROWER:
        outlets = frozenset({query.outlet_id}) if query.outlet_id else None
        return ApplicationFilter(party_id=principal.party_id, outlets=outlets, status=query.status)
    return ApplicationFilter(outlets=_outlets(principal, query.outlet_id), status=query.status)


def _outlets(principal: Principal, outlet_id: str | None) -> frozenset[str] | None:
    if outlet_id is not None:
        return frozenset({outlet_id})
    return None if HEAD_OFFICE in principal.outlets else principal.outlets
