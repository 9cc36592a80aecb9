"""What the routes find behind them, and who may call which of them."""
from __future__ import annotations

from typing import Any, Protocol

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncEngine

from services.sandbox.application.fault_board import FaultBoard
from services.sandbox.application.issuer import Issuer
from services.sandbox.domain.client import TOOL_CLIENT
from shared.command_bus import CommandBus
from shared.db.unit_of_work import new_id
from shared.kernel.authorization import Kind, Principal
from shared.kernel.clock import Clock
from shared.kernel.context import CommandContext
from shared.kernel.errors import Forbidden
from shared.web.calls import authenticated


class World(Protocol):
    """The running outside world."""

    engine: AsyncEngine
    bus: CommandBus
    issuer: Issuer
    jwks: dict[str, Any]
    faults: FaultBoard
    clock: Clock


def world_of(request: Request) -> World:
    """Dependency of every route."""
    found: World = request.app.state.runtime
    return found


class Caller:
    """Dependency: a service whose token has a scope of the system, such as `bureau:reports` for the bureau."""

    def __init__(self, system: str) -> None:
        self._system = system

    async def __call__(self, principal: Principal = Depends(authenticated)) -> Principal:
        """The caller; raises Forbidden."""
        if principal.kind is not Kind.SERVICE or not any(scope.startswith(f"{self._system}:") for scope in principal.scopes):
            raise Forbidden()
        return principal


async def world_keeper(principal: Principal = Depends(authenticated)) -> Principal:
    """Dependency: the operator's tool, which alone may steer the world; raises Forbidden."""
    if principal.kind is not Kind.SERVICE or principal.subject != TOOL_CLIENT:
        raise Forbidden()
    return principal


def context_for(principal: Principal) -> CommandContext:
    """The context of a command; the outside world keeps no correlation of the bank's journeys."""
    return CommandContext(principal=principal, correlation_id=new_id())
