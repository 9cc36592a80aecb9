"""Interest of the loans on day-products falls due when its period ends (DAILY: settled on the 20th, due on the 21st; A15)."""
from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from services.credit.application.end_of_day.ports import ClosingUnitOfWork, Counts, SettledPeriods
from services.credit.application.records.booked_loan import BookedLoan
from services.credit.domain.instalment import Instalment
from services.credit.domain.loan import next_period_end, settle_interest
from shared.kernel.day_count import days_between
from shared.schemas.events.credit import InterestSettled

LOANS_AT_ONCE: Final = 1_000
MOST_ROUNDS: Final = 10_000


async def settle_periods(on: date, uow: ClosingUnitOfWork) -> Counts:
    """At the close of a day every period that ends the next morning is settled; InterestSettled for each."""
    as_of, after, settled = on + timedelta(days=1), None, 0
    for _ in range(MOST_ROUNDS):
        loans = await uow.closing.ageing.ending_periods(as_of, after=after, limit=LOANS_AT_ONCE)
        if not loans:
            break
        ended = [_settled(booked, as_of, uow) for booked in loans]
        await uow.closing.ageing.settle(ended, on, uow.now)
        for one in ended:
            for instalment in one.instalments:
                uow.publish(_event(one.before, instalment))
        settled += sum(len(one.instalments) for one in ended)
        if len(loans) < LOANS_AT_ONCE:
            break
        after = loans[-1].loan_id
    return {"periods_settled": settled}


def _settled(booked: BookedLoan, as_of: date, uow: ClosingUnitOfWork) -> SettledPeriods:
    loan, instalments = booked.loan, []
    while (period_end := next_period_end(loan)) is not None and period_end <= as_of:
        loan, instalment = settle_interest(loan)
        instalments.append(instalment)
    ids = tuple(uow.new_id() for _ in instalments)
    return SettledPeriods(ids, booked, replace(booked, loan=loan), tuple(instalments))


def _event(booked: BookedLoan, instalment: Instalment) -> InterestSettled:
    return InterestSettled(
        loan_id=booked.loan_id,
        party_id=booked.party_id,
        outlet_id=booked.outlet_id,
        period_from=instalment.period_start,
        period_to=instalment.period_end,
        days=days_between(instalment.period_start, instalment.period_end),
        amount_fen=instalment.interest_fen,
        due_date=instalment.due_date,
    )
