"""Proving who one is: ask the vault, ask outside, record the answer. The outside call is in no transaction."""
from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import StringConstraints

from services.onboarding.application.ports import IdentitySource
from services.onboarding.application.prepare_verification import PrepareVerification
from services.onboarding.application.record_verification import RecordedVerification, RecordVerification
from services.onboarding.application.request_one_time_code import RequestOneTimeCode
from services.onboarding.domain.identity_verification import Method
from shared.db import idempotency
from shared.schemas.fields import Id
from shared.web.body import RequestBody
from shared.web.calls import WriteCall, as_response, write_call

router = APIRouter(tags=["identity"])


class VerificationBody(RequestBody):
    """One method; the one-time code where the method needs it."""

    method: Method
    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{4,8}$")] | None = None


def identity_source(request: Request) -> IdentitySource:
    """The outside system that knows who people are."""
    source: IdentitySource = request.app.state.identity_source
    return source


@router.post("/v1/parties/{party_id}/one-time-codes", operation_id="requestOneTimeCode", status_code=202)
async def request_one_time_code(party_id: Id, call: WriteCall = Depends(write_call)) -> Response:
    """A code goes to the customer's own phone; at most five in 24 hours."""
    return await call.execute(RequestOneTimeCode(party_id), status=202, view=lambda _: {"status": "SENDING"})


@router.post("/v1/parties/{party_id}/identity-verifications", operation_id="verifyIdentity", status_code=201)
async def verify_identity(
    party_id: Id,
    body: VerificationBody,
    call: WriteCall = Depends(write_call),
    source: IdentitySource = Depends(identity_source),
) -> Response:
    """One try of one method. 503 when the outside system is silent: then nothing is verified, and nothing stored
    but the access to the vault; the same key may be tried again."""
    earlier = await _earlier_answer(call)
    if earlier is not None:
        return earlier
    prepare = PrepareVerification(party_id, body.method, has_code=body.code is not None)
    values = await call.request.app.state.runtime.bus.handle(prepare, call.context)
    finding = await source.verify(body.method, values, body.code)
    return await call.execute(
        RecordVerification(party_id, body.method, finding), status=201, view=_verification_view
    )


async def _earlier_answer(call: WriteCall) -> Response | None:
    """A repeated request does not ask outside again."""
    async with call.request.app.state.runtime.engine.connect() as connection:
        stored = await idempotency.claim(connection, call.idempotent)
    return None if stored is None else as_response(stored)


def _verification_view(recorded: RecordedVerification) -> dict[str, Any]:
    verification, level = recorded.verification, recorded.level
    return {
        "verification_id": verification.verification_id,
        "method": verification.method.value,
        "result": verification.outcome.value,
        "level": level.level,
        "valid_to": level.valid_to,
    }
