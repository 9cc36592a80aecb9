"""Money received on a loan: poured by the order of its situation, excess into suspense (domain.md 2.3.7)."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from services.credit.domain.allocation import Allocation, AllocationLine, AllocationOrder, Part, allocate
from services.credit.domain.errors import NothingOwed
from services.credit.domain.instalment_account import InstalmentAccount
from services.credit.domain.lifecycle import LoanStatus
from services.credit.domain.loan import WHOLE_LOAN, Loan, dues, status_on


@dataclass(frozen=True, slots=True)
class Receipt:
    """The loan after a payment, where the money went, and by how much suspense grew (negative: was used)."""

    loan: Loan
    allocation: Allocation
    suspense_change_fen: int


def allocation_order(loan: Loan, on: date) -> AllocationOrder:
    """The product's performing order, or the non-performing one more than 90 days past due."""
    conventions = loan.terms.conventions
    is_performing = loan.arrears(on).dpd_regulatory <= conventions.principal_first_after_days
    return conventions.performing_order if is_performing else conventions.non_performing_order


def receive(loan: Loan, amount_fen: int, on: date) -> Receipt:
    """A payment of `amount_fen` on a day, with what lies in suspense; 0 applies suspense alone.

    amount + suspense before = allocated + suspense after. Raises NothingOwed when the loan is settled.
    """
    if loan.status is LoanStatus.SETTLED:
        raise NothingOwed
    allocation = allocate(amount_fen + loan.suspense_fen, dues(loan, on), allocation_order(loan, on))
    paid = _apply(loan, allocation.lines, on)
    after = replace(paid, suspense_fen=allocation.unallocated_fen)
    return Receipt(replace(after, status=status_on(after, on)), allocation, after.suspense_fen - loan.suspense_fen)


def _apply(loan: Loan, lines: Iterable[AllocationLine], on: date) -> Loan:
    principal_fen = sum(line.amount_fen for line in lines if line.part is Part.PRINCIPAL)
    by_seq: dict[int, list[AllocationLine]] = {}
    for line in lines:
        by_seq.setdefault(line.seq, []).append(line)
    accounts = tuple(_paid(account, by_seq.get(account.instalment.seq, ()), loan, on) for account in loan.accounts)
    prepaid = WHOLE_LOAN in by_seq
    running = loan.running.counted_to(on, loan.outstanding_fen) if loan.running and prepaid else loan.running
    return replace(loan, accounts=accounts, running=running, outstanding_fen=loan.outstanding_fen - principal_fen)


def _paid(account: InstalmentAccount, lines: Iterable[AllocationLine], loan: Loan, on: date) -> InstalmentAccount:
    for line in lines:
        account = account.paid(line.part, line.amount_fen, on, loan.terms)
    return account
