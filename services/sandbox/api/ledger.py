"""The core bank's general ledger, and the day's lists for reconciliation."""
from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from services.sandbox.api.core_bank import corebank
from services.sandbox.api.fields import Number, WorldDate
from services.sandbox.api.world import World, context_for, world_of
from services.sandbox.application.commands import PostVoucher
from services.sandbox.domain.voucher import Voucher, VoucherLine
from services.sandbox.queries import payments as payment_queries
from shared.kernel.authorization import Principal
from shared.schemas.fields import BalanceFen
from shared.web.body import RequestBody

MAX_VOUCHER_LINES = 500

router = APIRouter(prefix="/corebank/v1", tags=["general ledger"])
Cursor = Annotated[str | None, Query(max_length=130)]
Listing = Callable[..., Awaitable[list[dict[str, Any]]]]


class VoucherLineRequest(RequestBody):
    """One side; the other is zero."""

    account: Number
    debit_fen: BalanceFen
    credit_fen: BalanceFen


class VoucherRequest(RequestBody):
    """Debits equal credits."""

    voucher_no: Number
    business_date: WorldDate
    lines: Annotated[list[VoucherLineRequest], Field(min_length=2, max_length=MAX_VOUCHER_LINES)]


@router.post("/vouchers", operation_id="postVoucher", status_code=201)
async def post_voucher(
    body: VoucherRequest, caller: Principal = Depends(corebank), world: World = Depends(world_of)
) -> dict[str, str]:
    """CONFIRMED once it is in the ledger; the same voucher again is confirmed again. 422 when it does not balance."""
    lines = tuple(VoucherLine(line.account, line.debit_fen, line.credit_fen) for line in body.lines)
    voucher = Voucher(body.voucher_no, body.business_date, lines)
    await world.bus.handle(PostVoucher(voucher), context_for(caller))
    return {"voucher_no": body.voucher_no, "status": "CONFIRMED"}


@router.get("/vouchers", operation_id="listVouchers")
async def list_vouchers(
    business_date: WorldDate, cursor: Cursor = None, _: Principal = Depends(corebank), world: World = Depends(world_of)
) -> dict[str, Any]:
    """The vouchers of a business date by number, with their lines, 1000 a page."""
    async with world.engine.connect() as connection:
        return await _page(connection, payment_queries.vouchers_of, business_date, cursor, "voucher_no")


@router.get("/payments", operation_id="listPayments")
async def list_payments(
    business_date: WorldDate, cursor: Cursor = None, _: Principal = Depends(corebank), world: World = Depends(world_of)
) -> dict[str, Any]:
    """What moved on a business date: OUT for pay-outs by request number, IN for debits by `batch/item`; 1000 a page."""
    async with world.engine.connect() as connection:
        return await _page(connection, payment_queries.payments_of, business_date, cursor, "payment_no")


async def _page(
    connection: AsyncConnection, listing: Listing, business_date: date, cursor: str | None, key: str
) -> dict[str, Any]:
    rows = await listing(connection, business_date, after=cursor)
    page = rows[: payment_queries.PAGE_SIZE]
    return {"items": page, "next_cursor": page[-1][key] if len(rows) > len(page) else None}
