"""Lines of a customer are frozen when he falls behind and thawed when his case is closed (A19, J10)."""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from services.credit.application.ports import CreditUnitOfWork
from services.credit.application.records.credit_line import CreditLine
from services.credit.domain.lifecycle import LineStatus, require_transition
from shared.schemas.events.credit import CreditLineFrozen, CreditLineUnfrozen

OVERDUE: Final = "OVERDUE"
CASE_CLOSED: Final = "CASE_CLOSED"
_GOOD_OUTCOMES: Final = frozenset({"CURED", "SETTLED"})


@dataclass(frozen=True, slots=True)
class UnfreezeLines:
    """The customer's collection case was closed with this outcome."""

    party_id: str
    outcome: str


async def freeze_line(line: CreditLine, reason: str, uow: CreditUnitOfWork) -> CreditLine:
    """Nothing may be drawn, whatever is repaid; the caller holds the line's lock. Raises TransitionRefused."""
    frozen = replace(line, status=require_transition(line.status, LineStatus.FROZEN), status_reason=reason)
    await uow.lines.save(frozen)
    uow.publish(
        CreditLineFrozen(line_id=line.line_id, party_id=line.party_id, reason=reason, outlet_id=line.outlet_id)
    )
    return frozen


async def unfreeze_lines(command: UnfreezeLines, uow: CreditUnitOfWork) -> None:
    """Lines frozen for arrears may be drawn again once the case ended well and nothing is past due any more."""
    on = await uow.business_date()
    if command.outcome not in _GOOD_OUTCOMES or await uow.loans.has_arrears(command.party_id, on):
        return
    for line_id in await uow.lines.frozen_of(command.party_id, OVERDUE):
        line = await uow.lines.lock(line_id)
        if line.status is not LineStatus.FROZEN or line.status_reason != OVERDUE:
            continue
        await uow.lines.save(
            replace(line, status=require_transition(line.status, LineStatus.ACTIVE), status_reason=None)
        )
        uow.publish(
            CreditLineUnfrozen(
                line_id=line.line_id, party_id=line.party_id, reason=CASE_CLOSED, outlet_id=line.outlet_id
            )
        )
