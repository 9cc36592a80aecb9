"""The core bank as a close sees it, over HTTP. Every request carries its own number, so it may be sent again."""
from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Any, Final, TypeVar

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from services.credit.application.end_of_day.errors import CoreBankAnswerUnusable
from services.credit.application.end_of_day.records import BankDay, DayVoucher, DebitBatch, DebitResult, DebitStatus
from shared.schemas.fields import AmountFen, BalanceFen
from shared.web.service_client import ServiceClient

_SCOPE: Final = "corebank:payments"
_BATCH_SECONDS: Final = 30.0
_SECONDS: Final = 10.0
_MOST_PAGES: Final = 10_000


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


Body = TypeVar("Body", bound=_Answer)


class _Result(_Answer):
    item_no: str
    status: DebitStatus
    paid_fen: BalanceFen
    reason: str | None = None


class _Results(_Answer):
    results: list[_Result]


class _Posted(_Answer):
    status: str


class _Payment(_Answer):
    payment_no: str
    amount_fen: AmountFen


class _Payments(_Answer):
    items: list[_Payment]
    next_cursor: str | None


class _Line(_Answer):
    account: str
    debit_fen: BalanceFen
    credit_fen: BalanceFen


class _Voucher(_Answer):
    voucher_no: str
    lines: list[_Line]


class _Vouchers(_Answer):
    items: list[_Voucher]
    next_cursor: str | None


class HttpCoreBankDesk:
    """`application.end_of_day.ports.CoreBankDesk`. Raises Unavailable when the core bank is silent or slow."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def collect(self, batch: DebitBatch) -> Sequence[DebitResult]:
        """Takes what the batch asks for; the same batch again gets the same results."""
        items = [
            {
                "item_no": item.item_no,
                "mandate_id": item.mandate_id,
                "amount_fen": item.amount_fen,
                "partial_allowed": item.partial_allowed,
            }
            for item in batch.items
        ]
        body = {"batch_no": batch.batch_no, "business_date": batch.business_date.isoformat(), "items": items}
        response = await self._client.post("/corebank/v1/debit-batches", body, scope=_SCOPE, timeout_seconds=_BATCH_SECONDS)
        return [DebitResult(one.item_no, one.status, one.paid_fen, one.reason) for one in _read(response, _Results).results]

    async def post(self, voucher: DayVoucher) -> None:
        """Returns when the voucher is in the general ledger."""
        lines = [{"account": line.account, "debit_fen": line.debit_fen, "credit_fen": line.credit_fen} for line in voucher.lines]
        body = {"voucher_no": voucher.voucher_no, "business_date": voucher.business_date.isoformat(), "lines": lines}
        response = await self._client.post("/corebank/v1/vouchers", body, scope=_SCOPE, timeout_seconds=_SECONDS)
        if _read(response, _Posted).status != "CONFIRMED":
            raise CoreBankAnswerUnusable(voucher_no=voucher.voucher_no)

    async def day(self, on: date) -> BankDay:
        """The day's payments and vouchers as the core bank lists them."""
        payments, vouchers = await asyncio.gather(self._list("payments", on, _Payments), self._list("vouchers", on, _Vouchers))
        net: dict[str, int] = {}
        for voucher in (voucher for page in vouchers for voucher in page.items):
            for line in voucher.lines:
                key = f"{voucher.voucher_no}/{line.account}"
                net[key] = net.get(key, 0) + line.debit_fen - line.credit_fen
        return BankDay({one.payment_no: one.amount_fen for page in payments for one in page.items}, net)

    async def _list(self, listing: str, on: date, body: type[Body]) -> list[Body]:
        pages: list[Body] = []
        cursor: str | None = None
        for _ in range(_MOST_PAGES):
            parameters = httpx.QueryParams({"business_date": on.isoformat(), **({"cursor": cursor} if cursor else {})})
            response = await self._client.get(f"/corebank/v1/{listing}?{parameters}", scope=_SCOPE, timeout_seconds=_SECONDS)
            page: Any = _read(response, body)
            pages.append(page)
            cursor = page.next_cursor
            if cursor is None:
                break
        return pages


def _read(response: httpx.Response, body: type[Body]) -> Body:
    try:
        response.raise_for_status()
        return body.model_validate_json(response.content)
    except (httpx.HTTPStatusError, ValidationError) as error:
        raise CoreBankAnswerUnusable(status=response.status_code) from error
