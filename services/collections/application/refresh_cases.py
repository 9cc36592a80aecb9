"""Brings the cases of some customers in line with their arrears on a date: opens, moves, closes."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from services.collections.application.assign_cases import assign_to_least_loaded
from services.collections.application.judge_promise import keep_open_promise
from services.collections.application.ports import CollectionsUnitOfWork
from services.collections.domain.arrears import CustomerArrears, customer_arrears
from services.collections.domain.case import CollectionCase, Outcome, open_case
from services.collections.domain.loan import Loan
from shared.schemas.events.collections import CaseClosed, CaseStageChanged, CollectionCaseOpened

DEFAULT_STRATEGY: Final = "standard-v1"


async def refresh_cases(uow: CollectionsUnitOfWork, party_ids: Sequence[str], on: date) -> None:
    """One pass over the given customers: three reads and at most three writes however many there are.

    Opens (入催) where arrears count and no case is open, moves the stage up or down, and closes (出催)
    where nothing counts any more (domain.md 2.8.1).
    """
    tolerance_fen = (await uow.parameters.on(on)).tolerance_fen
    cases = await uow.cases.lock_open_of(party_ids)
    loans = await uow.loans.of_parties(party_ids)
    opening, changed = [], []
    for party_id in party_ids:
        own = loans.get(party_id, ())
        case = cases.get(party_id)
        arrears = customer_arrears(
            [loan.arrears for loan in own if loan.arrears is not None], tolerance_fen=tolerance_fen, on=on
        )
        if case is None:
            if arrears is not None:
                opening.append(_opened(uow, party_id, own, arrears, on))
        else:
            after = await _followed(uow, case, arrears, on) if arrears else await _closed(uow, case, own, on)
            if after != case:
                changed.append(after)
    if changed:
        await uow.cases.save(changed)
    if opening:
        await _enter(uow, opening, on)


def _opened(
    uow: CollectionsUnitOfWork, party_id: str, loans: Sequence[Loan], arrears: CustomerArrears, on: date
) -> CollectionCase:
    oldest = min(
        (loan for loan in loans if loan.loan_id in arrears.loan_ids),
        key=lambda loan: (loan.earliest_unpaid_due_date or on, loan.loan_id),
    )
    return open_case(
        case_id=uow.new_id(),
        party_id=party_id,
        outlet_id=oldest.outlet_id,
        strategy=DEFAULT_STRATEGY,
        arrears=arrears,
        on=on,
    )


async def _enter(uow: CollectionsUnitOfWork, opening: Sequence[CollectionCase], on: date) -> None:
    entered = await uow.cases.add(opening)
    for case in entered:
        await uow.record(
            CollectionCaseOpened(
                case_id=case.case_id,
                party_id=case.party_id,
                outlet_id=case.outlet_id,
                business_date=on,
                days_past_due=case.days_past_due(on),
                stage=case.stage.name,
                loan_ids=case.loan_ids,
                overdue_fen=case.overdue_fen,
                strategy=case.strategy,
            ),
            on,
        )
    await assign_to_least_loaded(uow, entered, on)


async def _followed(
    uow: CollectionsUnitOfWork, case: CollectionCase, arrears: CustomerArrears, on: date
) -> CollectionCase:
    followed = case.follow(arrears, on)
    if followed.stage is not case.stage:
        await uow.record(
            CaseStageChanged(
                case_id=case.case_id,
                party_id=case.party_id,
                outlet_id=case.outlet_id,
                business_date=on,
                from_stage=case.stage.name,
                to_stage=followed.stage.name,
                days_past_due=followed.days_past_due(on),
            ),
            on,
        )
    return followed


async def _closed(
    uow: CollectionsUnitOfWork, case: CollectionCase, loans: Sequence[Loan], on: date
) -> CollectionCase:
    owes_nothing = all(loan.outstanding_fen == 0 for loan in loans if loan.loan_id in case.loan_ids)
    closed = case.close(Outcome.SETTLED if owes_nothing else Outcome.CURED, on)
    await keep_open_promise(uow, case, on)
    await uow.record(
        CaseClosed(
            case_id=case.case_id,
            party_id=case.party_id,
            outlet_id=case.outlet_id,
            business_date=on,
            outcome=(closed.outcome or Outcome.CURED).value,
            days_past_due=closed.days_past_due(on),
        ),
        on,
    )
    return closed
