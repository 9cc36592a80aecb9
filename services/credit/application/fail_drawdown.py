"""A drawdown that was not paid out gives back what it held, on every node."""
from __future__ import annotations

from dataclasses import replace

from services.credit.application.ports import CreditUnitOfWork
from services.credit.application.records.drawdown import PayoutCase
from services.credit.domain.lifecycle import DrawdownStatus, require_transition
from services.credit.domain.limit_tree import release
from shared.schemas.events.credit import DisbursementFailed


async def fail_drawdown(case: PayoutCase, reason: str, uow: CreditUnitOfWork) -> None:
    """FAILED with its reason; the caller holds the locks of the case."""
    drawdown = case.drawdown
    failed = replace(drawdown, state=require_transition(drawdown.state, DrawdownStatus.FAILED), reason=reason)
    await uow.drawdowns.failed(failed, release(case.path, drawdown.amount_fen), uow.now)
    uow.publish(
        DisbursementFailed(
            drawdown_id=failed.drawdown_id,
            line_id=failed.line_id,
            party_id=failed.party_id,
            amount_fen=failed.amount_fen,
            outlet_id=failed.outlet_id,
            reason=reason,
        )
    )
