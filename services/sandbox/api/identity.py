"""Identity networks and the telephone operator: verifications, text messages, one-time codes."""
from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header
from pydantic import Field

from services.sandbox.api.fields import Key, Phone
from services.sandbox.api.world import Caller, World, context_for, world_of
from services.sandbox.application.commands import SendMessage
from services.sandbox.domain.identity import Identity, Method, Verdict, verify
from services.sandbox.domain.magic import one_time_code
from services.sandbox.queries import people as people_queries
from shared.db.unit_of_work import new_id
from shared.kernel.authorization import Principal
from shared.schemas.fields import Text
from shared.web.body import RequestBody

router = APIRouter(tags=["identity"])


class VerificationRequest(RequestBody):
    """A claim to be somebody. What the method compares and the claim lacks makes the answer UNKNOWN."""

    method: Literal["ID_DOCUMENT", "CARD_FOUR_FACTOR", "ONE_TIME_CODE"]
    name: Text | None = None
    id_number: Text | None = None
    card_number: Text | None = None
    phone: Text | None = None
    code: Text | None = None


class MessageRequest(RequestBody):
    """To a phone, or to whoever the sender's reference means."""

    phone: Phone | None = None
    to_reference: Key | None = None
    template: Key
    params: Annotated[dict[Key, Text], Field(max_length=20, default_factory=dict)]


class CodeRequest(RequestBody):
    """Where the code goes."""

    phone: Phone


class CodeCheck(CodeRequest):
    """What the person typed."""

    code: Text


@router.post("/identity/v1/verifications", operation_id="verifyIdentity")
async def verify_identity(
    body: VerificationRequest, _: Principal = Depends(Caller("identity")), world: World = Depends(world_of)
) -> dict[str, str]:
    """MATCH, MISMATCH, or UNKNOWN when the register has nobody of that number or the claim lacks something."""
    claim = Identity(body.name, body.id_number, body.card_number, body.phone)
    known = None
    if body.id_number is not None:
        async with world.engine.connect() as connection:
            known = await people_queries.person_by_id_number(connection, body.id_number)
    verdict = verify(Method(body.method), claim, body.code, known.identity if known else None)
    return {"result": verdict.value, "reference": new_id()}


@router.post("/sms/v1/messages", operation_id="sendMessage", status_code=201)
async def send_message(
    body: MessageRequest,
    caller: Principal = Depends(Caller("sms")),
    world: World = Depends(world_of),
    idempotency_key: Annotated[Key | None, Header()] = None,
) -> dict[str, str]:
    """Delivered at once; the same Idempotency-Key again is the same message."""
    recipient = body.phone or body.to_reference or ""
    command = SendMessage(idempotency_key or new_id(), recipient, body.template, dict(body.params))
    message_id = await world.bus.handle(command, context_for(caller))
    return {"message_id": message_id, "status": "DELIVERED"}


@router.post("/sms/v1/one-time-codes", operation_id="sendOneTimeCode", status_code=202)
async def send_code(
    body: CodeRequest, caller: Principal = Depends(Caller("sms")), world: World = Depends(world_of)
) -> dict[str, str]:
    """Texts the phone its code: always the last six digits of its number."""
    params = {"code": one_time_code(body.phone)}
    message_id = await world.bus.handle(SendMessage(new_id(), body.phone, "ONE_TIME_CODE", params), context_for(caller))
    return {"reference": message_id}


@router.post("/sms/v1/one-time-codes/verify", operation_id="verifyOneTimeCode")
async def verify_code(body: CodeCheck, _: Principal = Depends(Caller("sms"))) -> dict[str, str]:
    """MATCH or MISMATCH."""
    right = body.code == one_time_code(body.phone)
    return {"result": (Verdict.MATCH if right else Verdict.MISMATCH).value}
