"""Money arrives on somebody's account."""
from __future__ import annotations

from dataclasses import replace

from services.sandbox.application.commands import DepositMoney
from services.sandbox.application.errors import PersonUnknown
from services.sandbox.application.ports import SandboxUnitOfWork
from services.sandbox.domain.account import Account


async def deposit_money(command: DepositMoney, uow: SandboxUnitOfWork) -> Account:
    """The account with the money on it; the same reference twice is one deposit. Raises PersonUnknown."""
    holder = await uow.holders.by_subject(command.subject)
    if holder is None:
        raise PersonUnknown()
    reference = f"deposit:{command.reference}"
    if await uow.accounts.has_line(holder.account.account_no, reference):
        return holder.account
    account, line = holder.account.post(
        command.kind, command.amount_fen, on=command.business_date, reference=reference
    )
    await uow.holders.save([replace(holder, account=account)])
    await uow.accounts.post([line])
    return account
