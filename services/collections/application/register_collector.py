"""Who collects for which outlet."""
from __future__ import annotations

from dataclasses import dataclass

from services.collections.application.ports import CollectionsUnitOfWork
from shared.kernel.authorization import Ownership


@dataclass(frozen=True, slots=True)
class RegisterCollector:
    """A staff subject takes cases of an outlet, or no more."""

    subject: str
    outlet_id: str
    active: bool = True


async def register_collector(command: RegisterCollector, uow: CollectionsUnitOfWork) -> RegisterCollector:
    """Cases that waited for a collector are given out by the next day job."""
    uow.authorize("register-collector", Ownership(outlet_id=command.outlet_id))
    await uow.collectors.put(subject=command.subject, outlet_id=command.outlet_id, active=command.active)
    return command
