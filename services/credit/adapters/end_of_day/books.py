"""The ledger of a day: receivables, totals, balances, journals, the voucher and its reconciliation."""
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from services.credit.adapters.end_of_day.expiries import expire
from services.credit.adapters.end_of_day.fetch import fetch
from services.credit.adapters.end_of_day.receivables import OF_THE_BOOK
from services.credit.application.end_of_day.records import BookTotals, DayVoucher, Receivables, Reconciliation, VoucherLine
from services.credit.domain.ledger import Journal

_CLOSE_DAY: Final = "SELECT pg_advisory_xact_lock(hashtext('credit.books'))"
"""The trigger on `journal` takes the same lock, shared."""
_TOTALS: Final = """
SELECT class_code, count(*) AS loans, sum(outstanding_principal_fen)::bigint AS balance_fen,
       sum(overdue_principal_fen + overdue_interest_fen)::bigint AS overdue_fen, sum(suspense_fen)::bigint AS suspense_fen
FROM loan GROUP BY class_code
"""
_BALANCES: Final = """
WITH last AS (SELECT closed_date, checksums FROM eod_run WHERE state = 'DONE' ORDER BY closed_date DESC LIMIT 1)
SELECT account, sum(fen)::bigint AS fen FROM (
    SELECT substr(key, 8) AS account, value::bigint AS fen FROM last, jsonb_each_text(checksums) WHERE key LIKE 'ledger.%'
    UNION ALL
    SELECT account, sum(amount_fen) FROM posting
    WHERE business_date > coalesce((SELECT closed_date FROM last), '-infinity') GROUP BY account) AS parts
GROUP BY account
"""
_POST: Final = """
WITH entered AS (
    INSERT INTO journal (id, business_date, kind, posted_at)
    SELECT id, $3::date, kind, $4::timestamptz FROM unnest($1::uuid[], $2::text[]) AS j(id, kind)
)
INSERT INTO posting (journal_id, line, business_date, account, amount_fen)
SELECT id, line, $3::date, account, amount_fen FROM unnest($5::uuid[], $6::smallint[], $7::text[], $8::bigint[])
     AS p(id, line, account, amount_fen)
"""
_DAY_SUMS: Final = """
SELECT account, coalesce(sum(amount_fen) FILTER (WHERE amount_fen > 0), 0)::bigint AS debit_fen,
       coalesce(-sum(amount_fen) FILTER (WHERE amount_fen < 0), 0)::bigint AS credit_fen
FROM posting WHERE business_date = $1::date GROUP BY account ORDER BY account
"""
_PREPARE: Final = """
INSERT INTO voucher (id, business_date, state, debit_fen, credit_fen, lines)
VALUES ($1::uuid, $2::date, 'PREPARED', $3::bigint, $4::bigint, $5::jsonb)
"""
_VOUCHER: Final = "SELECT id::text AS id, business_date, state, lines::text AS lines FROM voucher WHERE business_date = $1::date"
_CONFIRM: Final = "UPDATE voucher SET state = 'CONFIRMED', confirmed_at = $2::timestamptz WHERE business_date = $1::date"
_CHECKSUMS: Final = "UPDATE eod_run SET checksums = $2::jsonb WHERE closed_date = $1::date"
_PAYMENTS: Final = """
SELECT CASE kind WHEN 'PAYOUT' THEN request_no ELSE coalesce(batch_no, request_no) || '/' || request_no END AS payment_no, paid_fen
FROM payment_order WHERE business_date = $1::date AND paid_fen > 0
"""
_RECORD: Final = """
INSERT INTO reconciliation (business_date, kind, compared, differences, finished_at)
SELECT $1::date, kind, compared, differences::jsonb, $2::timestamptz
FROM unnest($3::text[], $4::int[], $5::text[]) AS r(kind, compared, differences)
"""


