"""A loan is paid out, once per request number."""
from __future__ import annotations

from dataclasses import replace

from services.sandbox.application.commands import PayOut, SettlePayout
from services.sandbox.application.errors import RequestReused
from services.sandbox.application.ports import SandboxUnitOfWork
from services.sandbox.domain import payout as payouts
from services.sandbox.domain.debit import Holder
from services.sandbox.domain.magic import CardMagic, card_magic
from services.sandbox.domain.payout import Payout, PayoutAnswer, PayoutRefusal, PayoutStatus


async def pay_out(command: PayOut, uow: SandboxUnitOfWork) -> PayoutAnswer:
    """Moves the money, or says why not; the same number again gets the present answer. Raises RequestReused."""
    asked = command.payout
    if not await uow.payouts.claim(asked, uow.now):
        found = await uow.payouts.find(asked.request_no, lock=False)
        if found is None or found[0] != asked:
            raise RequestReused()
        return found[1]
    holders = await uow.holders.by_mandates([asked.mandate_id])
    holder = holders.get(asked.mandate_id)
    magic = card_magic(holder.account.account_no) if holder else None
    if holder is None:
        answer = PayoutAnswer(PayoutStatus.REFUSED, PayoutRefusal.MANDATE_UNKNOWN)
    elif magic is CardMagic.PAYOUT_REFUSED:
        answer = PayoutAnswer(PayoutStatus.REFUSED, PayoutRefusal.CARD_REFUSED)
    elif command.deferred or magic is CardMagic.PAYOUT_ANSWERED_LATER:
        return PayoutAnswer(PayoutStatus.ACCEPTED)
    else:
        answer = await _move(asked, holder, uow)
    await _conclude(asked, answer, command.callback_copies, uow)
    return answer


async def settle_payout(command: SettlePayout, uow: SandboxUnitOfWork) -> None:
    """Pays what was accepted; nothing happens to a pay-out that already has its answer."""
    found = await uow.payouts.find(command.request_no, lock=True)
    if found is None or found[1].status is not PayoutStatus.ACCEPTED:
        return
    asked = found[0]
    holder = (await uow.holders.by_mandates([asked.mandate_id]))[asked.mandate_id]
    answer = await _move(asked, holder, uow)
    await _conclude(asked, answer, command.callback_copies, uow)


async def _move(asked: Payout, holder: Holder, uow: SandboxUnitOfWork) -> PayoutAnswer:
    account, lines, answer = payouts.pay_out(holder.account, asked)
    await uow.holders.save([replace(holder, account=account)])
    await uow.accounts.post(lines)
    return answer


async def _conclude(asked: Payout, answer: PayoutAnswer, copies: int, uow: SandboxUnitOfWork) -> None:
    await uow.payouts.answer(asked.request_no, answer)
    if asked.callback_url is None:
        return
    body = {
        "request_no": asked.request_no,
        "status": answer.status.value,
        "reason": answer.reason.value if answer.reason else None,
    }
    await uow.callbacks.queue(
        client_id=asked.client_id, url=asked.callback_url, body=body, copies=copies, now=uow.now
    )
