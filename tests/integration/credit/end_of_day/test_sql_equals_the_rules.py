"""What end of day computes in SQL is what the rules say of each loan, to the fen (architecture.md rule 5)."""
from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from services.credit.adapters.end_of_day.ageing import PostgresAgeing
from services.credit.adapters.end_of_day.books import PostgresBooks
from services.credit.adapters.end_of_day.dues import PostgresDues
from services.credit.adapters.end_of_day.fetch import fetch
from services.credit.adapters.end_of_day.loan_sets import read_loans
from services.credit.adapters.end_of_day.receipts import PostgresReceipts
from services.credit.adapters.end_of_day.receivables import BY_LOAN
from services.credit.application.end_of_day.records import PaidOrder, Receivables, SentOrder
from services.credit.domain.allocation import Part, Situation
from services.credit.domain.journals import repayment_journal
from services.credit.domain.lifecycle import LoanStatus
from services.credit.domain.loan import Loan, accrued_interest_fen, dues
from services.credit.domain.repayment import receive
from shared.db.unit_of_work import new_id
from tests.integration.credit.end_of_day.random_loans import good_payers, random_loans
from tests.integration.credit.end_of_day.seeding import AT, Seeds

AS_OF = date(2026, 8, 21)
LOANS = 1_500
FEWER = 600
_ENTRIES = "SELECT journal_id, array_agg(ARRAY[account, amount_fen::text] ORDER BY line) AS lines FROM posting GROUP BY 1"
_USED = "SELECT party_id, used_fen FROM limit_node WHERE kind = 'PARTY'"


def receivable(loan: Loan, as_of: date) -> tuple[int, int, int]:
    """Interest, penalty and compound interest earned and not paid, by the rules."""
    late = [account for account in loan.accounts if account.instalment.due_date < as_of]
    return (
        accrued_interest_fen(loan, as_of) - sum(account.interest_paid_fen for account in loan.accounts),
        sum(account.unpaid_fen(loan.terms, as_of)[Part.PENALTY] for account in late),
        sum(account.unpaid_fen(loan.terms, as_of)[Part.COMPOUND] for account in late),
    )


@pytest.mark.parametrize("seed", [1, 2])
async def test_accrual_of_the_book_is_the_sum_over_its_loans(connection: AsyncConnection, seed: int) -> None:
    booked = await Seeds(connection).put(list(random_loans(LOANS, AS_OF, seed=seed)), AS_OF)

    found = {str(row.id): (row.interest_fen, row.penalty_fen, row.compound_fen) for row in await fetch(connection, BY_LOAN, AS_OF)}

    for one in booked:
        assert found.get(one.loan_id, (0, 0, 0)) == receivable(one.loan, AS_OF), one.loan.terms
    whole = await PostgresBooks(connection).receivables(AS_OF)
    assert whole == Receivables(*map(sum, zip(*(receivable(one.loan, AS_OF) for one in booked), strict=True)))
    assert sum(sum(receivable(one.loan, AS_OF)[1:]) > 0 for one in booked) > LOANS / 10, "too few loans are late to prove anything"


async def test_what_is_collected_is_what_the_rules_say_is_due(connection: AsyncConnection) -> None:
    booked = await Seeds(connection).put(list(random_loans(FEWER, AS_OF, seed=3)), AS_OF)
    due = {one.loan_id: _due_fen(one.loan) - one.loan.suspense_fen for one in booked if _due_fen(one.loan)}

    locked = await PostgresDues(connection).lock(AS_OF, after=None, limit=FEWER)
    owed = {one.loan_id: one.amount_fen for one in await PostgresDues(connection).owed(AS_OF, locked)}

    assert owed == due
    assert len(due) > FEWER / 10


async def test_arrears_of_the_morning_after_are_those_of_the_rules(connection: AsyncConnection) -> None:
    """The loans stand as the evening left them; the day's unpaid instalments are past due the next morning."""
    booked = await Seeds(connection).put(list(random_loans(FEWER, AS_OF, seed=4)), AS_OF)
    morning = AS_OF + timedelta(days=1)

    crossed = {loan.loan_id: loan for loan in await PostgresAgeing(connection).fall_overdue(morning)}

    for one in booked:
        arrears, before = one.loan.arrears(morning), one.loan.arrears(AS_OF)
        crosses = len(arrears.overdue) > len(before.overdue) and one.loan.status is not LoanStatus.SETTLED
        assert (one.loan_id in crossed) == crosses
        if crosses:
            loan = crossed[one.loan_id]
            assert loan.is_new == (not before.overdue)
            assert loan.overdue_principal_fen == arrears.part_fen(Part.PRINCIPAL)
            assert loan.overdue_interest_fen == arrears.part_fen(Part.INTEREST)
            assert loan.earliest_unpaid_due_date == arrears.earliest_unpaid_due_date
    assert len(crossed) > 10


async def test_a_due_paid_on_the_day_is_booked_as_the_rules_book_it(connection: AsyncConnection) -> None:
    booked = await Seeds(connection).put(list(good_payers(200, AS_OF, seed=5)), AS_OF)
    paid = [PaidOrder(SentOrder("", one.loan_id, new_id(), _due_fen(one.loan)), _due_fen(one.loan), new_id()) for one in booked]

    told = {one.loan_id: one for one in await PostgresReceipts(connection).pay_on_time(paid, AS_OF, AT)}

    after = {one.loan_id: one.loan for one in await read_loans(connection, [one.loan_id for one in booked])}
    entries = {str(row.journal_id): row.lines for row in await fetch(connection, _ENTRIES)}
    used = {str(row.party_id): row.used_fen for row in await fetch(connection, _USED)}
    for one, order in zip(booked, paid, strict=True):
        receipt = receive(one.loan, order.paid_fen, AS_OF)
        assert after[one.loan_id] == receipt.loan
        journal = repayment_journal(receipt.allocation, receipt.suspense_change_fen)
        assert entries[order.journal_id] == [[line.account.value, str(line.amount_fen)] for line in journal.lines]
        assert used[one.party_id] == receipt.loan.outstanding_fen
        assert told[one.loan_id].is_settled == (receipt.loan.status is LoanStatus.SETTLED)
    assert any(one.is_settled for one in told.values())
    assert len(told) == len(booked)


async def test_anything_but_the_exact_due_is_left_to_the_rules(connection: AsyncConnection) -> None:
    booked = await Seeds(connection).put(list(good_payers(20, AS_OF, seed=6)), AS_OF)
    paid = [PaidOrder(SentOrder("", one.loan_id, new_id(), _due_fen(one.loan)), _due_fen(one.loan) - 1, new_id()) for one in booked]

    assert await PostgresReceipts(connection).pay_on_time(paid, AS_OF, AT) == []
    assert await fetch(connection, "SELECT id FROM journal") == []


def _due_fen(loan: Loan) -> int:
    if loan.status is LoanStatus.SETTLED:
        return 0
    return sum(due.amount_fen for due in dues(loan, AS_OF) if due.situation is not Situation.IN_ADVANCE)
