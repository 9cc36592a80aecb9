"""The customer confirms what he read, no sooner than it can be read; the server measures (domain.md 2.4.5)."""
from __future__ import annotations

from dataclasses import dataclass, replace

from services.credit.application.errors import SheetHashMismatch, SheetNotOpen
from services.credit.application.ports import CreditUnitOfWork
from services.credit.application.records.cost_sheet import PresentedSheet
from services.credit.domain.cost_sheet import read_seconds
from services.credit.domain.lifecycle import CostSheetStatus, require_transition
from shared.kernel.rate import rate_text
from shared.schemas.events.credit import CostSheetConfirmed


@dataclass(frozen=True, slots=True)
class ConfirmCostSheet:
    """`sheet_hash` names what was read, `channel` where."""

    sheet_id: str
    sheet_hash: str
    channel: str


async def confirm_cost_sheet(command: ConfirmCostSheet, uow: CreditUnitOfWork) -> PresentedSheet:
    """The confirmed sheet. Raises SheetNotOpen, SheetHashMismatch, ReadingTimeTooShort."""
    presented = await uow.sheets.lock(command.sheet_id)
    uow.authorize("cost-sheet.confirm", presented)
    if presented.status is not CostSheetStatus.PRESENTED or await uow.business_date() >= presented.expires_on:
        raise SheetNotOpen()
    if command.sheet_hash != presented.sheet_hash:
        raise SheetHashMismatch()
    seconds = read_seconds(presented.presented_at, uow.now, presented.min_read_seconds)
    status = require_transition(presented.status, CostSheetStatus.CONFIRMED)
    confirmed = replace(presented, status=status, confirmed_at=uow.now)
    await uow.sheets.confirm(confirmed.sheet_id, uow.now)
    uow.publish(
        CostSheetConfirmed(
            line_id=confirmed.line_id,
            party_id=confirmed.party_id,
            sheet_id=confirmed.sheet_id,
            sheet_hash=confirmed.sheet_hash,
            annual_cost=rate_text(confirmed.sheet.annual_cost),
            read_seconds=seconds,
            channel=command.channel,
            outlet_id=confirmed.outlet_id,
        )
    )
    return confirmed
