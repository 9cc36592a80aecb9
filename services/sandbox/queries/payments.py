"""What moved on a day, for reconciliation; and what became of one request."""
from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from services.sandbox.adapters.payments import SqlPayouts, debit_result
from services.sandbox.adapters.tables import debit_item, payout, voucher, voucher_line
from services.sandbox.domain.debit import DebitResult
from services.sandbox.domain.payout import PayoutAnswer

PAGE_SIZE = 1000


async def payout_answer(connection: AsyncConnection, request_no: str) -> PayoutAnswer | None:
    """The present answer to a pay-out; None for an unknown number."""
    found = await SqlPayouts(connection).find(request_no, lock=False)
    return found[1] if found else None


async def batch_results(connection: AsyncConnection, batch_no: str) -> list[DebitResult]:
    """The results of a batch in their order; empty for an unknown number."""
    rows = await connection.execute(
        select(debit_item).where(debit_item.c.batch_no == batch_no).order_by(debit_item.c.place)
    )
    return [debit_result(row) for row in rows]


async def payments_of(connection: AsyncConnection, on: date, *, after: str | None) -> list[dict[str, Any]]:
    """Up to PAGE_SIZE + 1 movements of a business date by `payment_no`: OUT for pay-outs, IN for debits."""
    paid_out = select(
        payout.c.request_no.label("payment_no"),
        literal("OUT").label("direction"),
        payout.c.mandate_id,
        payout.c.amount_fen,
    ).where(payout.c.business_date == on, payout.c.status == "PAID")
    debited = select(
        func.concat(debit_item.c.batch_no, literal("/"), debit_item.c.item_no).label("payment_no"),
        literal("IN").label("direction"),
        debit_item.c.mandate_id,
        debit_item.c.paid_fen.label("amount_fen"),
    ).where(debit_item.c.business_date == on, debit_item.c.paid_fen > 0)
    moved = union_all(paid_out, debited).subquery()
    page = select(moved).order_by(moved.c.payment_no).limit(PAGE_SIZE + 1)
    if after is not None:
        page = page.where(moved.c.payment_no > after)
    return [dict(row) for row in (await connection.execute(page)).mappings()]


async def vouchers_of(connection: AsyncConnection, on: date, *, after: str | None) -> list[dict[str, Any]]:
    """Up to PAGE_SIZE + 1 vouchers of a business date by number, with their lines."""
    page = (
        select(voucher.c.voucher_no, voucher.c.business_date)
        .where(voucher.c.business_date == on)
        .order_by(voucher.c.voucher_no)
        .limit(PAGE_SIZE + 1)
    )
    if after is not None:
        page = page.where(voucher.c.voucher_no > after)
    chosen = page.subquery()
    line = func.json_build_object(
        "account", voucher_line.c.account, "debit_fen", voucher_line.c.debit_fen, "credit_fen", voucher_line.c.credit_fen
    )
    with_lines = (
        select(chosen.c.voucher_no, chosen.c.business_date, func.json_agg(line).label("lines"))
        .join(voucher_line, voucher_line.c.voucher_no == chosen.c.voucher_no)
        .group_by(chosen.c.voucher_no, chosen.c.business_date)
        .order_by(chosen.c.voucher_no)
    )
    return [dict(row) for row in (await connection.execute(with_lines)).mappings()]
