"""Somebody responsible needs the debtor's name and number: allowed, recorded, then asked of the vault."""
from __future__ import annotations

from dataclasses import dataclass

from services.collections.application.ports import CollectionsUnitOfWork


@dataclass(frozen=True, slots=True)
class RecordDisclosure:
    """The record is made before the vault is asked."""

    case_id: str
    reason: str


async def record_disclosure(command: RecordDisclosure, uow: CollectionsUnitOfWork) -> str:
    """The party whose data may be asked for; raises NotFound, Forbidden or CaseAlreadyClosed: no open case, no purpose."""
    case = await uow.cases.lock(command.case_id)
    uow.authorize("disclose-debtor", case)
    case.require_open()
    await uow.history.add(
        case_id=case.case_id,
        business_date=await uow.business_date(),
        kind="DebtorDisclosed",
        facts={"reason": command.reason},
    )
    return case.party_id
