"""Due work at the core bank, outside any transaction: ask, then one command with the answer. Safe to run again."""
from __future__ import annotations

from typing import Final

from services.credit.adapters.core_bank import CORE_BANK, CoreBank
from services.credit.application.ask_later import AskLater
from services.credit.application.records.drawdown import request_no_of
from services.credit.application.request_drawdown import PAY_OUT
from services.credit.application.request_repayment import DEBIT
from services.credit.application.settle_payout import SettlePayout
from services.credit.application.settle_repayment import SettleRepayment, StartDebit
from services.credit.application.start_payout import StartPayout
from services.credit.domain.lifecycle import DrawdownStatus
from services.credit.settings import CreditSettings
from shared.db.due_commands import MAX_ATTEMPTS, DueCommand
from shared.kernel.authorization import SYSTEM
from shared.kernel.context import CommandContext
from shared.kernel.errors import Unavailable
from shared.observability.logging import logger
from shared.runtime.runtime import Runtime

ASK_PAYOUT: Final = "ask-payout"


async def pay_out_drawdown(command: DueCommand, runtime: Runtime) -> None:
    """Sends a reserved drawdown; a silent core bank is tried again, then asked what became of it."""
    drawdown_id, context = command.payload["drawdown_id"], _context(command)
    case = await runtime.bus.handle(StartPayout(drawdown_id), context)
    if case is None:
        return
    settings = runtime.settings
    if not isinstance(settings, CreditSettings):
        raise TypeError("credit runs with CreditSettings")
    try:
        answer = await _bank(runtime).pay_out(
            request_no=case.drawdown.request_no,
            mandate_id=case.mandate_id,
            amount_fen=case.drawdown.amount_fen,
            business_date=case.drawdown.business_date,
            callback_url=settings.callback_url,
        )
    except Unavailable:
        if command.attempts >= MAX_ATTEMPTS:
            await _ask_payout_later(drawdown_id, 1, context, runtime)
        raise
    state = await runtime.bus.handle(SettlePayout(drawdown_id, answer.status, answer.reason), context)
    if state is DrawdownStatus.DISBURSING:
        await _ask_payout_later(drawdown_id, 1, context, runtime)


async def ask_payout(command: DueCommand, runtime: Runtime) -> None:
    """The sweeper: what stayed in between is asked for until it has its answer."""
    drawdown_id, context = command.payload["drawdown_id"], _context(command)
    state = DrawdownStatus.DISBURSING
    try:
        answer = await _bank(runtime).payout(request_no_of(drawdown_id))
        state = await runtime.bus.handle(SettlePayout(drawdown_id, answer.status, answer.reason), context)
    except Unavailable:
        logger().warning("core bank is silent about a pay-out", drawdown_id=drawdown_id)
    if state is DrawdownStatus.DISBURSING:
        await _ask_payout_later(drawdown_id, int(command.payload["round"]) + 1, context, runtime)


async def debit_repayment(command: DueCommand, runtime: Runtime) -> None:
    """Debits the customer's account for a repayment he asked for."""
    repayment_id, context = command.payload["repayment_id"], _context(command)
    debit = await runtime.bus.handle(StartDebit(repayment_id), context)
    if debit is None:
        return
    try:
        answer = await _bank(runtime).debit(
            item_no=debit.repayment.batch_no,
            mandate_id=debit.mandate_id,
            amount_fen=debit.repayment.amount_fen,
            business_date=debit.repayment.business_date,
        )
    except Unavailable:
        if command.attempts >= MAX_ATTEMPTS:
            round_no = int(command.payload.get("round", "0")) + 1
            later = AskLater(DEBIT, repayment_id, {"repayment_id": repayment_id}, round_no)
            await runtime.bus.handle(later, context)
        raise
    await runtime.bus.handle(SettleRepayment(repayment_id, answer.paid_fen, answer.reason), context)


DUE_COMMANDS: Final = {PAY_OUT: pay_out_drawdown, ASK_PAYOUT: ask_payout, DEBIT: debit_repayment}


async def _ask_payout_later(drawdown_id: str, round_no: int, context: CommandContext, runtime: Runtime) -> None:
    later = AskLater(ASK_PAYOUT, drawdown_id, {"drawdown_id": drawdown_id}, round_no)
    if not await runtime.bus.handle(later, context):
        logger().error("a pay-out has no answer after the last question", drawdown_id=drawdown_id)


def _bank(runtime: Runtime) -> CoreBank:
    return CoreBank(runtime.client(CORE_BANK))


def _context(command: DueCommand) -> CommandContext:
    return CommandContext(SYSTEM, command.correlation_id, causation_id=command.causation_id)
