"""Judges promises in the light of the money received."""
from __future__ import annotations

from datetime import date

from services.collections.application.ports import CollectionsUnitOfWork
from services.collections.domain.case import CollectionCase
from services.collections.domain.promise import Promise, PromiseStatus
from shared.schemas.events.collections import PromiseBroken, PromiseKept


async def judge_by_payment(uow: CollectionsUnitOfWork, party_id: str, *, paid_on: date, on: date) -> None:
    """Looks at the customer's latest promise again if money of `paid_on` counts for it.

    Payments may arrive after the window was judged, or be reversed: the verdict follows the money.
    """
    case = (await uow.cases.lock_open_of([party_id])).get(party_id)
    promise = await uow.promises.latest_of(case.case_id) if case else None
    if case is not None and promise is not None and promise.counts(paid_on):
        await judge(uow, case, promise, on)


async def judge_expired(uow: CollectionsUnitOfWork, closed_date: date, on: date) -> None:
    """Day job: promises whose window ended with the closed day are kept, partly kept or broken."""
    case_ids = await uow.promises.cases_with_window_closed(closed_date)
    for case in await uow.cases.lock_open(case_ids):
        promise = await uow.promises.open_of(case.case_id)
        if promise is not None:
            await judge(uow, case, promise, on)


async def keep_open_promise(uow: CollectionsUnitOfWork, case: CollectionCase, on: date) -> None:
    """Nothing is overdue any more: an open promise is kept."""
    promise = await uow.promises.open_of(case.case_id)
    if promise is not None:
        await judge(uow, case, promise, on, owes_nothing_overdue=True)


async def judge(
    uow: CollectionsUnitOfWork, case: CollectionCase, promise: Promise, on: date, *, owes_nothing_overdue: bool = False
) -> None:
    """Stores the verdict and announces it when it changed. The case's row is locked."""
    judged = promise.judge(
        paid_fen=await uow.promises.paid(promise),
        owes_nothing_overdue=owes_nothing_overdue,
        window_closed=on > promise.window_end,
    )
    if judged == promise:
        return
    await uow.promises.save(judged)
    if judged.status is PromiseStatus.KEPT and promise.status is not PromiseStatus.KEPT:
        await _announce(uow, case, judged, PromiseKept, on)
    elif judged.status.is_failed and not promise.status.is_failed:
        await _announce(uow, case, judged, PromiseBroken, on)


async def _announce(
    uow: CollectionsUnitOfWork,
    case: CollectionCase,
    promise: Promise,
    verdict: type[PromiseKept | PromiseBroken],
    on: date,
) -> None:
    await uow.record(
        verdict(
            case_id=case.case_id,
            party_id=case.party_id,
            outlet_id=case.outlet_id,
            promise_id=promise.promise_id,
            amount_fen=promise.amount_fen,
            due_date=promise.due_date,
            paid_fen=max(promise.paid_fen, 0),
        ),
        on,
    )
