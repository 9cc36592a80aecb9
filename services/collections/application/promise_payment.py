"""The debtor promises to pay (承诺还款)."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.collections.application.ports import CollectionsUnitOfWork
from services.collections.domain.promise import Promise, PromiseAlreadyOpen, make_promise
from shared.schemas.events.collections import PromiseMade


@dataclass(frozen=True, slots=True)
class MakePromise:
    """Amount in fen and the day by which it will be paid."""

    case_id: str
    amount_fen: int
    due_date: date


async def promise_payment(command: MakePromise, uow: CollectionsUnitOfWork) -> Promise:
    """The open promise; raises PromiseAlreadyOpen, PromiseDateTooLate, PromiseDateInPast or CaseAlreadyClosed."""
    case = await uow.cases.lock(command.case_id)
    uow.authorize("make-promise", case)
    case.require_open()
    if await uow.promises.open_of(case.case_id) is not None:
        raise PromiseAlreadyOpen()
    on = await uow.business_date()
    promise = make_promise(
        promise_id=uow.new_id(),
        case_id=case.case_id,
        party_id=case.party_id,
        amount_fen=command.amount_fen,
        due_date=command.due_date,
        on=on,
        stage=case.stage,
        terms=(await uow.parameters.on(on)).promise_terms,
    )
    await uow.promises.add(promise)
    await uow.record(
        PromiseMade(
            case_id=case.case_id,
            party_id=case.party_id,
            outlet_id=case.outlet_id,
            promise_id=promise.promise_id,
            amount_fen=promise.amount_fen,
            due_date=promise.due_date,
        ),
        on,
    )
    return promise
