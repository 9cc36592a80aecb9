"""The vault's internal route: other services ask for what a purpose needs."""
from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import Field

from services.onboarding.api.vault_answers import plain_values
from services.onboarding.application.disclose_party import DiscloseParty
from services.onboarding.domain.disclosure import DisclosurePurpose
from services.onboarding.domain.party import PersonalField
from shared.kernel.authorization import Principal
from shared.schemas.fields import Id
from shared.web.body import RequestBody
from shared.web.calls import authenticated, context_of

router = APIRouter(tags=["vault"])


class DisclosureBody(RequestBody):
    """Which values of whom, and for what."""

    party_id: Id
    fields: Annotated[list[PersonalField], Field(min_length=1, max_length=5)]
    purpose: DisclosurePurpose


@router.post("/internal/v1/party-disclosures", operation_id="discloseParty")
async def disclose_party(
    body: DisclosureBody, request: Request, principal: Principal = Depends(authenticated)
) -> dict[str, Any]:
    """Full values for another service: scope, audience, purpose and ground are checked, the access is on record.

    No Idempotency-Key: an answer with personal data is never stored, and asking again is a new access.
    """
    command = DiscloseParty(body.party_id, tuple(dict.fromkeys(body.fields)), body.purpose)
    values = await request.app.state.runtime.bus.handle(command, context_of(request, principal))
    return plain_values(body.party_id, values)
