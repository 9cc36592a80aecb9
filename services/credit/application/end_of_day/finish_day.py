"""Last step: the voucher is confirmed, the core bank's lists are compared, what expires expires, the date moves."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from services.credit.application.end_of_day.ports import ClosingUnitOfWork
from services.credit.application.end_of_day.reconcile import compare
from services.credit.application.end_of_day.records import BankDay, ClosedDay, DayVoucher, Step
from shared.schemas.events.business_day import AccountingVoucherPosted, DayClosed


@dataclass(frozen=True, slots=True)
class FinishDay:
    """`bank_day` is what the core bank lists; None where the day was done before."""

    closed_date: date
    bank_day: BankDay | None


async def finish_day(command: FinishDay, uow: ClosingUnitOfWork) -> ClosedDay:
    """The closed day, the same to whoever asks again. DayClosed leaves with this transaction."""
    uow.authorize("business-day.close")
    on, closing = command.closed_date, uow.closing
    if command.bank_day is None or not await closing.days.claim(on, Step.FINISH, uow.now):
        return await closing.days.closed(on)
    voucher = await closing.books.voucher(on)
    await closing.books.confirm_voucher(on, uow.now)
    reconciliations = (
        compare("PAYMENTS", await closing.books.payments(on), command.bank_day.payments),
        compare("VOUCHERS", net_by_account(voucher), command.bank_day.vouchers),
    )
    await closing.books.record(on, reconciliations, uow.now)
    counts = await closing.books.expire(on + timedelta(days=1))
    counts["differences"] = sum(len(one.differences) for one in reconciliations)
    await closing.days.note(on, Step.FINISH, counts)
    closed = await closing.days.finish(on, uow.now)
    _announce(voucher, closed, uow)
    return closed


def net_by_account(voucher: DayVoucher) -> Mapping[str, int]:
    """Fen by voucher number and account, debits positive."""
    net: dict[str, int] = {}
    for line in voucher.lines:
        key = f"{voucher.voucher_no}/{line.account}"
        net[key] = net.get(key, 0) + line.debit_fen - line.credit_fen
    return net


def _announce(voucher: DayVoucher, closed: ClosedDay, uow: ClosingUnitOfWork) -> None:
    if voucher.lines:
        uow.publish(
            AccountingVoucherPosted(
                voucher_id=voucher.voucher_id,
                business_date=voucher.business_date,
                debit_fen=voucher.total_fen,
                credit_fen=voucher.total_fen,
                lines=len(voucher.lines),
            )
        )
    uow.publish(DayClosed(closed_date=closed.closed_date, next_date=closed.next_date, checksums=dict(closed.checksums)))
