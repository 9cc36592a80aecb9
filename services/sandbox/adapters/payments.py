"""Mandates, pay-outs, debit batches and vouchers as rows. A number is claimed by inserting it."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.sandbox.adapters.rows import insert_rows, row_of
from services.sandbox.adapters.tables import debit_batch, debit_item, mandate, payout, voucher, voucher_line
from services.sandbox.application.ports import Mandate
from services.sandbox.domain.debit import DebitItem, DebitResult, DebitStatus, RefusalReason
from services.sandbox.domain.payout import Payout, PayoutAnswer, PayoutRefusal, PayoutStatus
from services.sandbox.domain.voucher import Voucher


class SqlMandates:
    """Mandates by the caller's reference."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find_reference(self, reference: str) -> Mandate | None:
        """The mandate that holds the reference."""
        columns = (mandate.c.mandate_id, mandate.c.account_no, mandate.c.customer_no, mandate.c.reference)
        row = (await self._connection.execute(select(*columns).where(mandate.c.reference == reference))).one_or_none()
        return Mandate(*row) if row else None

    async def add(self, wanted: Mandate, now: datetime) -> Mandate:
        """The mandate that holds the reference now: this one, or the one a racing caller made."""
        made = insert(mandate).values(**row_of(wanted), created_at=now).on_conflict_do_nothing()
        await self._connection.execute(made)
        return await self.find_reference(wanted.reference) or wanted


class SqlPayouts:
    """Pay-outs by request number."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def claim(self, asked: Payout, now: datetime) -> bool:
        """True when this transaction is the first to carry the number; a racing one is waited for."""
        values = {**row_of(asked), "status": PayoutStatus.ACCEPTED.value, "created_at": now}
        return bool((await self._connection.execute(insert(payout).values(**values).on_conflict_do_nothing())).rowcount)

    async def find(self, request_no: str, *, lock: bool) -> tuple[Payout, PayoutAnswer] | None:
        """The request and its present answer."""
        statement = select(payout).where(payout.c.request_no == request_no)
        row = (await self._connection.execute(statement.with_for_update() if lock else statement)).one_or_none()
        if row is None:
            return None
        asked = Payout(
            row.request_no, row.mandate_id, row.amount_fen, row.business_date, row.callback_url, row.client_id
        )
        return asked, PayoutAnswer(PayoutStatus(row.status), PayoutRefusal(row.reason) if row.reason else None)

    async def answer(self, request_no: str, answer: PayoutAnswer) -> None:
        """Notes what was answered."""
        await self._connection.execute(update(payout).where(payout.c.request_no == request_no).values(**row_of(answer)))


class SqlDebits:
    """Debit batches and their items."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def claim(self, batch_no: str, business_date: date, digest: str, *, voluntary: bool, now: datetime) -> bool:
        """True when this transaction is the first to carry the number; a racing one is waited for."""
        values = {
            "batch_no": batch_no,
            "business_date": business_date,
            "digest": digest,
            "voluntary": voluntary,
            "created_at": now,
        }
        return bool((await self._connection.execute(insert(debit_batch).values(**values).on_conflict_do_nothing())).rowcount)

    async def stored(self, batch_no: str) -> tuple[str, list[DebitResult]]:
        """The digest of the first request, and its results in their order."""
        digest = select(debit_batch.c.digest).where(debit_batch.c.batch_no == batch_no)
        items = select(debit_item).where(debit_item.c.batch_no == batch_no).order_by(debit_item.c.place)
        first = (await self._connection.execute(digest)).scalar_one()
        return first, [debit_result(row) for row in await self._connection.execute(items)]

    async def add(self, batch_no: str, business_date: date, results: Sequence[DebitResult]) -> None:
        """Keeps the results."""
        rows = [
            {
                "batch_no": batch_no,
                "place": place,
                "business_date": business_date,
                **row_of(result.item),
                "status": result.status.value,
                "paid_fen": result.paid_fen,
                "reason": result.reason.value if result.reason else None,
            }
            for place, result in enumerate(results)
        ]
        await insert_rows(self._connection, debit_item, rows)


class SqlVouchers:
    """The general ledger's vouchers."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, one: Voucher, digest: str, now: datetime) -> str:
        """The digest under the number: this one's, or the first one's."""
        values = {
            "voucher_no": one.voucher_no,
            "business_date": one.business_date,
            "digest": digest,
            "created_at": now,
        }
        if not (await self._connection.execute(insert(voucher).values(**values).on_conflict_do_nothing())).rowcount:
            known = select(voucher.c.digest).where(voucher.c.voucher_no == one.voucher_no)
            return str((await self._connection.execute(known)).scalar_one())
        rows = [
            {"voucher_no": one.voucher_no, "line_no": number, **row_of(line)}
            for number, line in enumerate(one.lines, start=1)
        ]
        await insert_rows(self._connection, voucher_line, rows)
        return digest


def debit_result(row: Any) -> DebitResult:
    """A result of its row."""
    item = DebitItem(row.item_no, row.mandate_id, row.amount_fen, row.partial_allowed)
    return DebitResult(item, DebitStatus(row.status), row.paid_fen, RefusalReason(row.reason) if row.reason else None)
