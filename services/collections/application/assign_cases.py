"""Makes collectors responsible for cases: by load, or by a manager's word."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.collections.application.ports import CollectionsUnitOfWork
from services.collections.domain.assignment import least_loaded
from services.collections.domain.case import CollectionCase
from shared.kernel.errors import Category, DomainError, StaleVersion
from shared.schemas.events.collections import CaseAssigned


class NotACollectorThere(DomainError):
    """Only an active collector of the case's outlet can be responsible."""

    code = "collections.not-a-collector-there"
    category = Category.INVALID
    title_zh = "该人员不是本网点的在岗催收员"
    title_en = "That person is not an active collector of the case's outlet"


@dataclass(frozen=True, slots=True)
class AssignCase:
    """A manager gives a case to a collector of its outlet."""

    case_id: str
    collector: str
    seen_version: int


async def assign_case(command: AssignCase, uow: CollectionsUnitOfWork) -> CollectionCase:
    """The case with its new collector; raises StaleVersion, NotACollectorThere or CaseAlreadyClosed."""
    case = await uow.cases.lock(command.case_id)
    uow.authorize("assign-case", case)
    if case.version != command.seen_version:
        raise StaleVersion()
    if command.collector not in await uow.collectors.open_cases(case.outlet_id):
        raise NotACollectorThere()
    assigned = case.assign(command.collector)
    await uow.cases.save([assigned])
    await _announce(uow, assigned, await uow.business_date())
    return replace(assigned, version=assigned.version + 1)


async def assign_to_least_loaded(uow: CollectionsUnitOfWork, cases: Sequence[CollectionCase], on: date) -> None:
    """Spreads locked open cases over the collectors of their outlets; an outlet without any waits."""
    loads: dict[str, dict[str, int]] = {}
    assigned = []
    for case in cases:
        if case.outlet_id not in loads:
            loads[case.outlet_id] = await uow.collectors.open_cases(case.outlet_id)
        collector = least_loaded(loads[case.outlet_id])
        if collector is None:
            continue
        loads[case.outlet_id][collector] += 1
        assigned.append(case.assign(collector))
    if not assigned:
        return
    await uow.cases.save(assigned)
    for case in assigned:
        await _announce(uow, case, on)


async def _announce(uow: CollectionsUnitOfWork, case: CollectionCase, on: date) -> None:
    await uow.record(
        CaseAssigned(
            case_id=case.case_id,
            party_id=case.party_id,
            outlet_id=case.outlet_id,
            collector=case.collector or "",
        ),
        on,
    )
