"""The core bank: accounts, mandates, pay-outs, debits. Every number is good for one request."""
from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from services.sandbox.api.fields import CallbackUrl, IdNumber, Number, WorldDate
from services.sandbox.api.world import Caller, World, context_for, world_of
from services.sandbox.application.commands import CollectDebits, PayOut, RegisterMandate
from services.sandbox.domain.account import require_card_number
from services.sandbox.domain.debit import DebitItem, DebitResult
from services.sandbox.domain.payout import Payout, PayoutAnswer
from services.sandbox.queries import accounts as account_queries
from services.sandbox.queries import payments as payment_queries
from shared.kernel.authorization import Principal
from shared.kernel.errors import NotFound
from shared.schemas.fields import AmountFen, Text
from shared.web.body import RequestBody

MAX_BATCH_ITEMS = 1000

router = APIRouter(prefix="/corebank/v1", tags=["core bank"])
corebank = Caller("corebank")



class MandateRequest(RequestBody):
    """The holder of `account_no` lets the bank use it; `reference` is the bank's own number, a contract's for example."""

    account_no: Text
    name: Text
    id_number: IdNumber
    reference: Number


class PayoutRequest(RequestBody):
    """`callback_url` gets the final answer as well, signed."""

    request_no: Number
    mandate_id: Number
    amount_fen: AmountFen
    business_date: WorldDate
    callback_url: CallbackUrl | None = None


class DebitRequest(RequestBody):
    """One amount; `partial_allowed` takes what is there."""

    item_no: Number
    mandate_id: Number
    amount_fen: AmountFen
    partial_allowed: bool = False

    def item(self) -> DebitItem:
        """The amount as the domain knows it."""
        return DebitItem(self.item_no, self.mandate_id, self.amount_fen, self.partial_allowed)


class SingleDebitRequest(DebitRequest):
    """A debit the customer asked for; `item_no` is its idempotency number."""

    business_date: WorldDate


class DebitBatchRequest(RequestBody):
    """The scheduled debits of one business date."""

    batch_no: Number
    business_date: WorldDate
    items: Annotated[list[DebitRequest], Field(min_length=1, max_length=MAX_BATCH_ITEMS)]


@router.get("/accounts/{customer_no}", operation_id="listAccounts")
async def list_accounts(
    customer_no: Number, _: Principal = Depends(corebank), world: World = Depends(world_of)
) -> dict[str, Any]:
    """The customer's accounts with balances in fen, numbers masked. 404 for an unknown customer."""
    async with world.engine.connect() as connection:
        accounts = await account_queries.accounts_of(connection, customer_no)
    if not accounts:
        raise NotFound()
    return {"customer_no": customer_no, "accounts": accounts}


@router.get("/accounts/{customer_no}/statement", operation_id="getStatement")
async def get_statement(
    customer_no: Number,
    first: Annotated[WorldDate, Query(alias="from")],
    last: Annotated[WorldDate, Query(alias="to")],
    cursor: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    _: Principal = Depends(corebank),
    world: World = Depends(world_of),
) -> dict[str, Any]:
    """Lines of his card account dated from..to inclusive, in order, 200 a page; amounts signed, in fen."""
    async with world.engine.connect() as connection:
        lines = await account_queries.statement(connection, customer_no, first=first, last=last, after=cursor)
    page = lines[: account_queries.PAGE_SIZE]
    return {"items": page, "next_cursor": page[-1]["sequence"] if len(lines) > len(page) else None}


@router.post("/mandates", operation_id="registerMandate", status_code=201)
async def register_mandate(
    body: MandateRequest, caller: Principal = Depends(corebank), world: World = Depends(world_of)
) -> dict[str, str]:
    """The mandate of the reference, made if need be. 409 when account, name and number do not belong together."""
    command = RegisterMandate(require_card_number(body.account_no), body.name, body.id_number, body.reference)
    mandate = await world.bus.handle(command, context_for(caller))
    return {"mandate_id": mandate.mandate_id, "customer_no": mandate.customer_no}


@router.post("/payouts", operation_id="payOut")
async def pay_out(
    body: PayoutRequest, caller: Principal = Depends(corebank), world: World = Depends(world_of)
) -> dict[str, str | None]:
    """PAID, REFUSED with a reason, or ACCEPTED when the answer follows. The same number again gets the present answer."""
    fault = world.faults.of("corebank")
    payout = Payout(
        body.request_no, body.mandate_id, body.amount_fen, body.business_date, body.callback_url, caller.subject
    )
    command = PayOut(payout, deferred=fault.defer_payouts, callback_copies=2 if fault.duplicate_callbacks else 1)
    return _payout_view(body.request_no, await world.bus.handle(command, context_for(caller)))


@router.get("/payouts/{request_no}", operation_id="getPayout")
async def get_payout(
    request_no: Number, _: Principal = Depends(corebank), world: World = Depends(world_of)
) -> dict[str, str | None]:
    """The present answer. 404: the core bank never heard of it, so nothing was paid."""
    async with world.engine.connect() as connection:
        answer = await payment_queries.payout_answer(connection, request_no)
    if answer is None:
        raise NotFound()
    return _payout_view(request_no, answer)


@router.post("/debit-batches", operation_id="collectDebitBatch")
async def collect_batch(
    body: DebitBatchRequest, caller: Principal = Depends(corebank), world: World = Depends(world_of)
) -> dict[str, Any]:
    """A result per item, in the given order, all in one transaction. The same batch again gets the same results."""
    command = CollectDebits(
        body.batch_no, body.business_date, tuple(request.item() for request in body.items), voluntary=False
    )
    return _batch_view(body.batch_no, await world.bus.handle(command, context_for(caller)))


@router.get("/debit-batches/{batch_no}", operation_id="getDebitBatch")
async def get_batch(
    batch_no: Number, _: Principal = Depends(corebank), world: World = Depends(world_of)
) -> dict[str, Any]:
    """The results of a batch. 404: the core bank never heard of it, so nothing was debited."""
    async with world.engine.connect() as connection:
        results = await payment_queries.batch_results(connection, batch_no)
    if not results:
        raise NotFound()
    return _batch_view(batch_no, results)


@router.post("/debits", operation_id="collectDebit")
async def collect_single(
    body: SingleDebitRequest, caller: Principal = Depends(corebank), world: World = Depends(world_of)
) -> dict[str, Any]:
    """One debit the customer asked for himself. The same number again gets the same result."""
    command = CollectDebits(body.item_no, body.business_date, (body.item(),), voluntary=True)
    (result,) = await world.bus.handle(command, context_for(caller))
    return _result_view(result)


def _payout_view(request_no: str, answer: PayoutAnswer) -> dict[str, str | None]:
    reason = answer.reason.value if answer.reason else None
    return {"request_no": request_no, "status": answer.status.value, "reason": reason}


def _batch_view(batch_no: str, results: list[DebitResult]) -> dict[str, Any]:
    return {"batch_no": batch_no, "results": [_result_view(result) for result in results]}


def _result_view(result: DebitResult) -> dict[str, Any]:
    return {
        "item_no": result.item.item_no,
        "status": result.status.value,
        "paid_fen": result.paid_fen,
        "reason": result.reason.value if result.reason else None,
    }
