"""What a customer has at the core bank."""
from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.sandbox.adapters.tables import account, statement_line
from services.sandbox.domain.account import AccountKind
from shared.kernel.masking import mask_account

PAGE_SIZE = 200


async def accounts_of(connection: AsyncConnection, customer_no: str) -> list[dict[str, Any]]:
    """The customer's accounts, numbers masked; empty for an unknown customer."""
    rows = await connection.execute(select(account).where(account.c.customer_no == customer_no).order_by(account.c.account_no))
    return [
        {
            "account": mask_account(row.account_no),
            "kind": row.kind,
            "status": row.status,
            "balance_fen": row.balance_fen,
        }
        for row in rows
    ]


async def statement(
    connection: AsyncConnection, customer_no: str, *, first: date, last: date, after: int
) -> list[dict[str, Any]]:
    """Up to PAGE_SIZE + 1 lines of his card account dated first..last, in order, after a sequence number."""
    line = statement_line.c
    chosen = (
        select(line.sequence, line.business_date, line.kind, line.amount_fen, line.balance_fen, line.reference)
        .join(account, account.c.account_no == line.account_no)
        .where(account.c.customer_no == customer_no, account.c.kind == AccountKind.CURRENT.value)
        .where(line.business_date.between(first, last), line.sequence > after)
        .order_by(line.sequence)
        .limit(PAGE_SIZE + 1)
    )
    return [dict(row) for row in (await connection.execute(chosen)).mappings()]
