"""Reserved drawdowns go out to the core bank: from here on money may have moved, and only an answer ends them."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from services.credit.application.fail_drawdown import fail_drawdown
from services.credit.application.ports import CreditUnitOfWork
from services.credit.application.records.payout import PayoutToSend
from services.credit.domain.lifecycle import DrawdownStatus

RESERVED_FOR: Final = timedelta(minutes=30)
"""A reservation that was never sent is released after this time (domain.md 2.1.5)."""


@dataclass(frozen=True, slots=True)
class StartPayouts:
    """Marks drawdowns as sent, just before they are."""

    drawdown_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExpireReservation:
    """Releases a drawdown that was never sent and has waited too long."""

    drawdown_id: str


async def start_payouts(command: StartPayouts, uow: CreditUnitOfWork) -> Sequence[PayoutToSend]:
    """What to pay out. A drawdown that has its answer, or waited too long, is not among it."""
    return await uow.drawdowns.start(command.drawdown_ids, uow.now, reserved_since=uow.now - RESERVED_FOR)


async def expire_reservation(command: ExpireReservation, uow: CreditUnitOfWork) -> None:
    """FAILED, its limit free again; nothing happens to a drawdown that was sent or is young."""
    book = await uow.drawdowns.payout_book([command.drawdown_id])
    case = book.cases[command.drawdown_id]
    is_old = uow.now > case.drawdown.requested_at + RESERVED_FOR
    if case.drawdown.state is DrawdownStatus.RESERVED and is_old:
        await fail_drawdown(case, book, "RESERVATION_EXPIRED", uow)
