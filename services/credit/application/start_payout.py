"""A reserved drawdown goes out to the core bank: from here on money may have moved, and only an answer ends it."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from services.credit.application.fail_drawdown import fail_drawdown
from services.credit.application.ports import CreditUnitOfWork
from services.credit.application.records.drawdown import PayoutCase
from services.credit.domain.lifecycle import DrawdownStatus

RESERVED_FOR: Final = timedelta(minutes=30)
"""A reservation that was never sent is released after this time (domain.md 2.1.5)."""


@dataclass(frozen=True, slots=True)
class StartPayout:
    """Marks the drawdown as sent, just before it is."""

    drawdown_id: str


async def start_payout(command: StartPayout, uow: CreditUnitOfWork) -> PayoutCase | None:
    """What to pay out; None when the drawdown has its answer, or waited too long and was released."""
    case = await uow.drawdowns.payout_case(command.drawdown_id)
    drawdown = case.drawdown
    if drawdown.state is DrawdownStatus.RESERVED and uow.now > drawdown.requested_at + RESERVED_FOR:
        await fail_drawdown(case, "RESERVATION_EXPIRED", uow)
        return None
    if drawdown.state not in (DrawdownStatus.RESERVED, DrawdownStatus.DISBURSING):
        return None
    return await uow.drawdowns.start(case, await uow.business_date(), uow.now)
