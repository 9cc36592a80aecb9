"""Scans: the first thing a customer does."""
from __future__ import annotations

from fastapi import APIRouter, Depends, Response

from services.onboarding.application.open_session import OpenSession
from shared.schemas.fields import Code, Key
from shared.web.body import RequestBody
from shared.web.calls import WriteCall, write_call

router = APIRouter(tags=["sessions"])


class SessionBody(RequestBody):
    """What the scanned code says."""

    channel_code: Code
    scene_code: Code
    outlet_id: Key


@router.post("/v1/sessions", operation_id="openSession", status_code=201)
async def open_session(body: SessionBody, call: WriteCall = Depends(write_call)) -> Response:
    """A scan by the signed-in person, who has no party yet. The session lives for 24 hours."""
    command = OpenSession(body.channel_code, body.scene_code, body.outlet_id)
    return await call.execute(command, status=201, view=lambda session: {"session_id": session.session_id})
