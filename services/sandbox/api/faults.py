"""Faults in front of every system, and the switch for them."""
from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import Field, StrictInt, StringConstraints
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.sandbox.api.world import World, world_keeper, world_of
from services.sandbox.application.fault_board import FaultBoard
from services.sandbox.domain.fault import MAX_DELAY_MS, SYSTEMS, Fault, Outcome
from shared.kernel.authorization import Principal
from shared.kernel.errors import Unavailable
from shared.web.body import RequestBody
from shared.web.problem import problem_response

router = APIRouter(prefix="/sandbox/v1", tags=["faults"])


class FaultSetting(RequestBody):
    """`error_rate` is a decimal share of calls, `"0.25"` fails every fourth."""

    system: Literal["oidc", "corebank", "identity", "sms", "bureau", "courts", "registry", "tax"]
    delay_ms: Annotated[StrictInt, Field(ge=0, le=MAX_DELAY_MS)] = 0
    error_rate: Annotated[str, StringConstraints(pattern=r"^(0(\.[0-9]{1,4})?|1(\.0{1,4})?)$")] = "0"
    down: bool = False
    lose_answers: bool = False
    duplicate_callbacks: bool = False
    defer_payouts: bool = False


@router.put("/faults", operation_id="setFault", status_code=204)
async def set_fault(
    setting: FaultSetting, _: Principal = Depends(world_keeper), world: World = Depends(world_of)
) -> None:
    """Replaces the faults of one system from the next call on; a setting with nothing but its name heals it."""
    values = setting.model_dump(exclude={"system", "error_rate"})
    world.faults.set(setting.system, Fault(error_rate=Decimal(setting.error_rate), **values))


@router.delete("/faults", operation_id="clearFaults", status_code=204)
async def clear_faults(_: Principal = Depends(world_keeper), world: World = Depends(world_of)) -> None:
    """Heals every system."""
    world.faults.clear()


class FaultGate:
    """ASGI gate: a call to `/{system}/...` is delayed, refused with 503, or done without its answer (504)."""

    def __init__(self, app: ASGIApp, board: FaultBoard) -> None:
        self._app = app
        self._board = board

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        system = scope["path"].split("/", 2)[1] if scope["type"] == "http" else ""
        if system not in SYSTEMS:
            await self._app(scope, receive, send)
            return
        outcome = self._board.next_call(system)
        await asyncio.sleep(self._board.of(system).delay_ms / 1000)
        if outcome is Outcome.ANSWER:
            await self._app(scope, receive, send)
            return
        if outcome is Outcome.WORK_AND_LOSE:
            await self._app(scope, receive, _nowhere)
        problem = problem_response(Unavailable(system=system), Request(scope))
        problem.status_code = 503 if outcome is Outcome.REFUSE else 504
        await problem(scope, receive, send)


async def _nowhere(_: Message) -> None:
    """Takes an answer that gets lost."""
