"""A drawdown that was not paid out gives back what it held, on every node."""
from __future__ import annotations

from dataclasses import replace

from services.credit.application.ports import CreditUnitOfWork
from services.credit.application.records.payout import PayoutBook, PayoutCase
from services.credit.domain.lifecycle import DrawdownStatus, require_transition
from services.credit.domain.limit_tree import release
from shared.kernel.context import Journey
from shared.schemas.events.credit import DisbursementFailed


async def fail_drawdown(
    case: PayoutCase, book: PayoutBook, reason: str, uow: CreditUnitOfWork, journey: Journey | None = None
) -> None:
    """FAILED with its reason; the book holds the locks."""
    drawdown = case.drawdown
    failed = replace(drawdown, state=require_transition(drawdown.state, DrawdownStatus.FAILED), reason=reason)
    path = book.put(release(book.path(case), drawdown.amount_fen))
    await uow.drawdowns.failed(failed, path, uow.now)
    event = DisbursementFailed(
        drawdown_id=failed.drawdown_id,
        line_id=failed.line_id,
        party_id=failed.party_id,
        amount_fen=failed.amount_fen,
        outlet_id=failed.outlet_id,
        reason=reason,
    )
    uow.publish(event, journey)
