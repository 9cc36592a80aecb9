"""The day's books are closed: interest settled, loans aged, accrual and provision posted, the voucher prepared."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from services.credit.application.end_of_day.age_loans import age_loans
from services.credit.application.end_of_day.parameters import class_thresholds, provision_rates
from services.credit.application.end_of_day.ports import ClosingUnitOfWork, Counts
from services.credit.application.end_of_day.reconcile import compare
from services.credit.application.end_of_day.records import BookTotals, DayVoucher, Receivables, Reconciliation, Step
from services.credit.application.end_of_day.settle_periods import settle_periods
from services.credit.domain.classification import RiskClass
from services.credit.domain.journals import accrual_journal, provision_journal
from services.credit.domain.ledger import Account, Journal
from services.credit.domain.provision import ProvisionRates, provision_of_book
from shared.schemas.events.business_day import ProvisionPosted

_LEDGER: Final = "ledger."
_INCOME: Final = (Account.INTEREST_INCOME, Account.PENALTY_INCOME, Account.COMPOUND_INCOME)


@dataclass(frozen=True, slots=True)
class CloseBooks:
    """From here on nothing is posted to the day (the database refuses it)."""

    closed_date: date


async def close_books(command: CloseBooks, uow: ClosingUnitOfWork) -> DayVoucher:
    """The day's voucher, prepared by whoever comes first."""
    on, closing = command.closed_date, uow.closing
    if not await closing.days.claim(on, Step.BOOKS, uow.now):
        return await closing.books.voucher(on)
    parameters = await uow.catalogue.parameters(on)
    counts = await settle_periods(on, uow)
    counts |= await age_loans(on, class_thresholds(parameters), uow)
    await closing.books.close_day()
    counts |= await _post_day(on, provision_rates(parameters), uow)
    voucher = await closing.books.prepare_voucher(uow.new_id(), on)
    await closing.days.note(on, Step.BOOKS, counts)
    return voucher


async def _post_day(on: date, rates: ProvisionRates, uow: ClosingUnitOfWork) -> Counts:
    """Accrual and provision as the difference to what the ledger holds (architecture.md rule 5)."""
    books = uow.closing.books
    earned = await books.receivables(on + timedelta(days=1))
    totals, balances = await books.totals(), await books.balances()
    provision = provision_of_book({RiskClass[code]: fen for code, fen in totals.balance_by_class.items()}, rates)
    accrual = _accrual(earned, balances)
    change_fen = provision.total_fen + balances.get(Account.LOAN_LOSS_PROVISION.value, 0)
    journals = [one for one in (accrual, provision_journal(change_fen)) if one.lines]
    for line in (line for one in journals for line in one.lines):
        balances[line.account.value] = balances.get(line.account.value, 0) + line.amount_fen
    await books.post([(uow.new_id(), one) for one in journals], on, uow.now)
    agreement = _books_agree(totals, balances)
    await books.record(on, [agreement], uow.now)
    await books.keep_checksums(on, _checksums(totals, balances))
    if change_fen:
        uow.publish(ProvisionPosted(business_date=on, amount_fen=change_fen, balance_fen=provision.total_fen))
    return {
        "accrued_fen": -sum(line.amount_fen for line in accrual.lines if line.account in _INCOME),
        "provision_fen": provision.total_fen,
        "provision_change_fen": change_fen,
        "differences": len(agreement.differences),
    }


def _accrual(earned: Receivables, balances: Mapping[str, int]) -> Journal:
    return accrual_journal(
        earned.interest_fen - balances.get(Account.INTEREST_RECEIVABLE.value, 0),
        earned.penalty_fen - balances.get(Account.PENALTY_RECEIVABLE.value, 0),
        earned.compound_fen - balances.get(Account.COMPOUND_RECEIVABLE.value, 0),
    )


def _books_agree(totals: BookTotals, balances: Mapping[str, int]) -> Reconciliation:
    """The ledger's loans and suspense are what the loans themselves say."""
    loans, suspense = Account.LOANS.value, Account.REPAYMENT_SUSPENSE.value
    ledger = {loans: balances.get(loans, 0), suspense: -balances.get(suspense, 0)}
    return compare("BOOKS", ledger, {loans: totals.outstanding_fen, suspense: totals.suspense_fen})


def _checksums(totals: BookTotals, balances: Mapping[str, int]) -> dict[str, int]:
    ledger = {f"{_LEDGER}{account}": fen for account, fen in sorted(balances.items())}
    return {"loans": totals.loans, "outstanding_fen": totals.outstanding_fen, "overdue_fen": totals.overdue_fen, **ledger}