class PostgresBooks:
    """`application.end_of_day.ports.Books`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def close_day(self) -> None:
        """Waits for transactions that post, and keeps others waiting until this one ends."""
        await self._connection.exec_driver_sql(_CLOSE_DAY)

    async def receivables(self, as_of: date) -> Receivables:
        """Of the whole book."""
        return Receivables(*(await fetch(self._connection, OF_THE_BOOK, as_of))[0])

    async def totals(self) -> BookTotals:
        """Sums over all loans; settled ones owe nothing but may hold suspense."""
        rows = await fetch(self._connection, _TOTALS)
        return BookTotals(
            balance_by_class={row.class_code: row.balance_fen for row in rows},
            loans=sum(row.loans for row in rows),
            overdue_fen=sum(row.overdue_fen for row in rows),
            suspense_fen=sum(row.suspense_fen for row in rows),
        )

    async def balances(self) -> dict[str, int]:
        """Fen by account: those of the last closed day and what was posted since."""
        return {row.account: row.fen for row in await fetch(self._connection, _BALANCES)}

    async def post(self, journals: Iterable[tuple[str, Journal]], on: date, at: datetime) -> None:
        """Journals of the whole bank."""
        kept = tuple(journals)
        if not kept:
            return
        lines = [(key, place, line) for key, one in kept for place, line in enumerate(one.lines, start=1)]
        values = (
            [key for key, _ in kept],
            [one.kind.value for _, one in kept],
            on,
            at,
            [key for key, _, _ in lines],
            [place for _, place, _ in lines],
            [line.account.value for _, _, line in lines],
            [line.amount_fen for _, _, line in lines],
        )
        await self._connection.exec_driver_sql(_POST, values)

    async def prepare_voucher(self, voucher_id: str, on: date) -> DayVoucher:
        """The day's sums by account and side. From now on the database takes no posting dated on this day."""
        sums = await fetch(self._connection, _DAY_SUMS, on)
        debited = [VoucherLine(row.account, row.debit_fen, 0) for row in sums if row.debit_fen]
        credited = [VoucherLine(row.account, 0, row.credit_fen) for row in sums if row.credit_fen]
        lines = (*debited, *credited)
        voucher = DayVoucher(voucher_id, on, lines, is_confirmed=False)
        stored = json.dumps([asdict(line) for line in lines])
        credit_fen = sum(line.credit_fen for line in lines)
        await self._connection.exec_driver_sql(_PREPARE, (voucher_id, on, voucher.total_fen, credit_fen, stored))
        return voucher

    async def voucher(self, on: date) -> DayVoucher:
        """As it was prepared."""
        (row,) = await fetch(self._connection, _VOUCHER, on)
        lines = tuple(VoucherLine(**line) for line in json.loads(row.lines))
        return DayVoucher(row.id, row.business_date, lines, is_confirmed=row.state == "CONFIRMED")

    async def confirm_voucher(self, on: date, at: datetime) -> None:
        """The core bank has it."""
        await self._connection.exec_driver_sql(_CONFIRM, (on, at))

    async def keep_checksums(self, on: date, checksums: Mapping[str, int]) -> None:
        """The sums of the books at the end of the day."""
        await self._connection.exec_driver_sql(_CHECKSUMS, (on, json.dumps(checksums)))

    async def payments(self, on: date) -> Mapping[str, int]:
        """Fen by the number under which the core bank lists a payment."""
        return {row.payment_no: row.paid_fen for row in await fetch(self._connection, _PAYMENTS, on)}

    async def record(self, on: date, reconciliations: Sequence[Reconciliation], at: datetime) -> None:
        """Keeps what was compared and every difference."""
        values = (
            on,
            at,
            [one.kind for one in reconciliations],
            [one.compared for one in reconciliations],
            [json.dumps(one.differences) for one in reconciliations],
        )
        await self._connection.exec_driver_sql(_RECORD, values)

    async def expire(self, next_date: date) -> dict[str, int]:
        """Cost sheets, contracts nobody signed and lines that do not live on `next_date`."""
        return await expire(self._connection, next_date)
