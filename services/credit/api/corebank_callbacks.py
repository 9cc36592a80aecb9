"""The core bank calls back with the final answer to a pay-out: signed, at least once."""
from __future__ import annotations

import hmac
from hashlib import sha256
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from services.credit.api.bodies import CallbackBody
from services.credit.application.errors import CallbackRefused
from services.credit.application.settle_payouts import Answer, SettlePayouts
from services.credit.domain.lifecycle import DrawdownStatus
from services.credit.queries.objects import find_drawdown, journey_of_drawdown
from shared.db.unit_of_work import new_id
from shared.kernel.authorization import SYSTEM
from shared.kernel.context import CommandContext, Journey
from shared.runtime.runtime import Runtime

router = APIRouter(tags=["core bank"])

CALLBACK_PATH: Final = "/v1/corebank-callbacks"
MAX_SKEW_SECONDS: Final = 300
_OPEN_STATES: Final = frozenset({DrawdownStatus.RESERVED, DrawdownStatus.DISBURSING})


@router.post(CALLBACK_PATH, operation_id="receiveCorebankCallback", status_code=204)
async def receive_callback(request: Request) -> Response:
    """Verified over the raw bytes before they are read; an answer that is known already changes nothing.

    Header `Corebank-Signature`: HMAC-SHA256 of `timestamp.body` with our client secret, hexadecimal;
    `Corebank-Timestamp`: seconds, at most five minutes off. 401 without a reason for anything else.
    """
    runtime: Runtime = request.app.state.runtime
    body = await request.body()
    _require_signature(request, body, runtime)
    try:
        answer = CallbackBody.model_validate_json(body)
    except ValidationError as error:
        raise CallbackRefused() from error
    drawdown_id = str(UUID(answer.request_no.removeprefix("PO")))
    async with runtime.engine.connect() as connection:
        drawdown = await find_drawdown(connection, drawdown_id)
        journey = await journey_of_drawdown(connection, drawdown_id)
    if drawdown is None:
        raise CallbackRefused()
    if drawdown.state in _OPEN_STATES:
        context = CommandContext(SYSTEM, journey or new_id(), causation_id=f"callback:{answer.request_no}")
        cause = Journey(context.correlation_id, context.causation_id)
        settle = SettlePayouts((Answer(drawdown_id, answer.status, cause, answer.reason),))
        await runtime.bus.handle(settle, context)
    return Response(status_code=204)


def _require_signature(request: Request, body: bytes, runtime: Runtime) -> None:
    timestamp = request.headers.get("corebank-timestamp", "")
    given = request.headers.get("corebank-signature", "")
    secret = runtime.settings.client_secret.get_secret_value().encode()
    if not timestamp.isascii() or not timestamp.isdigit() or not given.isascii():
        raise CallbackRefused()
    expected = hmac.new(secret, timestamp.encode() + b"." + body, sha256).hexdigest()
    is_fresh = abs(runtime.clock.now().timestamp() - int(timestamp[:12])) <= MAX_SKEW_SECONDS
    if not is_fresh or not hmac.compare_digest(expected, given):
        raise CallbackRefused()
