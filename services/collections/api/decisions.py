"""Decisions about cases, and who collects where."""
from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response

from services.collections.api.bodies import AssignmentBody, CollectorBody, DisclosureBody, HoldBody, PathId, Subject
from services.collections.api.views import changed_case_view
from services.collections.application.assign_cases import AssignCase
from services.collections.application.disclose_debtor import RecordDisclosure
from services.collections.application.hold_case import PlaceHold, ReleaseHold
from services.collections.application.ports import Vault
from services.collections.application.register_collector import RegisterCollector
from shared.kernel.authorization import Principal
from shared.web.calls import WriteCall, authenticated, context_of, write_call

router = APIRouter(tags=["decisions"])


@router.post("/v1/cases/{case_id}/hold", operation_id="placeHold")
async def place_hold(case_id: PathId, body: HoldBody, call: WriteCall = Depends(write_call)) -> Response:
    """Stops dunning; needs If-Match with the version seen."""
    return await call.execute(PlaceHold(case_id, body.hold, call.if_match), view=changed_case_view)


@router.post("/v1/cases/{case_id}/release", operation_id="releaseHold")
async def release_hold(case_id: PathId, call: WriteCall = Depends(write_call)) -> Response:
    """Lets dunning go on; needs If-Match with the version seen."""
    return await call.execute(ReleaseHold(case_id, call.if_match), view=changed_case_view)


@router.post("/v1/cases/{case_id}/assign", operation_id="assignCase")
async def assign_case(case_id: PathId, body: AssignmentBody, call: WriteCall = Depends(write_call)) -> Response:
    """Gives the case to a collector of its outlet; needs If-Match with the version seen."""
    return await call.execute(AssignCase(case_id, body.collector, call.if_match), view=changed_case_view)


@router.put("/v1/collectors/{subject}", operation_id="putCollector")
async def put_collector(
    subject: Annotated[Subject, Path()], body: CollectorBody, call: WriteCall = Depends(write_call)
) -> Response:
    """Says whether somebody takes cases of an outlet; new cases go to whoever has the fewest."""
    return await call.execute(RegisterCollector(subject, body.outlet_id, body.active), view=asdict)


@router.post("/v1/cases/{case_id}/disclosures", operation_id="discloseDebtor")
async def disclose_debtor(
    case_id: PathId, body: DisclosureBody, request: Request, principal: Principal = Depends(authenticated)
) -> dict[str, Any]:
    """Name and number of the debtor of an open case, from the vault: recorded first, then asked, never stored.

    503 when the vault is silent, 403 when it refuses: then nobody is contacted. It takes no Idempotency-Key,
    for a stored answer would be stored personal data.
    """
    runtime = request.app.state.runtime
    vault: Vault = request.app.state.vault
    party_id = await runtime.bus.handle(RecordDisclosure(case_id, body.reason), context_of(request, principal))
    debtor = await vault.disclose(party_id)
    return {"case_id": case_id, "name": debtor.name, "phone": debtor.phone}
