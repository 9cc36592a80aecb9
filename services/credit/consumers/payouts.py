"""Pay-outs at the core bank, outside any transaction: mark as sent, ask, settle the answer. Safe to run again."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from services.credit.adapters.core_bank import CORE_BANK, CoreBank, PayoutAnswer
from services.credit.application.ask_later import AskLater
from services.credit.application.records.drawdown import request_no_of
from services.credit.application.records.payout import PayoutToSend
from services.credit.application.settle_payouts import Answer, SettlePayouts
from services.credit.application.start_payouts import ExpireReservation, StartPayouts
from services.credit.consumers.batcher import Batcher
from services.credit.domain.lifecycle import DrawdownStatus
from shared.db.due_commands import MAX_ATTEMPTS, DueCommand
from shared.kernel.authorization import SYSTEM
from shared.kernel.context import CommandContext, Journey
from shared.kernel.errors import Unavailable
from shared.observability.logging import logger
from shared.runtime.runtime import Runtime

ASK_PAYOUT: Final = "ask-payout"
BATCH: Final = 50


class PayoutDesk:
    """The due commands of pay-outs; those that run at the same time share their transactions."""

    def __init__(self, callback_url: str) -> None:
        self._callback_url = callback_url
        self._starts: Batcher[DueCommand, PayoutToSend | None] | None = None
        self._settlements: Batcher[Answer, DrawdownStatus] | None = None

    async def pay_out(self, command: DueCommand, runtime: Runtime) -> None:
        """Sends a reserved drawdown; a silent core bank is tried again, then asked what became of it."""
        drawdown_id = command.payload["drawdown_id"]
        sent = await self._start(command, runtime)
        if sent is None:
            await runtime.bus.handle(ExpireReservation(drawdown_id), _context(command))
            return
        try:
            answer = await _bank(runtime).pay_out(
                request_no=sent.request_no,
                mandate_id=sent.mandate_id,
                amount_fen=sent.amount_fen,
                business_date=sent.business_date,
                callback_url=self._callback_url,
            )
        except Unavailable:
            if command.attempts >= MAX_ATTEMPTS:
                await _ask_later(command, 1, runtime)
            raise
        if await self._settle(command, answer, runtime) is DrawdownStatus.DISBURSING:
            await _ask_later(command, 1, runtime)

    async def ask(self, command: DueCommand, runtime: Runtime) -> None:
        """The sweeper: what stayed in between is asked for until it has its answer."""
        state = DrawdownStatus.DISBURSING
        try:
            answer = await _bank(runtime).payout(request_no_of(command.payload["drawdown_id"]))
            state = await self._settle(command, answer, runtime)
        except Unavailable:
            logger().warning("core bank is silent about a pay-out", drawdown_id=command.payload["drawdown_id"])
        if state is DrawdownStatus.DISBURSING:
            await _ask_later(command, int(command.payload["round"]) + 1, runtime)

    async def _start(self, command: DueCommand, runtime: Runtime) -> PayoutToSend | None:
        async def run(commands: Sequence[DueCommand]) -> Sequence[PayoutToSend | None]:
            ids = tuple(str(one.payload["drawdown_id"]) for one in commands)
            sent = await runtime.bus.handle(StartPayouts(ids), _context(commands[0]))
            by_id = {payout.drawdown_id: payout for payout in sent}
            return [by_id.get(drawdown_id) for drawdown_id in ids]

        if self._starts is None:
            self._starts = Batcher(run, BATCH)
        return await self._starts(command)

    async def _settle(self, command: DueCommand, answer: PayoutAnswer, runtime: Runtime) -> DrawdownStatus:
        async def run(answers: Sequence[Answer]) -> Sequence[DrawdownStatus]:
            context = CommandContext(SYSTEM, answers[0].journey.correlation_id)
            states = await runtime.bus.handle(SettlePayouts(tuple(answers)), context)
            return [states[one.drawdown_id] for one in answers]

        if self._settlements is None:
            self._settlements = Batcher(run, BATCH)
        journey = Journey(command.correlation_id, command.causation_id)
        return await self._settlements(
            Answer(command.payload["drawdown_id"], answer.status, journey, answer.reason)
        )


async def _ask_later(command: DueCommand, round_no: int, runtime: Runtime) -> None:
    drawdown_id = command.payload["drawdown_id"]
    later = AskLater(ASK_PAYOUT, drawdown_id, {"drawdown_id": drawdown_id}, round_no)
    if not await runtime.bus.handle(later, _context(command)):
        logger().error("a pay-out has no answer after the last question", drawdown_id=drawdown_id)


def _bank(runtime: Runtime) -> CoreBank:
    return CoreBank(runtime.client(CORE_BANK))


def _context(command: DueCommand) -> CommandContext:
    return CommandContext(SYSTEM, command.correlation_id, causation_id=command.causation_id)
