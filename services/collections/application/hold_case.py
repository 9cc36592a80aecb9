"""Dunning stops for a reason, and goes on when the reason is gone (domain.md 2.8.3)."""
from __future__ import annotations

from dataclasses import dataclass, replace

from services.collections.application.ports import CollectionsUnitOfWork
from services.collections.domain.case import CollectionCase, Hold
from shared.kernel.errors import StaleVersion


@dataclass(frozen=True, slots=True)
class PlaceHold:
    """Stops dunning on a case as somebody saw it."""

    case_id: str
    hold: Hold
    seen_version: int


@dataclass(frozen=True, slots=True)
class ReleaseHold:
    """Lets dunning go on."""

    case_id: str
    seen_version: int


async def place_hold(command: PlaceHold, uow: CollectionsUnitOfWork) -> CollectionCase:
    """The case on hold; raises StaleVersion, CaseAlreadyOnHold or CaseAlreadyClosed."""
    case = await _seen(uow, "hold-case", command.case_id, command.seen_version)
    return await _keep(uow, case.place_hold(command.hold), "HoldPlaced", {"hold": command.hold.value})


async def release_hold(command: ReleaseHold, uow: CollectionsUnitOfWork) -> CollectionCase:
    """The case without its hold; raises StaleVersion, CaseNotOnHold or CaseAlreadyClosed."""
    case = await _seen(uow, "release-case", command.case_id, command.seen_version)
    hold = case.hold.value if case.hold else ""
    return await _keep(uow, case.release_hold(), "HoldReleased", {"hold": hold})


async def _seen(uow: CollectionsUnitOfWork, action: str, case_id: str, version: int) -> CollectionCase:
    case = await uow.cases.lock(case_id)
    uow.authorize(action, case)
    if case.version != version:
        raise StaleVersion()
    return case


async def _keep(uow: CollectionsUnitOfWork, case: CollectionCase, kind: str, facts: dict[str, str]) -> CollectionCase:
    await uow.cases.save([case])
    await uow.history.add(case_id=case.case_id, business_date=await uow.business_date(), kind=kind, facts=facts)
    return replace(case, version=case.version + 1)
